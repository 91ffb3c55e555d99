"""What rests on some claims or sources, if these were withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.lineage.evidence import build
from kg.lineage.gather import gather
from kg.lineage.impact import impact
from kg.results.impact import ImpactReport
from kg.workspace.find import find_node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.workspace.opened import Opened


def trace_impact(graph: Opened, texts: Iterable[str]) -> ImpactReport:
    """What happens to everything that leans on some claims or sources if these are taken away.

    Raises NotFoundError and AmbiguousError as `find` does. Nothing is written.
    """
    targets = [find_node(graph, text) for text in texts]
    starts = set(targets) | {claim for claims in graph.store.claims_in(targets).values() for claim in claims}
    records = gather(graph.store, graph.store.dependents(starts))
    found = impact(build(records), graph.table, targets, graph.store.recommendations())
    return ImpactReport(graph.name, found, graph.short)
