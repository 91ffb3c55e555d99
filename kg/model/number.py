"""Numbers as sources word them: digits, words, percentages, ratios, fractions (also of a scale), ranges, magnitudes.

The grammar is our own because unit-aware parsers misread headlines: `£350m` as metres, `1 in 5` not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_UNITS: Final = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS: Final = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES: Final = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SUFFIXES: Final = {
    "k": 10**3,
    "m": 10**6,
    "bn": 10**9,
    "b": 10**9,
    "million": 10**6,
    "billion": 10**9,
    "thousand": 10**3,
    "hundred": 100,
    "trillion": 10**12,
    "dozen": 12,
}
_PARTS: Final = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "sixths": 6,
    "seventh": 7,
    "sevenths": 7,
    "eighth": 8,
    "eighths": 8,
    "ninth": 9,
    "ninths": 9,
    "tenth": 10,
    "tenths": 10,
}
# “Hundreds” is read as the order of magnitude: from one hundred to just under a thousand.
_ORDERS: Final = {
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (100, 999),
    "thousands": (1000, 9999),
    "tens of thousands": (10_000, 99_999),
    "hundreds of thousands": (100_000, 999_999),
    "millions": (10**6, 10**7 - 1),
    "tens of millions": (10**7, 10**8 - 1),
    "hundreds of millions": (10**8, 10**9 - 1),
    "billions": (10**9, 10**10 - 1),
}

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_WORD = "|".join(sorted([*_UNITS, *_TENS, "a", "an"], key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_CARDINAL = rf"(?:{_DIGITS})(?:\s?(?:{'|'.join(sorted(_SUFFIXES, key=len, reverse=True))})\b)?"
_SPELT = rf"(?:{_WORD})(?:[\s-]+(?:and\s+)?(?:{_WORD}|{_SCALE}))*"
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_PERCENT = r"\s?(?:%|per\s?cent\b|percentage points\b)"
# A number begins where no word goes on, with a digit, a minus sign or one of these letters: elsewhere nothing need be tried.
_BEGINNINGS = "".join(
    sorted({word[0] for word in (*_UNITS, *_TENS, *_SCALES, *_PARTS, *_ORDERS, "a", "between", "minus")})
)
_TOKEN: Final = re.compile(
    rf"(?<!\w)(?=[-−\d{_BEGINNINGS}])(?:"
    + "|".join(
        (
            rf"(?P<order>\b(?:{'|'.join(sorted(_ORDERS, key=len, reverse=True))})\b)",
            rf"(?P<ratio>\b(?P<part>{_CARDINAL}|{_SPELT})\s+in\s+(?:every\s+)?(?P<whole>{_CARDINAL}|{_SPELT})\b)",
            rf"(?P<portion>\b(?:(?P<ptop>{_WORD})[\s-]+)?(?P<pbottom>{_PART})\s+(?:of\s+)?an?\s+(?P<pscale>{_SCALE})\b)",
            rf"(?P<mixed>(?<![\w.])(?P<whole_part>\d+|{_WORD})\s+and\s+(?:(?P<mtop>{_WORD})[\s-]+)?(?P<mbottom>{_PART})"
            rf"(?:\s+(?P<mscale>{_SCALE})\b|(?P<mshare>{_PERCENT})|\b))",
            rf"(?P<fraction>\b(?:(?P<top>{_WORD})[\s-]+)?(?P<bottom>{_PART})\b)",
            rf"(?P<range>(?<![\w.])(?P<from>{_CARDINAL})(?:{_PERCENT})?\s*(?:-|–|—|\bto\b)\s*(?P<to>{_CARDINAL})(?P<rshare>{_PERCENT})?)",
            rf"(?P<between>\bbetween\s+(?P<bfrom>{_CARDINAL})(?:{_PERCENT})?\s+and\s+(?P<bto>{_CARDINAL})(?P<bshare>{_PERCENT})?)",
            rf"(?P<plain>(?<![\w.])(?P<minus>(?<![^\s(])[-−]|\bminus\s+)?(?P<digits>{_CARDINAL})(?P<share>{_PERCENT})?)",
            rf"(?P<spelt>\b{_SPELT}\b(?P<sshare>{_PERCENT})?)",
        )
    )
    + ")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its notation: `low` equals `high` unless it is a range; a share is in per cent.

    `step` is how precisely it is worded: 100 for `1,400`, 1 for `37%`; 0 when it has no coarser reading.
    """

    low: Decimal
    high: Decimal
    share: bool
    stated: str
    step: Decimal

    @property
    def is_range(self) -> bool:
        """Whether two different bounds were stated."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Found:
    """A number found in a text, with where it stands."""

    number: Number
    start: int
    end: int


def plain(value: Decimal) -> str:
    """A decimal as people write it: thousands separated, no exponent, at most two decimals when it does not end."""
    if value == value.to_integral_value():
        return f"{int(value):,}"
    short = value.quantize(Decimal("0.01")) if -value.as_tuple().exponent > 4 else value  # type: ignore[operator]
    return f"{short:,f}"


def scan(text: str) -> list[Found]:
    """Every number in a text, left to right; an article (`a`, `an`) alone is no number."""
    found = []
    for match in _TOKEN.finditer(text):
        number = _read(match)
        if number is not None:
            found.append(Found(number, match.start(), match.end()))
    return found


def parse_number(text: str) -> Number | None:
    """The number that the whole text states, or None when it is anything else."""
    found = scan(text.strip())
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text.strip())):
        return None
    return found[0].number


def _read(match: re.Match[str]) -> Number | None:
    stated = " ".join(match.group().split())
    if order := match["order"]:
        low, high = _ORDERS[order.lower()]
        return Number(Decimal(low), Decimal(high), False, stated, Decimal(0))
    if match["ratio"]:
        return _ratio(match["part"], match["whole"], stated)
    if match["portion"] or match["mixed"]:
        return _scaled(match, stated)
    if match["fraction"]:
        top = _cardinal(match["top"] or "a")
        bottom = _PARTS[match["bottom"].lower()]
        return _share_of(top, Decimal(bottom), stated, everyday=True) if top is not None else None
    for low_name, high_name, share_name in (("from", "to", "rshare"), ("bfrom", "bto", "bshare")):
        if match[low_name]:
            return _range(match[low_name], match[high_name], match[share_name] is not None, stated)
    text = match["digits"] or match["spelt"]
    share = match["share"] or match["sshare"]
    value = _cardinal(text[: len(text) - len(match["sshare"])] if match["sshare"] else text)
    if value is None or text.lower() in {"a", "an"}:
        return None
    value = -value if match["minus"] else value
    return Number(value, value, bool(share), stated, step_of(value))


def _scaled(match: re.Match[str], stated: str) -> Number | None:
    """`half a million`, `three quarters of a million`, `two and a half million`: counts, not shares."""
    if match["portion"]:
        top, bottom, scale = _cardinal(match["ptop"] or "a"), match["pbottom"], match["pscale"]
        whole: Decimal | None = Decimal(0)
    else:
        top, bottom, scale = _cardinal(match["mtop"] or "a"), match["mbottom"], match["mscale"]
        whole = _cardinal(match["whole_part"])
    if top is None or whole is None:
        return None
    value = (whole + top / _PARTS[bottom.lower()]) * (_SCALES[scale.lower()] if scale else 1)
    return Number(value, value, bool(match["mshare"]), stated, step_of(value))


def _range(low_text: str, high_text: str, share: bool, stated: str) -> Number | None:
    low, high = _cardinal(low_text), _cardinal(high_text)
    if low is None or high is None or low > high:
        return None
    return Number(low, high, share, stated, min(step_of(low), step_of(high)))


def _ratio(part: str, whole: str, stated: str) -> Number | None:
    top, bottom = _cardinal(part), _cardinal(whole)
    if top is None or bottom is None or bottom <= 0 or top > bottom:
        return None
    return _share_of(top, bottom, stated, everyday=bottom <= 10)


def _share_of(top: Decimal, bottom: Decimal, stated: str, everyday: bool) -> Number:
    """A fraction as a share; its step is the distance to the nearest fraction that people say as readily.

    Those are the fractions whose denominators are at most four or its own (the Farey sequence), so that 63 % is
    within “two-thirds” and 57 % is not.
    """
    value = 100 * top / bottom
    step = Decimal(0)
    if everyday:
        order = max(4, int(bottom))
        others = {100 * Decimal(n) / d for d in range(1, order + 1) for n in range(d + 1)}
        step = min((abs(value - other) for other in others if abs(value - other) > Decimal("0.001")), default=step)
    return Number(value, value, True, stated, step)


def nearest_everyday(percent: Decimal, bottom: int) -> Decimal:
    """How far a fraction, as per cent, lies from the nearest other that people say as readily.

    Those are the fractions whose denominators are at most four or its own (the Farey sequence), so that 63 % is
    within “two-thirds” and 57 % is not.
    """
    order = max(4, bottom)
    others = {100 * Decimal(n) / d for d in range(1, order + 1) for n in range(d + 1)}
    return min(
        (abs(percent - other) for other in others if abs(percent - other) > Decimal("0.001")), default=Decimal(0)
    )


def _cardinal(text: str) -> Decimal | None:
    """The value of digits with an optional scale, or of number words (`fourteen hundred`, `twenty-one`)."""
    cleaned = re.sub(r"[,\u00a0\u202f]", "", text.strip().lower())
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)\s?([a-z]+)?", cleaned):
        scale = _SUFFIXES.get(match[2], None) if match[2] else 1
        return Decimal(match[1]) * scale if scale is not None else None
    total, current = Decimal(0), Decimal(0)
    for word in re.split(r"[\s-]+", cleaned):
        if word == "and":
            continue
        if word in {"a", "an"}:
            current += 1
        elif word in _UNITS or word in _TENS:
            current += _UNITS.get(word, _TENS.get(word, 0))
        elif word in {"hundred", "dozen"}:
            current = (current or Decimal(1)) * _SCALES[word]
        elif word in _SCALES:
            total += (current or Decimal(1)) * _SCALES[word]
            current = Decimal(0)
        else:
            return None
    return total + current


def step_of(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 100 for 1400, 1 for 717, 0.1 for 9.7."""
    if value == 0:
        return Decimal(1)
    _, digits, exponent = value.normalize().as_tuple()
    return Decimal(1).scaleb(int(exponent)) if digits else Decimal(1)
