"""A figure as it was first said and as it is said here: what all the hops in between did to it together."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.compare.changes import CANNOT_TELL, Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.lineage.evidence import Arc, Evidence


# The main fields of a figure, each with where its value stands.
_MAIN: Final = {"value": "low", "unit": "unit", "area": "area", "period": "period"}


def same_fields(graph: Evidence, arc: Arc) -> tuple[str, ...]:
    """The main fields that both figures of a step state alike; none where a figure is worked out anew or counts another thing."""
    citing, cited = graph.claims.get(arc.origin), graph.claims.get(arc.target)
    if arc.ends or not citing or not cited or not citing.figure or not cited.figure:
        return ()
    differing = {change.field for change in arc.hop.changes}
    if "variable" in differing or (arc.link.relation.is_working and graph.making(arc.origin) is not None):
        return ()
    figures = citing.figure, cited.figure
    stated = {name for name, key in _MAIN.items() if all(getattr(figure, key) is not None for figure in figures)}
    return tuple(name for name in _MAIN if name in stated - differing)


class Retold(Struct, frozen=True):
    """The figure of a claim against that of the origin which the shortest path of restatements leads to.

    Without an origin it is compared with the earliest statement known, and `made` is False. `path` holds the steps from the
    claim to the origin, `changes` what differs between the two ends, cited first.
    """

    origin: str
    path: tuple[Arc, ...]
    changes: tuple[Change, ...]
    made: bool = True


def retold(graph: Evidence, start: str) -> Retold | None:
    """First said as …, here said as …; None where no other claim with a figure is reached, or this one has none.

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
            return Retold(node, _path(came, node), graph.changes(claim, other))
        for arc in sorted(graph.alternatives.get(node, ()), key=lambda arc: arc.link.id):
            if not arc.ends and arc.target not in came:
                came[arc.target] = arc
                queue.append(arc.target)
    earliest = _earliest(graph, came, start)
    if earliest is None:
        return None
    return Retold(earliest, _path(came, earliest), graph.changes(claim, graph.claims[earliest]), made=False)


def _earliest(graph: Evidence, reached: Iterable[str], start: str) -> str | None:
    """The earliest statement of the figure known: of the statements that lead to no other, the one that came out first."""
    stating = {node for node in reached if node != start and (c := graph.claims.get(node)) is not None and c.figure}
    last = {n for n in stating if not any(not a.ends and a.target in stating for a in graph.alternatives.get(n, ()))}
    return min(last or stating, key=lambda node: (graph.issued(node)[0] or date.max, node), default=None)


class Strayed(Struct, frozen=True):
    """How a figure differs from that of the nearest origin although no single step says so, since what is in between is silent.

    Where no origin is known, it is compared with the statement that its path ends at.
    `by` is the claim that it leans on; `changes` differ in a way that stops backing, in fields that no step changes.
    """

    origin: str
    by: str
    changes: tuple[Change, ...]


def strayed(graph: Evidence) -> dict[str, Strayed]:
    """Every claim whose figure went astray by way of claims that leave the field out, or by small steps that add up.

    One search from all origins backwards, then one from the other ends, so that each claim is compared once: with the origin
    that the fewest steps lead to, else with the statement that its path ends at.
    """
    into: dict[str, list[Arc]] = defaultdict(list)
    for arcs in graph.alternatives.values():
        for arc in arcs:
            if not arc.ends:
                into[arc.target].append(arc)
    found: _Found = {}
    strayed: dict[str, Strayed] = {}
    stating = [node for node in sorted(graph.claims) if graph.claims[node].figure is not None]
    origins = [node for node in stating if graph.making(node) is not None]
    _spread(graph, into, origins, found, strayed)
    _spread(graph, into, [node for node in stating if node not in found and _ends(graph, node)], found, strayed)
    return strayed


def _ends(graph: Evidence, node: str) -> bool:
    """Whether no step leads on from a claim."""
    return all(arc.ends for arc in graph.alternatives.get(node, ()))


# Of each claim that was reached: its origin, what the steps change outright, and whether they change anything that passes.
_Found = dict[str, tuple[str, frozenset[str], bool]]


def _spread(
    graph: Evidence, into: Mapping[str, list[Arc]], starts: Iterable[str], found: _Found, strayed: dict[str, Strayed]
) -> None:
    """Compare whatever leans on some claims, directly or not, with the nearest of these."""
    queue = deque(starts)
    found.update((node, (node, frozenset(), False)) for node in queue)
    while queue:
        node = queue.popleft()
        origin, fields, differs = found[node]
        for arc in sorted(into.get(node, ()), key=lambda arc: (arc.origin, arc.link.id)):
            citing = graph.claims.get(arc.origin)
            if arc.origin in found or citing is None or citing.figure is None or graph.making(arc.origin) is not None:
                continue
            told_of = {change.field for change in arc.hop.changes if change.stops or change.kind == CANNOT_TELL}
            outright = fields | told_of if told_of else fields
            # Only what passes, such as silence and rounding, adds up to a change that no single step shows.
            found[arc.origin] = origin, outright, differs or len(arc.hop.changes) > len(told_of)
            queue.append(arc.origin)
            if differs and (changes := _astray(graph, arc.origin, origin, outright)):
                strayed[arc.origin] = Strayed(origin, node, changes)


def _astray(graph: Evidence, node: str, origin: str, outright: frozenset[str]) -> tuple[Change, ...]:
    claim, first = graph.claims.get(node), graph.claims[origin]
    if claim is None:
        return ()
    changes = graph.changes(claim, first)
    return tuple(change for change in changes if change.stops and change.field not in outright)


def _path(came: dict[str, Arc | None], node: str) -> tuple[Arc, ...]:
    steps = []
    while (arc := came[node]) is not None:
        steps.append(arc)
        node = arc.origin
    return tuple(reversed(steps))
