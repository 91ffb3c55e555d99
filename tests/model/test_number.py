"""Numbers as sources word them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.number import parse_number, plain, scan, step_of


@pytest.mark.parametrize(
    ("text", "low", "high", "share"),
    [
        ("1,400", 1400, 1400, False),
        ("fourteen hundred", 1400, 1400, False),
        ("1.25 million", 1_250_000, 1_250_000, False),
        ("twenty-one", 21, 21, False),
        ("37%", 37, 37, True),
        ("37 per cent", 37, 37, True),
        ("1 in 5", 20, 20, True),
        ("half", 50, 50, True),
        ("100–200", 100, 200, False),
        ("between 5 and 10", 5, 10, False),
        ("hundreds of thousands", 100_000, 999_999, False),
        ("half a million", 500_000, 500_000, False),
        ("quarter of a million", 250_000, 250_000, False),
        ("three quarters of a million", 750_000, 750_000, False),
        ("two and a half million", 2_500_000, 2_500_000, False),
        ("a dozen", 12, 12, False),
        ("two dozen", 24, 24, False),
        ("-3%", -3, -3, True),
        ("minus 40", -40, -40, False),
    ],
)
def test_each_notation_has_its_value(text: str, low: int, high: int, share: bool) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.low, number.high, number.share, number.stated) == (Decimal(low), Decimal(high), share, text)


@pytest.mark.parametrize(
    "text", ["", "many", "a", "1,400 children", "200–100", "7 in 5", "£350m", "5 6", "a half million a"]
)
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 10**15))
def test_what_plain_writes_is_read_back(value: int) -> None:
    number = parse_number(plain(Decimal(value)))
    assert number is not None
    assert number.low == number.high == value


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_range_keeps_its_order(one: int, other: int) -> None:
    low, high = sorted((one, other))
    number = parse_number(f"{low:,}–{high:,}")
    assert number is not None
    assert (number.low, number.high) == (Decimal(low), Decimal(high))


@given(st.text(max_size=200))
def test_scanning_any_text_finds_ordered_places_within_it(text: str) -> None:
    places = [(found.start, found.end) for found in scan(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(st.integers(1, 10**12))
def test_the_step_divides_the_value_and_ten_steps_do_not(value: int) -> None:
    step = step_of(Decimal(value))
    assert value % step == 0
    assert value % (10 * step) != 0
