"""The figures of a sentence or table cell, with the fields that its words state, and no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.figures.changes import GROWN, HALVED
from kg.figures.places import places
from kg.figures.scan import scan
from kg.figures.words import (
    COUNTED,
    IRREGULAR_PLURALS,
    PARTS,
    PLURAL_PARTS,
    SCALES,
    SMALL,
    TENS,
    TIMES,
    VULGAR,
    any_of,
)
from kg.model.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kg.figures.periods import Time
    from kg.figures.span import Span
    from kg.model.period import Period

# Spelled small numbers that count no thing of a statistic: two truths, three fronts.
_SMALL: Final = frozenset(SMALL) - {
    "zero",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
}
# What a sentence calls a figure, and no unit.
_FOR_ITSELF: Final = frozenset(
    "estimate estimates figure figures number numbers total totals count toll tally proportion share rate".split()
)
# `a 219-page report`, `the 12-month period`: part of another noun.
_TIED: Final = re.compile(
    r"[-‐](?:pages?|years?|months?|weeks?|days?|hours?|minutes?|points?|parts?|steps?|acts?|volumes?|men|man|storey|bed)\b"
)
_LABEL_BEFORE: Final = re.compile(
    r"\b(?:page|pages|pp?\.|chapter|section|figure|fig\.|table|step|part|article|clause|version|volume|no\.|number|nos\.|"
    r"paragraph|annex|appendix)\s*\Z",
    re.IGNORECASE,
)
_SOME_DAY: Final = re.compile(
    r"\b(?:[Ll]ast|[Tt]his|[Nn]ext|[Oo]n)\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:today|yesterday|now|nowadays|last\s+(?:week|month|night))\b",
    re.IGNORECASE,
)
# A time by or since which something is belongs to its own sentence alone.
_OWN: Final = frozenset({"by", "until", "till", "before", "after", "since", "than"})
# Most sentences hold no number at all, and need no scan.
_NUMBERED: Final = re.compile(
    rf"\d|[{''.join(VULGAR)}]|\b(?:{any_of([*SMALL, *TENS, *SCALES, *PARTS, *PLURAL_PARTS, *TIMES, *GROWN, *HALVED])}"
    r"|dozens|scores|hundreds|thousands|millions|billions|trillions|handful|majority|minority|most|none|no|few|every|all|last|this)\b"
    r"|fold\b|ty-",
    re.IGNORECASE,
)


class Stated(Struct, frozen=True):
    """A figure with the characters that state it."""

    figure: Figure
    start: int
    end: int


# “are over 60”: an age, which says who is counted.
_AGE_BEFORE: Final = re.compile(r"\b(?:is|are|was|were|aged)\s+(?:over|under|above|below)\s+\d{1,2}\Z")
_FROM: Final = re.compile(
    r"\b(?:rose|fell|grew|dropped|climbed|declined|increased|decreased|up|down|went)\s+from\s+\Z", re.IGNORECASE
)
_TO_ANOTHER: Final = re.compile(r"\s+(?:[a-z]+\s+)?to\s+[£$€]?\d")


# “Rotherham had 1,400; Telford's estimate exceeded 1,000”
_OF_ANOTHER: Final = re.compile(r"\s*(?:[A-Z][\w-]+\s){0,2}[A-Z][\w-]+[’']s\s")
# No sentence is longer; what is made to be takes time by more than its length.
_MOST_CHARACTERS: Final = 2_000


class Found(Struct, frozen=True):
    """What a scan of a sentence gives: its figures, the periods that it is about, whether it names any time, and its places."""

    stated: tuple[Stated, ...]
    periods: tuple[Period, ...]
    timed: bool
    areas: tuple[str, ...]


def figures_in(text: str, start: int = 0, issued: date | None = None) -> Found:
    """The figures of a sentence that begins at `start` of its document, up to its 2,000th character."""
    text = text[:_MOST_CHARACTERS]
    areas = tuple(dict.fromkeys(place.name for place in places(text)))
    if not _NUMBERED.search(text):
        return Found((), (), False, areas)
    scanned = scan(text, issued)
    stated = tuple(
        Stated(_in_clause(figure_of(span), text, span, scanned.times), start + span.start, start + span.end)
        for span in scanned.figures
        if not _is_small_talk(text, span)
    )
    return Found(stated, _periods(scanned.times), bool(scanned.times) or _SOME_DAY.search(text) is not None, areas)


def _in_clause(figure: Figure, text: str, span: Span, times: Sequence[Time]) -> Figure:
    """A figure without what it would take from beyond a semicolon: a period where its own clause states a time, a word for itself."""
    first = text.rfind(";", 0, span.start) + 1
    last = text.find(";", span.end)
    inside = [time for time in times if time.start >= first and (last < 0 or time.end <= last)]
    update: dict[str, Any] = {}
    own = [time for time in times if time.period == figure.period]
    later = last >= 0 and bool(own) and all(time.start > last for time in own)
    if figure.period is not None and (later or (inside and all(time.period != figure.period for time in inside))):
        update["period"] = None
    if (
        figure.area is not None
        and _OF_ANOTHER.match(text, first)
        and figure.area not in text[first : last if last >= 0 else None]
    ):
        update["area"] = None
    if (figure.unit or "").lower() in _FOR_ITSELF:
        update["unit"] = None
    return figure.model_copy(update=update) if update else figure


def _periods(times: Sequence[Time]) -> tuple[Period, ...]:
    return tuple(
        dict.fromkeys(
            time.period for time in times if time.period is not None and not time.compared and time.lead not in _OWN
        )
    )


def _is_small_talk(text: str, span: Span) -> bool:
    """Whether a number is no figure of a statistic: a small number in words, or part of another noun or a label."""
    if _TIED.match(text, span.start + len(span.stated)) or _TIED.match(
        text, text.find(span.stated, span.start) + len(span.stated)
    ):
        return True
    if _LABEL_BEFORE.search(text[max(0, span.start - 14) : span.start]):
        return True
    begins = text.find(span.stated, span.start)
    ends = begins + len(span.stated)
    if _AGE_BEFORE.search(text, 0, ends) and not span.share:
        return True
    if _FROM.search(text, 0, begins) and _TO_ANOTHER.match(text, ends):
        return True  # the level that a figure came from: the figure is where it got to
    bare = span.stated.lower()
    if bare == "most" or (span.kind == "vague" and text[: span.start].endswith("in ")):
        return True  # “most people”, “visits in thousands”: no number is stated
    if bare not in _SMALL or span.kind != "count":
        return False
    if (
        span.qualifier
        or span.interval
        or span.per
        or span.base is not None
        or span.change
        or span.currency
        or span.statistic
    ):
        return False
    counted = (span.unit or "").split()
    return not any(word.lower() in COUNTED | IRREGULAR_PLURALS for word in counted[-1:] + counted[:1])


def figure_of(span: Span) -> Figure:
    """A figure with the fields that a span of a scan states."""
    fields = span.number_fields()
    unit = span.unit or span.currency
    fields |= {"unit": f"{unit or ''} per {span.per}".strip() if span.per else unit, "period": span.period}
    fields |= {name: getattr(span, name) for name in ("denominator", "duration", "horizon")}
    fields["area"] = "World" if (span.area or "").lower() in {"world", "worldwide", "globally"} else span.area
    return Figure(**{name: value for name, value in fields.items() if value is not None})


def in_context(stated: Stated, name: str, value: object) -> Stated:
    """A figure with one field more, which its own words do not state."""
    return replace(stated, figure=stated.figure.model_copy(update={name: value}))
