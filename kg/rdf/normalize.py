"""Other people's quads in the one spelling that this project reads, without what Headwater derives itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.rdf.own_graphs import OWN_GRAPHS
from kg.vocabulary import DERIVED, HW

if TYPE_CHECKING:
    from collections.abc import Iterable

OLD_SCHEMA: Final = "http://schema.org/"
DERIVED_TERMS: Final = frozenset(HW + name for name in DERIVED)


def spelt(node: ox.NamedNode) -> ox.NamedNode:
    """A node with the older `http://schema.org/` as the spelling that this project uses."""
    return ox.NamedNode(f"https{node.value[4:]}") if node.value.startswith(OLD_SCHEMA) else node


def stated(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads without derived terms of ours and without what stands in the graphs that Headwater makes."""
    return [quad for quad in quads if quad.predicate.value not in DERIVED_TERMS and not _is_ours(quad.graph_name)]


def _is_ours(graph: object) -> bool:
    return isinstance(graph, ox.NamedNode) and graph.value in OWN_GRAPHS
