"""The reverse walk: if this source or claim falls, which claims fall with it, must be recalculated, weaken or survive."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.compare.changes import CANNOT_TELL
from kg.lineage.analysis import Analysis, analyse
from kg.lineage.answer import best_path, grade
from kg.lineage.notices import mentions, notice_about, notice_of, timing
from kg.model.walk import reached

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from kg.compare.drift import Change
    from kg.lineage.backing import Table
    from kg.lineage.evidence import Evidence
    from kg.lineage.notices import Notice
    from kg.model.records import Recommendation

OUTCOMES: Final = ("falls", "recalculate", "weakens", "survives")


class Affected(Struct, frozen=True):
    """What becomes of one claim or source that leans on what falls.

    `outcome`: `falls` (every alternative needs it), `recalculate` (a working lost an input), `weakens` (less well documented) or
    `survives`. `before` and `after` are words of the backing scheme; `path` is the other path that it survives or stands
    weakened by, as links; `lost` the inputs and evidence that are gone.

    Of what is already taken back, `timing` says whether it came out `before` or `after` the notice, where the dates say so, and
    `mentions` whether its document refers to the notice. What `rested` on something taken back before does so whatever becomes of
    the targets. `changes` are what it made of the figure that it took over, `repeats_change` that it took one over that was changed
    on its way.
    """

    node: str
    outcome: str
    before: str
    after: str
    path: tuple[str, ...]
    lost: tuple[str, ...]
    timing: str | None = None
    mentions: bool = False
    rested: bool = False
    changes: tuple[Change, ...] = ()
    repeats_change: bool = False


class Reached(Struct, frozen=True):
    """A recommendation that hinges on claims which are affected, with what becomes of each."""

    recommendation: Recommendation
    claims: tuple[tuple[str, str], ...]


class Noticed(Struct, frozen=True):
    """That a target is taken back already, with the notice that says how it stands now, and others about it."""

    target: str
    notice: Notice
    others: tuple[Notice, ...] = ()


class Fallen(Struct, frozen=True):
    """What leans on a target and was itself taken back before, with what it made of the figure that it took over."""

    node: str
    changes: tuple[Change, ...]


class Impact(Struct, frozen=True):
    """Everything downstream of one or more nodes, judged with and without them; nothing is written.

    Where all targets are taken back `already`, they are compared with how they would stand if the notices fell; `restored` are the
    nodes that would then stand again. `fallen` lean on the targets too, and were themselves taken back before.
    """

    graph: Evidence
    targets: tuple[str, ...]
    affected: tuple[Affected, ...]
    recommendations: tuple[Reached, ...]
    already: tuple[Noticed, ...] = ()
    restored: tuple[str, ...] = ()
    fallen: tuple[Fallen, ...] = ()

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
    below = _downstream(graph, own) - own
    down = below - now.fallen
    changed = {node: _changes(graph, node, own | below) for node in below}
    altered = {node for node, changes in changed.items() if changes}
    altered |= _downstream(graph, altered)
    affected = tuple(
        replace(
            _affected(before, after, node), changes=changed[node], repeats_change=node in altered and not changed[node]
        )
        for node in sorted(down)
    )
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
    # What rests on something else that was taken back does not stand again.
    restored -= before.fallen | set(before.on_withdrawn)
    return Impact(
        graph,
        tuple(sorted(gone)),
        affected,
        tuple(one for one in hinging if one.claims),
        already if done else (),
        tuple(sorted(restored)) if done else (),
        tuple(Fallen(node, changed[node]) for node in sorted(below & now.fallen)),
    )


def _noticed(analysis: Analysis, target: str) -> Noticed | None:
    """By what a target, or the source that it stands in, was taken back; a source too where all its claims were."""
    graph, found = analysis.graph, analysis.standings
    notice = notice_about(graph, found, target)
    claims = graph.claims_of.get(target, ())
    if notice is None and claims and all(claim in found.taken_back for claim in claims):
        notice = notice_about(graph, found, claims[0])
    if notice is None:
        return None
    others = (notice_of(graph, notice.place, link) for link in found.notices[notice.place] if link != notice.link)
    return Noticed(target, notice, tuple(others))


def _dated(graph: Evidence, one: Affected, already: tuple[Noticed, ...]) -> Affected:
    """What rests on something taken back, with whether it came out before or after the notice, and whether it refers to it."""
    shown = [noticed.notice.link.source for noticed in already]
    others = [notice.link.source for noticed in already for notice in noticed.others]
    return replace(
        one, timing=timing(graph, one.node, *shown), mentions=mentions(graph, one.node, frozenset([*shown, *others]))
    )


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
    return Affected(node, outcome, was, now, path, lost, rested=node in before.on_withdrawn)


def _changes(graph: Evidence, node: str, within: Container[str]) -> tuple[Change, ...]:
    """What a claim made of the figures that it took over from some nodes, by the first step on which anything changed."""
    arcs = (arc for arc in graph.alternatives.get(node, ()) if not arc.ends and arc.target in within)
    return next(
        (stops for arc in arcs if (stops := tuple(c for c in arc.hop.changes if c.stops and c.kind != CANNOT_TELL))), ()
    )


def _is_gone(analysis: Analysis, node: str) -> bool:
    return node in analysis.fallen or node in analysis.on_withdrawn
