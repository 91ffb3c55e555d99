"""How each path ends, and how many paths end so: counted in the condensation, never enumerated."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.lineage.components import components
from kg.lineage.loops import loops

if TYPE_CHECKING:
    from kg.lineage.evidence import Evidence
    from kg.lineage.loops import Loop

# Where several fit, the first of these.
ORDER = (
    "made here",
    "not in it",
    "not found",
    "taken down",
    "lost",
    "names no source",
    "goes round",
    "not traced further",
)


class End(Struct, frozen=True):
    """The end of one or more paths: at `node`, or on `link` where the link itself leads nowhere."""

    node: str
    kind: str
    paths: int
    link: str | None = None


class Ends(Struct, frozen=True):
    """How paths end at every node where they can stop, with the loops that explain it.

    `leaf` covers nodes with no step out, `circle` those that only lead round in a loop without a way out.
    """

    leaf: dict[str, str]
    circle: dict[str, str]
    loops: tuple[Loop, ...]
    open_loops: frozenset[str]


def leaf_ends(graph: Evidence, parts: list[tuple[str, ...]]) -> Ends:
    """The kind of end at every node where paths can stop; `parts` are the graph's strongly connected components.

    A node in a loop without a way out ends `goes round` when the loop is asserted; where nobody can tell it stays
    `not traced further`, and counts as open for `could_reach`.
    """
    leaf = {node: kind for node in graph.nodes if (kind := graph.leaf_end(node))}
    found = loops(graph, parts)
    circle: dict[str, str] = {}
    for loop in found:
        # A loop that there may be, or not, changes no end.
        if loop.way_out or loop.unnamed:
            continue
        kind = "goes round" if loop.asserted else "not traced further"
        for node in loop.members:
            if node not in leaf:
                circle[node] = kind
            elif leaf[node] == "not traced further":
                leaf[node] = kind
    for part in parts:
        # A circle within one work is nobody's circular reporting, and leads nowhere yet.
        if not any(node in circle or node in leaf for node in part) and _closed(graph, part):
            circle.update(dict.fromkeys(part, "not traced further"))
    undecided = frozenset(node for node, kind in circle.items() if kind == "not traced further")
    return Ends(leaf, circle, found, undecided)


def _closed(graph: Evidence, part: tuple[str, ...]) -> bool:
    """Whether the nodes lead to one another, or one to itself, and nowhere else."""
    inside = set(part)
    arcs = [arc for node in part for arc in graph.arcs(node)]
    return bool(arcs) and all(not arc.ends and arc.target in inside for arc in arcs)


def path_ends(graph: Evidence, ends: Ends, start: str) -> tuple[End, ...]:
    """The ends of all paths from a claim, with how many paths reach each.

    Workings are inputs and kept out of the counts. Parallel links are different paths; a loop counts as one place.
    """
    parts = components([start], lambda node: [a.target for a in graph.alternatives.get(node, ()) if not a.ends])
    place = {node: number for number, part in enumerate(parts) for node in part}
    into: dict[int, int] = defaultdict(int)
    into[place[start]] = 1
    counts: dict[tuple[str, str, str | None], int] = defaultdict(int)
    for number in range(len(parts) - 1, -1, -1):
        paths = into[number]
        leads_on = False
        stops = []
        for node in parts[number]:
            for arc in graph.alternatives.get(node, ()):
                if arc.ends:
                    counts[arc.target, arc.ends, arc.link.id] += paths
                elif place[arc.target] != number:
                    into[place[arc.target]] += paths
                else:
                    continue
                leads_on = True
            if node in ends.leaf or node not in graph.alternatives:
                stops.append((node, ends.leaf.get(node, "not traced further")))
        if len(parts[number]) > 1 or not (stops or leads_on):
            stops = _loop_stops(parts[number], ends, stops, leads_on)
        for node, kind in stops:
            counts[node, kind, None] += paths
    found = [End(node, kind, paths, link) for (node, kind, link), paths in counts.items()]
    return tuple(sorted(found, key=lambda end: (ORDER.index(end.kind), end.node, end.link or "")))


def _loop_stops(
    part: tuple[str, ...], ends: Ends, stops: list[tuple[str, str]], leads_on: bool
) -> list[tuple[str, str]]:
    """A loop stops at what is made in it, or once as a whole when nothing leads out."""
    made = [stop for stop in stops if stop[1] == "made here"]
    if made or leads_on:
        return made
    return [(part[0], ends.circle.get(part[0], "not traced further"))]


def kinds_reached(graph: Evidence, ends: Ends) -> dict[str, frozenset[str]]:
    """For every node, the kinds of end that some path from it reaches, in one pass over the whole graph."""
    parts = components(graph.nodes, lambda node: [a.target for a in graph.alternatives.get(node, ()) if not a.ends])
    reached: dict[str, frozenset[str]] = {}
    for part in parts:
        kinds: set[str] = set()
        for node in part:
            if node in ends.leaf:
                kinds.add(ends.leaf[node])
            for arc in graph.alternatives.get(node, ()):
                kinds.update({arc.ends} if arc.ends else reached.get(arc.target, ()))
        for node in part:
            reached[node] = frozenset(kinds or {ends.circle.get(node, "not traced further")})
    return reached
