"""The figures of a sentence or table cell, with the fields that its words state, and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

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
from kg.model.number import step_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kg.figures.periods import Time
    from kg.figures.span import Span
    from kg.model.period import Period

# Spelled small numbers that count no thing of a statistic: two truths, three fronts.
_SMALL: Final = frozenset(SMALL) - {
    "zero",
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
_COMPOUND_HEAD: Final = re.compile(r"(?P<name>[^()]+?)\s*\((?P<unit>[^()]{1,30})\)\s*\Z")
_SCALES: Final = {
    "thousands": 3,
    "thousand": 3,
    "000s": 3,
    "000": 3,
    "'000": 3,
    "’000": 3,
    "k": 3,
    "millions": 6,
    "million": 6,
    "m": 6,
    "billions": 9,
    "billion": 9,
    "bn": 9,
}
_CELL: Final = re.compile(
    r"(?P<sign>[-−–]?)\s?(?P<money>[£$€]?)\s?(?P<number>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s?(?P<unit>%|[a-z]{1,3})?(?:\s?[*†‡a-z])?"
)


# Most sentences hold no number at all, and need no scan.
_NUMBERED: Final = re.compile(
    rf"\d|[{''.join(VULGAR)}]|\b(?:{any_of([*SMALL, *TENS, *SCALES, *PARTS, *PLURAL_PARTS, *TIMES, *GROWN, *HALVED])}"
    r"|dozens|scores|hundreds|thousands|millions|billions|trillions|handful|majority|minority|most|none|no|few|every|all|last|this)\b"
    r"|fold\b|ty-",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
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


@dataclass(frozen=True, slots=True)
class Found:
    """What a scan of a sentence gives: its figures, its times, and whether it names a place."""

    stated: tuple[Stated, ...]
    periods: tuple[Period, ...]
    areas: tuple[str, ...]


def figures_in(text: str, start: int = 0, issued: date | None = None) -> Found:
    """The figures of a sentence that begins at `start` of its document."""
    areas = tuple(dict.fromkeys(place.name for place in places(text)))
    if not _NUMBERED.search(text):
        return Found((), (), areas)
    scanned = scan(text, issued)
    stated = tuple(
        Stated(_in_clause(figure_of(span), text, span, scanned.times), start + span.start, start + span.end)
        for span in scanned.figures
        if not _is_small_talk(text, span)
    )
    return Found(stated, _periods(scanned.times), areas)


def _in_clause(figure: Figure, text: str, span: Span, times: Sequence[Time]) -> Figure:
    """A figure without what it would take from beyond a semicolon: a period where its own clause states a time, a word for itself."""
    first = text.rfind(";", 0, span.start) + 1
    last = text.find(";", span.end)
    inside = [time for time in times if time.start >= first and (last < 0 or time.end <= last)]
    update: dict[str, Any] = {}
    if figure.period is not None and inside and all(time.period != figure.period for time in inside):
        update["period"] = None
    if (figure.unit or "").lower() in _FOR_ITSELF:
        update["unit"] = None
    return figure.model_copy(update=update) if update else figure


def _periods(times: Sequence[Time]) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(time.period for time in times if time.period is not None and not time.compared))


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
    fields |= {"unit": span.unit or span.currency, "period": span.period}
    fields |= {name: getattr(span, name) for name in ("denominator", "duration", "horizon")}
    fields["area"] = "World" if (span.area or "").lower() in {"world", "worldwide", "globally"} else span.area
    return Figure(**{name: value for name, value in fields.items() if value is not None})


def cell_figure(text: str, heads: Sequence[str], start: int = 0, issued: date | None = None) -> Stated | None:
    """The figure of a table cell, with what its heads say: a period, a place, the unit, the category.

    None where the cell holds no number alone.
    """
    match = _CELL.fullmatch(text.strip())
    if match is None:
        return None
    found = scan(text.strip(), issued).figures
    if len(found) == 1 and found[0].number is not None:
        figure = figure_of(found[0])
    elif match["unit"] is None:
        from kg.figures.scan import parse_number

        number = parse_number(match["number"].replace(" ", ","))
        if number is None:
            return None
        figure = Figure(low=number.low, high=number.high, stated=match["number"], step=number.step, share=False)
    else:
        return None
    for head in heads:
        figure = _with_head(figure, head, issued)
    return Stated(figure, start, start + len(text))


def _with_head(figure: Figure, head: str, issued: date | None) -> Figure:
    """A cell's figure with what one of its heads says."""
    parts = _COMPOUND_HEAD.fullmatch(head.strip())
    name, unit = (parts["name"], parts["unit"]) if parts else (head.strip(), "")
    found = figures_in(name, 0, issued)
    if figure.period is None and len(found.periods) == 1:
        rest = name
        figure = figure.model_copy(update={"period": found.periods[0]})
        if re.fullmatch(r"[\W\d_]*(?:(?:year|to|in|ending|[A-Z][a-z]{2,8})[\W\d_]*)*", rest):
            name = ""
    elif figure.area is None and name in found.areas:
        figure, name = figure.model_copy(update={"area": name}), ""
    figure = _with_unit(figure, unit)
    if not name or name.lower() in {"total", "all", "value", "number", "percentage", "year", "area"}:
        return figure
    if "%" in name or name.lower().startswith(("per cent", "percentage", "share")):
        figure = _as_share(figure)
    if figure.unit is None:
        return figure.model_copy(update={"unit": name})
    return figure if figure.category else figure.model_copy(update={"category": name})


def _with_unit(figure: Figure, unit: str) -> Figure:
    words = unit.strip().lower()
    if not words:
        return figure
    if words in {"%", "per cent", "percent", "percentage"}:
        return _as_share(figure)
    money = next((sign for sign in "£$€" if sign in words), None)
    scale = _SCALES.get(words.strip("£$€ ").removeprefix("in ").strip())
    update: dict[str, Any] = {"unit": money} if money and figure.unit is None else {}
    if scale and figure.low is not None and figure.high is not None:
        low, high = figure.low.scaleb(scale), figure.high.scaleb(scale)
        update |= {"low": low, "high": high, "stated": None, "step": step_of(low)}
    elif not money and figure.unit is None and not scale:
        update["unit"] = unit.strip()
    return figure.model_copy(update=update)


def _as_share(figure: Figure) -> Figure:
    if figure.share:
        return figure
    stated = f"{figure.stated}%" if figure.stated else None
    return figure.model_copy(update={"share": True, "stated": stated})


def in_context(stated: Stated, name: str, value: object) -> Stated:
    """A figure with one field more, which its own words do not state."""
    return replace(stated, figure=stated.figure.model_copy(update={name: value}))
