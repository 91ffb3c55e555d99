"""The reverse walk: if this source or claim falls, which claims fall with it, must be recalculated, weaken or survive."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
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
    """

    node: str
    outcome: str
    before: str
    after: str
    path: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A recommendation that hinges on claims which are affected, with what becomes of each."""

    recommendation: Recommendation
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything downstream of one or more nodes, judged with and without them; nothing is written."""

    graph: Evidence
    targets: tuple[str, ...]
    affected: tuple[Affected, ...]
    recommendations: tuple[Reached, ...]

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
    before, after = analyse(graph, table), analyse(graph, table, without=gone)
    own = gone | {claim for source in gone for claim in graph.claims_of.get(source, ())}
    # What was taken back before, or rests on what was, does not fall once more.
    down = _downstream(graph, own) - own - before.fallen - before.on_withdrawn.keys()
    affected = tuple(_affected(before, after, node) for node in sorted(down))
    order = {outcome: number for number, outcome in enumerate(OUTCOMES)}
    affected = tuple(sorted(affected, key=lambda one: (order[one.outcome], one.node)))
    outcomes = {**{one.node: one.outcome for one in affected}, **dict.fromkeys(own, "falls")}
    hinging = [
        Reached(
            recommendation, tuple((claim, outcomes[claim]) for claim in recommendation.hinges_on if claim in outcomes)
        )
        for recommendation in sorted(recommendations, key=lambda recommendation: recommendation.id)
    ]
    return Impact(graph, tuple(sorted(gone)), affected, tuple(one for one in hinging if one.claims))


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
