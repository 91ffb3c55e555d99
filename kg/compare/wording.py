"""How one wording of a thing differs from another: the same in other words, nearly so, more or less of it, or another thing.

A wording is read as its head and what restricts it; a synonym stands for its own words only, so that who does what to whom stays apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from kg.compare.geography import named, of_adjective
from kg.compare.tokens import GENERIC, Word, tokens
from kg.compare.wording_tables import ALIKE, PERSONS, PREPOSITIONS, alone, doubtful, near_table, one_name, same, singles
from kg.model.walk import reached
from kg.patterns import regex
from kg.rdf.units import units

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDING: Final = "check the wording"


@dataclass(frozen=True)
class Phrase:
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
    options: frozenset[str] = field(default_factory=frozenset)

    @property
    def plain(self) -> frozenset[str]:
        """The restricting words without their prepositions."""
        return frozenset(word for word, _ in self.words)


@lru_cache(maxsize=8192)
def phrase(text: str) -> Phrase:
    """A wording, read."""
    words = tokens(text)
    meant = alone().get(tuple(word.keyed for word in words if word.text != "the"))
    return _read(meant or _renamed(words))


def _read(words: tuple[Word, ...]) -> Phrase:
    parts = _parts(words)
    heads, joined, restricting, options = _head(parts[0][1])
    found = set(restricting)
    place = _place(restricting)
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
        if word not in doubts and not (preposition == "" and place is not None and _adjective_place(word) == place)
    )
    return Phrase(heads, joined, kept, doubts, place, adjective, any(word.negates for word in words), options)


def _looks_named(part: Iterable[Word]) -> bool:
    return any(word.raw[:1].isupper() for word in part)


def _adjective_place(word: str) -> str | None:
    adjective = of_adjective(word)
    found = named(adjective) if adjective else None
    return found.place if found else adjective


def _place(restricting: Iterable[tuple[str, str]]) -> str | None:
    return next((place for word, _ in restricting if (place := _adjective_place(word))), None)


def _renamed(words: tuple[Word, ...]) -> tuple[Word, ...]:
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
    for word in words:
        if word.text in PREPOSITIONS and (parts[-1][1] or parts[-1][0]):
            parts.append((word.text, []))
        elif word.text not in {"the", "a", "an", "all", "their", "its", "his", "her"} and not word.negates:
            parts[-1][1].append(word)
    return [(preposition, tuple(part)) for preposition, part in parts if part or not preposition]


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


def place_of(text: str) -> str | None:
    """The place that a wording names, as American jobs and jobs in the United States do; of people it may be what they are."""
    found = phrase(text)
    return None if found.place is None or (found.adjective and _is_person(found.heads)) else found.place


def _is_person(heads: frozenset[str]) -> bool:
    return any(head == "person" or _part_of(head, "person") for head in heads)


@lru_cache(maxsize=8192)
def difference(before: str, after: str, place_before: str | None = None, place_after: str | None = None) -> str | None:
    """The kind of change between two wordings, as a word of the drift scheme; None where they mean the same.

    `check the wording` where only words differ and nothing shows another meaning. The places are those of the areas that stand
    beside the wordings.
    """
    if _flat(before) == _flat(after):
        return None
    was, now = phrase(before), phrase(after)
    if kind := _origin(was, now, place_after) or _origin(now, was, place_before):
        return {"widened": "widened" if was.place else "narrowed"}[kind]
    if was != now and _nearly(before) == _nearly(after):
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
    return None if one.place == place else "widened"


@lru_cache(maxsize=8192)
def _nearly(text: str) -> Phrase:
    """A wording with what is nearly the same put in one way."""
    words, table = _renamed(tokens(text)), near_table()
    found: list[Word] = []
    at = 0
    while at < len(words):
        keys = (tuple(word.keyed for word in words[at : at + length]) for length in range(4, 0, -1))
        key = next((key for key in keys if key in table), None)
        found += table[key] if key else words[at : at + 1]
        at += len(key) if key else 1
    return _read(tuple(found))


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
        return None
    if any(preposition.startswith("per") for word, preposition in was.words ^ now.words):
        return "changed"  # a rate is no total
    if was.doubts != now.doubts or any(re.search(r"\d", word) for word in left | added):
        return "changed"
    if left and added:
        return WORDING if _related(left, added) or _inside(was, now) or _inside(now, was) else "changed"
    if (left and _inside(was, now)) or (added and _inside(now, was)):
        return WORDING
    return "widened" if left else "narrowed"


def _beyond(one: Phrase, other: Phrase) -> frozenset[str]:
    return frozenset(word for word in one.plain if word not in other.plain and word not in GENERIC)


def _agree(was: frozenset[tuple[str, str]], now: frozenset[tuple[str, str]]) -> bool:
    """Whether the words that both have are joined alike, and no verb has turned its voice."""
    first, second = dict(was), dict(now)
    for word in first.keys() & second.keys():
        one, other = first[word].rstrip("+"), second[word].rstrip("+")
        if one != other and not any(one in alike and other in alike for alike in ALIKE):
            return False
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
    return all(any(_akin(one, other) for other in larger) for one in smaller) and len(larger) - len(smaller) <= 1


def _akin(one: str, other: str) -> bool:
    pair = frozenset({one.partition(":")[0], other.partition(":")[0]})
    if pair in singles("near"):
        return True
    if ":" in one and ":" in other and one.rpartition(":")[2] != other.rpartition(":")[2]:
        return False
    stem, longer = sorted((one.partition(":")[0], other.partition(":")[0]), key=len)
    return len(stem) >= 4 and longer.startswith(stem[: max(4, len(stem) - 2)]) and pair not in singles("apart")


def _inside(one: Phrase, other: Phrase) -> bool:
    """Whether the words that one has alone are only the heads of a phrase whose own words the other has: in secondary schools."""
    alone = {(word, preposition) for word, preposition in one.words if word in _beyond(one, other)}
    joined = {preposition for _, preposition in one.words if preposition.endswith("+")}
    return bool(alone) and all(f"{preposition}+" in joined for _, preposition in alone)


def _other_heads(was: Phrase, now: Phrase) -> str:
    """Two wordings with other heads: one may lie inside the other, be near it, or be another thing."""
    if was.heads & now.plain and now.heads & was.plain:
        return "changed"  # drivers of trucks, trucks of drivers
    if len(was.heads) == len(now.heads) == 1:
        (old,), (new,) = was.heads, now.heads
        if frozenset({old, new}) in singles("apart"):
            return "changed"
        found_so = any(
            ":" in word for word in was.plain & now.plain
        )  # people convicted, men convicted: another finding
        if _part_of(new, old) and was.plain <= now.plain:
            return "changed" if found_so else "narrowed"
        if _part_of(old, new) and now.plain <= was.plain:
            return "changed" if found_so else "widened"
        same_words = was.plain == now.plain and _agree(was.words, now.words)
        if same_words and was.plain and (_akin(old, new) or {old, new} <= PERSONS):
            return WORDING
    return _swapped(was, now)


def _swapped(was: Phrase, now: Phrase) -> str:
    """Heads that are another form of a restricting word: dementia patients, people with dementia."""
    first, second = was.heads | was.plain, now.heads | now.plain
    alone = first ^ second
    nearly = all(any(_akin(one, other) for other in (second if one in first else first)) for one in alone)
    return (
        WORDING if nearly and first & second and not was.heads & now.plain and not now.heads & was.plain else "changed"
    )


def _part_of(part: str, whole: str) -> bool:
    return whole in reached([part], lambda unit: units().broader.get(unit, ()))
