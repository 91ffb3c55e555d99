"""Figures that belong to one another: where a level came from and went to, and the margin of error of an estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from kg.figures.periods import Time
from kg.figures.quantity import Passed
from kg.figures.sentences import SENTENCE
from kg.figures.span import Span
from kg.patterns import regex

_FROM: Final = regex(
    r"\b(?:from|up\s+on|down\s+on)\s+(?:(?:an?|about|around|just|only|nearly|over|under|almost|some|estimated|average|of|more|less|than)\s+)*\Z",
    re.IGNORECASE,
)

_TO_NEXT: Final = regex(
    r"[^.;:!?]{0,60}?\bto\s+(?:(?:an?|the|about|around|just|only|nearly|over|under|almost|some|estimated|average|of|more|less|than|as|many|much|high|record|at|least)\s+)*",
    re.IGNORECASE,
)

_BACK_FROM: Final = regex(
    r"[^.;!?]{0,48}?,?\s*\(?(?:(?:up|down|rising|falling|higher|lower)\s+(?:\w+ly\s+)?(?:from|on|than)|compared\s+(?:with|to)|against|from|versus|vs\.?)\s+(?:(?:an?|the|about|around|just|only|nearly|over|almost|some|estimated)\s+)*",
    re.IGNORECASE,
)

_ARROW: Final = regex(r"\s*[^\W\d]{0,12}\s*(?:→|->|⟶)\s*")


def with_levels(text: str, spans: list[Span], when: Sequence[Time]) -> list[Span]:
    """`fell from 900 to 300`, `7.6 million, up from 7.5 million`: the later level knows the earlier one."""
    found = list(spans)
    for index in range(len(found) - 1):
        one, other = found[index], found[index + 1]
        gap = text[one.end : other.start]
        if one.number is None or other.number is None or one.change or len(gap) > 90 or SENTENCE.search(gap):
            continue
        if _arrives(text, one, gap):
            found[index], found[index + 1] = _moved(one, other)
        elif other.change is None and one.kind == other.kind and _goes_back(text, one.end, other.start, when):
            found[index] = replace(one, earlier=other.number.low)
            found[index + 1] = replace(other, unit=other.unit or one.unit, start=other.start)
    return found


def _goes_back(text: str, start: int, end: int, when: Sequence[Time]) -> bool:
    """Whether what stands between two numbers says that the second came before: `, up from`, with times and nothing else in digits."""
    gap = text[start:end]
    for time in when:
        if start <= time.start and time.end <= end:
            gap = gap.replace(text[time.start : time.end], " ", 1)
    if _BACK_FROM.fullmatch(gap) is None or re.search(r"\d", gap) or _ROSE_FROM.search(gap):
        return False
    return _SET_AGAINST.search(gap) is None or _says_when(text, end, when)


def _says_when(text: str, place: int, when: Sequence[Time]) -> bool:
    """Whether the number at a place has a time of its own: 17 %, compared with 15 % in 2010, not with 15 % of boys."""
    ending = _ENDING.search(text, place)
    stop = ending.start() if ending else len(text)
    return _BEFORE.search(text, place, stop) is not None or any(place < time.start < stop for time in when)


# “A 20 per cent deposit would see payments rise from 34”: what rose is another thing.
_ROSE_FROM: Final = regex(
    r"\b(?:rise|rose|risen|fall|fell|fallen|increased?|decreased?|grow|grew|grown|go|went|dropped|climbed)\s+from\b",
    re.IGNORECASE,
)
_SET_AGAINST: Final = regex(r"\b(?:compared|against|versus|vs)\b", re.IGNORECASE)
_ENDING: Final = regex(r"[;:!?]|[.,](?!\d)|\)")
_BEFORE: Final = regex(r"\b(?:before|earlier|previous|previously|prior|last|ago)\b", re.IGNORECASE)


def _arrives(text: str, one: Span, gap: str) -> bool:
    """Whether a second number is where the first one went: after an arrow, or `from … to …`."""
    if _ARROW.fullmatch(gap):
        return True
    before = text[max(0, one.start - 90) : one.start]
    return _FROM.search(before) is not None and _TO_NEXT.fullmatch(gap) is not None


def _moved(one: Span, other: Span) -> tuple[Span, Span]:
    if one.number is None or other.number is None:
        return one, other
    alike = one.kind == other.kind or (one.kind == "count" and other.share)
    if not alike:
        return one, other
    if one.kind == "count" and other.share:
        one = replace(one, kind=other.kind, number=replace(one.number, share=True))
    unit = other.unit or one.unit
    return replace(one, unit=one.unit or unit), replace(
        other, unit=unit, earlier=one.number.low if one.number else None
    )


_PLUS: Final = regex(r"(?:\bplus\s+or\s+minus\s+|±\s?|\+/-\s?)\Z", re.IGNORECASE)
_POINTS: Final = regex(r"\s?(?:%|(?:percentage\s+)?points?\b|per\s?cent\b)", re.IGNORECASE)


def _near(text: str, span: Span, one: Passed) -> int:
    """How far a margin of error may stand from its figure: further where the sentence calls it one."""
    gap = text[span.end : one.start]
    return 90 if "error" in gap and SENTENCE.search(gap) is None else 24


def _margin(text: str, one: Passed) -> str:
    """A margin of error as worded, with its sign and points: `plus or minus 3 points`."""
    plus, points = _PLUS.search(text, max(0, one.start - 20), one.start), _POINTS.match(text, one.end)
    start, end = plus.start() if plus else one.start, points.end() if points else one.end
    return text[start:end].strip(" ()")


def with_margins(text: str, spans: list[Span], passed: Sequence[Passed]) -> list[Span]:
    """A margin of error belongs to the figure before it."""
    made: list[Span] = []
    for span in spans:
        if span.stated.startswith(("±", "+/-")) and made and span.start - made[-1].end < 4:
            last = made[-1]
            unit, interval = last.unit or span.unit, last.interval or span.interval
            made[-1] = replace(
                last, uncertainty=span.stated, unit=unit, interval=interval, end=span.end, words=span.words
            )
        else:
            made.append(span)
    for one in passed:
        if one.why == "margin of error":
            before = [index for index, span in enumerate(made) if 0 <= one.start - span.end < _near(text, span, one)]
            if before:
                words = _margin(text, one)
                made[before[-1]] = replace(made[before[-1]], uncertainty=" ".join(words.split()))
    return made
