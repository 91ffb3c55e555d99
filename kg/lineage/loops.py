"""Circular reporting: loops over two works or more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.lineage.components import components
from kg.lineage.places import all_alike, all_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.lineage.evidence import Arc, Evidence

_SEARCHES: Final = 100
_SHORTEST: Final = 2


class Loop(Struct, frozen=True):
    """Claims that lean on one another in a circle.

    `asserted` is False where some member was not read, so that nobody can tell; `way_out` says whether a link leaves.
    `cycle` is the shortest way round, step by step; `first` the member whose document came out before all others, where the
    dates say so. `unnamed` are claims under no variable, where it depends on what they measure whether there is a loop at all.
    """

    members: tuple[str, ...]
    asserted: bool
    way_out: bool
    cycle: tuple[Arc, ...] = ()
    first: str | None = None
    unnamed: tuple[str, ...] = ()

    @property
    def goes_round(self) -> bool:
        """Whether paths into it end there as circular reporting."""
        return self.asserted and not self.way_out


def loops(graph: Evidence, parts: list[tuple[str, ...]]) -> tuple[Loop, ...]:
    """Every loop over two works or more, where a work met again counts as the same place.

    The same work again means the same variable, area and period. Claims under no variable are the same place where all claims of
    the loop state the same figure or words; a loop that there would be if they were the same place is not decided.
    `parts` are the strongly connected components of the nodes as they stand; where no two nodes are one place, and no step
    among them leads nowhere or to what is not judged, they are all there is to see.
    """
    where = all_places(graph)
    found = _loops_at(graph, parts, where.named)
    if where.alike is not where.named:
        found = _with_alike(graph, where.alike, found)
    if where.possible is not where.alike:
        found += _undecided(graph, where.possible, {node for loop in found for node in loop.members})
    return tuple(sorted(found, key=lambda loop: loop.members))


def _loops_at(graph: Evidence, parts: list[tuple[str, ...]], vertex: Mapping[str, str]) -> list[Loop]:
    """The loops among places as recorded."""
    circles = [part for part in parts if len(part) > 1]
    if len(set(vertex.values())) == len(vertex) and all(
        _leads_on(graph, node, vertex) for part in circles for node in part
    ):
        return [loop for part in circles if (loop := loop_of(graph, part, vertex))]
    return [loop for nodes in _circles(graph, vertex) if (loop := loop_of(graph, nodes, vertex))]


def _circles(graph: Evidence, vertex: Mapping[str, str], possible: bool = False) -> Iterator[tuple[str, ...]]:
    """The nodes of every circle of two places or more."""
    members: dict[str, list[str]] = defaultdict(list)
    follows: dict[str, set[str]] = defaultdict(set)
    for node, place in vertex.items():
        members[place].append(node)
    for node, place in vertex.items():
        for arc in graph.arcs(node):
            to = _leads_to(graph, arc, vertex, possible)
            if to is not None and to in members:
                follows[place].add(to)
    for component in components(sorted(members), lambda place: sorted(follows[place])):
        if len(component) > 1:
            yield tuple(sorted(node for place in component for node in members[place]))


def _leads_to(graph: Evidence, arc: Arc, vertex: Mapping[str, str], possible: bool) -> str | None:
    """The place that a step leads to; where it is only possible, a step to a document leads to its claims of no variable."""
    if not arc.ends:
        return vertex.get(arc.target)
    untraced = possible and arc.ends == "not traced further" and arc.target in graph.claims_of
    return graph.work_of(arc.target) if untraced else None


def _with_alike(graph: Evidence, vertex: Mapping[str, str], found: list[Loop]) -> list[Loop]:
    """The loops with those that only close where claims that are alike are one place, in place of what is a part of them."""
    known = {loop.members for loop in found}
    wider = [
        loop
        for nodes in _circles(graph, vertex)
        if nodes not in known and all_alike(graph, nodes) and (loop := loop_of(graph, nodes, vertex))
    ]
    within = {node for loop in wider for node in loop.members}
    return [*(loop for loop in found if loop.members[0] not in within), *wider]


def _undecided(graph: Evidence, vertex: Mapping[str, str], decided: set[str]) -> list[Loop]:
    """The loops that there would be if claims under no variable were about the same, without what is in one anyway."""
    found = []
    for circle in _circles(graph, vertex, possible=True):
        inside = {vertex[node] for node in circle}
        steps = [
            (arc.origin, arc.target, to)
            for node in circle
            for arc in graph.arcs(node)
            if (to := _leads_to(graph, arc, vertex, True)) in inside and to != vertex[node]
        ]
        touched = {node for origin, target, _ in steps for node in (origin, target)}
        whole = {to for _, target, to in steps if target not in vertex}
        nodes = tuple(node for node in circle if node in touched or (vertex[node] in whole and node in graph.claims))
        left = tuple(node for node in nodes if node not in decided)
        unnamed = tuple(node for node in nodes if (claim := graph.claims.get(node)) and not claim.about)
        if left and unnamed and len({graph.work_of(node) for node in nodes}) > 1:
            out = any(
                _leads_to(graph, arc, vertex, True) not in inside for node in nodes for arc in graph.arcs(node)
            ) or any(graph.making(node) is not None for node in nodes)
            cycle = shortest_cycle(graph, nodes, vertex)
            found.append(Loop(left, False, out, cycle, _first(graph, nodes), unnamed))
    return found


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
