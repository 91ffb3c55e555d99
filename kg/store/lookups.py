"""Look-ups in an Oxigraph store: what a node has, what has it, and all statements about some nodes.

A work that is identified in several ways is one node here: what is looked up is that of all its names, under the one that stands for
them (`hw:recordedAs`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.rdf.foreign_terms import ADDRESSES, IDENTIFIERS, SAME_AS
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rdf.read import Value

# A store on disk reads a quad in some 40 µs, and a trace asks for most of them more than once.
_MOST_REMEMBERED: Final = 20_000
_CITING = ox.NamedNode(iri("cito:hasCitingEntity"))
# What identifies a work stays as it is stated.
_AS_STATED: Final = frozenset({*SAME_AS, *IDENTIFIERS, *ADDRESSES})
_RECORDED_AS: Final = ox.NamedNode(iri("hw:recordedAs"))


class LookUp:
    """A store of quads with its look-ups; remembers which properties it has and, for one on disk, the statements that were read."""

    def __init__(self, store: ox.Store, on_disk: bool = False) -> None:
        self.quads = store
        self._held: dict[str, bool] = {}
        self._read: dict[str, tuple[ox.Quad, ...]] | None = {} if on_disk else None
        self._first: dict[str, str] = {}
        self.most_remembered = _MOST_REMEMBERED

    def forget(self) -> None:
        """Look again, after quads were added."""
        self._held.clear()
        self._first.clear()
        if self._read:
            self._read.clear()

    def about(self, node: str) -> Iterable[ox.Quad]:
        """Every quad about a node; none about a text, which other people's data may hold in its place."""
        if self._read is not None and node in self._read:
            return self._read[node]
        named = node_of(node)
        found = self.quads.quads_for_pattern(named, None, None) if named else ()
        if self._read is None:
            return found
        if len(self._read) >= self.most_remembered:
            self._read.clear()
        self._read[node] = quads = tuple(found)
        return quads

    def first_name(self, node: str) -> str:
        """The node that stands for a work that is identified in several ways; any other node is itself."""
        if not self.has(_RECORDED_AS.value):
            return node
        if node not in self._first:
            if len(self._first) >= self.most_remembered:
                self._first.clear()
            named = node_of(node)
            found = next(self.quads.quads_for_pattern(named, _RECORDED_AS, None), None) if named else None
            self._first[node] = value_of(found.object) if found else node
        return self._first[node]

    def names(self, node: str) -> list[str]:
        """Every node that stands for the same work, the one that stands for all first."""
        if not self.has(_RECORDED_AS.value):
            return [node]
        first = self.first_name(node)
        named = node_of(first)
        others = self.quads.quads_for_pattern(None, _RECORDED_AS, named) if named else ()
        return [first, *sorted({value_of(quad.subject) for quad in others})]

    def all_names(self, nodes: Iterable[str]) -> set[str]:
        """Some nodes with the other nodes that stand for the same works."""
        return {name for node in nodes for name in self.names(node)} if self.has(_RECORDED_AS.value) else set(nodes)

    def first_names(self, nodes: Iterable[str]) -> set[str]:
        """The nodes that stand for the works of some nodes."""
        return set(map(self.first_name, nodes)) if self.has(_RECORDED_AS.value) else set(nodes)

    def objects(self, node: str, predicate: ox.NamedNode) -> Iterator[str]:
        """The nodes that a node has for a property; texts are not among them."""
        for name in self.names(node):
            for quad in self.quads.quads_for_pattern(ox.NamedNode(name), predicate, None):
                if isinstance(quad.object, ox.NamedNode):
                    yield self.first_name(value_of(quad.object))

    def subjects(self, predicate: ox.NamedNode, node: str) -> Iterator[str]:
        """The nodes that have a node for a property."""
        for name in self.names(node):
            for quad in self.quads.quads_for_pattern(None, predicate, ox.NamedNode(name)):
                yield self.first_name(value_of(quad.subject))

    def asserted_links(self, nodes: Iterable[str]) -> set[str]:
        """The citation nodes of what the nodes assert."""
        return {link for node in nodes for link in self.subjects(_CITING, node)} if self.has(_CITING.value) else set()

    def has(self, term: str) -> bool:
        """Whether any triple has this property: a look-up for each node is saved where none has."""
        if term not in self._held:
            found = next(self.quads.quads_for_pattern(None, ox.NamedNode(term), None), None)
            self._held[term] = found is not None
        return self._held[term]

    def rows(self, sparql: str) -> Iterator[ox.QuerySolution]:
        """The rows of a query of ours over all graphs."""
        return rows(self.quads, sparql)

    def describe(self, nodes: Iterable[str]) -> dict[str, dict[str, list[Value]]]:
        """All statements about the nodes, by property."""
        renamed = self.has(_RECORDED_AS.value)
        described: dict[str, dict[str, list[Value]]] = {}
        for node in dict.fromkeys(map(self.first_name, nodes) if renamed else nodes):
            about: dict[str, set[Value]] = {}
            for quad in (quad for name in (self.names(node) if renamed else (node,)) for quad in self.about(name)):
                term, value = quad.predicate.value, quad.object
                text, is_iri = (value.value, True) if isinstance(value, ox.NamedNode) else (value_of(value), False)
                if renamed and is_iri and term not in _AS_STATED:
                    text = self.first_name(text)
                if term in about:
                    about[term].add((text, is_iri))
                else:
                    about[term] = {(text, is_iri)}
            if about:
                described[node] = {
                    term: sorted(values) if len(values) > 1 else [*values] for term, values in about.items()
                }
        return described


def rows(store: ox.Store, sparql: str) -> Iterator[ox.QuerySolution]:
    """The rows of a query of ours over all graphs of a store."""
    found = store.query(sparql, use_default_graph_as_union=True)
    return iter(found) if isinstance(found, ox.QuerySolutions) else iter(())


def holds(store: ox.Store, term: ox.NamedNode) -> bool:
    """Whether any triple of a store has a property."""
    return next(store.quads_for_pattern(None, term, None), None) is not None


def node_of(node: str) -> ox.NamedNode | None:
    """The node of an IRI; None for a text, which other people's data may hold in its place."""
    try:
        return ox.NamedNode(node)
    except ValueError:
        return None


def value_of(term: object) -> str:
    """The IRI, label or lexical form of a term."""
    return str(getattr(term, "value", term))
