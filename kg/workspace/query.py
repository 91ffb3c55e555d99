"""A query put to an opened graph: its graphs by IRI or file, its answer within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import NotFoundError, nearest
from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.facts import FACTS_GRAPH
from kg.rdf.own_graphs import IMPLIED_GRAPH
from kg.sparql.query import CATALOGUE, EXAMINED, FACTS, IMPLIED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.sparql.query import Limits, Question, Reply
    from kg.workspace.opened import Opened

_GRAPHS: Final = (
    "SELECT DISTINCT ?graph ?path { GRAPH ?graph { ?s ?p ?o } "
    f"OPTIONAL {{ GRAPH <{CATALOGUE_GRAPH}> {{ ?graph schema:name ?path }} }} }}"
)


def ask(graph: Opened, question: Question, limits: Limits, facts: bool = False) -> Reply:
    """The answer in its syntax. Raises QueryError, and LimitError for a query that costs more than it may."""
    return (graph.with_facts() if facts else graph.store).answer(question.within(graph.config.base), limits)


def graphs(graph: Opened, facts: bool = False) -> dict[str, str]:
    """The named graphs of a graph by IRI, each with the file that it was read from, or what it holds."""
    store = graph.with_facts() if facts else graph.store
    found = {str(row[0]): row[1] or "" for row in store.query(_GRAPHS).rows}
    own = {CATALOGUE_GRAPH: CATALOGUE, FACTS_GRAPH: FACTS, IMPLIED_GRAPH: IMPLIED, graph.config.base: EXAMINED}
    return {node: own.get(node, path) for node, path in sorted(found.items())}


def graph_iris(graph: Opened, names: Iterable[str], facts: bool = False) -> tuple[str, ...]:
    """The IRIs of named graphs, each given by its IRI, its file, or as `facts`, `catalogue` or `implied`.

    Raises NotFoundError with the nearest for a graph that is not there.
    """
    wanted = list(names)
    known = graphs(graph, facts) if wanted else {}
    by_name = {name: node for node, name in known.items() if name} | {node: node for node in known}
    for name in wanted:
        if name not in by_name:
            raise NotFoundError(f"there is no graph {name} here{nearest(name, by_name)}")
    return tuple(by_name[name] for name in wanted)
