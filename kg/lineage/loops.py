"""Circular reporting: loops over two works or more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.lineage.components import components

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lineage.evidence import Arc, Evidence

_SEARCHES: Final = 100
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Loop:
    """Claims that lean on one another in a circle.

    `asserted` is False where some member was not read, so that nobody can tell; `way_out` says whether a link leaves.
    `cycle` is the shortest way round, step by step; `first` the member whose document came out before all others, where the
    dates say so.
    """

    members: tuple[str, ...]
    asserted: bool
    way_out: bool
    cycle: tuple[Arc, ...] = ()
    first: str | None = None

    @property
    def goes_round(self) -> bool:
        """Whether paths into it end there as circular reporting."""
        return self.asserted and not self.way_out


def loops(graph: Evidence, parts: list[tuple[str, ...]]) -> tuple[Loop, ...]:
    """Every loop over two works or more, where a work met again counts as the same place.

    The same work again means the same variable, area and period; claims under no variable are only themselves.
    `parts` are the strongly connected components of the nodes as they stand; where no two nodes are one place, and no step
    among them leads nowhere or to what is not judged, they are all there is to see.
    """
    vertex = places(graph)
    circles = [part for part in parts if len(part) > 1]
    if len(set(vertex.values())) == len(vertex) and all(
        _leads_on(graph, node, vertex) for part in circles for node in part
    ):
        found = [loop for part in circles if (loop := loop_of(graph, part, vertex))]
        return tuple(sorted(found, key=lambda loop: loop.members))
    members: dict[str, list[str]] = defaultdict(list)
    follows: dict[str, set[str]] = defaultdict(set)
    for node, place in vertex.items():
        members[place].append(node)
        follows[place].update(vertex[arc.target] for arc in graph.arcs(node) if not arc.ends and arc.target in vertex)
    found = []
    for component in components(sorted(members), lambda place: sorted(follows[place])):
        nodes = tuple(sorted(node for place in component for node in members[place]))
        if len(component) > 1 and (loop := loop_of(graph, nodes, vertex)):
            found.append(loop)
    return tuple(sorted(found, key=lambda loop: loop.members))


def _leads_on(graph: Evidence, node: str, vertex: Mapping[str, str]) -> bool:
    return node in vertex and not any(arc.ends for arc in graph.arcs(node))


def loop_of(graph: Evidence, nodes: tuple[str, ...], vertex: Mapping[str, str]) -> Loop | None:
    """The loop of these nodes, unless they all belong to one work."""
    if len({graph.work_of(node) for node in nodes}) < 2:
        return None
    inside = set(nodes)
    way_out = any(arc.target not in inside or arc.ends for node in nodes for arc in graph.arcs(node)) or any(
        graph.making(node) is not None for node in nodes
    )
    read = all(graph.was_read(node) for node in nodes)
    return Loop(nodes, read, way_out, shortest_cycle(graph, nodes, vertex), _first(graph, nodes))


def shortest_cycle(graph: Evidence, nodes: tuple[str, ...], vertex: Mapping[str, str]) -> tuple[Arc, ...]:
    """The steps of a shortest way round among nodes that lean on one another, from the first of its places.

    From every place in turn it is searched breadth first for the shortest way back to it, no deeper than the best found so
    far; then the place is left out, since all ways round through it have been seen. A hundred searches are enough to be sure
    of the shortest in all but dense circles of hundreds of works, where one of the shortest is shown.
    """
    inside = set(nodes)
    steps: dict[str, dict[str, Arc]] = defaultdict(dict)
    for node in nodes:
        for arc in graph.arcs(node):
            if not arc.ends and arc.target in inside and vertex[node] != vertex[arc.target]:
                known = steps[vertex[node]].get(vertex[arc.target])
                if known is None or arc.link.id < known.link.id:
                    steps[vertex[node]][vertex[arc.target]] = arc
    best: tuple[Arc, ...] = ()
    gone: set[str] = set()
    for place in sorted(steps, key=lambda place: (-len(steps[place]), place))[:_SEARCHES]:
        found = _way_back(place, steps, gone, len(best) - 1 if best else len(steps))
        best = found or best
        if len(best) == _SHORTEST:
            break
        gone.add(place)
    start = min(range(len(best)), key=lambda at: best[at].origin, default=0)
    return best[start:] + best[:start]


def _way_back(start: str, steps: Mapping[str, Mapping[str, Arc]], gone: set[str], longest: int) -> tuple[Arc, ...]:
    """The shortest way from a place back to itself of at most so many steps; empty where there is none."""
    came: dict[str, tuple[str, Arc]] = {}
    frontier = [start]
    for _ in range(longest):
        following = []
        for place in frontier:
            for target, arc in sorted(steps[place].items()):
                if target == start:
                    return (*_way_to(place, came), arc)
                if target not in came and target not in gone and target in steps:
                    came[target] = place, arc
                    following.append(target)
        frontier = following
    return ()


def _way_to(place: str, came: Mapping[str, tuple[str, Arc]]) -> list[Arc]:
    """The steps by which a place was come to."""
    way = []
    while place in came:
        place, arc = came[place]
        way.append(arc)
    return way[::-1]


def _first(graph: Evidence, nodes: tuple[str, ...]) -> str | None:
    """The node whose document came out before those of all others began to; None where the dates do not say."""
    issued = {}
    for node in nodes:
        begun, ended = graph.issued(node)
        if begun is None or ended is None:
            return None
        issued[node] = begun, ended
    earliest = min(nodes, key=lambda node: (issued[node][1], node))
    others = [node for node in nodes if graph.work_of(node) != graph.work_of(earliest)]
    return earliest if all(issued[earliest][1] < issued[node][0] for node in others) else None


def against_time(graph: Evidence, arc: Arc) -> bool:
    """Whether a step leads to a document that came out only after the one it starts from."""
    cited_on, _ = graph.issued(arc.target)
    _, citing_on = graph.issued(arc.origin)
    return cited_on is not None and citing_on is not None and citing_on < cited_on


def places(graph: Evidence) -> dict[str, str]:
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
