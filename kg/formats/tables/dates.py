"""Dates as people write them, as EDTF. Whether 03/04/2024 is in March or April is decided from all dates of a column, or asked."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from msgspec import Struct

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio januari janeiro",
            "february feb februar février fevrier febrero febbraio februari fevereiro",
            "march mar märz maerz mars marzo maart março",
            "april apr avril abril aprile",
            "may mai mayo maggio mei maio",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet julio luglio julho",
            "august aug août aout agosto augustus",
            "september sep sept septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre diciembre dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
_ISO: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{1,2}:\d\d.*)?")
_NUMBERS: Final = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d\d)(?:[T ,]+\d{1,2}:\d\d.*)?")
_WEEKDAY: Final = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:of\s+|de\s+|-)?([^\W\d]+)\.?,?\s*(?:de\s+|-)?(\d{4})(?:[ ,]+\d{1,2}:\d\d.*)?"
)
_MONTH_DAY: Final = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[ ,]+\d{1,2}:\d\d.*)?")
_MONTH_YEAR: Final = re.compile(r"([^\W\d]+)\.?,?\s+(?:de\s+)?(\d{4})")
_SHORT_YEAR: Final = 100
_WHOLE_YEAR: Final = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


class Unclear(Struct, frozen=True):
    """Why a date was not taken."""

    why: str


NOT_A_DATE: Final = Unclear("not a date that is understood; write it as 2024-03-05")
EITHER: Final = Unclear("day or month first? --dates dmy or --dates mdy says which")
SHORT: Final = Unclear("the year has two digits only")


class DateOrder(Struct):
    """What the dates of a column say about their order: how many can only have the day, or the month, first."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    earliest: int | None = None

    def look(self, text: str) -> None:
        """Take a date into account."""
        if whole := _WHOLE_YEAR.search(text):
            year = int(whole[0])
            self.earliest = year if self.earliest is None else min(self.earliest, year)
        match = _NUMBERS.fullmatch(text.strip())
        if match is None:
            return
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12 >= second:
            self.day_first += 1
        elif second > 12 >= first:
            self.month_first += 1
        elif first != second:
            self.either += 1

    @property
    def decided(self) -> bool | None:
        """Whether the day stands first; None where nothing says so, or the column says both."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return self.day_first > 0


def read_date(text: str, day_first: bool | None) -> str | Unclear:
    """A date as EDTF, as fine as it is given; `day_first` is how the numbers of its column are ordered, None where that is open."""
    bare = _WEEKDAY.sub("", " ".join(text.split()))
    if match := _ISO.fullmatch(bare):
        return _day(int(match[1]), match[2], match[3])
    if match := _NUMBERS.fullmatch(bare):
        return _ordered(match, day_first)
    for form, (day, month, year) in ((_DAY_MONTH, (1, 2, 3)), (_MONTH_DAY, (2, 1, 3))):
        if (match := form.fullmatch(bare)) and (number := _MONTHS.get(match[month].lower())):
            return _day(int(match[year]), str(number), match[day])
    if (match := _MONTH_YEAR.fullmatch(bare)) and (number := _MONTHS.get(match[1].lower())):
        return _day(int(match[2]), str(number), None)
    return NOT_A_DATE


def with_century(text: str) -> str:
    """A date whose year has two digits, in this century."""
    match = _NUMBERS.fullmatch(text.strip())
    return f"{text[: match.start(4)]}20{text[match.start(4) :]}" if match and len(match[4]) == 2 else text


def _ordered(match: re.Match[str], day_first: bool | None) -> str | Unclear:
    first, second, year = match[1], match[3], int(match[4])
    if year < _SHORT_YEAR:
        return SHORT
    if match[2] == "." or int(first) > 12 or first.lstrip("0") == second.lstrip("0"):
        day_first = True
    elif int(second) > 12:
        day_first = False
    if day_first is None:
        return EITHER
    return _day(year, second, first) if day_first else _day(year, first, second)


def _day(year: int, month: str | None, day: str | None) -> str | Unclear:
    if month is None:
        return f"{year:04}"
    try:
        found = date(year, int(month), int(day or 1))
    except ValueError:
        return NOT_A_DATE
    return found.isoformat() if day else found.isoformat()[:7]
