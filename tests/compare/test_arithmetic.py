"""Workings done again: with ranges and rounding, and what cannot come out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.compare.arithmetic import Worked, check, interval
from kg.formats.figure_line import parse_figure
from kg.model.words import Operation


def worked(operation: str, result: str, *parts: str) -> Worked | None:
    """The working of one figure from others."""
    return check(parse_figure(result), Operation(operation), [interval(parse_figure(part)) for part in parts])


@pytest.mark.parametrize(
    ("operation", "result", "parts"),
    [
        ("sum", "5,000 people", ["2,000 men", "3,000 women"]),
        ("sum", "5,432 people", ["2,012 men", "3,420 women"]),
        ("sum", "about 5,400 people", ["2,012 men", "3,420 women"]),
        ("sum", "4,000–6,000 people", ["1,500–2,500 men", "3,000 women"]),
        ("sum", "100% of adults", ["63% of adults", "37% of adults"]),
        ("product", "244 suspects", ["26% of suspects", "940 suspects"]),
        ("product", "250,000 children", ["1,400 children", "179 towns"]),
        ("product", "120 cases", ["100 cases", "an increase of 20%"]),
        ("ratio", "2.5 people", ["1,000 people", "400 homes"]),
        ("ratio", "2.5 people", ["400 homes", "1,000 people"]),
        ("difference", "90 homicides", ["649 homicides", "739 homicides"]),
        ("share", "27% of suspects", ["415 suspects", "1,514 suspects"]),
        ("share", "at least 25% of suspects", ["415 suspects", "1,514 suspects"]),
    ],
)
def test_a_working_that_comes_out(operation: str, result: str, parts: list[str]) -> None:
    found = worked(operation, result, *parts)
    assert found is not None
    assert found.comes_out, found.text


@pytest.mark.parametrize(
    ("operation", "result", "parts", "text"),
    [
        ("sum", "7,200 people", ["2,000 men", "3,000 women"], "2,000 + 3,000 gives 4,000–6,000, not 7,200"),
        ("product", "500 suspects", ["26% of suspects", "940 suspects"], "26% × 940 gives 238–250, not 500"),
        ("share", "50% of suspects", ["415 suspects", "1,514 suspects"], "415 of 1,514 gives 27.37–27.45%, not 50%"),
        ("difference", "290 homicides", ["649 homicides", "739 homicides"], "739 − 649 gives 89–91, not 290"),
    ],
)
def test_a_working_that_does_not_come_out_says_what_it_gives(
    operation: str, result: str, parts: list[str], text: str
) -> None:
    found = worked(operation, result, *parts)
    assert found is not None
    assert not found.comes_out
    assert found.text == text


def test_a_working_with_an_input_without_a_number_is_not_done() -> None:
    assert worked("sum", "5,000 people", "a handful of men", "3,000 women") is None
    assert worked("ratio", "5 people", "5 people", "3 homes", "2 homes") is None


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=5))
def test_a_sum_of_exact_counts_comes_out(parts: list[int]) -> None:
    found = worked("sum", f"{sum(parts):,} people", *(f"{part:,} people" for part in parts))
    assert found is not None
    assert found.comes_out
