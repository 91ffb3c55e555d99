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
from kg.figures.since import compared_with, period_of
from kg.figures.span import Span
from kg.figures.subjects import GROWN_WORDS, apposed, subject
from kg.figures.words import TIME_UNITS, any_of
from kg.model.words import Statistic
from kg.patterns import regex

_SENTENCE: Final = regex(r"(?<!\b[A-Z]\.)(?<!\bvs)(?<!\bSt)(?<!\bDr)(?<!\bMr)[.!?]['’”\"]?\s+(?=[A-Z“\"'‘(])|\n\s*\n")

_ANOTHER: Final = regex(r"\b(?:now|today|currently|since\s+then|expect)\b", re.IGNORECASE)

# “Than in 2012, when 28,848 died”: the figure that follows is of that time.
_WHEN: Final = regex(r",?\s+(?:when|in\s+which)\s", re.IGNORECASE)

_NOW: Final = regex(r"\b(?:now|today|currently|but|while|whereas|since\s+then|next|expect)\b", re.IGNORECASE)

# “For 2022 was 350,000”: the time belongs to what follows it.
_HEADS: Final = regex(
    r"\s*(?:,\s*)?(?:was|were|is|it\s+was|there\s+were|the\s+figure|the\s+number|the\s+total)\b|\s*:\s"
)

# `3x the usual area`, `tripled its sponsorship`: what is multiplied stands after.
_OF_WHAT: Final = regex(
    r"\s+(?:the|its|their|his|her|our)\s+(?:(?:number|amount)\s+of\s+)?(?=[a-z])(?!(?:amount|number|level)\b)",
    re.IGNORECASE,
)

_EACH: Final = regex(rf"\b(?:each|every)\s+(?:single\s+)?(?P<unit>{any_of(TIME_UNITS)})\b", re.IGNORECASE)
_REACHING: Final = regex(r"(?:topp|pass|exceed|surpass)\w*\s", re.IGNORECASE)

_CAME_FROM: Final = regex(r"[^.;:!?]{0,20}?\bfrom\s+(?:\w+\s+){0,2}?", re.IGNORECASE)

# `and low-fat milk 42 per cent more`: the verb stands with the first.
_OTHER: Final = regex(
    r"\band\s+(?P<thing>(?!(?:a|an|the|by|then|up|down|only)\b)[a-z][a-z-]+(?:\s(?!by\b)[a-z-]+)?)(?:\s+by)?\s\Z"
)

_AVERAGES: Final = {"average": Statistic.MEAN, "mean": Statistic.MEAN, "median": Statistic.MEDIAN}

_NEAR: Final = 70

_FINITE: Final = regex(
    r"\b(?:was|were|is|are|has|have|had|rose|fell|grew|said|reached|compared|than|against|from|but|while)\b"
)

_LISTED: Final = regex(
    r"(?:\s+[^\W\d]+){0,3}?\s*(?:,|,?\s+and|\s+or|\s+plus|\()(?:\s+[^\W\d]+){0,2}?\s*", re.IGNORECASE
)


# “Of these accidents, 1,658 …”.
_OF_THOSE: Final = regex(r"(?:\A|[.;,]\s)(?P<of>[Oo]f\s+(?:these|those|the|all)\s+)(?=[a-z])[^,.;]{3,60},\s*\Z")

_ARRIVED: Final = regex(r",?\s+to\s+(?:\w+\s+){0,2}")
_ELSE: Final = regex(r"\b(?:but|while|whereas)\s", re.IGNORECASE)

_AGAINST: Final = regex(r"\b(?:from|compared|against|versus|than)\b", re.IGNORECASE)

# “… and emissions in 2030 have to fall”: the time belongs to another clause.
_ON_ITS_OWN: Final = regex(r"\b(?:and|but|while|whereas)\s+(?:[\w-]+\s+){1,3}\Z")

# “Of the cases that went to court, 76 % …”.
_OF_THEM: Final = regex(
    r"(?:\A|[,;]\s+(?:and\s+)?|\band\s+)[Oo]f\s+(?:all\s+)?(?:the|these|those|its|their)\s+(?=[a-z])(?!\d)"
)


def with_units(text: str, spans: list[Span]) -> list[Span]:
    """The spans with what they count, where their own words do not say."""
    made: list[Span] = []
    for span in spans:
        if span.unit is not None or span.kind == "vague":
            made.append(span)
            continue
        begin = _begin(text, span)
        unit = _unit_of(text, span, _one_before(text, made, span, begin), begin)
        made.append(_averaged(replace(span, unit=_without_rate(unit) if span.per else unit)))
    return made


def _averaged(span: Span) -> Span:
    """A figure of average wages: what is counted is wages, and the figure is a mean."""
    kind, _, unit = (span.unit or "").partition(" ")
    if kind not in _AVERAGES or not unit or span.statistic or span.change or span.multiple:
        return span
    return replace(span, unit=unit, statistic=_AVERAGES[kind])


def _whole_before(text: str, begin: int, end: int) -> str | None:
    """The whole that a share is of, where its clause names it first: “Of the cases that went to court, 76 % …”."""
    clauses = list(_OF_THEM.finditer(text[begin:end]))
    if not clauses:
        return None
    last = clauses[-1].end()
    return thing_at(text, begin + last - 1, share=False).text if "," in text[begin + last : end] else None


def _one_before(text: str, made: Sequence[Span], span: Span, begin: int) -> Span | None:
    """The figure before one whose unit may be its own: of a level that a change came from, the level before the change."""
    named = [one for one in made if not (one.unit or "").startswith(("as ", "times ", "more ", "less "))]
    last = named[-1] if named else None
    if last is None or last.kind == span.kind or not last.change or len(named) == 1 or named[-2].start < begin:
        return last
    back = named[-2].kind == span.kind and _CAME_FROM.fullmatch(text[last.end : span.start]) is not None
    return named[-2] if back else last


def _without_rate(unit: str | None) -> str | None:
    """What a rate is of: 12 concussions per 1,000 hours, where “concussion rates” is the subject."""
    return re.sub(r"\s+rates?\Z", "", unit) if unit else unit


def _unit_of(text: str, span: Span, before: Span | None, begin: int) -> str | None:
    """The unit of a figure that names none: that of the figure it restates, its subject, or that of the figure before it."""
    start = max(begin, before.end) if before and before.end > begin else begin
    near = before is not None and before.start >= begin and before.unit is not None and before.currency is None
    measured = before is not None and MEASURED.fullmatch((before.unit or "£").split()[0]) is not None
    share = span.share and span.change is None
    of = _OF_WHAT.match(text, span.end) if span.kind == "multiple" or span.stated.lower() == "half" else None
    if of is not None and (thing := thing_at(text, of.end() - 1, share=False)).text:
        return thing.text
    if near and before is not None and apposed(text[before.end : span.start]) and not span.change:
        if span.kind == before.kind or not measured:
            return before.unit
        return subject(text[begin : before.start], grown=False, share=share)
    grown = span.stated.lower() in GROWN_WORDS or _REACHING.match(text, span.start) is not None
    if before is not None and span.change and before.change and (other := _OTHER.search(text[before.end : span.start])):
        return other["thing"]
    if share and (whole := _whole_before(text, begin, span.start)):
        return whole
    if _is_aside(text, span, before) and share:
        return before.unit if near and before is not None and before.share else None
    if span.kind == "count" and (those := _OF_THOSE.search(text[begin : span.start])):
        return thing_at(text, begin + those.end("of") - 1, share=False).text
    found = subject(text[start : span.start], grown, share)
    aside = before is not None and re.fullmatch(r"\s*\(", text[before.end : span.start]) is not None
    if not found and span.change and before is not None and before.start >= begin and (before.change is None or aside):
        found = subject(text[begin : before.start], grown=False)
    if (
        not found
        and before is not None
        and before.change
        and near
        and measured
        and _ARRIVED.fullmatch(text[before.end : span.start])
    ):
        found = subject(text[begin : before.start], grown=False)  # grew 29 basis points to 2.84 per cent
    return found if found or not near or before is None else _inherited(span, before, share and measured, measured)


def _is_aside(text: str, span: Span, before: Span | None) -> bool:
    """Whether a figure stands in brackets after a word of its own: bad management (22 per cent)."""
    gap = text[before.end if before else 0 : span.start]
    return re.search(r"[a-z]\s\(\Z", gap) is not None and not (before is not None and len(gap) < len(" () "))


def _inherited(span: Span, before: Span, part: bool, measured: bool) -> str | None:
    """The unit of the figure before, where a figure may have it: a tenth of so many tonnes of plastic is of plastic."""
    if part and before.kind == "count" and before.unit and " of " in before.unit:
        return before.unit.partition(" of ")[2]
    return before.unit if span.kind != "multiple" and (before.kind == span.kind or not measured) else None


def with_scope(text: str, spans: Sequence[Span], index: int, when: Sequence[Time], where: Sequence[Place]) -> Span:
    """A span with the time and area of its sentence that belong to it."""
    span = spans[index]
    begin = _begin(text, span)
    ending = _SENTENCE.search(text, span.end)
    stop = ending.start() if ending else len(text)
    bound = min(spans[index + 1].start if index + 1 < len(spans) else stop, stop)
    here = [time for time in when if time.end > begin and time.start < stop]
    since = compared_with(text, spans, index, here, stop)
    others = [compared_with(text, spans, other, here, stop) for other in range(index + 1, min(index + 3, len(spans)))]
    own = [t for t in here if t is not since and t not in others and (t.period is not None or t.unresolved)]
    time = _nearest(text, spans, index, own)
    place = _nearest(text, spans, index, [p for p in where if p.end > begin and p.start < stop])
    length = _nearest(text, spans, index, [t for t in here if t.duration is not None])
    horizon = _nearest(text, spans, index, [t for t in here if t.horizon is not None])
    return replace(
        span,
        interval=span.interval or _each(text, span, bound),
        period=period_of(span, time if isinstance(time, Time) else None, since),
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


def _nearest(text: str, spans: Sequence[Span], index: int, found: Sequence[Time | Place]) -> Time | Place | None:
    """What scopes a figure: what stands before the next figure, else what leads the sentence, else what ends it."""
    span = spans[index]
    found = [one for one in found if not (isinstance(one, Time) and one.compared) or _WHEN.match(text, one.end)]
    following = [one for one in found if one.start >= span.end or span.start <= one.start < span.end]
    following = [one for one in following if not _ELSE.search(text, span.end, max(span.end, one.start))]
    bound = spans[index + 1].start if index + 1 < len(spans) else len(text)
    own = [
        one
        for one in following
        if one.start < bound and not _HEADS.match(text, one.end) and ";" not in text[span.end : one.start]
    ]
    before_bound = spans[index - 1].end if index else 0
    leading = [one for one in found if before_bound <= one.start < span.start]
    if own and not (leading and _ON_ITS_OWN.search(text[span.end : own[0].start])):
        return own[0]
    if leading:
        return leading[-1]
    tied = bool(following) and isinstance(following[0], Time) and following[0].lead == "of"  # “the £830 of 2022”
    if following and not tied and _together(text, spans, index, following[0].start):
        return following[0]
    earlier = [one for one in found if one.start < span.start]
    if earlier:
        first = next((one.start for one in spans if one.start >= _begin(text, span)), span.start)
        # A time that leads the sentence holds for all of it, unless another one is told.
        other = _ANOTHER if earlier[-1].start < first else _NOW
        return None if other.search(text, earlier[-1].end, span.start) else earlier[-1]
    return None


def _begin(text: str, span: Span) -> int:
    """Where the sentence of a figure begins."""
    return max((match.end() for match in _SENTENCE.finditer(text, 0, span.start)), default=0)


def _together(text: str, spans: Sequence[Span], index: int, until: int) -> bool:
    """Whether the figures from one up to a time or place stand in one list: `50 deaths and 200 injuries in 2019`."""
    run = [spans[index], *(span for span in spans[index + 1 :] if span.start < until)]
    return all(_joins(text[one.end : other.start], one) for one, other in pairwise(run))


def _joins(gap: str, one: Span) -> bool:
    """Whether what stands between two figures leaves them in one statement: a list, an apposition, a change and where it led."""
    if _AGAINST.search(gap):
        return False
    if _LISTED.fullmatch(gap) or (one.change and re.fullmatch(r"\s+to\s+(?:\w+\s+){0,3}", gap)):
        return True
    return len(gap) < _NEAR and apposed(gap) and not _FINITE.search(gap)
