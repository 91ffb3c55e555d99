"""The grammar on wordings of real statistics labelled by hand: floors that only rise."""

from __future__ import annotations

import re

import pytest

from kg.figures.scan import scan
from tests.figures.fresh import fresh_figures
from tests.figures.independent import independent_figures, names_the_thing, same_time
from tests.figures.score import CORE, labelled, report, score


def test_our_own_wordings_are_read_as_a_careful_reader_reads_them() -> None:
    made = score(labelled("figures.yaml"))
    assert made.wanted >= 220
    assert (made.precision, made.recall) >= (0.99, 0.99), "\n".join([report(made), *made.faults])
    assert min(made.exact(name) for name in CORE) >= 0.99, "\n".join([report(made), *made.faults])


@pytest.mark.parametrize("text", labelled("not_figures.yaml"))
def test_a_wording_without_a_figure_holds_none(text: str) -> None:
    assert [text[span.start : span.end] for span in scan(text).figures] == []


def test_a_fresh_readers_wordings_are_read_no_worse_than_before() -> None:
    made = score(fresh_figures())
    assert (made.precision, made.recall) >= (0.99, 0.99), "\n".join([report(made), *made.faults])
    floors = {"qualifier": 0.995, "share": 0.995, "unit": 0.97, "period": 0.985}
    assert {name: made.exact(name) >= floor for name, floor in floors.items()} == dict.fromkeys(floors, True), report(
        made
    )


def test_sentences_in_the_forms_of_public_pages_are_read_no_worse_than_before() -> None:
    made = score(labelled("unseen_figures.yaml"))
    assert (made.precision, made.recall) >= (0.99, 0.99), "\n".join([report(made), *made.faults])
    assert min(made.exact(name) for name in CORE) >= 0.99, "\n".join([report(made), *made.faults])
    assert made.filled <= 0.005 * sum(made.asked.values()), "\n".join(made.faults)


def test_hardly_any_lookalike_of_the_fresh_reader_is_taken_for_a_figure() -> None:
    taken = [text for text in map(str, labelled("fresh_not_figures.yaml")) if scan(text).figures]
    assert len(taken) <= 1, taken


def test_an_independent_hands_wordings_are_read_no_worse_than_before() -> None:
    made = score(independent_figures(), {"unit": names_the_thing, "period": same_time})
    assert (made.precision, made.recall) >= (0.98, 0.99), "\n".join([report(made), *made.faults])
    floors = {"value": 0.99, "qualifier": 0.99, "share": 0.99, "unit": 0.939, "period": 0.98}
    assert {name: made.exact(name) >= floor for name, floor in floors.items()} == dict.fromkeys(floors, True), report(
        made
    )


def test_hardly_any_lookalike_of_the_independent_hand_is_taken_for_a_figure() -> None:
    taken = [text for text in map(str, labelled("independent_not_figures.yaml")) if scan(text).figures]
    assert len(taken) <= 1, taken


def test_what_is_counted_in_further_fields_is_read_no_worse_than_before() -> None:
    """As they first came, 143 of 153 had the unit of their label."""
    missed = []
    for row in labelled("unit_sentences.yaml"):
        first = next(iter(scan(row["text"]).figures), None)
        unit = re.sub(r"^(?:the|an?)\s", "", ((first.unit if first else None) or "").lower())
        if unit != row["unit"].lower():
            missed.append((row["text"], unit))
    assert len(missed) <= 5, missed
