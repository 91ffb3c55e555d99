"""What search works on: the documents that a headline is compared with, and the areas it may name."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct


class SearchDocument(Struct, frozen=True):
    """The searchable text of a claim, or of a source without claims, with its figure.

    `issued` is the EDTF date of its document; `number_keys` are those of the numbers in the text.
    """

    node: str
    identifier: str
    text: str
    area: str | None
    low: str | None
    high: str | None
    share: bool
    made_in: str | None
    issued: str | None
    number_keys: tuple[int, ...] = ()


class Place(Struct, frozen=True):
    """An area with its names and what contains it."""

    node: str
    names: tuple[str, ...]
    within: frozenset[str]


class SearchCorpus(Struct, frozen=True):
    """The documents that a headline is compared with, and the areas it may name."""

    documents: tuple[SearchDocument, ...]
    places: tuple[Place, ...]


class SearchStore(Protocol):
    """What search needs of a store: the nodes that a text, an id or an address may mean."""

    def candidates(self, text: str) -> SearchCorpus:
        """At least every document that may fit a headline, with the areas that the headline may name."""
        ...

    def named(self, short: str) -> set[str]:
        """The nodes that have a short id."""
        ...

    def ending_in(self, name: str) -> set[str]:
        """The claims, and sources without claims, whose IRI ends in a name after `/` or `#`."""
        ...

    def by_url(self, url: str) -> set[str]:
        """The sources at a web address, however its scheme, `www.` and trailing slash are written."""
        ...
