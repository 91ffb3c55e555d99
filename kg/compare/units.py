"""How one wording of what is counted differs from another: a part or the whole of it, more or less of a finding, or another thing."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from kg.model.walk import reached
from kg.patterns import regex
from kg.rdf.units import units

_IRREGULAR: Final = {"children": "child", "men": "man", "women": "woman", "people": "person", "persons": "person"}
_SMALL: Final = frozenset({"the", "a", "an", "of", "all", "in", "for", "by", "and"})
# Words that only tie a restriction to what it restricts: “among those arrested”, “with recorded ethnicity”.
_TIES: Final = frozenset(
    {
        "those",
        "among",
        "amongst",
        "with",
        "whose",
        "who",
        "which",
        "that",
        "where",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "on",
        "at",
        "to",
        "from",
        "all",
    }
)
_SAME_PHRASE: Final = (
    (regex(r"\b(?:more than|longer than|older than|above)\b"), "over"),
    (regex(r"\b(?:less than|fewer than|shorter than|younger than|below)\b"), "under"),
)
_LISTED: Final = regex(r"\s*(?:,|&|\band\b)\s*")
_NOT: Final = frozenset({"not", "no", "without", "un", "non"})


def same_text(one: str, other: str) -> bool:
    """Whether two wordings differ only in case, hyphens, number (child, children) or order (girls and women; rape victims)."""
    return one == other or _normal(one) == _normal(other)


def negates(one: str, other: str) -> bool:
    """Whether one wording is the other with a “not” in it, such as recorded and not recorded, or unrecorded.

    Of what is “a and not b” the rest is more than “a and b”.
    """
    first, second = (_words(re.sub(r"\b(un|non)-?(?=\w{4})", r"\1 ", text.casefold())) for text in (one, other))
    longer, shorter = sorted((first, second), key=len, reverse=True)
    if not _NOT & set(longer) or {"and", "or"} & set(longer):
        return False
    return [word for word in longer if word not in _NOT] == list(shorter)


def negates_of(one: str, other: str) -> bool:
    """Whether two wordings divide the same things: cases closed and cases not closed, but not smokers and non-smokers."""
    return negates(one, other) and _words(one)[:1] == _words(other)[:1]


@lru_cache(maxsize=4096)
def words_beyond(text: str, other: str) -> tuple[str, ...]:
    """The words of one wording that another does not have, but for those that carry nothing by themselves."""
    known = set(_known(other)) | _TIES
    return tuple(word for word in _known(text) if word not in known)


@lru_cache(maxsize=4096)
def difference(before: str, after: str) -> str | None:
    """The kind of change between two wordings, as a word of the drift scheme; None where they are the same.

    A word that leaves open whether a unit is one (potential, suspected) and is dropped raises the unit, as a step up a ladder
    from suspects to offenders does; a unit that is part of the other, or has more words before the same last one, narrows it.
    """
    if same_text(before, after):
        return None
    was, now = _known(before), _known(after)
    if now[:1] == ("those",) and set(now[1:]) <= set(was):
        return None  # “of those recorded” points back at what the source names in full
    sure_was, sure_now = _without_doubt(was), _without_doubt(now)
    if sure_was == sure_now:
        return "raised" if len(now) < len(was) else "lowered" if len(now) > len(was) else "changed"
    if step := _ladder_step(sure_was, sure_now):
        return step
    if _part_of(now, was):
        return "narrowed"
    return "widened" if _part_of(was, now) else "changed"


def _ladder_step(was: tuple[str, ...], now: tuple[str, ...]) -> str | None:
    for ladder in _ladders():
        if was in ladder and now in ladder:
            return "raised" if ladder.index(now) > ladder.index(was) else "lowered"
    return None


@cache
def _ladders() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(tuple(_known(label) for label in ladder) for ladder in units().ladders)


def _part_of(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a unit lies inside another: the same last word with more before it, or a last word that the other contains."""
    if not part or not whole or len(part) < len(whole):
        return False
    if part[-1] == whole[-1]:
        return set(whole) < set(part)
    return len(whole) == 1 and whole[0] in reached([part[-1]], lambda unit: units().broader.get(unit, ()))


def _without_doubt(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in units().doubts)


def _known(text: str) -> tuple[str, ...]:
    """The words of a unit, a name of the same unit put for another."""
    words = tuple(word for word in _words(text) if word not in _SMALL)
    return tuple(units().same.get(word, word) for word in words)


@lru_cache(maxsize=4096)
def _normal(text: str) -> tuple[str, ...]:
    """What a wording lists, in one order: “victims of rape” are rape victims, and “under-age” is “underage”."""
    return tuple(sorted("".join(_turned(_words(part))) for part in _LISTED.split(text.casefold())))


def _turned(words: tuple[str, ...]) -> tuple[str, ...]:
    """What is counted last, where one “of” put it first; what was done to it before it: “crimes recorded” are recorded crimes."""
    if words.count("of") == 1:
        place = words.index("of")
        words = (*words[place + 1 :], *words[:place])
    done = tuple(word for word in words if _is_done(word))
    return (*done, *(word for word in words if not _is_done(word))) if len(done) == 1 else words


def _is_done(word: str) -> bool:
    return word.endswith("ed") and len(word) > 4


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    text = text.casefold()
    for phrase, word in _SAME_PHRASE:
        text = phrase.sub(word, text)
    return tuple(_singular(word) for word in re.findall(r"\w+|[£$€¥]", text))


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
