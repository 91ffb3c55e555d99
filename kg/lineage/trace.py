"""The lineage of one claim: everything that a trace shows, as one frozen value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.compare.drift import compare
from kg.lineage.analysis import added_overlaps, reachable
from kg.lineage.answer import Answer, document_answer, figure_answer
from kg.lineage.correspondence import AskedAbout, asked_about
from kg.lineage.ends import End, path_ends
from kg.lineage.independence import Independence, independence, works_cited
from kg.lineage.loops import against_time
from kg.lineage.notices import Repeated, repeated
from kg.lineage.origins import OtherEvidence, uncited_origins
from kg.lineage.overlaps import Disagreement
from kg.lineage.restatement import Retold, retold
from kg.lineage.standing import Challenge, against, standing
from kg.lineage.support import Support, support_of
from kg.lineage.todo import Task, trace_tasks
from kg.lineage.working import Working, workings

if TYPE_CHECKING:
    from kg.lineage.analysis import Analysis
    from kg.lineage.evidence import Arc, Evidence
    from kg.lineage.loops import Loop
    from kg.model.link import Link


class SameVariable(Struct, frozen=True):
    """Another claim about the same variable; `agrees` is None where nobody can tell."""

    claim: str
    agrees: bool | None


class Lineage(Struct, frozen=True):
    """What one claim rests on, judged. `members` are the nodes its paths and inputs reach.

    Where the figure was changed on the way, `before_change` is the claim that it was changed from, with the origins behind that.
    """

    analysis: Analysis
    start: str
    members: frozenset[str]
    figure: Answer
    document: Answer
    ends: tuple[End, ...]
    loops: tuple[Loop, ...]
    standing: tuple[str, ...]
    challenges: tuple[Challenge, ...]
    corroborations: tuple[Link, ...]
    same_variable: tuple[SameVariable, ...]
    uncited: tuple[str, ...] | None
    better: tuple[OtherEvidence, ...]
    drifted: tuple[Arc, ...]
    changed_elsewhere: tuple[Arc, ...]
    works_cited: int
    independence: Independence
    before_change: tuple[str, Independence] | None
    support: Support
    retold: Retold | None
    against_time: tuple[Arc, ...]
    repeated: tuple[Repeated, ...]
    disagreements: tuple[Disagreement, ...]
    added_overlaps: tuple[tuple[str, str], ...]
    workings: tuple[Working, ...]
    asked: tuple[AskedAbout, ...]
    influences: tuple[tuple[str, tuple[str, ...]], ...]
    todo: tuple[Task, ...]


def lineage(analysis: Analysis, start: str) -> Lineage:
    """Judge one node of an analysed graph."""
    graph = analysis.graph
    members = reachable(analysis, [start])
    claim = graph.claims.get(start)
    origins = uncited_origins(graph, claim, analysis.makers, analysis.given, analysis.backing) if claim else None
    figure = figure_answer(analysis, start)
    arcs = [arc for node in sorted(members) for arc in graph.arcs(node)]
    drifted = tuple(arc for arc in arcs if arc.hop.changes and arc.target in members)
    supporting = tuple(link for node in sorted(members) for link in analysis.standings.corroborations.get(node, ()))
    origins_known = independence(graph, start, analysis.fallen)
    challenges = {c.link.id: c for node in sorted(members) for c in against(graph, analysis.standings, node)}
    own = {c.link.id for c in against(graph, analysis.standings, start)}
    return Lineage(
        analysis=analysis,
        start=start,
        members=members,
        figure=figure,
        document=document_answer(analysis, start),
        ends=path_ends(graph, analysis.ends, start),
        loops=tuple(loop for loop in analysis.ends.loops if members & set(loop.members)),
        standing=standing(graph, analysis.standings, start, start in analysis.on_withdrawn),
        challenges=tuple(sorted(challenges.values(), key=lambda c: (c.link.id not in own, c.link.id))),
        corroborations=supporting,
        same_variable=_same_variable(analysis, start),
        uncited=origins[0] if origins else None,
        better=origins[1] if origins else (),
        drifted=drifted,
        changed_elsewhere=_changed_elsewhere(analysis, figure, start, members),
        works_cited=works_cited(graph, start),
        independence=origins_known,
        before_change=_before_change(analysis, figure),
        support=support_of(analysis, supporting, start, origins_known, members),
        retold=retold(graph, start),
        against_time=tuple(arc for arc in arcs if against_time(graph, arc)),
        repeated=tuple(again for arc in arcs if (again := repeated(graph, analysis.standings, arc))),
        disagreements=tuple(d for d in analysis.disagreements if {d.one, d.other} & members),
        added_overlaps=added_overlaps(analysis, start),
        workings=workings(graph, members),
        asked=tuple(sorted(asked_about(graph, members), key=lambda one: (one.node != start, one.node, str(one.asked)))),
        influences=_influences(graph, members),
        todo=trace_tasks(analysis, members, start),
    )


def _before_change(analysis: Analysis, figure: Answer) -> tuple[str, Independence] | None:
    """What the figure was changed from, with how many origins are behind that."""
    node = figure.limited_by.changed_from if figure.limited_by else None
    return None if node is None else (node, independence(analysis.graph, node, analysis.fallen))


def _influences(graph: Evidence, members: frozenset[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The documents of a lineage that something is recorded to have influenced, each with what did."""
    sources = {source.id: source for node in members if (source := graph.source_of(node))}
    return tuple((node, source.influenced_by) for node, source in sorted(sources.items()) if source.influenced_by)


def _same_variable(analysis: Analysis, start: str) -> tuple[SameVariable, ...]:
    graph = analysis.graph
    claim = graph.claims.get(start)
    if claim is None or not claim.about:
        return ()
    found = []
    for node, other in sorted(graph.claims.items()):
        if node == start or not set(other.about) & set(claim.about):
            continue
        if claim.figure is None or other.figure is None:
            found.append(SameVariable(node, None))
            continue
        stops = any(
            change.stops for change in compare(other.figure, claim.figure, graph.areas, graph.said(start, node))
        )
        unsure = not (claim.reading.was_read and other.reading.was_read)
        found.append(SameVariable(node, None if stops and unsure else not stops))
    return tuple(found)


def _changed_elsewhere(analysis: Analysis, figure: Answer, start: str, members: frozenset[str]) -> tuple[Arc, ...]:
    """Every recorded hop from outside the lineage into the best path's origin where the figure was changed."""
    origin = figure.limited_by.id if figure.limited_by and figure.limited_by.kind == "origin" else None
    if origin is None or origin == start or analysis.graph.making(origin) is None:
        return ()
    return tuple(
        arc
        for node in analysis.graph.nodes
        if node not in members
        for arc in analysis.graph.arcs(node)
        if arc.target == origin and arc.hop.changed
    )
