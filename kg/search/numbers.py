"""Keys of the numbers in a text: their first digits other than zeros.

Reading a text by the grammar of figures takes long. A million texts are therefore indexed by keys, and only those with a key of the
headline are read. A text in digits has its keys on its face; one with numbers in words, fractions or ratios is read for them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from kg.figures.changes import GROWN, HALVED
from kg.figures.scan import find_equals
from kg.figures.words import FOLD, ORDERS, PARTS, PLURAL_PARTS, SCALES, SMALL, TENS, TIMES, VULGAR
from kg.patterns import regex

if TYPE_CHECKING:
    from decimal import Decimal

_MOST_DIGITS: Final = 15
_MOST_CACHED: Final = 10_000
_SPACES: Final = " \u00a0\u202f\u2009"
_RUN: Final = regex(rf"\d(?:[\d,.'’{_SPACES}]*\d)?")
_SPACE: Final = regex(f"[{_SPACES}]+")
_SEPARATORS: Final = str.maketrans("", "", ",.'’")
_WORD: Final = regex(r"[^\W\d_]+")
# Words whose value is not in any digits beside them.
_IN_WORDS: Final = frozenset(
    word.split()[0] for word in (*SMALL, *TENS, *PARTS, *PLURAL_PARTS, *ORDERS, *TIMES, *GROWN, *HALVED, "dozen")
) - {"a", "an", "tens"} | {"tens", *(f"{word}fold" for word in FOLD)}
_SCALES: Final = frozenset({*SCALES, *(f"{scale}s" for scale in SCALES)})
_SCALE_ALONE: Final = regex(rf"(?<!\d)(?<!\d[{_SPACES}-])\b(?:{'|'.join(SCALES)})", re.IGNORECASE)
_RATIO: Final = regex(
    r"\d(?:/\d|-in-|-out-of-|\s+(?:\S+\s+){0,2}(?:in|of)\s+(?:every\s+|each\s+)?[^\s\d]{0,3}(?!(?:1[5-9]|20)\d\d\b)\d)"
    r"|\b1\s+(?:\S+\s+){0,2}in\s",
    re.IGNORECASE,
)


def number_key(value: Decimal) -> int:
    """The key of a number."""
    return _key("".join(map(str, value.as_tuple().digits)))


def _key(digits: str) -> int:
    return int(digits.strip("0")[:_MOST_DIGITS].rstrip("0") or 0)


@lru_cache(_MOST_CACHED)
def number_keys(text: str) -> frozenset[int]:
    """The keys of all numbers that a text states, and perhaps others: of years, pages and what else is in digits."""
    found = set(map(_key, chain.from_iterable(map(_readings, _RUN.findall(text)))))
    if not _is_in_digits(text):
        found.update(number_key(one.number.low) for one in find_equals(text))
    return frozenset(found)


def _is_in_digits(text: str) -> bool:
    """Whether no number of a text is in words, a fraction or a ratio, as far as a glance shows."""
    words = _WORD.findall(text.lower())
    if not _IN_WORDS.isdisjoint(words) or _RATIO.search(text):
        return False
    if not (text.isascii() or VULGAR.keys().isdisjoint(text)):
        return False
    return _SCALES.isdisjoint(words) or not _SCALE_ALONE.search(text)


def _readings(run: str) -> list[str]:
    """The digits of every number that a run of digits and separators may be: a space may stand between thousands or numbers."""
    parts = _SPACE.split(run.translate(_SEPARATORS))
    found = parts.copy()
    for start, first in enumerate(parts[:-1]):
        joined = first
        for part in parts[start + 1 :]:
            if len(part) != 3:
                break
            joined += part
            found.append(joined)
    return found
