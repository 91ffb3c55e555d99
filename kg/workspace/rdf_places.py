"""File and line of nodes that RDF files describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.line_numbers import line_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.workspace.opened import Opened

_AT_ONCE: Final = 5_000
_FILES: Final = f"SELECT ?graph ?path {{ GRAPH <{CATALOGUE_GRAPH}> {{ ?graph schema:name ?path }} }}"


def rdf_places(graph: Opened, nodes: Sequence[str]) -> dict[str, str]:
    """`file:line` by the name of each node, of those that a file of the graph describes."""
    if graph.files is None or not nodes:
        return {}
    by_file: dict[str, list[str]] = {}
    known = {str(row[0]): row[1] for row in graph.query(_FILES).rows}
    # In one file it need not be asked in which a node is, nor for more than one of the statements about it.
    only = (
        f"BIND(<{next(iter(known))}> AS ?graph) FILTER EXISTS {{ GRAPH <{next(iter(known))}>" if len(known) == 1 else ""
    )
    matched = f"{only or '{ GRAPH ?graph'} {{ ?node ?p ?o }} }}"
    for start in range(0, len(nodes), _AT_ONCE):
        values = " ".join(f"<{node}>" for node in nodes[start : start + _AT_ONCE])
        query = f"SELECT DISTINCT ?node ?graph {{ VALUES ?node {{ {values} }} {matched} }}"
        for node, named in graph.store.query(query).rows:
            if node is not None and (name := known.get(named or "")):
                by_file.setdefault(name, []).append(node)
    found: dict[str, str] = {}
    for name, described in sorted(by_file.items()):
        path = graph.files / name
        if path.is_file():
            lines = line_numbers(path, described)
            found.update({graph.name_of(node): f"{path}:{line}" for node, line in lines.items()})
    return found
