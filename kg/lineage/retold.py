"""A figure as it was first said and as it is said here: what all the hops in between did to it together."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.lineage.drift import Change, compare

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
            changes = tuple(compare(other.figure, claim.figure, graph.areas, graph.said(start, node)))
            return Retold(node, _path(came, node), changes)
        for arc in sorted(graph.alternatives.get(node, ()), key=lambda arc: arc.link.id):
            if not arc.ends and arc.target not in came:
                came[arc.target] = arc
                queue.append(arc.target)
    return None


def _path(came: dict[str, Arc | None], node: str) -> tuple[Arc, ...]:
    steps = []
    while (arc := came[node]) is not None:
        steps.append(arc)
        node = arc.origin
    return tuple(reversed(steps))
