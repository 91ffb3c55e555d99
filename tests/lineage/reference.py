"""The judgements of a lineage worked out the slow and obvious way, from the lines of `tests.lineage.graphs` alone.

Nothing here uses `kg.lineage`: every path is listed, every set tried, every fixed point found by going over all nodes again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

WORKINGS = {"derives-from", "extrapolates-from", "uses-data-from"}
EVIDENCE = {"cites", "relays", "names", *WORKINGS}


@dataclass
class Graph:
    """What the lines say; `steps` hold the alternatives of a node, `needs` its workings, each a set of nodes needed together."""

    nodes: set[str] = field(default_factory=set)
    work: dict[str, str] = field(default_factory=dict)
    about: dict[str, frozenset[str]] = field(default_factory=dict)
    makers: dict[str, str] = field(default_factory=dict)
    figure: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    steps: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    needs: dict[str, list[list[str]]] = field(default_factory=lambda: defaultdict(list))
    withdrawn: set[str] = field(default_factory=set)

    def targets(self, node: str) -> list[str]:
        """Everything that a node rests on in any way."""
        return [*self.steps[node], *(part for need in self.needs[node] for part in need)]

    def fallen(self, gone: Iterable[str] = ()) -> set[str]:
        """What was withdrawn or is taken to be."""
        return {*self.withdrawn, *gone}


def graph_of(text: str) -> Graph:  # noqa: C901 - one branch a verb
    """The graph that the lines state."""
    found = Graph()
    links: list[tuple[str, str, str]] = []
    for line in text.splitlines():
        node, verb, *rest = line.split()
        found.nodes |= {node, *(rest if verb in {*EVIDENCE, "needs", "withdraws"} else ())}
        match verb:
            case "in":
                found.work[node] = rest[0]
            case "about":
                found.about[node] = frozenset(rest)
            case "by":
                found.makers[node] = rest[0]
            case "figure":
                found.figure[node] = " ".join(rest)
            case "says":
                found.words[node] = " ".join(rest)
            case "made":
                found.made.add(node)
            case "unread":
                found.unread.add(node)
            case "needs":
                found.needs[node].append(rest)
            case "withdraws":
                found.withdrawn.add(rest[0])
            case _:
                links.append((node, verb, rest[0]))
    found.made |= set(found.needs)
    for node in found.nodes:
        found.work.setdefault(node, f"doc-{node}")
    for node, verb, target in links:
        if verb in WORKINGS and node in found.made:
            found.needs[node].append([target])
        else:
            found.steps[node].append(target)
    return found


def reach(starts: Iterable[str], follow: Callable[[str], Iterable[str]]) -> set[str]:
    """The starts and all that they lead to."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(follow(node))
    return found


def independent(graph: Graph, start: str) -> int | None:  # noqa: C901 - all of it in one place, to be read through
    """The most origins that share no work on the way, no maker and no input; None for a claim that made its figure."""
    if start in graph.made:
        return None

    def onward(node: str) -> list[str]:
        same = [t for t in graph.steps[node] if graph.figure[t] == graph.figure[node]]
        return [t for t in same if t != start and t not in graph.withdrawn]

    origins = sorted((reach([start], onward) & graph.made) - {start})
    group = {origin: {origin} for origin in origins}
    for _ in origins:
        for one, other in combinations(origins, 2):
            maker = graph.makers.get(one)
            tied = maker is not None and maker == graph.makers.get(other)
            tied = tied or other in reach([one], graph.targets) or one in reach([other], graph.targets)
            if tied or group[one] & group[other]:
                group[one] = group[other] = group[one] | group[other]
    inputs = {
        origin: {
            f"input {graph.work[node]}"
            for node in reach((part for need in graph.needs[origin] for part in need), graph.targets)
            if graph.work[node] != graph.work[origin]
        }
        for origin in origins
    }
    leads = {node for node in graph.nodes if reach([node], onward) & set(origins)}
    follows: dict[str, set[str]] = defaultdict(set)
    for node in leads - {start}:
        if node in reach([start], onward):
            follows[graph.work[node]] |= {graph.work[t] for t in onward(node) if t in leads}
    used: set[frozenset[str]] = set()

    def walk(way: tuple[str, ...]) -> None:
        for origin in origins:
            if graph.work[origin] == way[-1]:
                used.add(frozenset((*(f"work {w}" for w in way), f"group {sorted(group[origin])}", *inputs[origin])))
        for work in follows[way[-1]]:
            if work not in way:
                walk((*way, work))

    for first in {graph.work[t] for t in onward(start) if t in leads}:
        walk((first,))
    least = [way for way in used if not any(other < way for other in used)]
    return _most(least, frozenset())


def _most(ways: list[frozenset[str]], taken: frozenset[str]) -> int:
    """How many of some sets can be chosen so that no two share anything."""
    return max(
        (1 + _most(ways[at + 1 :], taken | way) for at, way in enumerate(ways) if taken.isdisjoint(way)), default=0
    )


def stands(graph: Graph, fallen: set[str]) -> set[str]:
    """What stands without some nodes: what rests on nothing, on one thing that stands, or on all it was worked out from."""
    found: set[str] = set()
    while True:
        more = {node for node in graph.nodes - fallen - found if _holds(graph, node, found)}
        if not more:
            return found
        found |= more


def _holds(graph: Graph, node: str, standing: set[str]) -> bool:
    if not graph.targets(node) or standing & set(graph.steps[node]):
        return True
    needs = graph.needs[node]
    return node in graph.made and (not needs or any(set(need) <= standing for need in needs))


Loop = tuple[tuple[str, ...], bool, bool]


def loops(graph: Graph) -> set[Loop]:
    """The loops as members, whether asserted, and whether there is a way out."""
    named = _classes(graph, lambda one, other: _named(graph, one, other))
    alike = _classes(graph, lambda one, other: _named(graph, one, other) or _alike(graph, one, other))
    possible = _classes(graph, lambda one, other: _possibly(graph, named, one, other))
    found = {loop for circle in _circles(graph, named) if (loop := _loop(graph, circle))}
    known = {members for members, _, _ in found}
    wider = [
        loop
        for circle in _circles(graph, alike)
        if tuple(sorted(circle)) not in known and _all_alike(graph, circle) and (loop := _loop(graph, circle))
    ]
    within = {node for members, _, _ in wider for node in members}
    found = {loop for loop in found if loop[0][0] not in within} | set(wider)
    decided = {node for members, _, _ in found for node in members}
    for circle in _circles(graph, possible):
        place = {node: possible[node] for node in circle}
        steps = [(n, t) for n in circle for t in graph.targets(n) if t in circle and place[n] != place[t]]
        nodes = {node for step in steps for node in step}
        left = nodes - decided
        unnamed = {node for node in nodes if not graph.about.get(node)}
        if left and unnamed and len({graph.work[node] for node in nodes}) > 1:
            out = bool(nodes & graph.made) or any(t not in circle for node in nodes for t in graph.targets(node))
            found.add((tuple(sorted(left)), False, out))
    return found


def _named(graph: Graph, one: str, other: str) -> bool:
    about = graph.about.get(one)
    return graph.work[one] == graph.work[other] and bool(about) and about == graph.about.get(other)


def _alike(graph: Graph, one: str, other: str) -> bool:
    if graph.work[one] != graph.work[other] or graph.about.get(one) or graph.about.get(other):
        return False
    words = graph.words.get(one)
    return graph.figure[one] == graph.figure[other] or (words is not None and words == graph.words.get(other))


def _possibly(graph: Graph, named: dict[str, frozenset[str]], one: str, other: str) -> bool:
    """Whether two claims could be one place: both under no variable, or one of them and the work's only place under one."""
    if graph.work[one] != graph.work[other]:
        return False
    under = {named[n] for n in graph.nodes if graph.work[n] == graph.work[one] and graph.about.get(n)}
    free = [not graph.about.get(node) for node in (one, other)]
    return _named(graph, one, other) or all(free) or (any(free) and len(under) == 1)


def _all_alike(graph: Graph, nodes: Iterable[str]) -> bool:
    figures = {graph.figure[node] for node in nodes}
    words = {graph.words.get(node) for node in nodes}
    return len(figures) == 1 or (len(words) == 1 and None not in words)


def _classes(graph: Graph, same: Callable[[str, str], bool]) -> dict[str, frozenset[str]]:
    """Each node with all that are the same place as it, by way of others too."""
    return {
        node: frozenset(reach([node], lambda n: [other for other in graph.nodes if same(n, other)]))
        for node in graph.nodes
    }


def _circles(graph: Graph, place: dict[str, frozenset[str]]) -> Iterator[set[str]]:
    """The nodes of places that lead to one another, two places or more."""

    def follow(node: str) -> list[str]:
        return [other for here in place[node] for t in graph.targets(here) for other in place[t]]

    done: set[str] = set()
    for node in sorted(graph.nodes):
        if node not in done:
            ahead = reach([node], follow)
            circle = {other for other in ahead if node in reach([other], follow)} | place[node]
            done |= circle
            if len({place[other] for other in circle}) > 1:
                yield circle


def _loop(graph: Graph, circle: set[str]) -> Loop | None:
    if len({graph.work[node] for node in circle}) < 2:
        return None
    out = bool(circle & graph.made) or any(t not in circle for node in circle for t in graph.targets(node))
    return tuple(sorted(circle)), not circle & graph.unread, out
