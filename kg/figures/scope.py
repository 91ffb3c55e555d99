"""What a sentence says of a figure at a distance: its unit, its time, its area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kg.figures.nouns import MEASURED, thing_at
from kg.figures.periods import Time
from kg.figures.places import Place
from kg.figures.span import Span
from kg.figures.subjects import GROWN_WORDS, apposed, subject
from kg.figures.words import TIME_UNITS, any_of
from kg.model.period import Period, parse_period

_SENTENCE: Final = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\bvs)(?<!\bSt)(?<!\bDr)(?<!\bMr)[.!?]['’”\"]?\s+(?=[A-Z“\"'‘(])|\n\s*\n"
)

_NOW: Final = re.compile(r"\b(?:now|today|currently|but|while|whereas|since\s+then|next|expect)\b", re.IGNORECASE)

# “For 2022 was 350,000”: the time belongs to what follows it.
_HEADS: Final = re.compile(
    r"\s*(?:,\s*)?(?:was|were|is|it\s+was|there\s+were|the\s+figure|the\s+number|the\s+total)\b|\s*:\s"
)

# `3x the usual area`, `tripled its sponsorship`: what is multiplied stands after.
_OF_WHAT: Final = re.compile(
    r"\s+(?:the|its|their|his|her|our)\s+(?=[a-z])(?!(?:amount|number|level)\b)", re.IGNORECASE
)

_EACH: Final = re.compile(rf"\b(?:each|every)\s+(?:single\s+)?(?P<unit>{any_of(TIME_UNITS)})\b", re.IGNORECASE)
_REACHING: Final = re.compile(r"(?:topp|pass|exceed|surpass)\w*\s", re.IGNORECASE)

_PLAIN_TIME: Final = re.compile(r"\d{4}(?:-\d\d)?")

_NEAR: Final = 70

_FINITE: Final = re.compile(
    r"\b(?:was|were|is|are|has|have|had|rose|fell|grew|said|reached|compared|than|against|from|but|while)\b"
)

_LISTED: Final = re.compile(
    r"(?:\s+[^\W\d]+){0,3}?\s*(?:,|,?\s+and|\s+or|\s+plus|\()(?:\s+[^\W\d]+){0,2}?\s*", re.IGNORECASE
)


def with_units(text: str, spans: list[Span]) -> list[Span]:
    """The spans with what they count, where their own words do not say."""
    made: list[Span] = []
    for index, span in enumerate(spans):
        before = made[index - 1] if index else None
        silent = span.unit is None and span.kind != "vague"
        made.append(replace(span, unit=_unit_of(text, span, before)) if silent else span)
    return made


def _unit_of(text: str, span: Span, before: Span | None) -> str | None:
    """The unit of a figure that names none: that of the figure it restates, its subject, or that of the figure before it."""
    begin = max((m.end() for m in _SENTENCE.finditer(text, 0, span.start)), default=0)
    start = max(begin, before.end) if before and before.end > begin else begin
    near = before is not None and before.start >= begin and before.unit is not None and before.currency is None
    of = _OF_WHAT.match(text, span.end) if span.kind == "multiple" or span.stated.lower() == "half" else None
    if of is not None and (thing := thing_at(text, of.end() - 1, share=False)).text:
        return thing.text
    if near and before is not None and apposed(text[before.end : span.start]) and not span.change:
        return before.unit
    grown = span.stated.lower() in GROWN_WORDS or _REACHING.match(text, span.start) is not None
    found = subject(text[start : span.start], grown)
    if not found and span.change and before is not None and before.start >= begin and before.change is None:
        found = subject(text[begin : before.start], grown=False)
    if found or not near or before is None:
        return found
    measured = before.unit is None or MEASURED.fullmatch(before.unit.split()[0]) is not None
    return before.unit if span.kind != "multiple" and (before.kind == span.kind or not measured) else None


def with_scope(text: str, spans: Sequence[Span], index: int, when: Sequence[Time], where: Sequence[Place]) -> Span:
    """A span with the time and area of its sentence that belong to it."""
    span = spans[index]
    begin = max((m.end() for m in _SENTENCE.finditer(text, 0, span.start)), default=0)
    ending = _SENTENCE.search(text, span.end)
    stop = ending.start() if ending else len(text)
    time = _nearest(text, spans, index, [t for t in when if t.period is not None and t.end > begin and t.start < stop])
    place = _nearest(text, spans, index, [p for p in where if p.end > begin and p.start < stop])
    length = _nearest(
        text, spans, index, [t for t in when if t.duration is not None and t.end > begin and t.start < stop]
    )
    horizon = _nearest(
        text, spans, index, [t for t in when if t.horizon is not None and t.end > begin and t.start < stop]
    )
    bound = spans[index + 1].start if index + 1 < len(spans) else stop
    since = next((t for t in when if t.compared and t.period and span.end <= t.start < bound), None)
    return replace(
        span,
        interval=span.interval or _each(text, span, min(bound, stop)),
        period=_period(span, time if isinstance(time, Time) else None, since),
        area=place.name if isinstance(place, Place) else None,
        duration=length.duration if isinstance(length, Time) else None,
        horizon=horizon.horizon if isinstance(horizon, Time) else None,
    )


def _each(text: str, span: Span, bound: int) -> str | None:
    """A rate over time that ends the clause of a count: `8 tonnes enter the sea each year`."""
    if span.kind != "count" or span.per is not None or span.statistic is not None or span.change is not None:
        return None
    each = _EACH.search(text, span.end, bound)
    return each["unit"].lower() if each and not re.search(r"[;:]|,\s", text[span.end : each.start()]) else None


def _period(span: Span, time: Time | None, since: Time | None) -> Period | None:
    """When a figure is; a change against a year before runs from that year on, and a level `from 2028` is open."""
    own = time.period if time else None
    if since is None or since.period is None:
        return own
    if span.change is None and span.kind != "multiple":
        return (
            parse_period(f"{since.period.edtf}/..")
            if own is None and since.lead == "from" and span.earlier is None
            else own
        )
    if own is None:
        return parse_period(f"{since.period.edtf}/..") if _PLAIN_TIME.fullmatch(since.period.edtf) else None
    if all(_PLAIN_TIME.fullmatch(period.edtf) for period in (own, since.period)) and since.period.edtf < own.edtf:
        return parse_period(f"{since.period.edtf}/{own.edtf}")
    return own


def _nearest(text: str, spans: Sequence[Span], index: int, found: Sequence[Time | Place]) -> Time | Place | None:
    """What scopes a figure: what stands before the next figure, else what leads the sentence, else what ends it."""
    span = spans[index]
    compared = [one for one in found if isinstance(one, Time) and one.compared]
    following = [
        one for one in found if one not in compared and (one.start >= span.end or span.start <= one.start < span.end)
    ]
    bound = spans[index + 1].start if index + 1 < len(spans) else len(text)
    own = [
        one
        for one in following
        if one.start < bound and not _HEADS.match(text, one.end) and ";" not in text[span.end : one.start]
    ]
    if own:
        return own[0]
    before_bound = spans[index - 1].end if index else 0
    leading = [one for one in found if before_bound <= one.start < span.start]
    if leading:
        return leading[-1]
    if following and _together(text, spans, index, following[0].start):
        return following[0]
    earlier = [one for one in found if one not in compared and one.start < span.start]
    if earlier and not _NOW.search(text, earlier[-1].end, span.start):
        return earlier[-1]
    return None


def _together(text: str, spans: Sequence[Span], index: int, until: int) -> bool:
    """Whether the figures from one up to a time or place stand in one list: `50 deaths and 200 injuries in 2019`."""
    run = [spans[index], *(span for span in spans[index + 1 :] if span.start < until)]
    return all(_joins(text[one.end : other.start], one) for one, other in pairwise(run))


def _joins(gap: str, one: Span) -> bool:
    """Whether what stands between two figures leaves them in one statement: a list, an apposition, a change and where it led."""
    if _LISTED.fullmatch(gap) or (one.change and re.fullmatch(r"\s+to\s+(?:\w+\s+){0,3}", gap)):
        return True
    return len(gap) < _NEAR and apposed(gap) and not _FINITE.search(gap)
