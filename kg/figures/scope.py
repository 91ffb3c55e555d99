"""What a sentence says of a figure at a distance: its time, its area, how sure it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from kg.figures.periods import Time
from kg.figures.places import Place
from kg.figures.sentences import SENTENCE, begin_of
from kg.figures.since import compared_with, period_of
from kg.figures.span import Span
from kg.figures.subjects import apposed
from kg.figures.words import TIME_UNITS, any_of
from kg.model.words import Certainty, Statistic
from kg.patterns import regex

_ANOTHER: Final = regex(r"\b(?:now|today|currently|since\s+then|expect)\b", re.IGNORECASE)

# “Than in 2012, when 28,848 died”: the figure that follows is of that time.
_WHEN: Final = regex(r",?\s+(?:when|in\s+which)\s", re.IGNORECASE)

_NOW: Final = regex(r"\b(?:now|today|currently|but|while|whereas|since\s+then|next|expect)\b", re.IGNORECASE)

# “Up from 4.6 million before the pandemic”: at no time that is named.
_BEFORE_THAT: Final = regex(r"\s+(?:before|prior\s+to)\s+(?:the|it|they|he|she|his|her|its|their)\s", re.IGNORECASE)
_THESE_DAYS: Final = regex(r"\b(?:now|today|currently)\b", re.IGNORECASE)

# “For 2022 was 350,000”: the time belongs to what follows it.
_HEADS: Final = regex(
    r"\s*(?:,\s*)?(?:was|were|is|it\s+was|there\s+were|the\s+figure|the\s+number|the\s+total)\b|\s*:\s"
)


_EACH: Final = regex(rf"\b(?:each|every)\s+(?:single\s+)?(?P<unit>{any_of(TIME_UNITS)})\b", re.IGNORECASE)


# “£600,000 in compensation a year.”
_A_YEAR: Final = regex(r"\s(?:a|per)\s+(?P<unit>year|month|week|day|hour)(?=\s*(?:[.;]|\Z))", re.IGNORECASE)
_NEAR: Final = 70

_ON_AVERAGE: Final = regex(r"\bon\s+average\b", re.IGNORECASE)
# “Every day 15,000 pints of blood are needed”.
_EACH_FIRST: Final = regex(rf"(?:every|each)\s+(?P<unit>{any_of(TIME_UNITS)}),?\s+", re.IGNORECASE)
_AVERAGE: Final = regex(
    r"(?<!than\s)(?<!above\s)(?<!below\s)\b(?P<kind>average|mean|median)\s+(?!of\b)(?:[a-z’'-]+\s+){1,6}(?:of|is|was|were|are|has|cost|costs|rose|fell|to|reached|[a-z]{2,}s|earn|pay|stood|at|"
    r"waited|spent|took|lasted|than)\s+(?:[a-z]+\s+){0,3}\Z"
    r"|\bthe\s+(?P<alone>average|mean|median)\s+(?:is|was|being)\s+(?:[a-z]+\s+){0,2}\Z",
    re.IGNORECASE,
)
_PROJECTED: Final = regex(
    r"\b(?:projected|forecast|predicted|expected)\s+to\s+(?!\w+(?:ed|en)\b)(?:\w+\s+){0,2}(?:(?:by|to|at|of|up|down)\s+){0,2}\Z",
    re.IGNORECASE,
)

_FINITE: Final = regex(
    r"\b(?:was|were|is|are|has|have|had|rose|fell|grew|said|reached|compared|than|against|from|but|while)\b"
)

_LISTED: Final = regex(
    r"(?:\s+[^\W\d]+){0,3}?\s*(?:,|,?\s+and|\s+or|\s+plus|\()(?:\s+[^\W\d]+){0,3}?\s*", re.IGNORECASE
)


_TO_LEVEL: Final = regex(
    r"(?:\s+year[\s-]on[\s-]year|\s+in\s+an?\s+(?:year|month|decade|week))?,?\s+to\s+(?:\w+\s+){0,3}"
)
_ARRIVED: Final = regex(r",?\s+to\s+(?:\w+\s+){0,2}")
# “… since 2021, and the typical tenant now hands over”: another time begins.
_NEW_CLAUSE: Final = regex(r"\b(?:and|but|while)\b[^.;]*\b(?:now|today|currently)\b", re.IGNORECASE)
_ELSE: Final = regex(r"\b(?:but|while|whereas)\s", re.IGNORECASE)

_AGAINST: Final = regex(r"\b(?:from|compared|against|versus|than)\b", re.IGNORECASE)

# “… and emissions in 2030 have to fall”: the time belongs to another clause.
_ON_ITS_OWN: Final = regex(r"\b(?:and|but|while|whereas)\s+(?:[\w-]+\s+){1,3}\Z")


_NEXT: Final = regex(r"\s*(?:,|,?\s+(?:and|but|while|or))\s+", re.IGNORECASE)


def with_scope(text: str, spans: Sequence[Span], index: int, when: Sequence[Time], where: Sequence[Place]) -> Span:
    """A span with the time and area of its sentence that belong to it."""
    span = spans[index]
    begin = begin_of(text, span)
    ending = SENTENCE.search(text, span.end)
    stop = ending.start() if ending else len(text)
    bound = min(spans[index + 1].start if index + 1 < len(spans) else stop, stop)
    here = [time for time in when if time.end > begin and time.start < stop]
    since = compared_with(text, spans, index, here, stop)
    others = [compared_with(text, spans, other, here, stop) for other in range(index + 1, min(index + 3, len(spans)))]
    own = [t for t in here if t is not since and t not in others and (t.period is not None or t.unresolved)]
    time = None if _BEFORE_THAT.match(text, span.end) else _nearest(text, spans, index, own)
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
        statistic=span.statistic or _on_average(text, span, bound) or _average_of(text, begin, spans, index),
        certainty=span.certainty or _certainty(text, begin, span),
    )


def _on_average(text: str, span: Span, bound: int) -> Statistic | None:
    """`waits 21 months on average`: a mean where the clause of a figure ends so."""
    if span.number is None or span.kind in {"multiple", "vague"}:
        return None
    after = _ON_AVERAGE.search(text, span.end, bound)
    return Statistic.MEAN if after and not re.search(r"[,;:(]", text[span.end : after.start()]) else None


def _average_of(text: str, begin: int, spans: Sequence[Span], index: int) -> Statistic | None:
    """The average that the subject of a level names: `the average sentence is 28.7 months`, `at a median cost of £71`."""
    span = spans[index]
    if span.change or span.share or span.kind != "count":
        return None
    start = max(begin, spans[index - 1].end if index else 0)
    found = _AVERAGE.search(text, start, span.start)
    if found is None:
        return None
    return Statistic.MEDIAN if (found["kind"] or found["alone"]).lower() == "median" else Statistic.MEAN


def _certainty(text: str, begin: int, span: Span) -> Certainty | None:
    """`is expected to average 2.6 %`: a projection."""
    return Certainty.PROJECTION if _PROJECTED.search(text, max(begin, span.start - 60), span.start) else None


def _each(text: str, span: Span, bound: int) -> str | None:
    """A rate over time that ends the clause of a count: `8 tonnes enter the sea each year`."""
    if span.kind != "count" or span.per is not None or span.statistic is not None or span.change is not None:
        return None
    lead = text[begin_of(text, span) : span.start]
    if (first := _EACH_FIRST.match(lead)) and (first.end() == len(lead) or first.group().rstrip().endswith(",")):
        return str(first["unit"]).lower()
    if a_year := _A_YEAR.search(text, span.end, bound):
        return None if re.search(r"[,;:]\s", text[span.end : a_year.start()]) else a_year["unit"].lower()
    each = _EACH.search(text, span.end, bound)
    return each["unit"].lower() if each and not re.search(r"[;:]|,\s", text[span.end : each.start()]) else None


def _nearest(text: str, spans: Sequence[Span], index: int, found: Sequence[Time | Place]) -> Time | Place | None:
    """What scopes a figure: what stands before the next figure, else what leads the sentence, else what ends it."""
    span = spans[index]
    found = [one for one in found if not (isinstance(one, Time) and one.compared) or _WHEN.match(text, one.end)]
    found = [one for one in found if not _is_of_before(text, spans, index, one)]
    found = [one for one in found if not _leaves_brackets(text, span, one)]
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
    if own and not (
        leading and (_ON_ITS_OWN.search(text[span.end : own[0].start]) or _leads(text, span, own[0], bound))
    ):
        return own[0]
    if leading and not (
        before_bound and isinstance(leading[-1], Time) and _NEW_CLAUSE.search(text, leading[-1].end, span.start)
    ):
        return leading[-1]
    tied = bool(following) and isinstance(following[0], Time) and following[0].lead == "of"  # “the £830 of 2022”
    opened = bool(following) and isinstance(following[0], Time) and following[0].lead == "since" and span.change is None
    opened = opened and any(other.change for other in spans[index + 1 :])  # “63 % met it, 1.5 million more since 2016”
    if following and not tied and not opened and _together(text, spans, index, following[0].start):
        return following[0]
    earlier = [one for one in found if one.start < span.start]
    if earlier:
        first = next((one.start for one in spans if one.start >= begin_of(text, span)), span.start)
        # A time that leads the sentence holds for all of it, unless another one is told.
        other = _ANOTHER if earlier[-1].start < first else _NOW
        return None if other.search(text, earlier[-1].end, span.start) else earlier[-1]
    return None


def _leads(text: str, span: Span, one: Time | Place, bound: int) -> bool:
    """Whether a time or place stands before the next figure of a list that names one for each: `in Northray 34 %, in Scarsby 28 %`."""
    return _NEXT.fullmatch(text[span.end : one.start]) is not None and not text[one.end : bound].strip()


def _leaves_brackets(text: str, span: Span, one: Time | Place) -> bool:
    """Whether a time or place stands behind the brackets that a level and the one before it are in: `by 31 % (to £805m) since 2009`."""
    left = text.count(")", span.end, one.start) > text.count("(", span.end, one.start)
    return left and span.earlier is not None


def _is_of_before(text: str, spans: Sequence[Span], index: int, one: Time | Place) -> bool:
    """Whether a time between two figures is of the first alone: `quadrupled since 2015 to $152m`, `$100m in 2001 can now be read for`."""
    if not index or not isinstance(one, Time):
        return False
    before, span = spans[index - 1], spans[index]
    if not before.end <= one.start < span.start:
        return False
    moved = before.change is not None or before.kind == "multiple"
    if moved and one.lead == "since" and span.change is None and _ARRIVED.fullmatch(text[one.end : span.start]):
        return True
    tied = re.fullmatch(r"\s*(?:in|for|by)?\s*(?:the\s+)?", text[before.end : one.start]) is not None
    if moved and one.between and _ARRIVED.fullmatch(text[one.end : span.start]):
        return True
    return tied and _THESE_DAYS.search(text, one.end, span.start) is not None


def _together(text: str, spans: Sequence[Span], index: int, until: int) -> bool:
    """Whether the figures from one up to a time or place stand in one list: `50 deaths and 200 injuries in 2019`."""
    run = [spans[index], *(span for span in spans[index + 1 :] if span.start < until)]
    return all(_joins(text[one.end : other.start], one) for one, other in pairwise(run))


def _joins(gap: str, one: Span) -> bool:
    """Whether what stands between two figures leaves them in one statement: a list, an apposition, a change and where it led."""
    if _AGAINST.search(gap):
        return False
    if not gap or _LISTED.fullmatch(gap) or (one.change and _TO_LEVEL.fullmatch(gap)):
        return True
    return len(gap) < _NEAR and apposed(gap) and not _FINITE.search(gap)
