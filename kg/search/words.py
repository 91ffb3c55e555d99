"""The words of a text in the one spelling that search compares, and words that are spelled alike."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.figures.scan import find_numbers
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD: Final = regex(r"[^\W\d_]+")
_COMMON: Final = frozenset("a an and at by for from in is of on or the to were was that than as with".split())
_HEDGES: Final = frozenset("least more up less about over almost nearly some around".split())
_ONE_WORD: Final = {"majority": "most"}
# Letters that a word needs to be completed, corrected, or cut to its singular.
LONG_ENOUGH: Final = 4
_SIMILARITY: Final = 78.0  # per cent of edits that leave a word, to be taken for a typing error
_MEANT: Final = 75.0  # per cent of likeness, to be offered as what was meant
_MOST_CORRECTIONS: Final = 5


def words_of(text: str) -> list[str]:
    """The words of a text in small letters and without the `s` of a plural; most and majority are one."""
    return [_ONE_WORD.get(word) or _singular(word) for word in _WORD.findall(text.casefold())]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > LONG_ENOUGH and word[-1] == "s" and word[-2] != "s" else word


def content_words(text: str) -> list[str]:
    """The words of a headline that say what it is about, without its numbers."""
    for found in reversed(tuple(find_numbers(text))):
        text = text[: found.start] + " " + text[found.end :]
    return [word for word in words_of(text) if word not in _COMMON and word not in _HEDGES]


def completes(other: str, word: str) -> bool:
    """Whether a word may be the beginning of another."""
    return len(word) >= LONG_ENOUGH and other.startswith(word)


def close_words(word: str, vocabulary: Iterable[str]) -> list[str]:
    """The words of a vocabulary that a typing error may have turned into a word, the most similar first."""
    if len(word) < LONG_ENOUGH:
        return []
    letters = Counter(word)
    # Words that share few letters cannot be similar. Mostly none is left, and importing rapidfuzz takes longer than this.
    near = [
        other
        for other in vocabulary
        if 200 * (letters & Counter(other)).total() >= _SIMILARITY * (len(word) + len(other))
    ]
    return most_similar(word, near) if near else []


def most_similar(word: str, near: Sequence[str]) -> list[str]:
    """The few of some words that are similar enough, the most similar first."""
    from rapidfuzz import fuzz, process

    found = process.extract(word, near, scorer=fuzz.ratio, score_cutoff=_SIMILARITY, limit=_MOST_CORRECTIONS)
    return [str(match[0]) for match in found]


def closest(text: str, names: Iterable[str]) -> str | None:
    """The name that is spelt most like a text, if one is alike enough to be what was meant."""
    from rapidfuzz import process

    found = process.extractOne(text, names, score_cutoff=_MEANT)
    return str(found[0]) if found else None
