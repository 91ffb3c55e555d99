"""How many paths of a directed graph share no vertex, and the narrowest place nearest to where they start.

Menger's theorem with unit capacities on vertices: a maximum flow in which each vertex carries at most one path, found by
augmenting paths (Ford and Fulkerson, Canad. J. Math. 8, 1956), depth first, since few are needed and any will do. A vertex has
an inner side, where paths arrive, and an outer one, where they leave; in the residual graph a vertex on a path lets another in
only to push that path back. Kept as arrays of whole numbers: a lineage may have a hundred thousand works, and the general
library takes many times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NOWHERE: Final = -1
_START: Final = -2


class DisjointPaths:
    """The most vertex-disjoint paths from `starts` to `ends` in a graph of vertices 0 … n-1, `follows[v]` being v's successors."""

    def __init__(self, follows: Sequence[Sequence[int]], starts: Iterable[int], ends: Iterable[int]) -> None:
        self.follows = follows
        self.starts = sorted(set(starts))
        self.ends = frozenset(ends)
        self.next = [_NOWHERE] * len(follows)
        self.before = [_NOWHERE] * len(follows)
        self.count = 0
        while self._augment():
            self.count += 1

    def _search(self) -> tuple[int, dict[int, int], dict[int, int]]:
        """The vertex where a new path can end, or none; and by which vertex each inner and each outer side was reached."""
        inner: dict[int, int] = {}
        outer: dict[int, int] = {}
        waiting: list[tuple[int, bool]] = []
        for vertex in self.starts:
            inner[vertex] = _START
            waiting.append((vertex, True))
        while waiting:
            vertex, is_inner = waiting.pop()
            used = self.before[vertex] != _NOWHERE
            if is_inner:
                if not used:
                    outer[vertex] = vertex
                    waiting.append((vertex, False))
                elif (back := self.before[vertex]) != _START and back not in outer:
                    outer[back] = vertex
                    waiting.append((back, False))
                continue
            if vertex in self.ends and not (used and self.next[vertex] == _NOWHERE):
                return vertex, inner, outer
            for following in self.follows[vertex]:
                if following not in inner and self.next[vertex] != following:
                    inner[following] = vertex
                    waiting.append((following, True))
            if used and vertex not in inner:
                inner[vertex] = vertex
                waiting.append((vertex, True))
        return _NOWHERE, inner, outer

    def _augment(self) -> bool:
        """Add one path, pushing others aside where needed; False when there is none."""
        vertex, inner, outer = self._search()
        if vertex == _NOWHERE:
            return False
        steps: list[tuple[int, int]] = []
        undone: list[tuple[int, int]] = []
        ended, at_outer = vertex, True
        while vertex != _START:
            if at_outer:
                came = outer[vertex]
                if came == vertex:
                    at_outer = False  # through the vertex itself
                else:
                    undone.append((vertex, came))  # back along a step of another path
                    vertex, at_outer = came, False
            else:
                came = inner[vertex]
                if came == vertex:
                    at_outer = True  # back through a vertex of another path
                else:
                    steps.append((came, vertex))
                    vertex, at_outer = came, True
        self._apply(steps, undone, ended)
        return True

    def _apply(self, steps: list[tuple[int, int]], undone: list[tuple[int, int]], ended: int) -> None:
        for source, target in undone:
            if self.next[source] == target:
                self.next[source] = _NOWHERE
            if self.before[target] == source:
                self.before[target] = _NOWHERE
        for source, target in steps:
            self.before[target] = source
            if source != _START:
                self.next[source] = target
        self.next[ended] = _NOWHERE

    def narrowest(self) -> tuple[int, ...]:
        """The vertices of the minimum cut nearest the starts: as many as there are paths, and every path goes through one."""
        _, inner, outer = self._search()
        return tuple(sorted(vertex for vertex in inner if vertex not in outer))
