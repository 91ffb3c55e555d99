"""What a query that names no graphs asks: the data, and nothing that Headwater has made beside them.

Oxigraph has a union of all graphs or a list of graphs, which it looks through one by one. So the graphs of the data are listed where
they are few, and a copy without the others is asked where they are many. Derived facts are asked where a copy with them was made, which
is only done where they are asked for, and what the files imply with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.facts import FACTS_GRAPH
from kg.rdf.own_graphs import OWN_GRAPHS

if TYPE_CHECKING:
    from kg.sparql.query import Question

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
# Two graphs cost a little, two hundred a hundred times as much.
_FEW: Final = 8
_OWN_NAMES: Final = tuple(sorted(graph.rpartition("/")[2] for graph in OWN_GRAPHS))


def own_graphs(store: ox.Store) -> list[ox.NamedNode]:
    """The graphs of a store that are not data, unless it holds derived facts because these were asked for."""
    facts = store.contains_named_graph(ox.NamedNode(FACTS_GRAPH))
    wanted = {CATALOGUE_GRAPH} if facts else OWN_GRAPHS
    return [graph for name in sorted(wanted) if store.contains_named_graph(graph := ox.NamedNode(name))]


def data_graphs(store: ox.Store) -> list[Graph] | None:
    """The graphs that are data, the default graph first; None where all are."""
    own = set(own_graphs(store))
    return [ox.DefaultGraph(), *(graph for graph in store.named_graphs() if graph not in own)] if own else None


def asks_own(question: Question) -> bool:
    """Whether a question may ask a graph that Headwater has made: it names graphs, or one of these."""
    if question.default_graphs is not None or question.named_graphs is not None:
        return True
    words = question.sparql.lower() if isinstance(question.sparql, str) else ""
    return (
        "from" in words or "\\u" in words or any(f"graph/{name}" in words or f":{name}" in words for name in _OWN_NAMES)
    )


def data_only(store: ox.Store) -> ox.Store:
    """The store itself where its graphs of data are few or all there is; else a copy in memory of the data."""
    graphs = data_graphs(store)
    if graphs is None or len(graphs) <= _FEW:
        return store
    own = set(own_graphs(store))
    copy = ox.Store()
    copy.bulk_extend(quad for quad in store if quad.graph_name not in own)
    return copy
