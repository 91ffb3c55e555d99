"""What a dictionary says of two words: that they mean the same, that one is a kind of the other, or that they are opposites.

The table `dictionary.tsv` of the ontology is sorted, and each look-up is a search in the mapped file: nothing of it is loaded.
"""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from typing import Final

from kg.resources import ontology

# Two words share a meaning where it is among the first ones of both: the ranks of both, added, are at most this.
_COMMON: Final = 4
# How far up the kinds of a thing are followed, and how many of its meanings are.
_STEPS: Final = 6
_MEANINGS: Final = 2


@cache
def _table() -> mmap.mmap:
    with ontology("dictionary.tsv").open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@lru_cache(maxsize=8192)
def _entry(key: str) -> str | None:
    """The line of a word or, after `#`, of a meaning."""
    wanted, table = key.encode(), _table()
    low, high = 0, len(table)
    while low < high:
        start = table.rfind(b"\n", 0, (low + high) // 2) + 1
        end = table.find(b"\n", start)
        name, _, rest = table[start:end].partition(b"\t")
        if name == wanted:
            return rest.decode()
        low, high = (end + 1, high) if name < wanted else (low, start)
    return None


@lru_cache(maxsize=8192)
def _meanings(word: str) -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """By part of speech (`n`, `v`, `a`, `r`), the meanings of a word, the commonest first, and its opposites."""
    found: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}
    for part in (_entry(word) or "").split(";"):
        speech, _, rest = part.partition(":")
        meanings, _, opposites = rest.partition("!")
        if speech:
            found[speech] = tuple(meanings.split(",")), frozenset(filter(None, opposites.split(",")))
    return found


def knows(word: str) -> bool:
    """Whether the dictionary has a word."""
    return bool(_meanings(word))


def verb(stem: str) -> str:
    """The verb of a stem that a participle left: `excavat` of excavated is `excavate`."""
    forms = (stem, f"{stem}e", f"{stem}{stem[-1:]}", f"{stem[:-1]}y" if stem.endswith("i") else stem)
    return next((form for form in forms if "v" in _meanings(form)), stem)


def synonyms(one: str, other: str) -> bool:
    """Whether two words have a meaning in common that is among the first ones of both."""
    first, second = _meanings(one), _meanings(other)
    for speech in first.keys() & second.keys():
        ranks = {meaning: rank for rank, meaning in enumerate(second[speech][0])}
        if any(m in ranks and rank + ranks[m] <= _COMMON for rank, m in enumerate(first[speech][0])):
            return True
    return False


def opposites(one: str, other: str) -> bool:
    """Whether two words are opposites, as imports and exports are."""
    return any(other in words for _, words in _meanings(one).values()) or any(
        one in words for _, words in _meanings(other).values()
    )


@lru_cache(maxsize=8192)
def is_kind_of(one: str, other: str) -> bool:
    """Whether one noun names a kind of what the other names: trout and fish."""
    wanted = set(_meanings(other).get("n", ((), frozenset()))[0][:_MEANINGS])
    level = set(_meanings(one).get("n", ((), frozenset()))[0][:_MEANINGS])
    for _ in range(_STEPS):
        level = {wider for meaning in level for wider in (_entry(f"#{meaning}") or "").split(",") if wider}
        if level & wanted:
            return True
    return False


def way_of(one: str, other: str) -> bool:
    """Whether one verb, in its first meaning, is a way to do what the other says, as looting is a way of stealing."""
    for narrow, wide in ((one, other), (other, one)):
        meanings = _meanings(narrow).get("v", ((), frozenset()))[0][:1]
        wider = {kind for meaning in meanings for kind in (_entry(f"#{meaning}") or "").split(",")}
        if wider & set(_meanings(wide).get("v", ((), frozenset()))[0][:1]):
            return True
    return False
