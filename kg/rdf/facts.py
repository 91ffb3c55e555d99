"""Derived facts as quads of a graph of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FACTS_GRAPH = "https://w3id.org/headwater/graph/facts"


class Triple(Protocol):
    """A derived triple: its subject and predicate are IRIs, its value an IRI, a text or a truth value."""

    @property
    def subject(self) -> str:
        """The IRI that the fact is about."""
        ...
    @property
    def term(self) -> str:
        """The IRI of the property."""
        ...
    @property
    def value(self) -> str | bool:
        """The IRI, text or truth value."""
        ...
    @property
    def is_iri(self) -> bool:
        """Whether the value is an IRI."""
        ...


def fact_quads(facts: Iterable[Triple]) -> Iterator[ox.Quad]:
    """Derived facts as quads in `FACTS_GRAPH`."""
    graph = ox.NamedNode(FACTS_GRAPH)
    for fact in facts:
        value: ox.NamedNode | ox.Literal = (
            ox.NamedNode(fact.value) if fact.is_iri and isinstance(fact.value, str) else ox.Literal(fact.value)
        )
        yield ox.Quad(ox.NamedNode(fact.subject), ox.NamedNode(fact.term), value, graph)
