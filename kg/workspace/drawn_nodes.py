"""Which nodes of an analysed graph to draw: all, those near one, or those of a document."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.errors import UsageError
from kg.lineage.analysis import reachable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.lineage.analysis import Analysis


class Chosen(Struct, frozen=True):
    """The nodes to draw and those to begin at; `title` is None for a whole graph."""

    title: str | None
    starts: tuple[str, ...]
    nodes: frozenset[str]


def everything(analysis: Analysis, examined: Iterable[str]) -> Chosen:
    """The whole graph, beginning at the claims of the documents under examination, else at what nothing leans on."""
    graph = analysis.graph
    starts = [claim for source in sorted(examined) for claim in graph.claims_of.get(source, ())]
    leaned_on = {arc.target for node in graph.nodes for arc in graph.arcs(node) if not arc.ends}
    rest = [node for node in graph.nodes if node not in leaned_on]
    return Chosen(None, tuple(dict.fromkeys([*starts, *rest, *graph.nodes])), frozenset(graph.nodes))


def nearby(analysis: Analysis, centres: Iterable[str], hops: int) -> Chosen:
    """What lies within some hops of a few nodes, whichever way the arrows point.

    Raises UsageError for hops below 0.
    """
    if hops < 0:
        raise UsageError("--hops: say 0 or more")
    graph = analysis.graph
    centres = tuple(
        node for centre in centres for node in ([centre] if centre in graph.claims else _inside(analysis, centre))
    )
    beside: dict[str, set[str]] = defaultdict(set)
    for node in graph.nodes:
        for arc in graph.arcs(node):
            if not arc.ends:
                beside[node].add(arc.target)
                beside[arc.target].add(node)
    near, frontier = set(centres), set(centres)
    for _ in range(hops):
        frontier = {other for node in frontier for other in beside[node]} - near
        near |= frontier
    starts = [node for node in graph.nodes if node in near]
    above = [node for node in starts if not any(node in {a.target for a in graph.arcs(o)} for o in beside[node] & near)]
    title = _title(analysis, centres[0]) if centres else None
    return Chosen(title and f"Around: {title}", tuple(dict.fromkeys([*above, *starts])), frozenset(near))


def _inside(analysis: Analysis, source: str) -> tuple[str, ...]:
    return analysis.graph.claims_of.get(source) or (source,)


def in_document(analysis: Analysis, found: list[str]) -> Chosen:
    """The claims of one document, given as itself or as some of its claims, with all that they lean on.

    Raises UsageError where nothing of it can be drawn.
    """
    graph = analysis.graph
    sources = {claim.made_in or node if (claim := graph.claims.get(node)) else node for node in found}
    known = set(graph.nodes)
    starts = tuple(node for source in sorted(sources) for node in _inside(analysis, source) if node in known)
    if not starts:
        raise UsageError("that document makes no claim and leans on nothing")
    return Chosen(_title(analysis, starts[0], whole=True), starts, reachable(analysis, starts))


def _title(analysis: Analysis, node: str, whole: bool = False) -> str | None:
    claim, source = analysis.graph.claims.get(node), analysis.graph.source_of(node)
    return (claim.says if claim and not whole else None) or (source.title if source else None)
