"""The reverse walk: if this source or claim falls, which claims fall with it, must be recalculated, weaken or survive."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.lineage.analysis import Analysis, analyse
from kg.lineage.answer import best_path, grade
from kg.model.walk import reached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.lineage.backing import Table
    from kg.lineage.evidence import Evidence
    from kg.model.records import Recommendation

OUTCOMES: Final = ("falls", "recalculate", "weakens", "survives")


@dataclass(frozen=True, slots=True)
class Affected:
    """What becomes of one claim or source that leans on what falls.

    `outcome`: `falls` (every alternative needs it), `recalculate` (a working lost an input), `weakens` (less well documented) or
    `survives`. `before` and `after` are words of the backing scheme; `path` is the other path that it survives or stands
    weakened by, as links; `lost` the inputs and evidence that are gone.

    Of what is already taken back, `timing` says whether it came out `before` or `after` the notice, where the dates say so, and
    `mentions` whether its document refers to the notice.
    """

    node: str
    outcome: str
    before: str
    after: str
    path: tuple[str, ...]
    lost: tuple[str, ...]
    timing: str | None = None
    mentions: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """A recommendation that hinges on claims which are affected, with what becomes of each."""

    recommendation: Recommendation
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Noticed:
    """That a target is taken back already: the word of the standing scheme, and where the notice is."""

    target: str
    word: str
    notice: str


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything downstream of one or more nodes, judged with and without them; nothing is written.

    Where all targets are taken back `already`, they are compared with how they would stand if the notices fell; `restored` are the
    nodes that would then stand again.
    """

    graph: Evidence
    targets: tuple[str, ...]
    affected: tuple[Affected, ...]
    recommendations: tuple[Reached, ...]
    already: tuple[Noticed, ...] = ()
    restored: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many have each outcome."""
        found = Counter(one.outcome for one in self.affected)
        return {outcome: found[outcome] for outcome in OUTCOMES}


def impact(
    graph: Evidence, table: Table, targets: Iterable[str], recommendations: Iterable[Recommendation] = ()
) -> Impact:
    """What becomes of the rest of a graph without some of its nodes."""
    gone = frozenset(targets)
    own = gone | {claim for source in gone for claim in graph.claims_of.get(source, ())}
    now = analyse(graph, table)
    already = tuple(noticed for target in sorted(gone) if (noticed := _noticed(now, target)))
    done = len(already) == len(gone)
    if done:
        before, after = analyse(graph, table, restored=own), now
    else:
        before, after = now, analyse(graph, table, without=gone)
    # What was itself taken back before does not fall once more.
    down = _downstream(graph, own) - own - now.fallen
    affected = tuple(_affected(before, after, node) for node in sorted(down))
    if done:
        affected = tuple(_dated(graph, one, already) for one in affected)
    order = {outcome: number for number, outcome in enumerate(OUTCOMES)}
    affected = tuple(sorted(affected, key=lambda one: (order[one.outcome], one.node)))
    outcomes = {**{one.node: one.outcome for one in affected}, **dict.fromkeys(own, "falls")}
    hinging = [
        Reached(
            recommendation, tuple((claim, outcomes[claim]) for claim in recommendation.hinges_on if claim in outcomes)
        )
        for recommendation in sorted(recommendations, key=lambda recommendation: recommendation.id)
    ]
    falling = {one.node for one in affected if one.outcome in {"falls", "recalculate"}}
    restored = {node for node in own if node in graph.claims or not graph.claims_of.get(node)} | falling
    return Impact(
        graph,
        tuple(sorted(gone)),
        affected,
        tuple(one for one in hinging if one.claims),
        already if done else (),
        tuple(sorted(restored)) if done else (),
    )


def _noticed(analysis: Analysis, target: str) -> Noticed | None:
    """By what a target, or the source that it stands in, was taken back."""
    found, source = analysis.standings.taken_back, analysis.graph.source_of(target)
    place = target if target in found else source.id if source else target
    claims = analysis.graph.claims_of.get(target, ())
    if place not in found and claims and all(claim in found for claim in claims):
        place = claims[0]
    if place not in found:
        return None
    word, link = found[place]
    return Noticed(target, word, link.source)


def _dated(graph: Evidence, one: Affected, already: tuple[Noticed, ...]) -> Affected:
    """What rests on something taken back, with whether it came out before or after the notice, and whether it refers to it."""
    begun, ended = graph.issued(one.node)
    noticed, known = graph.issued(already[0].notice)
    timing = None
    if noticed and ended and ended < noticed:
        timing = "before"
    elif begun and known and begun > known:
        timing = "after"
    document = graph.source_of(one.node)
    places = {one.node, *((document.id, *graph.claims_of.get(document.id, ())) if document else ())}
    notices = {graph.work_of(noticed.notice) for noticed in already}
    cited = {graph.work_of(link.target) for place in places for link in graph.links_of.get(place, ())}
    return replace(one, timing=timing, mentions=bool(notices & cited))


def _downstream(graph: Evidence, starts: Iterable[str]) -> set[str]:
    """Every node whose evidence, inputs included, leads to one of the starts."""
    into: dict[str, list[str]] = defaultdict(list)
    for node in graph.nodes:
        for arc in graph.arcs(node):
            into[arc.target].append(node)
    return reached(starts, lambda node: into.get(node, ()))


def _affected(before: Analysis, after: Analysis, node: str) -> Affected:
    graph = after.graph
    was, now = (grade(analysis, node) for analysis in (before, after))
    newly = node in after.on_withdrawn
    lost = tuple(
        sorted(
            {arc.target for arc in graph.arcs(node) if _is_gone(after, arc.target) and not _is_gone(before, arc.target)}
        )
    )
    weaker = graph.states_figure(node) and any(
        getattr(after.backing, mode)[node] < getattr(before.backing, mode)[node] for mode in ("level", "reach")
    )
    outcome = "weakens" if weaker else "survives"
    if newly:
        outcome = "recalculate" if graph.making(node) is not None else "falls"
    path = () if newly else tuple(arc.link.id for arc in best_path(after, node) or ())
    return Affected(node, outcome, was, now, path, lost)


def _is_gone(analysis: Analysis, node: str) -> bool:
    return node in analysis.fallen or node in analysis.on_withdrawn
