"""Dates of EDTF as people write them."""

from __future__ import annotations

from typing import Final

from kg.patterns import regex

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_SEASON: Final = regex(r"\d{4}-2[1-4]")
_PLAIN_DATE: Final = regex(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
OPEN: Final = ("", "..")


def plain_date(text: str) -> str | None:
    """A year, season, month or day as `2014`, `spring 2014`, `Aug 2014` or `26 Aug 2014`; None for anything else."""
    year, *rest = text.split("-")
    if _SEASON.fullmatch(text):
        return f"{_SEASONS[rest[0]]} {year}"
    if not _PLAIN_DATE.fullmatch(text):
        return None
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])


def plain_period(edtf: str) -> str:
    """A date or interval as `Aug 2014`, `1997–2013`, `since 2005` or `until 2010`; a date of another form stays as it is written."""
    start, slash, end = edtf.partition("/")
    first, last = plain_date(start) or start, plain_date(end) or end
    if not slash:
        return first
    if end in OPEN:
        return f"since {first}"
    return f"until {last}" if start in OPEN else f"{first}–{last}"
