"""An opened graph for other libraries; each is imported when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.sparql.query import Limits, Question
from kg.store.oxigraph import OxigraphStore
from kg.workspace.link_cache import links_of
from kg.workspace.query import ask
from kg.workspace.query_parameters import bound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import networkx as nx
    import pandas as pd
    import polars as pl
    import rdflib

    from kg.lineage.trace import Lineage
    from kg.scale.link_arrays import LinkArrays
    from kg.scale.structure import Structure
    from kg.sparql.query import Reply
    from kg.workspace.opened import Opened


def to_rdflib(graph: Opened, facts: bool = False) -> rdflib.Dataset:
    """The graph as a live, read-only `rdflib.Dataset`; of an endpoint, a copy."""
    from kg.bridges.rdflib_dataset import to_rdflib

    store = graph.with_facts() if facts else graph.store
    return to_rdflib(store.quads if isinstance(store, OxigraphStore) else store.copy().quads)


def to_networkx(graph: Opened, lineage: Lineage | None = None) -> nx.MultiDiGraph:
    """A lineage, or the whole graph, as a `networkx.MultiDiGraph`."""
    from kg.bridges.graphs import to_networkx

    analysis = lineage.analysis if lineage else graph.analysis()
    return to_networkx(analysis, lineage.members if lineage else analysis.graph.nodes, graph.name_of)


def to_pandas(graph: Opened, sparql: str, params: Mapping[str, object] | None, facts: bool) -> pd.DataFrame:
    """The rows of a query as a `pandas.DataFrame`."""
    from kg.bridges.frames import to_pandas

    return to_pandas(_reply(graph, sparql, params, facts))


def to_polars(graph: Opened, sparql: str, params: Mapping[str, object] | None, facts: bool) -> pl.DataFrame:
    """The rows of a query as a `polars.DataFrame`."""
    from kg.bridges.frames import to_polars

    return to_polars(_reply(graph, sparql, params, facts))


def to_parquet(graph: Opened, folder: Path) -> list[str]:
    """Write a graph with its derived facts, its claims and its links as Parquet into a new folder; returns the names of the files."""
    from kg.bridges.parquet import write_parquet
    from kg.rdf.dump import new_folder
    from kg.workspace.whole_graph import load_facts

    judged = graph.whole()
    with new_folder(folder) as stage:
        return write_parquet(load_facts(judged).quads, judged.analysis, graph.name_of, stage)


def structure_of(graph: Opened) -> tuple[LinkArrays, Structure]:
    """The links of the whole graph as numpy arrays, and what was worked out from them for every node."""
    try:
        from kg.scale.structure import structure
    except ImportError as error:
        raise UsageError("the structure of a graph needs `pip install headwater[scale]`") from error
    arrays = links_of(graph)
    return arrays, structure(arrays)


def _reply(graph: Opened, sparql: str, params: Mapping[str, object] | None, facts: bool) -> Reply:
    terms = bound(graph, params or {})
    return ask(graph, Question(sparql, bound=terms), Limits(seconds=None, answer=1 << 30), facts)
