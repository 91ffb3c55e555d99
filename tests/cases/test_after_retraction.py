"""What rests on something that was taken back already, and what would stand again if the notice fell."""

from __future__ import annotations

from tests.cases.judged import opened, traced


def test_what_rests_on_a_retracted_study_is_listed_with_its_time() -> None:
    found = opened("after-retraction").impact(["root"])
    (noticed,) = found.impact.already
    assert (found.name(noticed.target), noticed.notice.word, noticed.notice.role) == ("root", "retracted", "publisher")
    assert found.name(noticed.notice.link.source) == "notice"
    assert [(found.name(one.node), one.outcome, one.timing, one.mentions) for one in found.impact.affected] == [
        ("leaf/c", "falls", "before", False)
    ]
    assert [found.name(node) for node in found.impact.restored] == ["leaf/c", "root/c"]
    assert "already retracted by its publisher, P, in 2008" in str(found)


def test_the_trace_of_what_rests_on_it_says_the_same_of_its_source() -> None:
    trace = opened("after-retraction").trace("leaf/c")
    text = " ".join(str(trace).split())
    assert "which was retracted by its publisher: see P, 2008. This article is older than that notice." in text
    (again,) = traced("after-retraction", "leaf/c")["repeated"]
    assert (again["to"], again["standing"], again["noticed_by"], again["taken_back"], again["timing"]) == (
        "root/c",
        "retracted",
        "publisher",
        "2008",
        "before",
    )
