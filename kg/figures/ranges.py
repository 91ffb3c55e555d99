"""Two numbers as a range, and what only looks like one: scores, and levels that something moved between."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from kg.figures.changes import GROWN, MOVES, STRAIGHT
from kg.figures.quantity import _ONE, Passed, Quantity
from kg.figures.words import any_of
from kg.patterns import regex

_DASH: Final = regex(r"\s?[-–—‑‒]\s?")

_TO: Final = regex(
    r"(?P<unit>\s+[^\W\d]+|\s?°[CF]?|[CF]\b)?(?:\s+to\s+|-to-)(?:as\s+(?:many|much|high)\s+as\s+|around\s+|about\s+|nearly\s+|almost\s+|over\s+)?"
)

_AND: Final = regex(r"(?P<unit>\s+[^\W\d]+|\s?°[CF]?|[CF]\b)?\s+and\s+")

_OR: Final = regex(r"\s+or\s+|-or-")

_SCORE_BEFORE: Final = regex(
    r"\b(?:won|win|wins|winning|beat|beating|lost|lose|losing|drew|draw|defeated|defeat|victory|score|scored|ruled|voted|vote|decision|ruling|verdict|match|odds|final|leading|led|lead)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)


def score_of(text: str, one: Quantity, other: Quantity) -> Passed | None:
    """`3–1`, `won 2-0`, `a 5-4 ruling`, `50-50`."""
    small = all(
        q.kind == "count" and q.currency is None and q.scale == 1 and q.low is not None and q.low < 200
        for q in (one, other)
    )
    if not small or text[other.end : other.end + 1] == "%":
        return None
    low, high = one.low, other.low
    falls = low is not None and high is not None and low >= high
    if falls or _SCORE_BEFORE.search(text[max(0, one.start - 60) : one.start]):
        return Passed(one.start, other.end, "score")
    return None


_FIRST_MEASURE: Final = regex(
    r"\s?(?P<unit>hours?|minutes?|years?|feet|foot|days?|pounds?|stones?)(?:,|,?\s+and)?\s+", re.IGNORECASE
)
_SECOND_MEASURE: Final = regex(r"\s?(?P<unit>minute|second|month|inch|hour|ounce|pound|lb)(?:e?s)?\b", re.IGNORECASE)
_PER_MEASURE: Final = {
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("year", "month"): 12,
    ("foot", "inch"): 12,
    ("feet", "inch"): 12,
    ("day", "hour"): 24,
    ("pound", "ounce"): 16,
    ("stone", "pound"): 14,
    ("stone", "lb"): 14,
}


def compound_of(text: str, one: Quantity, other: Quantity, gap: str) -> Quantity | None:
    """`6 hours 40 minutes`, `5 feet 4 inches`: one number in two measures, put in the first."""
    first, second = _FIRST_MEASURE.fullmatch(gap), _SECOND_MEASURE.match(text, other.end)
    if first is None or second is None or one.kind != "count" or other.kind != "count":
        return None
    parts = _PER_MEASURE.get((first["unit"].lower().removesuffix("s"), second["unit"].lower()))
    if parts is None or one.low is None or other.low is None or one.low != one.high or not other.low < parts:
        return None
    value = one.low + other.low / parts
    step = (other.step or _ONE) / parts
    return replace(one, end=second.end(), low=value, high=value, step=step, measure=first["unit"])


def range_of(text: str, one: Quantity, other: Quantity, gap: str) -> Quantity | None:
    """`5 to 10 per cent`, `70–80,000`, `between a fifth and a quarter`; None where two numbers are no range."""
    before = text[max(0, one.start - 90) : one.start]
    if not _kinds_agree(one, other) or one.ratio or other.ratio or one.base or other.base:
        return None
    to, both = _TO.fullmatch(gap), _AND.fullmatch(gap)
    tied = bool(_DASH.fullmatch(gap)) and not other.signed
    if both and not re.search(r"\bbetween\s+(?:an?\s+)?(?:about\s+|around\s+|roughly\s+)?\Z", before, re.IGNORECASE):
        both = None
    either = (
        _OR.fullmatch(gap)
        if one.high is not None and other.low is not None and one.high < other.low <= 2 * one.high
        else None
    )
    if not (to or both or tied or either) or (to and _moving(before) and not _measured_once(text, one, other)):
        return None
    unit = (to and to["unit"]) or (both and both["unit"])
    if unit and not text[other.end :].lstrip().lower().startswith(unit.strip().lower().rstrip("s")):
        return None
    return _spanned(one, other)


def _measured_once(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether only the second of two numbers has per cent or a measure, which then belongs to both: `an increase of 2.5 to 2.9°C`."""
    if (
        one.kind != "count"
        or one.currency
        or text[one.end : one.end + 1] != " "
        or re.search(r"\bfrom\s+(?:\w+\s+){0,3}\Z", text[: one.start])
    ):
        return False
    return other.kind in {"share", "points"} or _MEASURE_NEXT.match(text, other.end) is not None


_MEASURE_NEXT: Final = regex(
    r"\s?(?:°|(?:km|kg|cm|mm|m)\b)|\s(?:degrees|points|(?:milli|centi|kilo)?met(?:re|er)s|tonnes|tons|minutes|hours|days|years|inches|feet)\b"
)


def _moving(before: str) -> bool:
    """Whether what goes before says that the first number is where something came from, or by how much it changed."""
    if re.search(r"\bfrom\s+(?:\w+\s+){0,3}\Z", before, re.IGNORECASE):
        return moves(before) is not None
    return _BY_HOW_MUCH.search(before) is not None


def moves(before: str) -> re.Match[str] | None:
    """The word of change that a `from … to …` belongs to, with nothing but its subject's words between."""
    clause = re.split(r"[.;:?!]\s", before)[-1]
    if re.search(r"\b(?:between|ranging|range|ranged|varying|varied|anywhere)\b[^,]*\Z", clause, re.IGNORECASE):
        return None
    found = list(_MOVE.finditer(clause))
    return found[-1] if found else None


_BY_HOW_MUCH: Final = regex(rf"\b(?:by|{any_of(STRAIGHT)})\s+(?:\w+\s+){{0,2}}\Z", re.IGNORECASE)

_MOVE: Final = regex(
    rf"\b(?:{any_of((*MOVES, *GROWN))}|halved|ballooned|went|gone|moved|changed|going|improved|worsened)\b",
    re.IGNORECASE,
)


def _kinds_agree(one: Quantity, other: Quantity) -> bool:
    if one.kind == other.kind:
        return one.currency in (None, other.currency) or other.currency is None
    return one.kind == "count" and one.currency is None and other.kind in {"share", "points", "multiple"}


def _spanned(one: Quantity, other: Quantity) -> Quantity | None:
    """A range whose ends share scale, per cent and currency; None where it would run downwards."""
    if one.high is None or other.low is None or other.high is None or one.low is None:
        return None
    low = one
    if one.scale == 1 and one.fraction == 0 and (scale := _shared_scale(one, other)) > 1 and one.atom is not None:
        low = replace(one, low=one.low * scale, high=one.high * scale, step=one.step * scale)
    if low.low is None or low.high is None or low.high > other.high or (low.low, low.high) == (other.low, other.high):
        return None
    steps = [step for step in (low.step, other.step) if step]
    return replace(
        other,
        start=one.start,
        low=low.low,
        high=other.high,
        step=min(steps, default=Decimal(0)),
        currency=one.currency or other.currency,
        fraction=min(one.fraction, other.fraction),
    )


# “70–80,000” and “25 to 90,000” share their thousands, “7 to 125,000” does not: the first is no less than a quarter of the second.
_LIKE: Final = 4


def _shared_scale(one: Quantity, other: Quantity) -> Decimal:
    """The scale that the first end of a range shares with the second: `70–80,000`, `3.1 to 3.4 billion`, `5 to 10 thousand`."""
    if one.low is None or other.low is None:
        return _ONE
    if other.scale > 1:
        return other.scale if one.low < 1000 else _ONE
    grouped = (
        other.atom is not None
        and other.atom.text.endswith(",000")
        and one.atom is not None
        and "," not in one.atom.text
    )
    if grouped and one.low < other.low / 1000 and _LIKE * one.low >= other.low / 1000:
        return Decimal(1000)
    return _ONE
