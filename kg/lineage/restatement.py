"""A figure as it was first said and as it is said here: what all the hops in between did to it together."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.compare.changes import CANNOT_TELL, Change

if TYPE_CHECKING:
    from kg.lineage.evidence import Arc, Evidence


@dataclass(frozen=True, slots=True)
class Retold:
    """The figure of a claim against that of the origin which the shortest path of restatements leads to.

    `path` holds the steps from the claim to the origin, `changes` what differs between the two ends, cited first.
    """

    origin: str
    path: tuple[Arc, ...]
    changes: tuple[Change, ...]


def retold(graph: Evidence, start: str) -> Retold | None:
    """First said as …, here said as …; None where no claim that made a figure is reached, or one of the two has none.

    Every hop counts, changed or not, since what is asked is what became of the figure on the way.
    """
    claim = graph.claims.get(start)
    if claim is None or claim.figure is None or graph.making(start) is not None:
        return None
    came: dict[str, Arc | None] = {start: None}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        other = graph.claims.get(node)
        if node != start and graph.making(node) is not None and other is not None and other.figure is not None:
            return Retold(node, _path(came, node), graph.changes(claim, other))
        for arc in sorted(graph.alternatives.get(node, ()), key=lambda arc: arc.link.id):
            if not arc.ends and arc.target not in came:
                came[arc.target] = arc
                queue.append(arc.target)
    return None


@dataclass(frozen=True, slots=True)
class Strayed:
    """How a figure differs from that of the nearest origin although no single step says so, since what is in between is silent.

    `by` is the claim that it leans on; `changes` differ in a way that stops backing, in fields that no step changes.
    """

    origin: str
    by: str
    changes: tuple[Change, ...]


def strayed(graph: Evidence) -> dict[str, Strayed]:
    """Every claim whose figure went astray by way of claims that leave the field out, or by small steps that add up.

    One search from all origins backwards, so that each claim is compared once, with the origin that the fewest steps lead to.
    """
    into: dict[str, list[Arc]] = defaultdict(list)
    for arcs in graph.alternatives.values():
        for arc in arcs:
            if not arc.ends:
                into[arc.target].append(arc)
    # Of each claim that was reached: its origin, what the steps change outright, and whether they change anything that passes.
    found: dict[str, tuple[str, frozenset[str], bool]] = {
        node: (node, frozenset(), False)
        for node in sorted(graph.claims)
        if graph.making(node) is not None and graph.claims[node].figure
    }
    told: dict[str, Strayed] = {}
    queue = deque(found)
    while queue:
        node = queue.popleft()
        origin, fields, differs = found[node]
        for arc in sorted(into[node], key=lambda arc: (arc.origin, arc.link.id)):
            citing = graph.claims.get(arc.origin)
            if arc.origin in found or citing is None or citing.figure is None or graph.making(arc.origin) is not None:
                continue
            told_of = {change.field for change in arc.hop.changes if change.stops or change.kind == CANNOT_TELL}
            outright = fields | told_of if told_of else fields
            # Only what passes, such as silence and rounding, adds up to a change that no step tells of.
            found[arc.origin] = origin, outright, differs or len(arc.hop.changes) > len(told_of)
            queue.append(arc.origin)
            if differs and (changes := _astray(graph, arc.origin, origin, outright)):
                told[arc.origin] = Strayed(origin, node, changes)
    return told


def _astray(graph: Evidence, node: str, origin: str, outright: frozenset[str]) -> tuple[Change, ...]:
    claim, first = graph.claims.get(node), graph.claims[origin]
    if claim is None:
        return ()
    changes = graph.changes(claim, first)
    return tuple(change for change in changes if change.stops and change.field not in outright)


def _path(came: dict[str, Arc | None], node: str) -> tuple[Arc, ...]:
    steps = []
    while (arc := came[node]) is not None:
        steps.append(arc)
        node = arc.origin
    return tuple(reversed(steps))
