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


def loops(graph: Evidence, parts: list[tuple[str, ...]]) -> tuple[Loop, ...]:
    """Every loop over two works or more, where a work met again counts as the same place.

    The same work again means the same variable, area and period; claims under no variable are only themselves.
    `parts` are the strongly connected components of the nodes as they stand; where no two nodes are one place they
    are all there is to see.
    """
    vertex = _places(graph)
    if len(set(vertex.values())) == len(vertex):
        found = [loop for part in parts if len(part) > 1 and (loop := _loop(graph, part))]
        return tuple(sorted(found, key=lambda loop: loop.members))
    members: dict[str, list[str]] = defaultdict(list)
    follows: dict[str, set[str]] = defaultdict(set)
    for node, place in vertex.items():
        members[place].append(node)
        follows[place].update(vertex[arc.target] for arc in graph.arcs(node) if not arc.ends and arc.target in vertex)
    found = []
    for component in components(sorted(members), lambda place: sorted(follows[place])):
        nodes = tuple(sorted(node for place in component for node in members[place]))
        if len(component) > 1 and (loop := _loop(graph, nodes)):
            found.append(loop)
    return tuple(sorted(found, key=lambda loop: loop.members))


def _loop(graph: Evidence, nodes: tuple[str, ...]) -> Loop | None:
    """The loop of these nodes, unless they all belong to one work."""
    if len({graph.work_of(node) for node in nodes}) < 2:
        return None
    inside = set(nodes)
    way_out = any(arc.target not in inside or arc.ends for node in nodes for arc in graph.arcs(node)) or any(
        graph.making(node) is not None for node in nodes
    )
    return Loop(nodes, all(graph.was_read(node) for node in nodes), way_out)


def _places(graph: Evidence) -> dict[str, str]:
    """The place of every node: the same for claims of one work about one variable, area and period, and for editions.

    What a claim leaves unsaid is taken for what the others of its work say, unless they differ among themselves.
    """
    scopes: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    found: dict[str, str] = {}
    for node in graph.nodes:
        claim = graph.claims.get(node)
        if claim is None:
            found[node] = graph.work_of(node)
        elif not claim.about:
            found[node] = node
        else:
            figure = claim.figure
            period = f"{figure.period.start}/{figure.period.end}" if figure and figure.period else ""
            work = " ".join((graph.work_of(node), *sorted(claim.about)))
            scopes[work].append((node, (figure.area if figure else None) or "", period))
    for work, claims in scopes.items():
        areas, periods = ({claim[field] for claim in claims} - {""} for field in (1, 2))
        only = [next(iter(stated)) if len(stated) == 1 else "" for stated in (areas, periods)]
        for node, area, period in claims:
            found[node] = " ".join((work, area or only[0], period or only[1]))
    return found
