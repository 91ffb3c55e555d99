"""Look-ups in an Oxigraph store: what a node has, what has it, and all that is said of some nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rdf.read import Value

# A store on disk reads a quad in some 40 µs, and a trace asks for most of them more than once.
_MOST_REMEMBERED: Final = 20_000
_CITING = ox.NamedNode(iri("cito:hasCitingEntity"))


class LookUp:
    """A store of quads with its look-ups; `held` remembers which properties it holds, and `said` what was read of one on disk."""

    def __init__(self, store: ox.Store, on_disk: bool = False) -> None:
        self.quads = store
        self._held: dict[str, bool] = {}
        self._said: dict[str, tuple[ox.Quad, ...]] | None = {} if on_disk else None

    def forget(self) -> None:
        """Look again, after quads were added."""
        self._held.clear()
        if self._said:
            self._said.clear()

    def about(self, node: str) -> Iterable[ox.Quad]:
        """Every quad about a node; none about a text, which other people's data may hold in its place."""
        if self._said is not None and node in self._said:
            return self._said[node]
        named = node_of(node)
        found = self.quads.quads_for_pattern(named, None, None) if named else ()
        if self._said is None:
            return found
        if len(self._said) >= _MOST_REMEMBERED:
            self._said.clear()
        self._said[node] = told = tuple(found)
        return told

    def objects(self, node: str, predicate: ox.NamedNode) -> Iterator[str]:
        """The nodes that a node has for a property; texts are not among them."""
        for quad in self.quads.quads_for_pattern(ox.NamedNode(node), predicate, None):
            if isinstance(quad.object, ox.NamedNode):
                yield quad.object.value

    def subjects(self, predicate: ox.NamedNode, node: str) -> Iterator[str]:
        """The nodes that have a node for a property."""
        for quad in self.quads.quads_for_pattern(None, predicate, ox.NamedNode(node)):
            yield value_of(quad.subject)

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
        found = self.quads.query(sparql, use_default_graph_as_union=True)
        return iter(found) if isinstance(found, ox.QuerySolutions) else iter(())

    def describe(self, nodes: Iterable[str]) -> dict[str, dict[str, list[Value]]]:
        """All that is said of the nodes, by property."""
        described: dict[str, dict[str, list[Value]]] = {}
        for node in nodes:
            about: dict[str, set[Value]] = {}
            for quad in self.about(node):
                value = quad.object
                about.setdefault(quad.predicate.value, set()).add((value_of(value), isinstance(value, ox.NamedNode)))
            if about:
                described[node] = {term: sorted(values) for term, values in about.items()}
        return described


def node_of(node: str) -> ox.NamedNode | None:
    """The node of an IRI; None for a text, which other people's data may hold in its place."""
    try:
        return ox.NamedNode(node)
    except ValueError:
        return None


def value_of(term: object) -> str:
    """The IRI, label or lexical form of a term."""
    return str(getattr(term, "value", term))
