"""A wording of a thing, read as its head and what restricts it.

A synonym stands for its own words only, so that who does what to whom stays apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.compare.geography import named, of_adjective
from kg.compare.tokens import Word, tokens
from kg.compare.wording_tables import OBJECT, PREPOSITIONS, alone, doubtful, one_name, same

if TYPE_CHECKING:
    from collections.abc import Iterable


class Phrase(Struct, frozen=True):
    """One thing as worded: its heads and the words that restrict it, each with the preposition that joins it.

    There are several heads where “and” or “or” joins them; `options` are the participles of which one is meant.
    """

    heads: frozenset[str]
    joined: str
    words: frozenset[tuple[str, str]]
    doubts: frozenset[str]
    place: str | None = None
    adjective: bool = False
    negated: bool = False
    options: frozenset[str] = frozenset()

    @property
    def plain(self) -> frozenset[str]:
        """The restricting words without their prepositions."""
        return frozenset(word for word, _ in self.words)


@lru_cache(maxsize=8192)
def phrase(text: str) -> Phrase:
    """A wording, read."""
    words = tokens(text)
    meant = alone().get(tuple(word.keyed for word in words if word.text != "the"))
    return read_phrase(meant or renamed(words))


def read_phrase(words: tuple[Word, ...]) -> Phrase:
    """The head of some words and what restricts it."""
    parts = _parts(words)
    heads, joined, restricting, options = _head(parts[0][1])
    found = set(restricting)
    if heads and all(head.endswith(":p") for head in heads) and not options:
        heads, found = frozenset({"person"}), found | {(head, "") for head in heads}  # those killed
    people = adjective_place(next(iter(heads))) if len(heads) == 1 and words[-1:] == parts[0][1][-1:] else None
    heads = frozenset({"person"}) if people else heads  # Americans
    place = people or _place(restricting)
    adjective = place is not None
    for preposition, part in parts[1:]:
        where = named(" ".join(word.raw for word in part)) if preposition in {"in", "across", "of", "within"} else None
        if where is not None and place is None and _looks_named(part):
            place = where.place
            continue
        inner, _, more, _ = _head(part)
        found |= {(word, preposition) for word in inner}
        found |= {(word, f"{preposition}+") for word, _ in more}
    doubts = frozenset(word for word, _ in found if word in doubtful())
    kept = frozenset(
        (word, preposition)
        for word, preposition in found
        if word not in doubts and not (preposition == "" and place is not None and adjective_place(word) == place)
    )
    return Phrase(heads, joined, kept, doubts, place, adjective, any(word.negates for word in words), options)


def _looks_named(part: Iterable[Word]) -> bool:
    return any(word.raw[:1].isupper() for word in part)


def adjective_place(word: str) -> str | None:
    """The place that an adjective is of."""
    adjective = of_adjective(word)
    found = named(adjective) if adjective else None
    return found.place if found else adjective


def _place(restricting: Iterable[tuple[str, str]]) -> str | None:
    return next((place for word, _ in restricting if (place := adjective_place(word))), None)


def renamed(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words with each wording of the table put for what it means, the longest first."""
    table = same()
    longest = max(map(len, table), default=0)
    found: list[Word] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            means = table.get(tuple(word.keyed for word in words[at : at + length]))
            if means is not None:
                found += means
                at += length
                break
        else:
            word = words[at]
            found += (word,) if word.voice else one_name().get(word.text, (word,))
            at += 1
    return tuple(found)


def _parts(words: tuple[Word, ...]) -> list[tuple[str, tuple[Word, ...]]]:
    """The words before the first preposition, and after each with it."""
    parts: list[tuple[str, list[Word]]] = [("", [])]
    for at, word in enumerate(words):
        if word.text in PREPOSITIONS and (parts[-1][1] or parts[-1][0]):
            parts.append((word.text, []))
        elif word.text not in {"the", "a", "an", "all", "their", "its", "his", "her"} and not word.negates:
            parts[-1][1].append(word)
            if _has_object(words, at):
                parts.append((OBJECT, []))
    return [(preposition, tuple(part)) for preposition, part in parts if part or not preposition]


def _has_object(words: tuple[Word, ...], at: int) -> bool:
    """Whether a participle stands between a plural noun and what more is said of it: people | visiting museums."""
    if not words[at].voice or at == 0 or at + 1 == len(words):
        return False
    before, after = words[at - 1], words[at + 1]
    plural = not before.voice and before.raw.casefold() != before.text
    joins = after.text in PREPOSITIONS or after.text in {"and", "or"} or after.voice or after.text.endswith("ly")
    return plural and not joins


def _head(part: tuple[Word, ...]) -> tuple[frozenset[str], str, frozenset[tuple[str, str]], frozenset[str]]:
    """The heads of a part, what joins them, its other words, and the participles of which one is meant."""
    words = [word for word in part if word.text not in {"and", "or"}]
    if not words:
        return frozenset(), "", frozenset(), frozenset()
    done = [word for word in words if word.voice]
    nouns = [word for word in words if not word.voice and not word.text.endswith("ly")]
    options = (
        frozenset(word.keyed for word in done)
        if len(done) > 1 and any(w.text in {"or", "and"} for w in part)
        else frozenset()
    )
    if not nouns:
        return frozenset(word.keyed for word in done), "", frozenset(), options
    joins = [index for index, word in enumerate(part) if word.text in {"and", "or"}]
    heads, joined = {nouns[-1].text}, ""
    for index in joins:
        before = part[index - 1] if index else None
        if before is not None and before in nouns and not options:
            heads.add(before.text)
            joined = part[index].text
    others = frozenset((word.keyed, "") for word in words if word.text not in heads or word.voice)
    return frozenset(heads), joined, others, options
