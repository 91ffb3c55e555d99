"""Pairs of sentences labelled by an independent hand: nothing that says the same is called changed, hardly a change is missed.

The labels are of sentences, and what is compared are the figures that the grammar reads in them. A pair is *changed* where backing stops;
a change that the comparison tells as a note (a hedge left out or put in, a time of which one sentence is silent) counts as noted.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from kg.compare.changes import Change
from kg.compare.drift import Areas, compare
from kg.text.figures import figures_in

AREAS = Areas({"England": frozenset({"UK"})}, {})


def pairs() -> list[dict[str, Any]]:
    """The labelled pairs."""
    found: list[dict[str, Any]] = yaml.load(
        Path(__file__).with_name("independent_pairs.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    return found


def changes(first: str, second: str) -> list[Change] | None:
    """What differs between each figure of a sentence and the one of the other that is nearest to it; None where one holds none."""
    before, after = ([stated.figure for stated in figures_in(text).stated] for text in (first, second))
    if not before or not after:
        return None
    nearest = [
        min((list(compare(one, other, AREAS)) for other in after), key=lambda c: (sum(x.stops for x in c), len(c)))
        for one in before
    ]
    return [change for found in nearest for change in found]


def judged(first: str, second: str) -> str:
    """Whether a pair is changed, noted or the same; unread where a sentence holds no figure."""
    found = changes(first, second)
    if found is None:
        return "unread"
    return "changed" if any(change.stops for change in found) else "noted" if found else "same"


def test_the_pairs_of_an_independent_hand_are_judged_no_worse_than_before() -> None:
    found = Counter((pair["verdict"], judged(pair["a"], pair["b"])) for pair in pairs())
    assert found["same", "changed"] + found["wording", "changed"] <= 4, found
    assert found["changed", "same"] <= 9, found
    assert sum(number for (_, how), number in found.items() if how == "unread") <= 3, found
