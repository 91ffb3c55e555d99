"""The workings of a figure whose records say how the inputs were put together, done again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.compare.arithmetic import Worked, check, interval, stated_interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.compare.arithmetic import Interval
    from kg.lineage.evidence import Evidence, Need


class Working(NamedTuple):
    """One working of a claim: the claim, the group of its inputs, and what came of doing it again."""

    node: str
    group: str
    worked: Worked


def workings(graph: Evidence, nodes: Iterable[str]) -> tuple[Working, ...]:
    """The workings of some claims that can be done again, in order; one with an input of unknown number is left out."""
    found = []
    for node in sorted(nodes):
        claim = graph.claims.get(node)
        if claim is None or claim.figure is None:
            continue
        for need in graph.workings.get(node, ()):
            if need.operation is None:
                continue
            worked = check(claim.figure, need.operation, _parts(graph, need))
            if worked is not None:
                found.append(Working(node, need.id, worked))
    return tuple(found)


def _parts(graph: Evidence, need: Need) -> list[Interval | None]:
    """The numbers of the inputs; None for one without, or that several claims of a source may give."""
    parts: list[Interval | None] = []
    for arcs in need.members:
        claim = graph.claims.get(arcs[0].target) if len(arcs) == 1 and not arcs[0].ends else None
        parts.append(interval(claim.figure) if claim is not None and claim.figure is not None else None)
    parts += [stated_interval(part.value) if part.value is not None else None for part in need.inputs]
    return parts
