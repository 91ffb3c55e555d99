"""Whether two words of wordings are forms of one another or mean the same, by their letters, the table of wordings and the dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.compare.dictionary import is_kind_of, knows, opposites, synonyms, verb, way_of
from kg.compare.tokens import GENERIC, PASSIVE
from kg.compare.wording_tables import singles
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

# How long the first part of a compound is at least.
_STEM: Final = 3
# Nouns for whoever does a thing: a killer is nobody killed.
_DOER: Final = regex(r"(?:[^e]er|or)$")


def akin(one: str, other: str, by_meaning: bool = True) -> bool:
    """Whether two words, each with its voice, are forms of one another or, `by_meaning`, mean nearly the same."""
    first, second = (word.partition(":")[0] for word in (one, other))
    if _opposed(one, other):
        return False
    if frozenset({first, second}) in singles("near"):
        return True
    voices = one.partition(":")[2], other.partition(":")[2]
    if voices[0] and voices[1] and voices[0] != voices[1]:
        return False
    if _does(one, voices[1]) or _does(other, voices[0]):
        return False
    stem, longer = sorted((first, second), key=len)
    if (":" in one) != (":" in other) and _doer_of(one, other):
        return True
    if len(stem) >= 4 and longer.startswith(stem[: max(4, len(stem) - 2)]):
        return True
    if not by_meaning:
        return False
    if ":" in one and ":" in other:
        return synonyms(*_written(one, other)) or way_of(*_written(one, other))
    return synonyms(*_written(one, other))


def _does(word: str, voice: str) -> bool:
    """Whether a noun names who does what the other word says was done to somebody."""
    return voice == PASSIVE and ":" not in word and _DOER.search(word) is not None


def _doer_of(one: str, other: str) -> bool:
    """Whether a noun names who does what a verb says: owners own."""
    noun, act = (one, other) if ":" in other else (other, one)
    return noun.removesuffix("r") == verb(act.partition(":")[0]) or noun.removesuffix("er") == act.partition(":")[0]


def _written(one: str, other: str) -> tuple[str, str]:
    """Two words as the dictionary has them: a participle as its verb."""
    first, second = (verb(word.partition(":")[0]) if ":" in word else word for word in (one, other))
    return first, second


def covered(word: str, others: AbstractSet[str]) -> bool:
    """Whether a word is said by one of others that is akin to it."""
    return any(akin(word, other) for other in others)


def compounds(words: AbstractSet[str], others: AbstractSet[str]) -> set[str]:
    """The words that are made of two of the others, with those two: beekeepers keep bees."""
    found: set[str] = set()
    for word in words:
        for first in others:
            stem = first.partition(":")[0]
            rest = word.removeprefix(stem) if len(stem) >= _STEM and word.startswith(stem) else ""
            second = next((other for other in others if other != first and akin(rest, other)), None) if rest else None
            found |= {word, first, second} if second else set()
    return found


def is_person(noun: str) -> bool:
    """Whether a noun names somebody."""
    return noun == "person" or is_kind_of(noun, "person")


def twists(left: AbstractSet[tuple[str, str]], added: AbstractSet[tuple[str, str]]) -> bool:
    """Whether what one wording has alone is shown to mean something else than what the other has alone; each word with what joins it.

    Opposites and acts that are no synonyms mean something else. One plain word in the place of another does too, unless the dictionary
    knows them for synonyms; a longer or shorter way of saying something need not.
    """
    one, other = ({word for word, _ in words} - GENERIC for words in (left, added))
    if any(_opposed(a, b) for a in one for b in other) or any(_superlative(word) for word in one ^ other):
        return True
    alone = [{word for word in words if not covered(word, others)} for words, others in ((one, other), (other, one))]
    if any(":" in word for words in alone for word in words) or not all(alone):
        return True
    joined = [
        {preposition for word, preposition in words if word in own}
        for words, own in ((left, alone[0]), (added, alone[1]))
    ]
    slots = {preposition for preposition in joined[0] & joined[1] if preposition}
    return bool(slots) or (len(alone[0]) == len(alone[1]) and joined[0] == joined[1])


def _superlative(word: str) -> bool:
    return word.endswith("est") and not knows(word)


def _opposed(one: str, other: str) -> bool:
    pair = frozenset({one.partition(":")[0], other.partition(":")[0]})
    return pair in singles("apart") or opposites(*_written(one, other))
