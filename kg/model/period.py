"""Dates and periods in EDTF, level 0 and 1.

Plain dates and intervals, nearly all there are, are read here; the rest of EDTF goes through the `edtf` library,
which takes a fifth of a second to import and so waits for the first period that needs it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import count
from kg.model.date_words import plain_period
from kg.model.frozen import Frozen
from kg.patterns import regex

if TYPE_CHECKING:
    from time import struct_time

# A date, a decade (199X) or a century (19XX); a mark of doubt moves no bound.
_PLAIN = regex(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[?~%]?")
_DECADE = regex(r"(\d{2})(?:(\d)X|XX)[?~%]?")

# A year of a source's own, such as a financial year, written with the last two digits of the next one.
_OWN_YEAR = regex(r"((?:1[5-9]|20)\d\d)/(\d\d)")
_YEAR = 364, 367

_SPANS = {"Y": "year", "M": "month", "W": "week", "D": "day"}


class Period(Frozen):
    """A date or period: its EDTF text, and the first and last day it covers.

    A bound is None where the period is open or unknown on that side. `worded` is a year of the source's own, such as 2022/23:
    one year, which begins somewhere in the first and ends somewhere in the second.
    """

    edtf: str
    start: date | None
    end: date | None
    worded: str | None = None

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day; an open or unknown side reaches as far as needed."""
        return _not_after(self.start, other.end) and _not_after(other.start, self.end)

    def within(self, other: Period) -> bool:
        """Whether this period lies inside the other."""
        starts = other.start is None or (self.start is not None and self.start >= other.start)
        ends = other.end is None or (self.end is not None and self.end <= other.end)
        return starts and ends

    def same(self, other: Period) -> bool:
        """Whether both cover the same days, however written; a year of a source's own is any twelve months inside it."""
        if (self.worded is None) == (other.worded is None):
            return (self.start, self.end) == (other.start, other.end)
        named, dated = (self, other) if self.worded else (other, self)
        if dated.start is None or dated.end is None or not dated.within(named):
            return False
        return _YEAR[0] <= (dated.end - dated.start).days + 1 <= _YEAR[1]

    @property
    def text(self) -> str:
        """As it is written in records: the source's own year as worded, else EDTF."""
        return self.worded or self.edtf

    def __str__(self) -> str:
        return self.worded or plain_period(self.edtf)


def duration_words(duration: str) -> str | None:
    """An ISO 8601 duration as `40 years`; None for one of several units."""
    match = re.fullmatch(r"P(\d+)([YMWD])", duration)
    return count(int(match[1]), _SPANS[match[2]]) if match else None


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Read an EDTF date or interval of level 0 or 1.

    Raises ValueError, with what is wrong and an example, for anything else and for an end before its start.
    """
    text = text.strip()
    if own := _own_year(text):
        return own
    start_text, slash, end_text = text.partition("/")
    if not slash:
        start, end = _bounds(text, text)
    else:
        start = _bounds(start_text, text)[0] if start_text not in {"", ".."} else None
        end = _bounds(end_text, text)[1] if end_text not in {"", ".."} else None
        if not (start_text.strip(".") or end_text.strip(".")):
            raise ValueError(_unreadable(text))
    if start and end and end < start:
        raise ValueError(f"the period “{text}” ends before it starts")
    return Period.trusted(edtf=text, start=start, end=end)


def _own_year(text: str) -> Period | None:
    """`2022/23`, where the one year follows the other; with a hyphen it is a season in EDTF."""
    match = _OWN_YEAR.fullmatch(text)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        return None
    year = int(match[1])
    return Period.trusted(edtf=f"{year}/{year + 1}", start=date(year, 1, 1), end=date(year + 1, 12, 31), worded=text)


def _bounds(text: str, whole: str) -> tuple[date | None, date | None]:
    try:
        if match := _PLAIN.fullmatch(text):
            return _plain_bounds(*(int(part) if part else None for part in match.groups()))
        if match := _DECADE.fullmatch(text):
            first, last = (int(match[1] + (match[2] + end if match[2] else 2 * end)) for end in ("0", "9"))
            return date(max(first, 1), 1, 1), date(last, 12, 31)
        return _library_bounds(text)
    except ValueError as error:
        raise ValueError(_unreadable(whole)) from error


def _plain_bounds(year: int | None, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    if year is None:
        raise ValueError
    if month is not None and month in _SEASONS:
        months = _SEASONS[month]
        return date(year, months[0], 1), date(year, months[1], monthrange(year, months[1])[1])
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    last_month = month or 12
    return first, date(year, last_month, monthrange(year, last_month)[1])


# EDTF level 1 seasons: 21 spring to 24 winter, read in the calendar year as the specification leaves them.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 12)}


def _library_bounds(text: str) -> tuple[date | None, date | None]:
    from edtf import EDTFParseException, parse_edtf
    from edtf.parser import parser_classes as forms

    try:
        parsed = parse_edtf(text)
    except EDTFParseException as error:
        raise ValueError(text) from error
    accepted = (
        forms.Date,
        forms.DateAndTime,
        forms.UncertainOrApproximate,
        forms.Unspecified,
        forms.Level1Interval,
        forms.LongYear,
        forms.Season,
    )
    if not isinstance(parsed, accepted) or type(parsed).__name__.startswith("Level2"):
        raise ValueError(text)
    return _day(parsed.lower_strict()), _day(parsed.upper_strict())


def _day(moment: struct_time) -> date | None:
    year, month, day = moment[:3]
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(day, monthrange(year, month)[1]))


def _not_after(first: date | None, second: date | None) -> bool:
    return first is None or second is None or first <= second


def _unreadable(text: str) -> str:
    return f"“{text}” is not a date or period; write it as 2014, 2014-08, 2014-08-21, 1997/2013 or 2005/.. (EDTF)"
