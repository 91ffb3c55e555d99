"""Dates and periods in EDTF."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model.period import parse_period

DAYS = st.dates(min_value=date(1500, 1, 1), max_value=date(2500, 1, 1))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("1997/2013", date(1997, 1, 1), date(2013, 12, 31)),
        ("2005/..", date(2005, 1, 1), None),
        ("../2022-01", None, date(2022, 1, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31)),
        ("2014~", date(2014, 1, 1), date(2014, 12, 31)),
        ("2016-23", date(2016, 9, 1), date(2016, 11, 30)),
        ("2014-XX", date(2014, 1, 1), date(2014, 12, 31)),
    ],
)
def test_a_period_covers_its_first_to_its_last_day(text: str, start: date | None, end: date | None) -> None:
    period = parse_period(text)
    assert (period.start, period.end, period.edtf) == (start, end, text)


@pytest.mark.parametrize("text", ["", "/", "../..", "May 2014", "2014-13", "2014-02-30", "14", "2014/x"])
def test_anything_else_says_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match="write it as 2014"):
        parse_period(text)


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        parse_period("2013/1997")


@given(DAYS, DAYS)
def test_a_day_is_within_a_period_exactly_if_it_overlaps_it(day: date, other: date) -> None:
    first, last = sorted((day, other))
    whole = parse_period(f"{first}/{last}")
    for one in (first, last):
        assert parse_period(str(one)).within(whole)
        assert whole.overlaps(parse_period(str(one)))
    assert whole.same(parse_period(f"{first}/{last}"))
