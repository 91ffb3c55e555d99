"""Times in a text: dates, periods and lengths of time, as EDTF where the words allow it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.figures.period_readers import COUNT, DATE, DAY, IN_MONTHS, READERS, YEAR, Known, counted
from kg.figures.years import MONTHS
from kg.model.period import Period, parse_period
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_SPAN: Final = (
    r"(?:years?|months?|weeks?|days?|decades?|hours?|minutes?|seconds?|quarters?|fortnights?|centur(?:y|ies))"
)
_FORMS: Final = (
    # The year to March 2023; the 12 months ending June 2022.
    rf"(?P<back>(?:(?:the\s+)?(?P<length>(?:financial\s+|calendar\s+|fiscal\s+)?year|(?:{COUNT})\s+(?:months|weeks|years|decades)|quarter|decade)\s+(?:ending|ended|to|up\s+to|through|until)|(?:FYE|YE|Y/E))\s+(?:the\s+end\s+of\s+|in\s+)?(?P<backto>{DATE}|(?:{DAY}\s+)?{MONTHS}))",
    # From one such year to another.
    rf"(?P<splits>(?:from\s+|between\s+)?{YEAR}\s?[/–-]\s?\d\d\s*(?:to|and|until)\s*{YEAR}\s?[/–-]\s?\d\d(?!\d))",
    # 2022/23, 2022-23: a year of the source's own, kept as worded.
    rf"(?P<split>(?:(?:the\s+)?(?:financial|fiscal|tax|academic|school)\s+year\s+)?(?P<splityear>{YEAR})\s?[/–-]\s?(?P<splitend>\d\d)(?!\d|[-/]\d|\s?%))",
    rf"(?P<years>(?:from\s+|between\s+)?(?P<yfrom>{DATE})\s*(?:to|until|till|through|and|[–—/-])\s*(?P<yto>{DATE})(?!\d))",
    rf"(?P<months>(?:from\s+|between\s+)?(?P<mfrom>(?:{DAY}\s+)?{MONTHS}(?:\s+{DAY})?)\s*(?:to|until|through|and|[–—-])\s*(?P<mto>(?:{DAY}\s+)?{MONTHS}(?:\s+{DAY})?,?\s+{YEAR}))",
    rf"(?P<spanned>(?:\b(?:from|between)\s+)?(?P<sfrom>{MONTHS})\s*(?:to|and|until|through|[–—-])\s*(?P<sto>{MONTHS})(?!,?\s+\d))",
    # A year earlier, the month before: so long before the time of the figure beside it.
    rf"(?P<back_by>\b(?:(?:the\s+)?(?P<bcount>{COUNT})\s+(?P<bunit>years?|decades?|months?|weeks?|quarters?)\s+(?:earlier|previously|before(?!\s+(?:the|that|it|they|he|she|[a-z]+ing)\b))"
    r"|(?:the\s+(?:same\s+(?:\w+\s+)?(?:in|of)\s+)?)?(?:the\s+)?(?P<bthe>year|decade|month|week|quarter)\s+(?:earlier|before(?!\s+(?:the|that|it|they|last)\b))|the\s+(?:previous|preceding|prior)\s+(?P<bprev>year|decade|month|week|quarter))\b)",
    rf"(?P<ago>\b(?P<agocount>{COUNT})\s+(?P<agounit>years?|decades?|months?)\s+ago\b)",
    rf"(?P<quarter>(?:the\s+)?(?P<qth>first|second|third|fourth|final|last|1st|2nd|3rd|4th)[\s-]quarter(?:\s+of)?\s+(?P<qyear>{YEAR})|Q(?P<qn>[1-4])\s?(?:of\s+)?(?P<qnyear>{YEAR})|(?P<nqyear>{YEAR})\s?Q(?P<nq>[1-4]))",
    rf"(?P<half>(?:the\s+)?(?P<hth>first|second)[\s-]half(?:\s+of)?\s+(?P<hyear>{YEAR})|H(?P<hn>[12])\s?(?P<hnyear>{YEAR}))",
    rf"(?P<opening>(?:the\s+)?first\s+(?P<omonths>{COUNT})\s+months\s+of\s+(?P<oyear>{YEAR}))",
    rf"(?P<season>(?:the\s+)?(?P<sname>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<syear>{YEAR})(?:\s?[/–-]\s?\d\d(?!\d))?)",
    r"(?P<decade>(?:the\s+)?(?:early\s+|mid[\s-]?|late\s+)?(?P<tens>(?:1[5-9]|20)\d)0s\b)",
    # The same quarter of 2014: the part of another year that a figure before it is of.
    rf"(?P<same>(?:the\s+)?(?:same|corresponding|equivalent)\s+(?:quarter|period|month|three\s+months|six\s+months|time)\s+(?:of|in)\s+(?P<sameyear>{YEAR}))"
    rf"|(?P<date>(?:(?:early|mid|late)[\s-])?(?P<day>{DATE})(?!\d|[-–/]\d|\s+(?:Agenda|Act|Regulations?|Directive|Strategy|Framework|Convention|Vision|Treaty|Agreement|Accord|Bill|Order)\b))",
    r"(?P<relative>\b(?:[Ll]ast|[Tt]his|[Nn]ext|[Tt]he\s+past|[Tt]he\s+last)\s+(?:calendar\s+)?(?P<rel>year|month|week)\b(?!\s+of)|\b[Yy]esterday\b|\b[Tt]oday\b)",
    # “In the first quarter”, of a year named elsewhere.
    r"(?P<bare_quarter>\b(?:in|of|for|during)\s+the\s+(?P<bqth>first|second|third|fourth|final)[\s-]quarter\b(?!\s+(?:of|in)\s+(?:the|a|\d)))",
    rf"(?P<daymonth>\b{DAY}(?:\s+of)?\s+{MONTHS}|\b{MONTHS}\s+{DAY}\b(?!\s*(?:%|per\s?cent|percent|million|people))|\b(?:in|since|by|during|of|to|from|until|last)\s+(?P<onlymonth>{MONTHS}))(?!,?\s+{YEAR})(?!\s*(?:to|and|[-–—])\s*(?:{DAY}\s+)?{MONTHS})(?=\W|\Z)",
)
_FORM: Final = regex(r"(?<![\w.£$€])(?:" + "|".join(_FORMS) + ")")
_LEAD: Final = regex(
    r"\b(?P<word>since(?:\s+the\s+(?:start|beginning)\s+of)?|by|as\s+of|as\s+at|until|till|up\s+to|before|after|from|in|during|over|for|on|at\s+the\s+end\s+of|by\s+the\s+end\s+of|"
    r"(?:(?:above|below)(?:\s+(?:its|their|his|her|the))?(?:\s+levels?)?|compared\s+(?:with|to)|relative\s+to|in\s+comparison\s+(?:with|to)|than|against|versus|vs\.?|as)(?:\s+(?:they|it)\s+(?:was|were|had\s+been))?(?:\s+(?:in|for|during|those|that))?(?:\s+(?:in|of))?(?:\s+the\s+(?:same|previous|corresponding|equivalent|rate|level|figure|number|share)(?:\s+\w+)?(?:\s+(?:in|of|for))?)?|at\s+the\s+start\s+of|throughout|the\s+end\s+of|the\s+start\s+of|of|to)\s+(?:the\s+)?(?:(?:financial|fiscal|tax|academic|school|calendar)\s+)?(?:year\s+)?\Z",
    re.IGNORECASE,
)
_LENGTH: Final = regex(
    rf"\b(?P<lead>over|for|during|across|throughout|in|within|after|under)\s+(?:(?:about|around|nearly|almost|just|roughly)\s+)?"
    rf"(?P<the>(?:the|a|an)\s+)?(?P<which>(?:past|last|next|previous|coming|following|first|preceding|space\s+of|period\s+of)\s+)?(?P<count>{COUNT})?\s*-?(?P<span>{_SPAN})\b(?P<of>\s+of\s+(?!age\b)(?:being\s+|an?\s+|the\s+|their\s+|his\s+|her\s+|its\s+)?(?:positive\s+|first\s+|initial\s+)?[\w-]+(?:\s+from\s+[\w-]+)?)?",
    re.IGNORECASE,
)
# “The highest level in 15 years” says since when it is a record, not over what time.
_RECORD: Final = regex(
    r"\b(?:[a-z]{3,}est|first|worst|best|most|least|only|record|lowest|highest)\b[^.;,:]*\Z", re.IGNORECASE
)
_ISO: Final = {"year": "Y", "month": "M", "week": "W", "day": "D"}


class Time(Struct, frozen=True):
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


def _after(known: Known, time: Time) -> Known:
    """What is known after one more time: a single year, or a part of one, is the year of the months that follow."""
    period = time.period
    if period is not None and not time.compared:
        known = replace(known, period=period)
    if period is None or re.search(YEAR, time.words) is None or period.start is None or period.end is None:
        return known
    return replace(known, year=period.start.year) if period.start.year == period.end.year else known


def times(text: str, issued: date | None = None) -> list[Time]:
    """The times of a text, left to right; `issued`, the day of the document, says when `last year` was."""
    found: list[Time] = []
    known = Known(issued)
    for match in _FORM.finditer(text):
        time = _time(text, match, known)
        found.append(time)
        known = _after(known, time)
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
    name = next(name for name in READERS if match[name])
    lead = _LEAD.search(text[max(0, match.start() - 40) : match.start()])
    word = " ".join(lead["word"].lower().split()) if lead else None
    word = "since" if word is not None and word.startswith("since") else word
    start = match.start() - len(lead.group()) if lead else match.start()
    try:
        period = READERS[name](match, known)
    except ValueError:
        period = None
    if (
        period is not None
        and word in {"since", "until", "till", "up to"}
        and name in {"date", "quarter", "split", "decade"}
        and not _RECORD.search(text, max(0, start - 40), start)
    ):
        period = _open(period, word)
    return Time(
        start,
        match.end(),
        text[start : match.end()],
        period=period,
        lead=word,
        compared=_is_compared(word, match) or _since_when(text, start, match.start()),
        months=_months_back(match),
        between=name in {"years", "months"},
    )


def _since_when(text: str, start: int, end: int) -> bool:
    """Whether a time says since when a figure is a record: `its lowest since the survey began in 2013`."""
    since = text.rfind("since", max(0, start - 50), end)
    return since >= 0 and _RECORD.search(text, max(0, since - 60), since) is not None


def _is_compared(lead: str | None, match: re.Match[str]) -> bool:
    """Whether a time is what a figure is compared with, and not its own: `than in 2010`, `up 26% on 2021`."""
    if lead is None:
        return False
    dated = match["split"] or match["relative"] or match["back_by"] or match["ago"]
    return lead.startswith(
        (
            "above",
            "below",
            "compared",
            "relative",
            "in comparison",
            "than",
            "against",
            "versus",
            "vs",
            "as in",
            "as during",
        )
    ) or (lead in {"on", "from"} and bool(dated or (match["date"] and _UNDATED[lead].fullmatch(match["day"]))))


# Nothing happens “on 2022” or “on September 2022”: those are what something is up or down on.
_UNDATED: Final = {"on": regex(rf"(?:{MONTHS}\s+)?{YEAR}"), "from": regex(YEAR)}


def _months_back(match: re.Match[str]) -> int:
    """How many months before another time it is, as far as months or years tell it."""
    unit = (match["bunit"] or match["bthe"] or match["bprev"] or "").lower().removesuffix("s")
    many = counted((match["bcount"] or "a").lower())
    return int(many or 0) * IN_MONTHS.get(unit, 0)


def _open(period: Period, word: str) -> Period:
    if period.worded:
        year = int(period.worded[:4])
        return parse_period(f"{year}/.." if word == "since" else f"../{year + 1}")
    return parse_period(f"{period.edtf}/.." if word == "since" else f"../{period.edtf}")


def _length(match: re.Match[str]) -> Time | None:
    """`over the past five years`, `within 28 days of a positive test`."""
    if not match["count"] and not match["which"]:
        return None
    number = counted((match["count"] or "a").lower())
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


def unread(text: str) -> Iterator[Time]:
    """The times that name no day by themselves, such as `last year`, where the document's date is not known."""
    return (time for time in times(text) if time.period is None and time.duration is None and time.horizon is None)
