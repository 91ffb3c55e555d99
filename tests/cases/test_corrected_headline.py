"""A borough's estimate taken for the whole country, repeated, then corrected."""

from __future__ import annotations

from tests.cases.judged import opened, traced

CASE = "corrected-headline"
NOW = "less than 20% of knife crime"


def test_impact_says_that_it_is_corrected_to_what_and_who_repeated_it_before() -> None:
    found = opened(CASE).impact(["sun-2011"])
    assert [(found.name(one.node), one.timing) for one in found.impact.affected] == [("mp-speech/juveniles", "before")]
    text = " ".join(str(found).split())
    assert "already corrected by its publisher, The Sun, on 11 Nov 2011" in text
    assert NOW in text.casefold()


def test_impact_of_the_estimate_names_who_changed_its_area_and_who_repeats_that() -> None:
    found = opened(CASE).impact(["enfield-police"])
    (fallen,) = found.impact.fallen
    assert (found.name(fallen.node), [change.field for change in fallen.changes]) == ("sun-2011/juveniles", ["area"])
    assert [(found.name(one.node), one.repeats_change, one.rested) for one in found.impact.affected] == [
        ("mp-speech/juveniles", True, True)
    ]
    text = " ".join(str(found).split())
    assert "withdrawn already: The Sun, 18 Oct 2011 [sun-2011/juveniles] (area changed: Enfield → England)" in text
    assert "repeats a figure that was changed on the way" in text


def test_the_verdict_of_the_repeat_gives_the_corrected_value_and_that_it_came_before() -> None:
    told = traced(CASE, "mp-speech/juveniles")
    verdict = str(told["verdict"]["text"])
    assert "corrected by its publisher: see The Sun, 11 Nov 2011" in verdict
    assert NOW in verdict
    assert "This speech is older than that notice." in verdict
    (again,) = told["repeated"]
    assert (again["standing"], again["taken_back"], again["timing"]) == ("corrected", "2011-11-11", "before")
    assert str(again["now"]).casefold().startswith(NOW)
