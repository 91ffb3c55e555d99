"""How one wording of a thing differs from another: the same in other words, nearly so, more or less of it, or another thing.

A wording is read as its head and what restricts it; a synonym stands for its own words only, so that who does what to whom stays apart.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from kg.compare.acts import done_to
from kg.compare.akin import akin, compounds, covered, is_person, twists
from kg.compare.dictionary import synonyms
from kg.compare.phrases import Phrase, phrase, read_phrase, renamed
from kg.compare.tokens import GENERIC, Word, tokens
from kg.compare.wording_tables import ACTS, ALIKE, DOERS, MOVED, PERSONS, near_table, singles
from kg.model.walk import reached
from kg.patterns import regex
from kg.rdf.units import units

if TYPE_CHECKING:
    pass

WORDING: Final = "check the wording"


def place_of(text: str) -> str | None:
    """The place that a wording names, as American jobs and jobs in the United States do; of people it may be what they are."""
    found = phrase(text)
    return None if found.place is None or (found.adjective and _is_person(found.heads)) else found.place


def _is_person(heads: frozenset[str]) -> bool:
    return any(head == "person" or head in MOVED or DOERS.search(head) or _part_of(head, "person") for head in heads)


@lru_cache(maxsize=8192)
def difference(before: str, after: str, place_before: str | None = None, place_after: str | None = None) -> str | None:
    """The kind of change between two wordings, as a word of the drift scheme; None where they mean the same.

    `check the wording` where only words differ and nothing shows another meaning. The places are those of the areas that stand
    beside the wordings.
    """
    if _flat(before) == _flat(after):
        return None
    if synonyms(*(" ".join(word.text for word in tokens(text)) for text in (before, after))):
        return WORDING
    was, now = phrase(before), phrase(after)
    if kind := _origin(was, now, place_after) or _origin(now, was, place_before):
        return {"widened": "widened" if was.place else "narrowed"}[kind]
    if was != now and _nearly(before) == _nearly(after) and _belonging(was) == _belonging(now):
        return None if _worded_otherwise(was, now) else WORDING
    if was.negated != now.negated:
        return "changed"
    if was.place != now.place and was.place and now.place:
        return "moved"
    if kind := _option_kept(was, now):
        return kind
    if step := _sureness(was, now):
        return step
    if was.heads == now.heads:
        return _restricted(was, now)
    return _other_heads(was, now)


def _worded_otherwise(was: Phrase, now: Phrase) -> bool:
    """Whether two wordings have the same head and restrictions, joined by other prepositions: road deaths, deaths on the roads."""
    alike = (was.heads, was.place, was.negated, was.options) == (now.heads, now.place, now.negated, now.options)
    return alike and _restricted(was, now) is None


def _flat(text: str) -> tuple[str, ...]:
    return tuple(word.keyed for word in tokens(text) if word.text not in {"the", "a", "an", "all"})


def _origin(one: Phrase, other: Phrase, place: str | None) -> str | None:
    """`widened` where people of one place are told as people, and nothing says that the place is meant as an area."""
    if one.place is None or other.place is not None or not one.adjective or not _is_person(one.heads):
        return None
    return None if one.place == place and not one.heads & MOVED else "widened"


@lru_cache(maxsize=8192)
def _nearly(text: str) -> Phrase:
    """A wording with what is nearly the same put in one way."""
    words, table = renamed(tokens(text)), near_table()
    found: list[Word] = []
    at = 0
    while at < len(words):
        keys = (tuple(word.keyed for word in words[at : at + length]) for length in range(4, 0, -1))
        key = next((key for key in keys if key in table), None)
        found += table[key] if key else words[at : at + 1]
        at += len(key) if key else 1
    return read_phrase(tuple(found))


def _option_kept(was: Phrase, now: Phrase) -> str | None:
    """A whole of which one part is kept, or the other way round: injured or killed, and killed."""
    for whole, part, kind in ((was, now, "rebased"), (now, was, "changed")):
        kept = (part.plain | part.heads) & whole.options
        if whole.options and not part.options and kept and kept != set(whole.options):
            return kind
        if len(whole.heads) > 1 and part.heads < whole.heads and whole.joined:
            return kind
    return None


def _sureness(was: Phrase, now: Phrase) -> str | None:
    """A step up or down: a word of doubt dropped or added, or a ladder such as from suspects to offenders."""
    if was.doubts != now.doubts and was.heads == now.heads and was.plain - was.doubts == now.plain - now.doubts:
        return "raised" if now.doubts < was.doubts else "lowered" if now.doubts > was.doubts else "changed"
    for ladder in _ladders():
        steps = [
            next((index for index, (heads, words) in enumerate(ladder) if p.heads == heads and words == p.plain), None)
            for p in (was, now)
        ]
        if steps[0] is not None and steps[1] is not None and steps[0] != steps[1]:
            return "raised" if steps[1] > steps[0] else "lowered"
    return None


@cache
def _ladders() -> tuple[tuple[tuple[frozenset[str], frozenset[str]], ...], ...]:
    read = [[phrase(label) for label in ladder] for ladder in units().ladders]
    return tuple(tuple((step.heads, step.plain) for step in ladder) for ladder in read)


def _restricted(was: Phrase, now: Phrase) -> str | None:
    """Two wordings of one head: what restricts the one and not the other."""
    if not _agree(was.words, now.words) or _belonging(was) != _belonging(now):
        return "changed"
    left, added = _beyond(was, now), _beyond(now, was)
    if not left and not added:
        return WORDING if _other_role(was, now) else None
    if any(preposition.startswith("per") for word, preposition in was.words ^ now.words):
        return "changed"  # a rate is no total
    if was.doubts != now.doubts or any(re.search(r"\d", word) for word in left | added):
        return "changed"
    if left and added:
        alike = _related(left, added) or _inside(was, now) or _inside(now, was)
        return WORDING if alike or not twists(_joined(was, left), _joined(now, added)) else "changed"
    if (left and _inside(was, now)) or (added and _inside(now, was)):
        return WORDING
    return "widened" if left else "narrowed"


def _other_role(was: Phrase, now: Phrase) -> bool:
    """Whether a word beside an act may say who did it, where the other wording says to whom: police shootings, shootings of police."""
    if not was.heads & ACTS:
        return False
    first, second = dict(was.words), dict(now.words)
    return any({first[word], second[word]} in ({"", "of"}, {"", "by"}) for word in first.keys() & second.keys())


def _joined(one: Phrase, words: frozenset[str]) -> frozenset[tuple[str, str]]:
    """Words of a wording with the prepositions that join them."""
    return frozenset((word, joined.rstrip("+")) for word, joined in one.words if word in words)


def _beyond(one: Phrase, other: Phrase) -> frozenset[str]:
    made = compounds(one.plain, other.plain) | compounds(other.plain, one.plain)
    return frozenset(word for word in one.plain if word not in other.plain and word not in GENERIC and word not in made)


def _agree(was: frozenset[tuple[str, str]], now: frozenset[tuple[str, str]]) -> bool:
    """Whether the words that both have are joined alike, and no verb has turned its voice."""
    first, second = dict(was), dict(now)
    for word in first.keys() & second.keys():
        one, other = first[word].rstrip("+"), second[word].rstrip("+")
        if one != other and not any(one in alike and other in alike for alike in ALIKE):
            return False
        if one != other and "due" in (one, other) and DOERS.search(word):
            return False  # deaths that cyclists cause are no deaths of cyclists
    stems = [
        {word.rpartition(":")[0]: word.rpartition(":")[2] for word in words if ":" in word} for words in (first, second)
    ]
    return all(stems[0][stem] == stems[1][stem] for stem in stems[0].keys() & stems[1].keys())


def _belonging(one: Phrase) -> frozenset[str]:
    """The people to whom other people belong: children of immigrants need be no immigrants."""
    if not _is_person(one.heads):
        return frozenset()
    return frozenset(word for word, preposition in one.words if preposition == "of" and _SOMEBODY.search(word))


_SOMEBODY: Final = regex(r"(?:er|or|ant|ee|ist|ian|parent|man|woman|person|child|mother|father)$")


def _related(left: frozenset[str], added: frozenset[str]) -> bool:
    """Whether each word that one side has alone is another form of, or nearly, one that the other has alone."""
    smaller, larger = sorted((left, added), key=len)
    more = {word for word in larger if not covered(word, smaller)}
    if not more:
        return all(covered(one, larger) for one in smaller)
    forms = all(any(akin(one, other, by_meaning=False) for other in larger) for one in smaller)
    return forms and len(more) == 1 and not any(":" in word for word in more)


def _inside(one: Phrase, other: Phrase) -> bool:
    """Whether the words that one has alone are only the heads of a phrase whose own words the other has: in secondary schools."""
    alone = {preposition for word, preposition in one.words if word in _beyond(one, other)}
    own = {preposition: {w for w, p in one.words if p == f"{preposition}+"} - GENERIC for preposition in alone}
    return bool(alone) and all(words and words <= other.plain for words in own.values())


# What befalls one person each, where the other wording says people and no more.
_OF_ONE: Final = frozenset({"life", "suicide"})


def _other_heads(was: Phrase, now: Phrase) -> str:
    """Two wordings with other heads: one may lie inside the other, be near it, or be another thing."""
    if done_to(was, now) or done_to(now, was):
        return WORDING
    if was.heads & now.plain and now.heads & was.plain:
        return "changed"  # drivers of trucks, trucks of drivers
    if len(was.heads) == len(now.heads) == 1:
        (old,), (new,) = was.heads, now.heads
        if frozenset({old, new}) in singles("apart"):
            return "changed"
        same_words = was.plain == now.plain and _agree(was.words, now.words)
        somebody = "person" in (old, new) and {old, new} <= PERSONS | _OF_ONE
        if same_words and (synonyms(old, new) or somebody):
            return WORDING
        found_so = any(
            ":" in word for word in was.plain & now.plain
        )  # people convicted, men convicted: another finding
        if _part_of(new, old) and was.plain <= now.plain:
            return "changed" if found_so else "narrowed"
        if _part_of(old, new) and now.plain <= was.plain:
            return "changed" if found_so else "widened"
        if akin(old, new) and was.plain and now.plain and not found_so:
            return WORDING if _restricted(was, now) in {None, WORDING} else "changed"
        if same_words and was.plain and (akin(old, new) or {old, new} <= PERSONS):
            return WORDING
    return _swapped(was, now)


def _swapped(was: Phrase, now: Phrase) -> str:
    """Heads that are another form of a restricting word: dementia patients, people with dementia."""
    first, second = was.heads | was.plain, now.heads | now.plain
    if was.heads & now.plain or now.heads & was.plain:
        return "changed"
    made = compounds(first, second) | compounds(second, first)
    somebody = _bare_persons(was.heads | now.heads)
    nearly = all(covered(one, second if one in first else first) for one in (first ^ second) - somebody - made)
    return WORDING if nearly and (first & second or made or "person" in somebody & (first | second)) else "changed"


def _bare_persons(heads: frozenset[str]) -> frozenset[str]:
    """Which heads say no more than that somebody is meant, where all of them are persons."""
    if not all(is_person(head) for head in heads):
        return frozenset()
    return PERSONS if heads <= PERSONS else frozenset({"person"})


def _part_of(part: str, whole: str) -> bool:
    return whole in reached([part], lambda unit: units().broader.get(unit, ()))
