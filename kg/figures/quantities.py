"""Every quantity of a text: single numbers joined into ranges, ratios and parts, without those that are no figures."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from kg.figures.lookalikes import blots, why_not
from kg.figures.numerals import Atom, atoms
from kg.figures.quantity import Passed, Quantity, measured
from kg.figures.ranges import _DASH, compound_of, range_of, score_of
from kg.figures.ratios import part_of, ratio_of
from kg.figures.years import is_year
from kg.patterns import regex

_CONFIDENCE: Final = regex(
    r"\(?\s*\d{2}(?:\.\d)?\s?%\s*(?:CI|CrI|UI|confidence\s+intervals?|credible\s+intervals?|uncertainty\s+intervals?)\b[:,;=]?\s*(?:of\s+|from\s+)?"
    r"(?:[\[(]?[-−]?\d[\d.,]*\d?\s?%?\s*(?:to|–|-|,|and)\s*[-−]?\d[\d.,]*\d?\s?%?[\])]?)?\s*\)?"
    r"|\b(?:from\s+)?\d[\d.,]*\s?%?\s*(?:to|–|-|and)\s*\d[\d.]*\s?%?\s*\(\s*\d{2}\s?%\s*(?:CI|CrI|UI|confidence\s+interval)\s*\)",
    re.IGNORECASE,
)

_REFUSED: Final = (
    (regex(r"(?<![\w.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.]\d)"), "points between thousands", "write it as 1,200,000"),
    (
        regex(
            r"(?<![\w.,])\d+,\d{1,2}(?![\d,])(?!,\d)(?=\s?(?:%|[£$€]|Mio|Mrd|million|billion|Millionen|Milliarden|per\s?cent|\w*[a-z]))"
        ),
        "a comma that may be a decimal one",
        "write it as 1.2",
    ),
    (
        regex(r"\b\d+(?:[.,]\d+)?\s?(?:Mio|Mrd|Mill|Mil)\b\.?"),
        "a scale of another language",
        "write it as 1.2 million or 1.2 billion",
    ),
)

# Languages whose decimals stand after a comma, and whose thousands after a point or space.
_DECIMAL_COMMA: Final = frozenset(
    "bg ca cs da de el es et fi fr hr hu id is it lt lv nb nl nn no pl pt ro ru sk sl sr sv tr uk".split()
)

_SWAPPED: Final = str.maketrans(".,", ",.")


def quantities(text: str, locale: str | None = None, line: bool = False) -> tuple[list[Quantity], list[Passed]]:
    """Every quantity of a text, left to right, with ranges and ratios joined; and the numbers that are none, with why.

    `locale` is the language of the text where its decimals stand after a comma: `de`, `fr_CH`. In a `line` the first number is one,
    even where it looks like a year.
    """
    comma = locale is not None and re.split(r"[_-]", locale)[0].lower() in _DECIMAL_COMMA
    if comma:
        text = re.sub(r"\d[\d.,]*\d", lambda match: match.group().translate(_SWAPPED), text)
    found, passed = _singles(text, comma, line)
    return _shares_joined(text, _joined(text, found, passed), passed), passed


def _singles(text: str, foreign: bool, line: bool) -> tuple[list[Quantity], list[Passed]]:
    found: list[Quantity] = []
    passed = [Passed(*blot) for blot in blots(text)]
    passed += [] if foreign else _refused(text)
    if "%" in text and ("I" in text or "nterval" in text):
        passed += [Passed(m.start(), m.end(), "margin of error") for m in _CONFIDENCE.finditer(text)]
    earlier: Atom | None = None
    for atom in atoms(text):
        if any(one.start < atom.end and atom.start < one.end for one in passed):
            continue
        before, earlier = earlier, atom
        if line and before is None:
            found.append(measured(text, atom))
        elif is_year(text, atom) and not _one_in(text, before, atom):
            passed.append(Passed(atom.start, atom.end, "year"))
        elif why := why_not(text, atom):
            passed.append(Passed(atom.start, atom.end, why))
        else:
            found.append(measured(text, atom))
    return found, passed


def _refused(text: str) -> list[Passed]:
    if "," not in text and "." not in text and "Mi" not in text and "Mrd" not in text:
        return []
    return [Passed(m.start(), m.end(), why, instead) for form, why, instead in _REFUSED for m in form.finditer(text)]


def _one_in(text: str, before: Atom | None, atom: Atom) -> bool:
    """`1 in 2000`: after a one, what looks like a year is a ratio."""
    if before is None or before.low != 1 or before.kind == "fraction":
        return False
    return (
        re.fullmatch(r"(?:\s+[^\W\d]+){0,2}\s+(?:in|out\s+of)\s+(?:every\s+)?", text[before.end : atom.start])
        is not None
    )


def _joined(text: str, found: list[Quantity], passed: list[Passed]) -> list[Quantity]:
    """The quantities with each run of them that makes one range, ratio or part put together; scores are passed over."""
    joined: list[Quantity] = []
    rest = deque(found)
    while rest:
        one: Quantity | None = rest.popleft()
        while one is not None and rest and not _parted(one, rest[0], passed):
            pair = _pair(text, one, rest[0])
            if pair is None:
                break
            rest.popleft()
            if isinstance(pair, Passed):
                passed.append(pair)
                one = None
            else:
                one = pair
        if one is not None:
            joined.append(one)
    return joined


def _shares_joined(text: str, found: list[Quantity], passed: list[Passed]) -> list[Quantity]:
    """The quantities with `one in twenty to one in ten` as one range."""
    joined: list[Quantity] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and before.ratio and one.ratio and not _parted(before, one, passed):
            gap = text[before.end : one.start]
            if re.fullmatch(r"\s?[-–—]\s?|\s+(?:to|and)\s+", gap) and before.low is not None and one.high is not None:
                low, high = sorted((before.low, one.high))
                joined[-1] = replace(one, start=before.start, low=low, high=high, step=Decimal(0))
                continue
        joined.append(one)
    return joined


def _parted(one: Quantity, other: Quantity, passed: Iterable[Passed]) -> bool:
    return any(one.end <= between.start and between.end <= other.start for between in passed)


def _pair(text: str, one: Quantity, other: Quantity) -> Quantity | Passed | None:
    """Two quantities as one range, ratio or part; a score, which is passed over; None where each is its own."""
    gap = text[one.end : other.start]
    if len(gap) > 60 or one.low is None or other.low is None:
        return None
    if _DASH.fullmatch(gap) and (score := score_of(text, one, other)):
        return score
    return (
        compound_of(text, one, other, gap)
        or range_of(text, one, other, gap)
        or ratio_of(text, one, other, gap)
        or part_of(one, other, gap)
    )
