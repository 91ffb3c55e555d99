"""Everything that follows from an evidence graph, worked out once for all of its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.lineage.backing import WELL, Backing, Table, cell, solve
from kg.lineage.components import components
from kg.lineage.credit import nearest_origins
from kg.lineage.ends import Ends, leaf_ends
from kg.lineage.origins import given_by, makers_by_variable
from kg.lineage.overlaps import Disagreement, Overlap, disagreements, overlaps
from kg.lineage.restatement import Strayed, strayed
from kg.lineage.standing import Footing, Standings, standings
from kg.model.walk import reached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.lineage.evidence import Arc, Evidence, Need


class Analysis(Struct, frozen=True):
    """The ends, backings and standings of a whole evidence graph."""

    graph: Evidence
    table: Table
    ends: Ends
    backing: Backing
    standings: Standings
    fallen: frozenset[str]
    on_withdrawn: dict[str, frozenset[str]]
    on_superseded: dict[str, str]
    makers: dict[str, tuple[str, ...]]
    given: dict[str, frozenset[str]]
    circle: dict[str, int]
    disagreements: tuple[Disagreement, ...]
    overlaps: dict[str, tuple[Overlap, ...]]
    strayed: dict[str, Strayed]
    credited: dict[str, str]


def analyse(
    graph: Evidence, table: Table, without: frozenset[str] = frozenset(), restored: frozenset[str] = frozenset()
) -> Analysis:
    """Judge every node of a graph; one algorithm serves a single trace and a whole store.

    `without` judges as if these nodes, and the claims made in them, had been taken back as well, `restored` as if those had not.
    """
    parts = components(graph.nodes, lambda node: [arc.target for arc in graph.arcs(node)])
    ends = leaf_ends(graph, parts)
    found = standings(graph)
    fallen = found.fallen(graph) | without | {claim for source in without for claim in graph.claims_of.get(source, ())}
    fallen -= restored
    replaced = found.replaced(graph)
    footing = Footing(graph) if fallen or replaced else None
    return Analysis(
        graph=graph,
        table=table,
        ends=ends,
        backing=solve(graph, ends, table, fallen),
        standings=found,
        fallen=fallen,
        on_withdrawn=footing.rest_on(fallen) if footing else {},
        on_superseded=footing.nearest_replaced(replaced) if footing else {},
        makers=makers_by_variable(graph),
        given=given_by(graph),
        disagreements=tuple(disagreements(graph)),
        overlaps=overlaps(graph),
        strayed=strayed(graph),
        credited=nearest_origins(graph),
        circle={node: number for number, part in enumerate(parts) if len(part) > 1 for node in part},
    )


def reachable(analysis: Analysis, starts: Iterable[str]) -> frozenset[str]:
    """The starts, and every node that their paths or inputs lead to."""
    return frozenset(reached(starts, analysis.graph.targets))


def added_overlaps(analysis: Analysis, node: str) -> tuple[tuple[str, str], ...]:
    """The inputs of a sum, two by two, whose scopes overlap, so that some things are counted twice."""
    return tuple(
        sorted({(pair.one, pair.other) for pair in analysis.overlaps.get(node, ()) if pair.known and pair.added})
    )


def document_backing(analysis: Analysis, node: str) -> tuple[int, int]:
    """What the claim's own document shows of it: level and reach of what it gives as a reference.

    Where the claim lies in a circle what its document hides could come back to it by what it shows, so the graph is solved
    anew.
    """
    if node in analysis.fallen:
        return 0, 0
    if _comes_back(analysis, node):
        solved = solve(analysis.graph, analysis.ends, analysis.table, analysis.fallen, alone=node)
        return solved.level[node], solved.reach[node]
    return _shown(analysis, node, "level"), _shown(analysis, node, "reach")


def _comes_back(analysis: Analysis, node: str) -> bool:
    """Whether a step that the document shows leads to where the node's hidden steps count."""
    graph, number = analysis.graph, analysis.circle.get(node)
    needs = graph.workings.get(node, ())
    arcs = graph.alternatives.get(node, ())
    hides = any(arc.link.shown_as != "reference" for arc in arcs) or any(not need.shown for need in needs)
    return number is not None and hides and any(analysis.circle.get(arc.target) == number for arc in graph.arcs(node))


def _shown(analysis: Analysis, node: str, mode: str) -> int:
    graph, values = analysis.graph, getattr(analysis.backing, mode)
    best = 0
    references = shown_alternatives(graph, node)
    for arc in references:
        if mode == "reach" and arc.is_open(analysis.fallen):
            return WELL
        if not arc.ends and (arc.hop.passes_level if mode == "level" else arc.hop.passes_reach):
            best = max(best, values.get(arc.target, 0))
    if graph.making(node) is not None:
        own: int = getattr(cell(graph, node, analysis.table), mode)
        needs = graph.workings.get(node, ())
        best = max(best, min(own, max((_worth(need, values, mode, analysis.fallen) for need in needs), default=WELL)))
    elif mode == "reach" and not references and graph.unread(node) and not graph.gone_from(node):
        return WELL
    return best


def shown_alternatives(graph: Evidence, node: str) -> list[Arc]:
    """The alternatives of a node that its document gives as a reference."""
    return [arc for arc in graph.alternatives.get(node, ()) if arc.link.shown_as == "reference"]


def _worth(need: Need, values: dict[str, int], mode: str, fallen: frozenset[str]) -> int:
    """A needs-all group is worth its weakest member, and nothing where it is not shown or lacks a value."""
    if not need.shown or need.lacks_value:
        return 0
    worth = WELL
    for member in need.members:
        options = [
            WELL if arc.ends else values.get(arc.target, 0)
            for arc in member
            if (not arc.ends or (mode == "reach" and arc.is_open(fallen))) and (arc.hop.passes_level or mode == "reach")
        ]
        worth = min(worth, max(options, default=0))
    return worth
