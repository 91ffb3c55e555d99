"""Times in a text: dates, periods and lengths of time, as EDTF where the words allow it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kg.figures.numerals import cardinal
from kg.figures.words import SMALL, TENS, any_of
from kg.figures.years import MONTHS
from kg.model.period import Period, parse_period
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NUMBER_OF: Final = {
    name.lower(): number
    for number, name in enumerate(
        "January February March April May June July August September October November December".split(), start=1
    )
}
_Y: Final = r"(?:1[5-9]|20)\d\d"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DATE: Final = (
    rf"(?:{_DAY}(?:\s+of)?\s+{MONTHS},?\s+{_Y}|{MONTHS}\s+{_DAY},?\s+{_Y}|{MONTHS},?\s+{_Y}|{_Y}-\d\d-\d\d|{_Y})"
)
_COUNT: Final = rf"(?:\d+(?:\.\d+)?|an?|several|{any_of([*SMALL, *TENS])}(?:[\s-](?:{any_of(SMALL)}))?)"
_SPAN: Final = (
    r"(?:years?|months?|weeks?|days?|decades?|hours?|minutes?|seconds?|quarters?|fortnights?|centur(?:y|ies))"
)
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
_FORMS: Final = (
    # The year to March 2023; the 12 months ending June 2022.
    rf"(?P<back>(?:(?:the\s+)?(?P<length>(?:financial\s+|calendar\s+|fiscal\s+)?year|(?:{_COUNT})\s+(?:months|weeks|years)|quarter)\s+(?:ending|ended|to|up\s+to|through|until)|(?:FYE|YE|Y/E))\s+(?:the\s+end\s+of\s+|in\s+)?(?P<backto>{_DATE}|(?:{_DAY}\s+)?{MONTHS}))",
    # From one such year to another.
    rf"(?P<splits>(?:from\s+|between\s+)?{_Y}\s?[/–-]\s?\d\d\s*(?:to|and|until)\s*{_Y}\s?[/–-]\s?\d\d(?!\d))",
    # 2022/23, 2022-23: a year of the source's own, kept as worded.
    rf"(?P<split>(?:(?:the\s+)?(?:financial|fiscal|tax|academic|school)\s+year\s+)?(?P<splityear>{_Y})\s?[/–-]\s?(?P<splitend>\d\d)(?!\d|[-/]\d|\s?%))",
    rf"(?P<years>(?:from\s+|between\s+)?(?P<yfrom>{_DATE})\s*(?:to|until|till|through|and|[–—/-])\s*(?P<yto>{_DATE})(?!\d))",
    rf"(?P<months>(?:from\s+|between\s+)?(?P<mfrom>(?:{_DAY}\s+)?{MONTHS}(?:\s+{_DAY})?)\s*(?:to|until|through|and|[–—-])\s*(?P<mto>(?:{_DAY}\s+)?{MONTHS}(?:\s+{_DAY},?)?\s+{_Y}))",
    # A year earlier, the month before: so long before the time of the figure beside it.
    rf"(?P<back_by>\b(?:(?:the\s+)?(?P<bcount>{_COUNT})\s+(?P<bunit>years?|decades?|months?|weeks?|quarters?)\s+(?:earlier|previously|before(?!\s+(?:the|that|it|they|he|she|[a-z]+ing)\b))"
    r"|(?:the\s+(?:same\s+(?:\w+\s+)?(?:in|of)\s+)?)?(?:the\s+)?(?P<bthe>year|decade|month|week|quarter)\s+(?:earlier|before(?!\s+(?:the|that|it|they|last)\b))|the\s+(?:previous|preceding|prior)\s+(?P<bprev>year|decade|month|week|quarter))\b)",
    rf"(?P<ago>\b(?P<agocount>{_COUNT})\s+(?P<agounit>years?|decades?|months?)\s+ago\b)",
    rf"(?P<quarter>(?:the\s+)?(?P<qth>first|second|third|fourth|final|last|1st|2nd|3rd|4th)[\s-]quarter(?:\s+of)?\s+(?P<qyear>{_Y})|Q(?P<qn>[1-4])\s?(?:of\s+)?(?P<qnyear>{_Y})|(?P<nqyear>{_Y})\s?Q(?P<nq>[1-4]))",
    rf"(?P<half>(?:the\s+)?(?P<hth>first|second)[\s-]half(?:\s+of)?\s+(?P<hyear>{_Y})|H(?P<hn>[12])\s?(?P<hnyear>{_Y}))",
    rf"(?P<opening>(?:the\s+)?first\s+(?P<omonths>{_COUNT})\s+months\s+of\s+(?P<oyear>{_Y}))",
    rf"(?P<season>(?:the\s+)?(?P<sname>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<syear>{_Y}))",
    r"(?P<decade>(?:the\s+)?(?:early\s+|mid[\s-]?|late\s+)?(?P<tens>(?:1[5-9]|20)\d)0s\b)",
    rf"(?P<date>(?:(?:early|mid|late)[\s-])?(?P<day>{_DATE})(?!\d|[-–/]\d|\s+(?:Agenda|Act|Regulations?|Directive|Strategy|Framework|Convention|Vision|Treaty|Agreement|Accord|Bill|Order)\b))",
    r"(?P<relative>\b(?:[Ll]ast|[Tt]his|[Nn]ext|[Tt]he\s+past|[Tt]he\s+last)\s+(?:calendar\s+)?(?P<rel>year|month|week)\b(?!\s+of)|\b[Yy]esterday\b|\b[Tt]oday\b)",
    # “In the first quarter”, of a year named elsewhere.
    r"(?P<bare_quarter>\b(?:in|of|for|during)\s+the\s+(?P<bqth>first|second|third|fourth|final)[\s-]quarter\b(?!\s+(?:of|in)\s+(?:the|a|\d)))",
    rf"(?P<daymonth>\b{_DAY}(?:\s+of)?\s+{MONTHS}|\b{MONTHS}\s+{_DAY}\b(?!\s*(?:%|per\s?cent|percent|million|people))|\b(?:in|since|by|during|of|to|from|until|last)\s+(?P<onlymonth>{MONTHS}))(?!,?\s+{_Y})(?!\s*(?:to|and|[-–—])\s*(?:{_DAY}\s+)?{MONTHS})(?=\W|\Z)",
)
_FORM: Final = regex(r"(?<![\w.£$€])(?:" + "|".join(_FORMS) + ")")
_LEAD: Final = regex(
    r"\b(?P<word>since|by|as\s+of|as\s+at|until|till|up\s+to|before|after|from|in|during|over|for|on|at\s+the\s+end\s+of|by\s+the\s+end\s+of|"
    r"(?:compared\s+(?:with|to)|relative\s+to|in\s+comparison\s+(?:with|to)|than|against|versus|vs\.?|as)(?:\s+(?:they|it)\s+(?:was|were|had\s+been))?(?:\s+(?:in|for|during|those|that))?(?:\s+(?:in|of))?(?:\s+the\s+(?:same|previous|corresponding|equivalent|rate|level|figure|number|share)(?:\s+\w+)?(?:\s+(?:in|of|for))?)?|at\s+the\s+start\s+of|throughout|the\s+end\s+of|the\s+start\s+of|of|to)\s+(?:the\s+)?(?:(?:financial|fiscal|tax|academic|school|calendar)\s+)?(?:year\s+)?\Z",
    re.IGNORECASE,
)
_LENGTH: Final = regex(
    rf"\b(?P<lead>over|for|during|across|throughout|in|within|after|under)\s+(?:(?:about|around|nearly|almost|just|roughly)\s+)?"
    rf"(?P<the>(?:the|a|an)\s+)?(?P<which>(?:past|last|next|previous|coming|following|first|preceding|space\s+of|period\s+of)\s+)?(?P<count>{_COUNT})?\s*-?(?P<span>{_SPAN})\b(?P<of>\s+of\s+(?!age\b)(?:being\s+|an?\s+|the\s+|their\s+|his\s+|her\s+|its\s+)?(?:positive\s+|first\s+|initial\s+)?[\w-]+(?:\s+from\s+[\w-]+)?)?",
    re.IGNORECASE,
)
# “The highest level in 15 years” says since when it is a record, not over what time.
_RECORD: Final = regex(
    r"\b(?:[a-z]{3,}est|first|worst|best|most|least|only|record|lowest|highest)\b[^.;,:]*\Z", re.IGNORECASE
)
_IN_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_ISO: Final = {"year": "Y", "month": "M", "week": "W", "day": "D"}


@dataclass(frozen=True, slots=True)
class Time:
    """A time found in a text: a period, a length (ISO 8601), or a horizon such as `within five years of release`.

    `lead` is the word before it (`since`, `by`); all three are None where its words alone do not say when, as in `last year`. `months`
    is how long before another time it was, as in `a year earlier`; `between` says that both its ends are named.
    """

    start: int
    end: int
    words: str
    period: Period | None = None
    duration: str | None = None
    horizon: str | None = None
    lead: str | None = None
    compared: bool = False
    months: int = 0
    between: bool = False

    @property
    def unresolved(self) -> bool:
        """Whether its words alone do not say when it was."""
        return self.period is None and self.duration is None and self.horizon is None and not self.months


@dataclass(frozen=True, slots=True)
class Known:
    """What says which year a month is in: the day of the document, and the year that the text named last."""

    issued: date | None = None
    year: int | None = None

    def after(self, time: Time) -> Known:
        """What is known after one more time: a single year, or a part of one, is the year of the months that follow."""
        period = time.period
        if (
            period is None
            or re.search(_Y, time.words) is None
            or period.start is None
            or period.end is None
            or period.start.year != period.end.year
        ):
            return self
        return replace(self, year=period.start.year)


def times(text: str, issued: date | None = None) -> list[Time]:
    """The times of a text, left to right; `issued`, the day of the document, says when `last year` was."""
    found: list[Time] = []
    known = Known(issued)
    for match in _FORM.finditer(text):
        time = _time(text, match, known)
        found.append(time)
        known = known.after(time)
    for match in _LENGTH.finditer(text):
        if match["span"].lower().startswith("quarter") and not match["which"]:
            continue  # “in about three quarters of cases”
        if match["lead"].lower() == "in" and _RECORD.search(text, max(0, match.start() - 60), match.start()):
            continue
        if not any(time.start < match.end() and match.start() < time.end for time in found):
            length = _length(match)
            if length is not None:
                found.append(length)
    return sorted(found, key=lambda time: time.start)


def _time(text: str, match: re.Match[str], known: Known) -> Time:
    name = next(name for name in _READERS if match[name])
    lead = _LEAD.search(text[max(0, match.start() - 40) : match.start()])
    word = " ".join(lead["word"].lower().split()) if lead else None
    start = match.start() - len(lead.group()) if lead else match.start()
    try:
        period = _READERS[name](match, known)
    except ValueError:
        period = None
    if (
        period is not None
        and word in {"since", "until", "till", "up to"}
        and name in {"date", "quarter", "split", "decade"}
    ):
        period = _open(period, word)
    return Time(
        start,
        match.end(),
        text[start : match.end()],
        period=period,
        lead=word,
        compared=_is_compared(word, match),
        months=_months_back(match),
        between=name in {"years", "months"},
    )


def _is_compared(lead: str | None, match: re.Match[str]) -> bool:
    """Whether a time is what a figure is compared with, and not its own: `than in 2010`, `up 26% on 2021`."""
    if lead is None:
        return False
    dated = match["split"] or match["relative"] or match["back_by"] or match["ago"]
    return lead.startswith(
        ("compared", "relative", "in comparison", "than", "against", "versus", "vs", "as in", "as during")
    ) or (lead in {"on", "from"} and bool(dated or (match["date"] and re.fullmatch(_Y, match["day"]))))


def _months_back(match: re.Match[str]) -> int:
    """How many months before another time it is, as far as months or years tell it."""
    unit = (match["bunit"] or match["bthe"] or match["bprev"] or "").lower().removesuffix("s")
    many = _counted((match["bcount"] or "a").lower())
    return int(many or 0) * _IN_MONTHS.get(unit, 0)


def _open(period: Period, word: str) -> Period:
    if period.worded:
        return period
    return parse_period(f"{period.edtf}/.." if word == "since" else f"../{period.edtf}")


def edtf_date(words: str) -> str:
    """`5 May 2020`, `May 5, 2020`, `May 2020`, `2020-05-05` or `2020` as EDTF.

    Raises ValueError for anything else.
    """
    if re.fullmatch(rf"{_Y}(?:-\d\d(?:-\d\d)?)?", words):
        return words
    year = re.search(_Y, words)
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


def _years(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    return parse_period(f"{edtf_date(match['yfrom'])}/{edtf_date(match['yto'])}")


def _months(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    end = edtf_date(match["mto"])
    start = edtf_date(f"{match['mfrom']} {end[:4]}")
    return parse_period(f"{start if start <= end else str(int(end[:4]) - 1) + start[4:]}/{end}")


def _back(match: re.Match[str], known: Known) -> Period | None:
    """`the year to March 2023` is April 2022 to March 2023; `the year ending 31 March 2023` the same days."""
    end = _with_year(match["backto"], known)
    if end is None:
        return None
    if len(end) == 4:
        return parse_period(end) if "year" in (match["length"] or "year") else None
    months = _months_of((match["length"] or "year").lower())
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
    if "quarter" in length:
        return 3
    count, _, unit = length.rpartition(" ")
    number = _counted(count) if count and unit.startswith(("month", "year")) else 1
    if number is None or unit.startswith("week"):
        return None
    return int(number) * (12 if unit.startswith("year") else 1)


def _earlier(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def _quarter(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    number = _ORDINALS[match["qth"].lower()] if match["qth"] else int(match["qn"] or match["nq"])
    year = match["qyear"] or match["qnyear"] or match["nqyear"]
    return parse_period(f"{year}-{3 * number - 2:02}/{year}-{3 * number:02}")


def _half(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    number = _ORDINALS[match["hth"].lower()] if match["hth"] else int(match["hn"])
    year = match["hyear"] or match["hnyear"]
    return parse_period(f"{year}-01/{year}-06" if number == 1 else f"{year}-07/{year}-12")


def _opening(match: re.Match[str], known: Known) -> Period | None:  # noqa: ARG001
    """`the first six months of 2023`."""
    months = _counted(match["omonths"].lower())
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
    many = _counted(match["agocount"].lower())
    unit = match["agounit"].lower().removesuffix("s")
    if known.issued is None or many is None or many != int(many):
        return None
    day = _earlier(known.issued, int(many) * _IN_MONTHS[unit])
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
    """A day or month without its year: the last one before the document came out."""
    edtf = _with_year(match["onlymonth"] or match["daymonth"], known)
    return parse_period(edtf) if edtf else None


def _with_year(words: str, known: Known) -> str | None:
    if re.search(_Y, words):
        return edtf_date(words)
    if known.year is not None:
        return edtf_date(f"{words} {known.year}")
    issued = known.issued
    if issued is None:
        return None
    edtf = edtf_date(f"{words} {issued.year}")
    return f"{issued.year - 1}{edtf[4:]}" if edtf > issued.isoformat()[: len(edtf)] else edtf


_READERS: Final[dict[str, Callable[[re.Match[str], Known], Period | None]]] = {
    "back": _back,
    "splits": lambda match, known: None,  # noqa: ARG005
    "split": _split,
    "years": _years,
    "months": _months,
    "back_by": lambda match, known: None,  # noqa: ARG005
    "ago": _ago,
    "quarter": _quarter,
    "bare_quarter": _bare_quarter,
    "half": _half,
    "opening": _opening,
    "season": _season,
    "decade": _decade,
    "date": _date,
    "relative": _relative,
    "daymonth": _daymonth,
}


def _length(match: re.Match[str]) -> Time | None:
    """`over the past five years`, `within 28 days of a positive test`."""
    if not match["count"] and not match["which"]:
        return None
    number = _counted((match["count"] or "a").lower())
    unit = match["span"].lower().removesuffix("s")
    unit = "century" if unit == "centurie" else unit
    words = " ".join(match.group().split())
    if match["lead"].lower() == "within" and match["of"]:
        return Time(match.start(), match.end(), words, horizon=words)
    iso = None
    if number is not None and (match["count"] or not match["span"].lower().endswith("s")):
        if unit == "decade":
            iso = f"P{int(number) * 10}Y"
        elif unit in _ISO and number == int(number):
            iso = f"P{int(number)}{_ISO[unit]}"
    return Time(match.start(), match.end() - len(match["of"] or ""), words, duration=iso, lead=match["lead"].lower())


def _counted(words: str) -> float | None:
    if words in {"a", "an", ""}:
        return 1
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    value = cardinal(words) if words != "several" else None
    return float(value) if value is not None else None


def unread(text: str) -> Iterator[Time]:
    """The times that name no day by themselves, such as `last year`, where the document's date is not known."""
    return (time for time in times(text) if time.period is None and time.duration is None and time.horizon is None)
