"""Groups of nodes that are more closely joined with each other than with the rest, by networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable

_LARGE: Final = 5_000


def communities(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The number of the community of each of `count` nodes, the largest community first; the same for the same graph.

    Louvain's method (Blondel and others, 2008) with a fixed seed; in large graphs, where it takes minutes, label propagation
    (Cordasco and Gargano, 2010).
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(pairs)
    large = count > _LARGE
    parts = (
        nx.community.label_propagation_communities(graph) if large else nx.community.louvain_communities(graph, seed=1)
    )
    found = sorted(parts, key=lambda part: (-len(part), min(part)))
    return [number for _, number in sorted((node, number) for number, part in enumerate(found) for node in part)]
