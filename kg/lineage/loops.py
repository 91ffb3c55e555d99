"""Circular reporting: loops over two works or more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.lineage.components import components

if TYPE_CHECKING:
    from kg.lineage.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Loop:
    """Claims that lean on one another in a circle.

    `asserted` is False where some member was not read, so that nobody can tell; `way_out` says whether a link leaves.
    """

    members: tuple[str, ...]
    asserted: bool
    way_out: bool

    @property
    def goes_round(self) -> bool:
        """Whether paths into it end there as circular reporting."""
        return self.asserted and not self.way_out


def loops(graph: Evidence) -> tuple[Loop, ...]:
    """Every loop over two works or more, where a work met again counts as the same place.

    The same work again means the same variable, area and period; claims under no variable are only themselves.
    """
    vertex = {node: _place(graph, node) for node in graph.nodes}
    members: dict[str, list[str]] = defaultdict(list)
    follows: dict[str, set[str]] = defaultdict(set)
    for node, place in vertex.items():
        members[place].append(node)
        follows[place].update(vertex[arc.target] for arc in graph.arcs(node) if not arc.ends and arc.target in vertex)
    found = []
    for component in components(sorted(members), lambda place: sorted(follows[place])):
        nodes = sorted(node for place in component for node in members[place])
        inside = set(nodes)
        if len(component) < 2 or len({graph.work_of(node) for node in nodes}) < 2:
            continue
        way_out = any(arc.target not in inside or arc.ends for node in nodes for arc in graph.arcs(node)) or any(
            graph.making(node) is not None for node in nodes
        )
        found.append(Loop(tuple(nodes), all(graph.was_read(node) for node in nodes), way_out))
    return tuple(sorted(found, key=lambda loop: loop.members))


def _place(graph: Evidence, node: str) -> str:
    claim = graph.claims.get(node)
    if claim is None or not claim.about:
        return node
    figure = claim.figure
    area = (figure.area if figure else None) or ""
    period = figure.period.edtf if figure and figure.period else ""
    return " ".join((graph.work_of(node), *sorted(claim.about), area, period))
