"""How each form of a date or period is read: from the match of its form to EDTF."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.figures.numerals import cardinal
from kg.figures.words import SMALL, TENS, any_of
from kg.figures.years import MONTHS
from kg.model.period import Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER_OF: Final = {
    name.lower(): number
    for number, name in enumerate(
        "January February March April May June July August September October November December".split(), start=1
    )
}
YEAR: Final = r"(?:(?:1[5-9]|20)\d\d|2100)"
DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
DATE: Final = rf"(?:{DAY}(?:\s+of)?\s+{MONTHS},?\s+{YEAR}|{MONTHS}\s+{DAY},?\s+{YEAR}|{MONTHS},?\s+{YEAR}|{YEAR}-\d\d-\d\d|{YEAR})"
COUNT: Final = rf"(?:\d+(?:\.\d+)?|an?|several|{any_of([*SMALL, *TENS])}(?:[\s-](?:{any_of(SMALL)}))?)"
_ORDINALS: Final = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "final": 4,
    "last": 4,
}
_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
# How far ahead a day or month without its year may be meant.
_SOON: Final = timedelta(days=92)
IN_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


class Known(Struct, frozen=True):
    """What says which year a month is in: the day of the document, and the year and the period that the text named last."""

    issued: date | None = None
    year: int | None = None
    period: Period | None = None


def counted(words: str) -> float | None:
    """How many a count of years or months says: `an`, `five`, `12`."""
    if words in {"a", "an", ""}:
        return 1
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    value = cardinal(words) if words != "several" else None
    return float(value) if value is not None else None


def edtf_date(words: str) -> str:
    """`5 May 2020`, `May 5, 2020`, `May 2020`, `2020-05-05` or `2020` as EDTF.

    Raises ValueError for anything else.
    """
    if re.fullmatch(rf"{YEAR}(?:-\d\d(?:-\d\d)?)?", words):
        return words
    year = re.search(YEAR, words)
    month = re.search(MONTHS, words)
    if year is None or month is None:
        raise ValueError(words)
    rest = words[: year.start()] + words[year.end() :]
    day = re.search(r"\d{1,2}", rest)
    number = _month(month.group())
    return f"{year.group()}-{number:02}" + (f"-{int(day.group()):02}" if day else "")


def _month(name: str) -> int:
    return next(number for full, number in _NUMBER_OF.items() if full.startswith(name.rstrip(".").lower()[:3]))


def _date(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001 - readers have one form
    return parse_period(edtf_date(match["day"]))


def _split(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    year, end = int(match["splityear"]), int(match["splitend"])
    if (year + 1) % 100 == end:
        return parse_period(f"{year}/{end:02}")
    last = year - year % 100 + end
    return parse_period(f"{year}/{last}") if last > year else None


def _splits(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    """`between 2010/11 and 2015/16`, in years from the first to the last."""
    first, last = re.findall(rf"{YEAR}", match["splits"])
    return parse_period(f"{first}/{int(last) + 1}")


def _years(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    return parse_period(f"{edtf_date(match['yfrom'])}/{edtf_date(match['yto'])}")


def _months(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    end = edtf_date(match["mto"])
    start = edtf_date(f"{match['mfrom']} {end[:4]}")
    return parse_period(f"{start if start <= end else str(int(end[:4]) - 1) + start[4:]}/{end}")


def _spanned(match: re.Match[str], known: Known) -> Period | None:
    """`July to September`, of the year that was named last, or else the last one before the document came out."""
    end = _with_year(match["sto"], known)
    if end is None:
        return None
    start = f"{end[:4]}-{_month(match['sfrom']):02}"
    return parse_period(f"{start if start <= end else str(int(end[:4]) - 1) + start[4:]}/{end}")


def _back(match: re.Match[str], known: Known) -> Period | None:
    """`the year to March 2023` is April 2022 to March 2023; `the year ending 31 March 2023` the same days."""
    end = _with_year(match["backto"], known)
    if end is None:
        return None
    months = _months_of((match["length"] or "year").lower())
    if len(end) == 4:
        years = (months or 0) // 12
        return parse_period(end if years == 1 else f"{int(end) - years + 1}/{end}") if years else None
    if months is None:
        return None
    if len(end) == 10:
        last = date.fromisoformat(end)
        if last.day != monthrange(last.year, last.month)[1]:
            start = _earlier(last, months) + timedelta(days=1)
            return parse_period(f"{start.isoformat()}/{end}")
        end = end[:7]
    first = int(end[:4]) * 12 + int(end[5:7]) - months
    return parse_period(f"{first // 12:04}-{first % 12 + 1:02}/{end}")


def _months_of(length: str) -> int | None:
    if "quarter" in length or length == "decade":
        return 3 if "quarter" in length else 120
    count, _, unit = length.rpartition(" ")
    number = counted(count) if count and unit.startswith(("month", "year", "decade")) else 1
    if number is None or unit.startswith("week"):
        return None
    return int(number) * (120 if unit.startswith("decade") else 12 if unit.startswith("year") else 1)


def _earlier(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def _quarter(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    number = _ORDINALS[match["qth"].lower()] if match["qth"] else int(match["qn"] or match["nq"])
    year = match["qyear"] or match["qnyear"] or match["nqyear"]
    return parse_period(f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}")


def _same(match: re.Match[str], known: Known) -> Period | None:
    """`the same quarter of 2014`, of which quarter the text spoke last."""
    year, last = match["sameyear"], known.period
    parts = re.fullmatch(r"\d{4}-(\d\d)/(\d{4})-(\d\d)|\d{4}-(\d\d)", last.edtf) if last is not None else None
    if parts is None:
        return parse_period(year)
    if parts[4]:
        return parse_period(f"{year}-{parts[4]}")
    return parse_period(f"{year}-{parts[1]}/{year}-{parts[3]}")


def _half(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    number = _ORDINALS[match["hth"].lower()] if match["hth"] else int(match["hn"])
    year = match["hyear"] or match["hnyear"]
    return parse_period(f"{year}-01/{year}-06" if number == 1 else f"{year}-07/{year}-12")


def _opening(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    """`the first six months of 2023`."""
    months = counted(match["omonths"].lower())
    if months is None or not 1 <= months <= 12:
        return None
    return parse_period(f"{match['oyear']}-01/{match['oyear']}-{int(months):02}")


def _season(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    return parse_period(f"{match['syear']}-{_SEASONS[match['sname'].lower()]}")


def _decade(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    return parse_period(f"{match['tens']}X")


def _bare_quarter(match: re.Match[str], known: Known) -> Period | None:
    """`the first quarter` of the year that was named last, or else the last one before the document came out."""
    number = _ORDINALS[match["bqth"].lower()]
    year = known.year
    if year is None and known.issued is not None:
        year = known.issued.year - (3 * number >= known.issued.month)
    return parse_period(f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}") if year else None


def _ago(match: re.Match[str], known: Known) -> Period | None:
    """`five years ago`, from the day of the document."""
    many = counted(match["agocount"].lower())
    unit = match["agounit"].lower().removesuffix("s")
    if known.issued is None or many is None or many != int(many):
        return None
    day = _earlier(known.issued, int(many) * IN_MONTHS[unit])
    return parse_period(f"{day:%Y-%m}" if unit == "month" else str(day.year))


def _relative(match: re.Match[str], known: Known) -> Period | None:
    issued = known.issued
    if issued is None:
        return None
    words = match["relative"].lower()
    if words in {"today", "yesterday"}:
        return parse_period((issued - timedelta(days=words == "yesterday")).isoformat())
    step = 0 if words.startswith("this") else 1 if words.startswith("next") else -1
    if match["rel"].lower() == "year":
        return parse_period(str(issued.year + step))
    if match["rel"].lower() == "month":
        month = issued.year * 12 + issued.month - 1 + step
        return parse_period(f"{month // 12:04}-{month % 12 + 1:02}")
    monday = issued - timedelta(days=issued.weekday() - 7 * step)
    return parse_period(f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}")


def _daymonth(match: re.Match[str], known: Known) -> Period | None:
    """A day or month without its year: the last one before the document came out.

    None if the next such day is at most three months ahead: “opens on 2 April”, written in March, means this year's.
    """
    edtf = _with_year(match["onlymonth"] or match["daymonth"], known)
    return parse_period(edtf) if edtf else None


def _with_year(words: str, known: Known) -> str | None:
    if re.search(YEAR, words):
        return edtf_date(words)
    if known.year is not None:
        return edtf_date(f"{words} {known.year}")
    issued = known.issued
    if issued is None:
        return None
    edtf = edtf_date(f"{words} {issued.year}")
    if edtf <= issued.isoformat()[: len(edtf)]:
        return edtf
    following = date(issued.year, int(edtf[5:7]), int(edtf[8:10] or 1))
    return None if following - issued <= _SOON else f"{issued.year - 1}{edtf[4:]}"


READERS: Final[dict[str, Callable[[re.Match[str], Known], Period | None]]] = {
    "back": _back,
    "splits": _splits,
    "split": _split,
    "years": _years,
    "months": _months,
    "spanned": _spanned,
    "back_by": lambda match, known: None,  # noqa: ARG005
    "ago": _ago,
    "quarter": _quarter,
    "bare_quarter": _bare_quarter,
    "half": _half,
    "same": _same,
    "opening": _opening,
    "season": _season,
    "decade": _decade,
    "date": _date,
    "relative": _relative,
    "daymonth": _daymonth,
}
