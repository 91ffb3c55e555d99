"""Two numbers as a share (`1 in 5`) or as a part of a whole (`236 of 1,273`)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from kg.figures.quantity import _ONE, Quantity
from kg.figures.words import COUNTED, TIME_UNITS, any_of
from kg.model.number import nearest_everyday
from kg.patterns import regex

_IN: Final = regex(
    r"(?:\s+(?P<unit>[^\W\d]+(?:[\s-][^\W\d]+)?))??(?:\s+(?P<word>in|out\s+of|of)\s+(?:every\s+|each\s+)?|(?P<tied>-in-|-out-of-))",
    re.IGNORECASE,
)

_OF: Final = regex(
    r"(?:\s+(?P<unit>[^\W\d]+(?:[\s-](?!out\b)[^\W\d]+){0,2}))??\s+(?:out\s+)?of\s+(?:(?:the|all|its|these|those|their|her|his|our|my|some|about|an?|estimated|total|almost|nearly|around|roughly|more\s+than|over)\s+){0,3}",
    re.IGNORECASE,
)

_INTERVAL_NEXT: Final = regex(rf"\s+(?:{any_of(TIME_UNITS)})s?\b", re.IGNORECASE)

_NOUN_NEXT: Final = regex(
    r"\s+(?!(?:the|a|an|their|its|his|her|our|this|these|went|in|at|on|of|is|are|was|were|has|have|had|who|that|which|and|or|but|to|for|by|from|with|will|would|did|do|does|said|say|says|live|lives|now|never|not|as|than|since|over|under|between|during|before|after|when|while|if|can|could|may|might|because|according|across|among|today|this|last)\b)[a-z]"
)

_LARGEST_TOP, _ROUND = 20, frozenset({10, 100, 1000, 10_000, 100_000, 10**6})

_EVERYDAY: Final = 10


def ratio_of(text: str, one: Quantity, other: Quantity, gap: str) -> Quantity | None:
    """`1 in 5`, `nine out of ten`, `one pupil in five`, `$1 in $4`: a share."""
    match = _IN.fullmatch(gap)
    if (
        match is None
        or not (one.kind == other.kind == "count")
        or one.low is None
        or other.low is None
        or other.low <= 0
    ):
        return None
    if (
        one.high is None
        or one.base
        or one.high > other.low
        or (one.currency or "") != (other.currency or "")
        or one.scale != 1
    ):
        return None
    word = "in" if match["tied"] == "-in-" else " ".join((match["word"] or "out of").lower().split())
    every = re.search(r"\b(?:every|each)\s+\Z", gap, re.IGNORECASE) is not None
    if not _is_ratio(text, one, other, match["unit"], word, every):
        return None
    low, high = 100 * one.low / (other.high or other.low), 100 * one.high / other.low
    everyday = other.low <= _EVERYDAY and other.low == int(other.low)
    return replace(
        one,
        end=other.end,
        low=min(low, high),
        high=max(low, high),
        step=nearest_everyday(low, int(other.low)) if everyday else _step(one, other),
        kind="share",
        between=match["unit"],
        ratio=True,
        scale=_ONE,
    )


def _step(one: Quantity, other: Quantity) -> Decimal:
    """How coarse `1 in 24` is: how far it lies from 1 in 25."""
    if one.low != 1 or other.low is None or other.low != other.high:
        return Decimal(0)
    return 100 / other.low - 100 / (other.low + 1)


def _is_ratio(text: str, one: Quantity, other: Quantity, unit: str | None, word: str, every: bool) -> bool:
    """Whether `N in M` is a share and not a count in so many places, days or years."""
    if one.low is None or other.low is None:
        return False
    if one.low != int(one.low):
        return False  # 6.5 out of 10 is a rating
    named = _names_a_thing(text, one, other)
    if word == "of":
        return every
    if word == "out of":
        return other.low <= _EVERYDAY or other.low in _ROUND or every
    if _INTERVAL_NEXT.match(text, other.end) and not every and not _same_unit(text, unit, other):
        return False
    if unit and named and not _same_unit(text, unit, other):
        return False
    if unit and re.search(r"\b(?:in|of|to|from|by|at|on|and|or|per)\b", unit):
        return False
    return every or one.low <= _LARGEST_TOP or other.low in _ROUND


def _names_a_thing(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether a thing is named right after the second number; after “one teacher in three” a verb in `s` may stand."""
    follow = _NOUN_NEXT.match(text, other.end)
    if follow is None:
        return False
    word = re.match(r"\s+([a-z-]+)", text[other.end :])
    if word is None:
        return False
    return word[1] in COUNTED if one.low == 1 else True


def _same_unit(text: str, unit: str | None, other: Quantity) -> bool:
    return unit is not None and text[other.end :].lstrip().lower().startswith(unit.lower().rstrip("s"))


def part_of(one: Quantity, other: Quantity, gap: str) -> Quantity | None:
    """`236 of 1,273 cases`, `26% of 940 suspects`: with the size of the whole."""
    match = _OF.fullmatch(gap)
    if match is None or other.kind != "count" or one.currency or other.currency or one.base or one.kind == "multiple":
        return None
    if one.low is None or other.low is None or other.low != other.high or one.kind in {"order", "vague"}:
        return None
    if one.kind == "count" and (one.high is None or one.high > other.low or one.low == other.low):
        return None
    if one.kind == "points":
        return None
    return replace(one, stop=one.end, end=other.end, base=other, between=match["unit"])
