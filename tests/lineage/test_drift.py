"""What counts as a changed figure, and what does not."""

from __future__ import annotations

import pytest

from kg.formats.figure_line import parse_figure
from kg.lineage.drift import Areas, compare, hop
from kg.model.reading import Reading, Sighting
from kg.model.records import Claim

AREAS = Areas({"england": frozenset({"uk"}), "city": frozenset({"county"})}, {"england": "England", "uk": "UK"})
READ = Reading(read=Sighting(by="KG"))


def changes(before: str, after: str) -> list[tuple[str, str, bool]]:
    return [(c.field, c.kind, c.stops) for c in compare(parse_figure(before), parse_figure(after), AREAS)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1,400 children", "fourteen hundred children"),
        ("1 in 5 of suspects", "20% of suspects"),
        ("5 Children", "5 child"),
        ("10 cases, 2014", "10 cases, 2014-01-01/2014-12-31"),
        ("7 things, estimate", "7 things, estimate"),
    ],
)
def test_a_restatement_in_another_notation_is_no_drift(before: str, after: str) -> None:
    assert changes(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("at least 1,400 children", "up to 1,400 children", ("qualifier", "reversed", True)),
        ("at least 1,400 children", "more than 1,400 children", ("qualifier", "changed", False)),
        ("1,400 children", "1,400 girls", ("unit", "changed", True)),
        ("1,400 children, estimate", "1,400 children, count", ("certainty", "raised", True)),
        ("1,400 children, count", "1,400 children, estimate", ("certainty", "lowered", False)),
        ("717 crimes", "around 700 crimes", ("value", "rounded", False)),
        ("1,510 victims", "1,500 victims", ("value", "rounded", False)),
        ("1,143 victims", "more than 1,100 victims", ("value", "rounded", False)),
        ("63% of suspects", "two-thirds of suspects", ("value", "rounded", False)),
        ("1,400 children", "1,510 children", ("value", "changed", True)),
        ("57% of suspects", "two-thirds of suspects", ("value", "changed", True)),
        ("5 things, 1997/2013", "5 things, 1997/2014", ("period", "widened", True)),
        ("5 things, 1997/2013", "5 things, 1999/2011", ("period", "narrowed", True)),
        ("5 things, category Asian", "5 things, category Muslim", ("category", "changed", True)),
        ("5 things, over 40 years", "5 things, over 30 years", ("duration", "changed", True)),
        ("26% of 940 suspects", "26% of 2,379 suspects", ("denominator", "changed", True)),
        ("5 things, 2014", "5 things", ("period", "dropped", False)),
        ("5 things", "5 things, per year", ("interval", "added", False)),
    ],
)
def test_a_change_is_named_and_stops_backing_or_not(before: str, after: str, expected: tuple[str, str, bool]) -> None:
    assert expected in changes(before, after)


@pytest.mark.parametrize(
    ("before", "after", "kind"), [("england", "uk", "widened"), ("uk", "england", "narrowed"), ("city", "uk", "moved")]
)
def test_areas_are_compared_by_containment(before: str, after: str, kind: str) -> None:
    one, other = (parse_figure("5 things").model_copy(update={"area": area}) for area in (before, after))
    assert [(c.kind, c.stops) for c in compare(one, other, AREAS) if c.field == "area"] == [(kind, True)]


def test_a_conservative_estimate_is_a_floor() -> None:
    assert ("qualifier", "reversed", True) in changes(
        "1,400 children, conservative estimate", "up to 1,400 children, estimate"
    )
    assert not any(stops for *_, stops in changes("1,400 children, conservative estimate", "at least 1,400 children"))


def test_a_difference_at_an_unread_claim_cannot_be_told_and_stops_only_the_level() -> None:
    citing = Claim(id="a", figure=parse_figure("1,400 girls"), reading=READ)
    cited = Claim(id="b", figure=parse_figure("1,400 children"))
    found = hop(citing, cited)
    assert [c.kind for c in found.changes] == ["cannot tell until read"]
    assert (found.passes_level, found.passes_reach) == (False, True)


def test_a_field_that_was_not_seen_passes_and_is_left_open() -> None:
    citing = Claim(id="a", figure=parse_figure("up to 1,400 children"), reading=READ)
    seen = READ.model_copy(update={"not_seen": ("qualifier",)})
    cited = Claim(id="b", figure=parse_figure("at least 1,400 children"), reading=seen)
    found = hop(citing, cited)
    assert found.undecided
    assert found.passes_level
