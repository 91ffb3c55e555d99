"""Numbers: how they are written, and how precisely they are worded."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kg.figures.scan import parse_number
from kg.model.number import plain, step_of


@given(st.integers(0, 10**15))
def test_what_plain_writes_is_read_back(value: int) -> None:
    number = parse_number(plain(Decimal(value)))
    assert number is not None
    assert number.low == number.high == value


@given(st.integers(1, 10**12))
def test_the_step_divides_the_value_and_ten_steps_do_not(value: int) -> None:
    step = step_of(Decimal(value))
    assert value % step == 0
    assert value % (10 * step) != 0
