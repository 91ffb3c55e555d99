"""What other libraries are given of an opened graph; each is imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kg.errors import UsageError
from kg.sparql.query import Limits, Question
from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx
    import pandas as pd
    import polars as pl
    import rdflib

    from kg.scale.link_arrays import LinkArrays
    from kg.scale.structure import Structure
    from kg.sparql.query import Reply
    from kg.workspace.graph import Graph


class Bridged:
    """The doors of a graph to rdflib, networkx, pandas and polars."""

    def to_rdflib(self, facts: bool = False) -> rdflib.Dataset:
        """A live, read-only `rdflib.Dataset` whose default graph is the union of all named graphs; of an endpoint, a copy.

        With `facts` the derived facts are one of them. Its `query` is answered by Oxigraph.
        """
        from kg.bridges.rdflib_dataset import to_rdflib

        graph = cast("Graph", self)
        store = graph.with_facts() if facts else graph.store
        return to_rdflib(store.quads if isinstance(store, OxigraphStore) else store.copy().quads)

    def to_networkx(self, claim: str | None = None) -> nx.MultiDiGraph:
        """A `networkx.MultiDiGraph` of the lineage of a claim, or of the whole graph, with attributes that GraphML can hold."""
        from kg.bridges.graphs import to_networkx
        from kg.render.phrases import figure_words

        graph = cast("Graph", self)
        if claim is None:
            analysis = graph.analysis()
            return to_networkx(analysis, analysis.graph.nodes, graph.name_of, figure_words)
        found = graph.trace(claim).lineage
        return to_networkx(found.analysis, found.members, graph.name_of, figure_words)

    def to_pandas(self, sparql: str, params: Mapping[str, object] | None = None, facts: bool = False) -> pd.DataFrame:
        """The rows of a query as a `pandas.DataFrame`; `params` binds variables.

        A text is read as `kg query --param` reads it; numbers, truth values, dates and terms of rdflib and pyoxigraph are what they are.
        """
        from kg.bridges.frames import to_pandas

        return to_pandas(self._reply(sparql, params, facts))

    def to_polars(self, sparql: str, params: Mapping[str, object] | None = None, facts: bool = False) -> pl.DataFrame:
        """The rows of a query as a `polars.DataFrame`; `params` binds variables as for `to_pandas`."""
        from kg.bridges.frames import to_polars

        return to_polars(self._reply(sparql, params, facts))

    def structure(self) -> tuple[LinkArrays, Structure]:
        """The links of the whole graph as numpy arrays, and what follows from them for every node.

        That is its two backings, the kinds of ends that its paths reach, the loops, in how many steps the nearest figure made
        here can be got to, and how many can be. The arrays are kept with the store that `kg load` made, or in the cache of a
        workspace: once made, no record is read for this. Raises UsageError where the extra “scale” is not installed.
        """
        try:
            from kg.scale.structure import structure
        except ImportError as error:
            raise UsageError("the structure of a graph needs `pip install headwater[scale]`") from error
        from kg.workspace.link_cache import links_of

        arrays = links_of(cast("Graph", self))
        return arrays, structure(arrays)

    def _reply(self, sparql: str, params: Mapping[str, object] | None, facts: bool) -> Reply:
        from kg.workspace.parameters import bound
        from kg.workspace.query import ask

        graph = cast("Graph", self)
        terms = bound(graph, params or {})
        return ask(graph, Question(sparql, bound=terms), Limits(seconds=None, answer=1 << 30), facts)
