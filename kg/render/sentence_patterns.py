"""Sentences made from the patterns of the ontology."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from kg.rdf.labels import label
from kg.render.safe import plain_text

_MOST_NAMED: Final = 3


class Sentence(Struct, frozen=True):
    """One sentence: the pattern that it was made from, and its text."""

    pattern: str
    text: str


def say(pattern: str, **slots: str) -> Sentence:
    """The sentence that a pattern of the scheme `sentence` makes with its slots filled."""
    text = plain_text(label("sentence", pattern).format_map(slots))
    return Sentence(pattern, text[:1].upper() + text[1:])


def listed(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return "; ".join(names[:_MOST_NAMED]) + more
