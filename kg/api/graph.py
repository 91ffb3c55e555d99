"""An opened graph with everything that can be done with it; what a trace does not need is imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict

from kg.api.answers import Everything, ImpactReport, Survey, Trace, with_rendering
from kg.workspace.find import find, find_node
from kg.workspace.open import open_place
from kg.workspace.opened import Opened
from kg.workspace.rulebook import EVERYTHING, Wanted
from kg.workspace.trace import trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import networkx as nx
    import pandas as pd
    import polars as pl
    import rdflib

    from kg.model.records import Records
    from kg.results.check import CheckReport
    from kg.scale.link_arrays import LinkArrays
    from kg.scale.structure import Structure


def open_graph(path: str | None = None, or_seeds: bool = False, drafts: bool = False) -> Graph:
    """The graph at a path; without one, that of `KG_GRAPH` or of the workspace above; with `or_seeds`, else the bundled seeds.

    Drafts in its files are left out unless `drafts` asks for them. Raises UsageError where no graph is named and for a path that
    is not a graph, and BadDataError with every problem of faulty records: a graph is loaded whole or not at all.
    """
    return Graph(**asdict(open_place(path, or_seeds, drafts)))


def open_to_check(path: str | None, drafts: bool) -> Graph:
    """The same for a check of everything: the cache of a large workspace is written meanwhile, which `settle` waits for."""
    return Graph(**asdict(open_place(path, drafts=drafts, behind=True)))


class Graph(Opened, eq=False, dict=True):
    """A graph that was opened; every answer is computed from its store."""

    def find(self, text: str, until: date | None = None) -> tuple[str, tuple[str, ...]]:
        """The node that a headline, id, IRI or address names, and the others that fit.

        `until` leaves out of a search what came out after that day. Raises NotFoundError when nothing fits and
        AmbiguousError when several do and none clearly leads.
        """
        return find(self, text, until)

    def node(self, text: str) -> str:
        """The one claim or source that an id, IRI or address names, else the claim that a headline does."""
        return find_node(self, text)

    def trace(self, text: str, as_of: str | None = None) -> Trace:
        """The lineage of the claim that a headline, id, IRI or address names.

        `as_of`, an EDTF date, judges with what was out by the end of that day. Raises UsageError for a bad date or a
        claim that came out later, and what `find` raises.
        """
        return with_rendering(Trace, trace(self, text, as_of))

    def check(self, wanted: Wanted = EVERYTHING) -> CheckReport:
        """The rules over the whole graph, or over one document of it. Raises UsageError where there is nothing to check."""
        from kg.workspace.check import check

        return check(self, wanted)

    def impact(self, texts: Iterable[str]) -> ImpactReport:
        """What happens to everything that leans on some claims or sources, named as for `find`, if these are taken away.

        Raises NotFoundError and AmbiguousError as `find` does. Nothing is written.
        """
        from kg.workspace.impact import trace_impact

        return with_rendering(ImpactReport, trace_impact(self, texts))

    def survey(self, around: str | None = None, hops: int = 1, document: str | None = None) -> Survey:
        """Several claims to draw: all of them, those within some hops of one, or those of one document.

        Raises UsageError where there is nothing to draw, and NotFoundError for an id or address that is not recorded.
        """
        from kg.workspace.survey import survey

        return with_rendering(Survey, survey(self, around, hops, document))

    def everything(self, around: str | None = None) -> Everything:
        """Every node of the graph to walk in, with the one that an id or IRI names in the middle.

        Raises UsageError where there is nothing to draw, and NotFoundError for an id that is not recorded.
        """
        from kg.workspace.everything import everything

        return with_rendering(Everything, everything(self, around))

    def short_records(self) -> Records:
        """The whole graph as records under the short ids that people write."""
        from kg.formats.shorten_ids import shorten_ids
        from kg.workspace.other_nodes import whole_records

        return shorten_ids(whole_records(self.store.copy()), self.name_of)

    def to_rdflib(self, facts: bool = False) -> rdflib.Dataset:
        """A live, read-only `rdflib.Dataset` whose default graph is the union of all named graphs; of an endpoint, a copy.

        With `facts` the derived facts are one of them. Its `query` is answered by Oxigraph.
        """
        from kg.workspace import exports

        return exports.to_rdflib(self, facts)

    def to_networkx(self, claim: str | None = None) -> nx.MultiDiGraph:
        """A `networkx.MultiDiGraph` of the lineage of a claim, or of the whole graph, with attributes that GraphML can hold."""
        from kg.workspace import exports

        return exports.to_networkx(self, self.trace(claim).lineage if claim is not None else None)

    def to_pandas(self, sparql: str, params: Mapping[str, object] | None = None, facts: bool = False) -> pd.DataFrame:
        """The rows of a query as a `pandas.DataFrame`; `params` binds variables.

        A text is read as `kg query --param` reads it; numbers, booleans, dates and terms of rdflib and pyoxigraph are used as they are.
        """
        from kg.workspace import exports

        return exports.to_pandas(self, sparql, params, facts)

    def to_polars(self, sparql: str, params: Mapping[str, object] | None = None, facts: bool = False) -> pl.DataFrame:
        """The rows of a query as a `polars.DataFrame`; `params` binds variables as for `to_pandas`."""
        from kg.workspace import exports

        return exports.to_polars(self, sparql, params, facts)

    def structure(self) -> tuple[LinkArrays, Structure]:
        """The links of the whole graph as numpy arrays, and what follows from them for every node.

        That is its two backings, the kinds of ends that its paths reach, the loops, in how many steps the nearest figure made
        here can be reached, and how many can be. The arrays are cached with the store that `kg load` made, or with a
        workspace; once made, no record is read for this. Raises UsageError if the extra “scale” is not installed.
        """
        from kg.workspace import exports

        return exports.structure_of(self)
