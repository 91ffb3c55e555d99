"""The door to networkx: a graph of plain rows as one of its graphs, and as GraphML or GEXF.

A row is a node or an edge with its texts, numbers and truth values by name; nothing else is known of it here.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def to_networkx(
    nodes: Iterable[Mapping[str, Any]], edges: Iterable[Mapping[str, Any]], **about: str
) -> nx.MultiDiGraph:
    """A directed graph with parallel edges: nodes under their `id`, edges from `source` to `target` under theirs."""
    graph = nx.MultiDiGraph(**about)
    for row in nodes:
        graph.add_node(row["id"], **{name: value for name, value in row.items() if name != "id"})
    for row in edges:
        rest = {name: value for name, value in row.items() if name not in {"source", "target"}}
        graph.add_edge(row["source"], row["target"], key=row["id"], **rest)
    return graph


def graphml(graph: nx.MultiDiGraph) -> str:
    """The graph as GraphML."""
    return _written(graph, nx.write_graphml_xml, named_key_ids=True)


def gexf(graph: nx.MultiDiGraph) -> str:
    """The graph as GEXF 1.2, without the day on which it was written: the same graph gives the same file."""
    for _, _, key, row in graph.edges(keys=True, data=True):
        row["id"] = key
    text = _written(graph, nx.write_gexf)
    return re.sub(r'(<meta) lastmodifieddate="[^"]*"', r"\1", text, count=1)


def _written(graph: nx.MultiDiGraph, write: Any, **options: Any) -> str:  # noqa: ANN401 - networkx has no types
    buffer = BytesIO()
    write(graph, buffer, **options)
    return buffer.getvalue().decode("utf-8").rstrip("\n") + "\n"
