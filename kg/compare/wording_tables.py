"""The table of wordings, as words: what means the same, nearly the same, or another thing though it looks alike."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from typing import Final

from kg.compare.tokens import Word, tokens
from kg.patterns import regex
from kg.rdf.units import units
from kg.resources import ontology

# How what a participle acts on is joined to it: people | visiting museums.
OBJECT: Final = "object"
# Prepositions that join alike: road deaths are deaths on the roads. The others say who does what to whom.
ALIKE: Final = (
    frozenset({OBJECT, "of", ""}),
    frozenset({"of", "from", "due", "through", ""}),
    frozenset({"in", "at", "on", "within", "inside", "of", ""}),
    frozenset({"to", "into", "of", ""}),
    frozenset({"for", "of", ""}),
    frozenset({"among", "of", "in", ""}),
    frozenset({"with", "having", ""}),
    frozenset({"being", ""}),
)
# Heads that say no more than that somebody is meant, where the words beside them are the same.
PERSONS: Final = frozenset(
    "person patient sufferer resident inhabitant citizen member case individual user "
    "passenger traveller spectator visitor protester demonstrator marcher attendee participant respondent".split()
)
# Acts that one does to another: beside them a bare word may be either.
ACTS: Final = frozenset(
    "shooting killing stabbing beating attack assault murder abuse complaint arrest raid threat rape violence".split()
)
# Who may do a thing, as well as have it done to them.
DOERS: Final = regex(
    r"(?:[cl]ist|driver|parent|man|woman|person|child|mother|father|officer|police|soldier|doctor|nurse|teacher|prisoner|partner|husband|wife|"
    r"migrant|offender|gang|dog|pedestrian|rider|patient|pupil|student|worker)(?::.)?$"
)
# People who are not where their adjective says that they come from.
MOVED: Final = frozenset("refugee migrant immigrant emigrant expatriate national asylumseeker".split())
PREPOSITIONS: Final = frozenset(
    "being of in on at from for to due through with within inside by against among without into between during under over after before "
    "having per towards aged".split()
)


@cache
def same() -> dict[tuple[str, ...], tuple[Word, ...]]:
    """Wordings that mean the same, each with the one that stands for it."""
    return {tuple(word.keyed for word in one): other for one, other in _pairs("same")}


@cache
def alone() -> dict[tuple[str, ...], tuple[Word, ...]]:
    """Adjectives that stand for people where they stand alone: the poor."""
    return {tuple(word.keyed for word in one): other for one, other in _pairs("whole")}


@cache
def singles(kind: str) -> frozenset[frozenset[str]]:
    """The pairs of single words of one kind."""
    return frozenset(
        frozenset({one[0].text, other[0].text}) for one, other in _pairs(kind) if len(one) == len(other) == 1
    )


@cache
def near_table() -> dict[tuple[str, ...], tuple[Word, ...]]:
    """Each wording of the near ones, with one of its kind to stand for all of them."""
    found: dict[tuple[str, ...], tuple[Word, ...]] = {}
    for one, other in _pairs("near"):
        first, second = (tuple(word.keyed for word in words) for words in (one, other))
        stands, moved = found.get(second, other), found.get(first, one)
        found |= {key: stands for key, kind in found.items() if kind == moved} | {first: stands, second: stands}
    return found


@cache
def _pairs(kind: str) -> tuple[tuple[tuple[Word, ...], tuple[Word, ...]], ...]:
    """The rows of the table of one kind, as words."""
    return tuple((tokens(words), tokens(means)) for words, means in _rows()[kind])


@cache
def _rows() -> dict[str, list[tuple[str, str]]]:
    """The table by kind."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with ontology("wordings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["kind"]].append((row["words"], row["means"]))
    return found


@cache
def doubtful() -> frozenset[str]:
    """Words that leave open whether a unit is one: potential, suspected."""
    return frozenset(word.keyed for doubt in units().doubts for word in tokens(doubt))


@cache
def one_name() -> dict[str, tuple[Word, ...]]:
    """Single words that are another name of a unit, with the words of the one that stands for it."""
    named_so = ((tokens(other), tokens(label)) for other, label in units().same.items())
    return {other[0].text: label for other, label in named_so if len(other) == 1}
