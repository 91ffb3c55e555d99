"""Figures, their bounds and how they are shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from kg.model.figure import Figure
from kg.model.words import Certainty, Qualifier


@pytest.mark.parametrize(
    ("qualifier", "bound"),
    [
        ("at least", "floor"),
        ("more than", "floor"),
        ("up to", "ceiling"),
        ("less than", "ceiling"),
        ("exactly", "exactly"),
        ("about", None),
    ],
)
def test_a_qualifier_states_a_bound_or_none(qualifier: str, bound: str | None) -> None:
    assert Figure(qualifier=Qualifier(qualifier)).bound == bound


def test_a_conservative_estimate_is_a_floor_unless_its_qualifier_says_otherwise() -> None:
    assert Figure(conservative=True).bound == "floor"
    assert Figure(conservative=True, qualifier=Qualifier.UP_TO).bound == "ceiling"


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="before it starts"):
        Figure(low=Decimal(5), high=Decimal(4))


def test_a_number_is_shown_as_stated_or_in_digits() -> None:
    assert Figure(low=Decimal(1400), high=Decimal(1400)).number == "1,400"
    assert Figure(low=Decimal(5), high=Decimal(9), share=True).number == "5–9%"
    assert Figure(stated="two-thirds").number == "two-thirds"
    assert Figure().number is None


def test_a_hedge_names_qualifier_and_conservative_estimate() -> None:
    assert Figure(qualifier=Qualifier.AT_LEAST, conservative=True).hedged == "at least, conservative estimate"
    assert Figure(conservative=True, certainty=Certainty.PROJECTION).hedged == "conservative projection"
    assert Figure().hedged is None
