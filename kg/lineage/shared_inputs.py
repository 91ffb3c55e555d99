"""Inputs that the workings of several origins share: two estimates worked from one study are not independent."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.model.walk import reached

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lineage.evidence import Arc, Evidence

# Up to so many origins the largest set without a shared input is found exactly; it is hard to find beyond.
MOST_EXACT: Final = 12


def inputs_of(graph: Evidence, origin: str) -> frozenset[str]:
    """The works that a figure was worked from, directly or further down, whatever the relation; its own work is none.

    What was used only as a denominator, population or comparison is left out: figures that share it do not come from one another.
    """
    arcs = [arc for arc in _workings(graph, origin) if arc.link.used_for is None]
    below = reached((arc.target for arc in arcs if not arc.ends), graph.bearing)
    found = {graph.work_of(node) for node in (*below, *(arc.target for arc in arcs))}
    return frozenset(found - {graph.work_of(origin)})


def aside(graph: Evidence, origins: Iterable[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The works that several origins used for the same thing only, such as a denominator, with those origins."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for origin in origins:
        for arc in _workings(graph, origin):
            if arc.link.used_for is not None:
                found[str(arc.link.used_for), graph.work_of(arc.target)].add(origin)
    return {key: tuple(sorted(users)) for key, users in sorted(found.items()) if len(users) > 1}


def _workings(graph: Evidence, origin: str) -> list[Arc]:
    return [arc for need in graph.workings.get(origin, ()) for member in need.members for arc in member]


class SharedInputs:
    """Which of some origins were worked from a common input."""

    def __init__(self, graph: Evidence, origins: Iterable[str]) -> None:
        """Look at the workings of each origin once."""
        self.origins = sorted(origins)
        self.inputs = {origin: inputs_of(graph, origin) for origin in self.origins}
        self.of: dict[str, list[str]] = defaultdict(list)
        for origin in self.origins:
            for work in self.inputs[origin]:
                self.of[work].append(origin)
        self.shared = {work: tuple(origins) for work, origins in sorted(self.of.items()) if len(origins) > 1}

    def conflict(self, one: str, other: str) -> bool:
        """Whether two origins share an input."""
        return not self.inputs[one].isdisjoint(self.inputs[other])

    @property
    def exact(self) -> bool:
        """Whether the largest set without a shared input can be found exactly."""
        return not self.shared or len(self.origins) <= MOST_EXACT

    def sets(self) -> Iterator[frozenset[str]]:
        """The largest sets of origins, none of which can be added to, that share no input."""
        yield from self._grown(frozenset(), tuple(self.origins), ())

    def _grown(self, chosen: frozenset[str], left: tuple[str, ...], seen: tuple[str, ...]) -> Iterator[frozenset[str]]:
        if not left and not seen:
            yield chosen
        for number, origin in enumerate(left):
            rest = tuple(o for o in left[number + 1 :] if not self.conflict(origin, o))
            before = tuple(o for o in (*seen, *left[:number]) if not self.conflict(origin, o))
            yield from self._grown(chosen | {origin}, rest, before)

    def cover(self) -> dict[str, str]:
        """Each origin with one input by which it counts once with others; few inputs cover many, so that the count is low."""
        found: dict[str, str] = {}
        for work, members in sorted(self.shared.items(), key=lambda item: (-len(item[1]), item[0])):
            new = [origin for origin in members if origin not in found]
            if len(new) > 1:
                found.update(dict.fromkeys(new, work))
        return found
