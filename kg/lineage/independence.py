"""How many independent origins stand behind a claim: nine citations may have one.

Only hops on which the figure is unchanged are walked, and only towards claims that made it. A vertex is a work, of capacity
one; each origin passes through one gate, of capacity one, for its producer group. The number of independent origins is the maximum
flow from the claim to the gates: an upper bound, since the claims of a work are taken together. Which bodies stand in between is
shown but merges nothing, since the exact number would then be NP-hard to find.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.lineage.disjoint_paths import DisjointPaths
from kg.lineage.shared_inputs import SharedInputs, aside
from kg.lineage.standing import speakers
from kg.model.walk import reached
from kg.model.words import Role

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from kg.lineage.evidence import Arc, Evidence


class Tie(Struct, frozen=True):
    """What makes several origins one: a shared `maker` or `input`, or that one `reaches` the other.

    A shared `funder`, `denominator`, `population` or `comparison` is shown and merges nothing. `id` is the agent, work or origin
    that they share.
    """

    kind: str
    id: str
    origins: tuple[str, ...]


class Independence(Struct, frozen=True):
    """The independent origins of one claim.

    `number` is None where the claim itself made its figure; `inputs` are then the works that it was worked from.
    `origins` are the claims made here that the unchanged figure leads to, `distinct` the number of their works, `groups` their
    producer groups. `leading` are the works cited that lead to one. `bottleneck` holds the works, or what a group shares, that
    every path goes through, where there are fewer than these. `between` are the agents behind two or more of the works that only
    pass the figure on. `shared` are the works that several origins were worked from, `untraced` the works cited that nobody has
    traced to an end: where there are any, the number is only what was found so far, and no bottleneck is named. Where it is not
    `exact`, it is an upper bound.
    """

    number: int | None
    origins: tuple[str, ...]
    distinct: int
    groups: tuple[tuple[str, ...], ...]
    bottleneck: tuple[str, ...]
    ties: tuple[Tie, ...]
    between: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    untraced: tuple[str, ...] = ()
    exact: bool = True
    leading: tuple[str, ...] = ()


def independence(graph: Evidence, start: str, fallen: frozenset[str] = frozenset()) -> Independence:
    """The independent origins behind one claim of a graph; what was taken back (`fallen`) is none and leads to none."""
    if graph.making(start) is not None:
        arcs = [arc for need in graph.workings.get(start, ()) for member in need.members for arc in member]
        works = {graph.work_of(arc.target) for arc in arcs} - {graph.work_of(start)}
        return Independence(None, (), 0, (), (), (), (), tuple(sorted(works)))
    origins, kept = _towards_origins(graph, start, fallen)
    untraced = _untraced(graph, start, origins, kept)
    if not origins:
        return Independence(0, (), 0, (), (), (), (), untraced=untraced)
    groups, inputs = _Groups(graph, origins), SharedInputs(graph, origins)
    number, narrow = _largest(graph, start, kept, groups, inputs)
    works = {graph.work_of(origin) for origin in origins}
    leading = _leading_works(graph, start, kept)
    named = number < len(leading) and not untraced
    middle = {graph.work_of(node) for node in kept} - works - {graph.work_of(start)}
    shared = [Tie("input", work, members) for work, members in inputs.shared.items()]
    shared += [Tie(use, work, members) for (use, work), members in aside(graph, origins).items()]
    return Independence(
        number=number,
        origins=tuple(sorted(origins)),
        distinct=len(works),
        groups=groups.members(),
        bottleneck=tuple(sorted(set(narrow))) if named else (),
        ties=tuple(sorted((*groups.ties(), *shared), key=lambda tie: (tie.kind, tie.id, tie.origins))),
        between=_between(graph, middle),
        shared=tuple(inputs.shared),
        untraced=untraced,
        exact=inputs.exact,
        leading=leading,
    )


def _leading_works(graph: Evidence, start: str, kept: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The works cited that lead to an origin."""
    steps = [arc for arc in unchanged(graph, start) if arc.target in kept.get(start, ()) and not arc.link.presumed]
    return tuple(sorted({graph.work_of(arc.target) for arc in steps} - {graph.work_of(start)}))


def _largest(
    graph: Evidence, start: str, kept: dict[str, list[str]], groups: _Groups, inputs: SharedInputs
) -> tuple[int, tuple[str, ...]]:
    """The most origins, none of which share an input, that can be reached over works of their own; and what narrows them.

    Beyond what can be found exactly, origins are taken together input by input, which may count too many and never too few.
    """
    network = _Network(graph, start, kept, groups, groups.origins)
    free = network.paths()
    if not inputs.shared:
        return free.count, tuple(network.names[vertex] for vertex in free.narrowest())
    if not inputs.exact:
        number = _Network(graph, start, kept, groups, groups.origins, inputs.cover()).paths().count
    else:
        number = 0
        for chosen in inputs.sets():
            if len(chosen) > number:
                number = max(number, _Network(graph, start, kept, groups, sorted(chosen)).paths().count)
    if number < free.count:
        return number, tuple(inputs.shared)
    return number, tuple(network.names[vertex] for vertex in free.narrowest())


def _untraced(graph: Evidence, start: str, origins: frozenset[str], kept: dict[str, list[str]]) -> tuple[str, ...]:
    """The works cited that lead to no origin and some path of which nobody has traced further."""
    traced, open_works = set(), set()
    for arc in graph.alternatives.get(start, ()):
        work = graph.work_of(arc.target)
        if arc.target in kept or arc.target in origins:
            traced.add(work)
        elif not arc.link.presumed and (
            arc.ends == "not traced further" or (not arc.ends and _is_open(graph, arc.target))
        ):
            open_works.add(work)
    return tuple(sorted(open_works - traced - {graph.work_of(start)}))


def _is_open(graph: Evidence, node: str) -> bool:
    """Whether some path from a node goes on to where nobody has traced further."""
    below = reached([node], lambda n: [arc.target for arc in graph.alternatives.get(n, ()) if not arc.ends])
    return any(
        graph.leaf_end(n) == "not traced further"
        or any(arc.ends == "not traced further" for arc in graph.alternatives.get(n, ()))
        for n in below
    )


def works_cited(graph: Evidence, start: str) -> int:
    """How many works other than its own a claim leans on directly."""
    links = graph.links_of.get(start, ())
    return len(
        {graph.work_of(link.target) for link in links if link.relation.role is Role.EVIDENCE and not link.presumed}
        - {graph.work_of(start)}
    )


def unchanged(graph: Evidence, node: str) -> Iterator[Arc]:
    """The steps out of a node on which the figure stays what it is."""
    return (arc for arc in graph.alternatives.get(node, ()) if not arc.ends and not arc.hop.changed)


def _towards_origins(
    graph: Evidence, start: str, fallen: frozenset[str]
) -> tuple[frozenset[str], dict[str, list[str]]]:
    """The origins that the unchanged figure leads to, and the steps between the nodes that lead to one."""
    steps: dict[str, list[str]] = {}
    into: dict[str, list[str]] = defaultdict(list)

    def follow(node: str) -> list[str]:
        steps[node] = [arc.target for arc in unchanged(graph, node) if arc.target != start and arc.target not in fallen]
        for target in steps[node]:
            into[target].append(node)
        return steps[node]

    reached([start], follow)
    origins = frozenset(node for node in steps if node != start and graph.making(node) is not None)
    leads = reached(origins, lambda node: into.get(node, ()))
    return origins, {node: [t for t in targets if t in leads] for node, targets in steps.items() if node in leads}


class _Groups:
    """Producer groups: origins that share a maker, or of which one reaches the other, are one."""

    def __init__(self, graph: Evidence, origins: frozenset[str]) -> None:
        self.graph, self.origins = graph, sorted(origins)
        self.parent = {origin: origin for origin in self.origins}
        self.shared: dict[tuple[str, str], list[str]] = defaultdict(list)
        for origin in self.origins:
            for agent in speakers(graph, origin):
                self.shared["maker", agent].append(origin)
        self._reach()
        for members in self.shared.values():
            for other in members[1:]:
                self._join(members[0], other)

    def of(self, origin: str) -> str:
        """The first origin of a group, by which the group is known."""
        while self.parent[origin] != origin:
            self.parent[origin] = self.parent[self.parent[origin]]
            origin = self.parent[origin]
        return origin

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        self.parent[second] = first

    def _reach(self) -> None:
        """Join every origin with those that its own evidence leads to, whether it cites them or worked from them."""
        leads = _leading(self.graph, self.origins)
        seen_from: dict[str, str] = {}
        for origin in self.origins:
            waiting = self.graph.bearing(origin)
            while waiting:
                node = waiting.pop()
                if node not in leads or node == origin:
                    continue
                if node in self.parent:
                    self.shared["reaches", node].extend([*([] if self.shared["reaches", node] else [node]), origin])
                elif node in seen_from:
                    self._join(origin, seen_from[node])
                else:
                    seen_from[node] = origin
                    waiting.extend(self.graph.bearing(node))

    def members(self) -> tuple[tuple[str, ...], ...]:
        """The groups, each with its origins in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for origin in self.origins:
            found[self.of(origin)].append(origin)
        return tuple(tuple(members) for _, members in sorted(found.items()))

    def gate(self, origin: str) -> str:
        """What stands for a group in a bottleneck: what its origins share, or the only work."""
        group = self.of(origin)
        for (kind, identifier), members in sorted(self.shared.items()):
            if kind != "reaches" and len(members) > 1 and self.of(members[0]) == group:
                return identifier
        return self.graph.work_of(group)

    def ties(self) -> tuple[Tie, ...]:
        """What makes origins one, and which of them share a funder."""
        found = [
            Tie(kind, shared, tuple(sorted(set(members))))
            for (kind, shared), members in self.shared.items()
            if len(members) > 1
        ]
        funded: dict[str, list[str]] = defaultdict(list)
        for origin in self.origins:
            source = self.graph.source_of(origin)
            for agent in source.funded_by if source else ():
                funded[agent].append(origin)
        found += [Tie("funder", agent, tuple(members)) for agent, members in funded.items() if len(members) > 1]
        return tuple(sorted(found, key=lambda tie: (tie.kind, tie.id, tie.origins)))


def _leading(graph: Evidence, origins: Iterable[str]) -> set[str]:
    """The nodes below the origins whose evidence of any kind leads to one of them."""
    into: dict[str, list[str]] = defaultdict(list)

    def follow(node: str) -> list[str]:
        targets = graph.bearing(node)
        for target in targets:
            into[target].append(node)
        return targets

    reached(origins, follow)
    return reached(origins, lambda node: into.get(node, ()))


class _Network:
    """Works and gates as whole numbers, with what follows what."""

    def __init__(
        self,
        graph: Evidence,
        start: str,
        steps: dict[str, list[str]],
        groups: _Groups,
        origins: Iterable[str],
        cover: Mapping[str, str] | None = None,
    ) -> None:
        self.names: list[str] = []
        self.numbers: dict[tuple[str, str], int] = {}
        self.follows: list[set[int]] = []
        self.starts: set[int] = set()
        self.gates: set[int] = set()
        for node in sorted(steps):
            work = None if node == start else self._number("work", graph.work_of(node))
            for target in steps[node]:
                number = self._number("work", graph.work_of(target))
                if work is None:
                    self.starts.add(number)
                elif number != work:
                    self.follows[work].add(number)
        for origin in origins:
            gate = self._number("gate", groups.of(origin), groups.gate(origin))
            self.gates.add(gate)
            before = self._number("work", graph.work_of(origin))
            if cover and origin in cover:
                common = self._number("input", cover[origin])
                self.follows[before].add(common)
                before = common
            self.follows[before].add(gate)

    def _number(self, kind: str, identifier: str, name: str | None = None) -> int:
        number = self.numbers.setdefault((kind, identifier), len(self.names))
        if number == len(self.names):
            self.names.append(name or identifier)
            self.follows.append(set())
        return number

    def paths(self) -> DisjointPaths:
        """The most paths that share no work and no producer group."""
        return DisjointPaths([sorted(following) for following in self.follows], self.starts, self.gates)


def _between(graph: Evidence, works: Iterable[str]) -> tuple[str, ...]:
    behind: dict[str, int] = defaultdict(int)
    for work in works:
        source = graph.sources.get(work)
        for agent in {*source.authors, *source.publisher} if source else ():
            behind[agent] += 1
    return tuple(sorted(agent for agent, count in behind.items() if count > 1))


def reaches_new_origin(
    graph: Evidence, corroborating: str, start: str, known: Independence, members: Container[str]
) -> bool:
    """Whether a corroborating claim leads to an origin that is independent of all that the claim at `start` leads to.

    That is one of another producer group that shares no input with them; a claim that made its figure is its own origin. What
    is in the lineage already (`members`), if only where the figure was changed, is no new origin.
    """
    own, theirs = _origins_of(graph, corroborating), frozenset(known.origins) or _origins_of(graph, start)
    groups, inputs = _Groups(graph, own | theirs), SharedInputs(graph, own | theirs)
    taken = {groups.of(origin) for origin in theirs}
    return any(
        groups.of(origin) not in taken and not any(inputs.conflict(origin, other) for other in theirs)
        for origin in own - theirs
        if origin not in members
    )


def _origins_of(graph: Evidence, node: str) -> frozenset[str]:
    return frozenset({node}) if graph.making(node) is not None else _towards_origins(graph, node, frozenset())[0]
