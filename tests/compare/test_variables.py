"""What a restatement did to what is measured."""

from __future__ import annotations

import pytest

from kg.compare.drift import hop
from kg.compare.variables import Variables
from kg.formats.figure_line import parse_figure
from kg.model.reading import Reading, Sighting
from kg.model.records import Claim

VARIABLES = Variables(
    {"knives": frozenset({"weapons"}), "weapons": frozenset({"violence"}), "violence": frozenset({"weapons"})},
    {"knives": "knife crime", "violence": "violent crime"},
)
READ = Reading(read=Sighting(by="KG"))


def claim(name: str, about: str, reading: Reading = READ) -> Claim:
    return Claim(id=name, about=tuple(about.split()), figure=parse_figure("5 crimes"), reading=reading)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("knives", "fraud", "changed"),
        ("knives", "violence", "widened"),
        ("violence", "knives", "narrowed"),
        ("knives", "knives", None),
        ("knives fraud", "knives", None),
        ("knives fraud", "theft violence", "widened"),
        ("", "knives", None),
        ("knives", "", None),
        # A circle of broader variables says nothing about which is the wider.
        ("weapons", "violence", "changed"),
    ],
)
def test_variables_are_the_same_broader_narrower_or_others(before: str, after: str, kind: str | None) -> None:
    found = hop(claim("a", after), claim("b", before), variables=VARIABLES)
    assert [(c.field, c.kind, c.stops) for c in found.changes] == ([("variable", kind, True)] if kind else [])
    assert (found.passes_level, found.passes_reach) == (kind is None, kind is None)


def test_a_change_names_the_variables() -> None:
    (change,) = hop(claim("a", "violence"), claim("b", "knives fraud"), variables=VARIABLES).changes
    assert (change.before, change.after) == ("fraud; knife crime", "violent crime")


def test_a_claim_without_a_figure_restates_no_measure() -> None:
    silent = Claim(id="a", about=("fraud",), reading=READ)
    assert hop(silent, claim("b", "knives"), variables=VARIABLES).passes_level
