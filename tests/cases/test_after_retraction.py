"""What rests on something that was taken back already, and what would stand again if the notice fell."""

from __future__ import annotations

from tests.cases.judged import opened


def test_what_rests_on_a_retracted_study_is_listed_with_its_time() -> None:
    found = opened("after-retraction").impact(["root"])
    (noticed,) = found.impact.already
    assert (found.name(noticed.target), noticed.word, found.name(noticed.notice)) == ("root", "retracted", "notice")
    assert [(found.name(one.node), one.outcome, one.timing, one.mentions) for one in found.impact.affected] == [
        ("leaf/c", "falls", "before", False)
    ]
    assert [found.name(node) for node in found.impact.restored] == ["leaf/c", "root/c"]
    assert "already retracted on 2008" in str(found)


def test_what_repeats_a_corrected_headline_is_listed_with_the_corrected_value() -> None:
    found = opened("corrected-headline").impact(["sun-2011"])
    assert [(found.name(one.node), one.timing) for one in found.impact.affected] == [("mp-speech/juveniles", "before")]
    text = " ".join(str(found).split())
    assert "already corrected on 11 Nov 2011" in text
    assert "20%" in text
