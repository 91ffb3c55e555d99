"""Whose records changed with some quads: the claims and sources that changed statements are about or belong to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from msgspec import Struct, field

from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.foreign_terms import DIRECT
from kg.vocabulary import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.store.oxigraph import OxigraphStore

Quad = ox.Quad
_CATALOGUE: Final = ox.NamedNode(CATALOGUE_GRAPH)
_TYPE, _RECOMMENDATION = ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("hw:Recommendation"))
# Properties that lead from a part, such as a link or an input, to what it is a part of.
_OWNER: Final = frozenset({iri("cito:hasCitingEntity"), iri("dcterms:isPartOf")})
# Properties whose value is only linked to.
_LINKING: Final = frozenset({*DIRECT, iri("cito:hasCitedEntity"), iri("schema:appearance")})


class ChangedNodes(Struct):
    """Claims and sources whose own records changed, those only linked to by these, and other nodes that changed."""

    nodes: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)


def changed_nodes(
    store: OxigraphStore, quads: Iterable[ox.Quad], known: Collection[str], most: int
) -> ChangedNodes | None:
    """What changed with some quads that were removed from a store or added to it; None where it is more than `most` nodes.

    `known` are the claims and sources that there were before.
    """
    changed = [quad for quad in quads if quad.graph_name != _CATALOGUE]
    found = ChangedNodes()
    owners: dict[str, set[str]] = defaultdict(set)
    for quad in changed:
        if isinstance(quad.object, ox.NamedNode) and quad.predicate.value in _OWNER:
            owners[_text(quad.subject)].add(quad.object.value)
    for target, linked in _values(changed).items():
        if target in known or store.is_node(target):
            (found.linked if linked else found.nodes).add(store.first_name(target))
    seen: set[str] = set()
    waiting = list({_text(quad.subject) for quad in changed})
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if len(seen) > most:
            return None
        if node in known or store.is_node(node):
            found.nodes |= {node, store.first_name(node)}
        else:
            found.others.add(node)
            if not _is_recommendation(store, node):
                waiting += owners[node]
                waiting += _owners(store, node)
    return found


def _values(quads: Iterable[ox.Quad]) -> dict[str, bool]:
    """The nodes that changed statements have as values, each with whether all of these only link to it."""
    found: dict[str, bool] = {}
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.NamedNode) and not value.value.startswith(PREFIXES["hw"]) and quad.predicate != _TYPE:
            found[value.value] = found.get(value.value, True) and quad.predicate.value in _LINKING
    return found


def _owners(store: OxigraphStore, node: str) -> Iterator[str]:
    """What has a node for a value, and what it is a part of."""
    named = ox.NamedNode(node)
    for quad in store.quads.quads_for_pattern(None, None, named):
        if quad.graph_name != _CATALOGUE:
            yield _text(quad.subject)
    for quad in store.quads.quads_for_pattern(named, None, None):
        if quad.predicate.value in _OWNER and isinstance(quad.object, ox.NamedNode):
            yield quad.object.value


def _is_recommendation(store: OxigraphStore, node: str) -> bool:
    named = ox.NamedNode(node)
    return next(store.quads.quads_for_pattern(named, _TYPE, _RECOMMENDATION), None) is not None


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
