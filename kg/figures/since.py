"""Two times in one statement: what a change is against, and the level a year before."""

from __future__ import annotations

import re
from calendar import monthrange
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from kg.model.period import Period, parse_period
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.figures.periods import Time
    from kg.figures.span import Span

_PLAIN: Final = regex(r"\d{4}(?:-\d\d)?")
# “Half the rate of 2022”, “double the amount used in 2000”: the time of what is multiplied.
_OF_WHAT: Final = regex(r"\s+(?:the|that|those|what|its|their)\b", re.IGNORECASE)
_RIGHT_AFTER: Final = regex(r"[\s,(]*(?:(?:of|in|for|registered|recorded|reported|seen|from)\s+)*", re.IGNORECASE)
_FROM: Final = regex(
    r"[\s,(]*(?:(?:up|down|rising|falling|and)\s+)?(?:from|on|compared\s+(?:with|to))\s+(?:\w+\s+){0,2}", re.IGNORECASE
)


def compared_with(text: str, spans: Sequence[Span], index: int, when: Sequence[Time], stop: int) -> Time | None:
    """The time that a figure is against: `than in 2010`, `on 2021`, `a year earlier`, `half the rate of 2022`."""
    span = spans[index]
    bound = min(spans[index + 1].start if index + 1 < len(spans) else stop, stop)
    moved = span.change is not None or span.kind == "multiple"
    if moved and index + 1 < len(spans) and _FROM.fullmatch(text[span.end : spans[index + 1].start]):
        bound = spans[index + 2].start if index + 2 < len(spans) else stop
    after = [time for time in when if span.end <= time.start < bound]
    if moved or span.stated.lower() == "half":
        whole = _OF_WHAT.match(text, span.end) is not None
        return next((t for t in after if t.compared or t.months or (whole and t.period is not None)), None)
    if span.kind != "vague" and after and after[0].months and _RIGHT_AFTER.fullmatch(text[span.end : after[0].start]):
        return after[0]
    return next((time for time in after if time.compared and time.period is not None), None)


def period_of(span: Span, time: Time | None, since: Time | None) -> Period | None:
    """When a figure is; a change against a time before runs from then on, and a level `from 2028` is open."""
    own = time.period if time else None
    if since is None:
        return own
    moved = span.change is not None or span.kind == "multiple" or span.stated.lower() == "half"
    if since.months:
        before = shifted(own, since.months) if own is not None else None
        return _joined(before, own) if moved else before
    if moved:
        return _joined(since.period, own)
    if own is None and since.lead == "from" and span.earlier is None and since.period is not None:
        return parse_period(f"{since.period.edtf}/..")
    return own


def _joined(before: Period | None, own: Period | None) -> Period | None:
    """From one time to another, in years where one of them is no single year or month."""
    if before is None or own is None:
        alone = before is not None and _PLAIN.fullmatch(before.edtf)
        return parse_period(f"{before.edtf}/..") if before is not None and alone else own
    if before.start is None or own.start is None or own.end is None or before.start >= own.start:
        return own
    if re.fullmatch(r"\d{4}", before.edtf) and re.fullmatch(r"\d{4}-2\d", own.edtf):
        return parse_period(f"{before.edtf}/{own.edtf[:4]}")
    if _PLAIN.fullmatch(before.edtf) and _PLAIN.fullmatch(own.edtf):
        return parse_period(f"{before.edtf}/{own.edtf}")
    if re.fullmatch(r"\d{4}", before.edtf) and before.start.year < own.end.year and own.start.year == own.end.year:
        return parse_period(f"{before.edtf}/{own.end.year}")
    return own


def shifted(period: Period, months: int) -> Period | None:
    """A period so many months before another one, told as exactly as that; None where its words do not allow it."""
    if period.worded is not None:
        year = int(period.worded[:4]) - months // 12
        return parse_period(f"{year}/{(year + 1) % 100:02}") if months % 12 == 0 else None
    ends = [_shifted(end, months) for end in period.edtf.split("/")]
    return None if any(end is None for end in ends) else parse_period("/".join(end for end in ends if end))


def _shifted(day: str, months: int) -> str | None:
    season = re.fullmatch(r"(\d{4})(-2[1-4])", day)
    if season is not None and months % 12 == 0:
        return f"{int(season[1]) - months // 12:04}{season[2]}"
    match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", day)
    if match is None or (match[2] is None and months % 12):
        return None
    year, month = divmod(int(match[1]) * 12 + int(match[2] or 1) - 1 - months, 12)
    if match[2] is None:
        return f"{year:04}"
    if match[3] is None:
        return f"{year:04}-{month + 1:02}"
    return f"{year:04}-{month + 1:02}-{min(int(match[3]), monthrange(year, month + 1)[1]):02}"


def with_ends(text: str, spans: Sequence[Span], when: Sequence[Time]) -> list[Span]:
    """The spans in which each level has its own end of `between 2016 and 2023`, and a change between two levels has both."""
    found = list(spans)
    ends = {time.period.edtf for time in when if time.between and time.period is not None}
    for index, (one, other) in enumerate(pairwise(spans)):
        if other.earlier is None or one.number is None or one.number.low != other.earlier:
            continue
        if other.period is not None and one.period in (None, other.period) and other.period.edtf in ends:
            first, _, last = other.period.edtf.partition("/")
            found[index] = replace(one, period=parse_period(first))
            found[index + 1] = replace(other, period=parse_period(last))
        elif index and found[index - 1].change and _FROM.fullmatch(text[found[index - 1].end : one.start]):
            found[index - 1] = replace(found[index - 1], period=_joined(one.period, other.period))
    return found
