"""What is still to do: our own homework, counted apart from findings about anyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model.words import AccessState, ReadingStatus

if TYPE_CHECKING:
    from kg.lineage.analysis import Analysis


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to read, find or record."""

    node: str
    what: str


def todo(analysis: Analysis, members: frozenset[str], start: str) -> tuple[ToDo, ...]:
    """What would settle the open parts of a lineage, for its claims and sources."""
    graph = analysis.graph
    found: set[tuple[str, str]] = set()
    for node in sorted(members):
        claim = graph.claims.get(node)
        if analysis.ends.leaf.get(node) == "not traced further":
            found.add((node, "record what it rests on, or that it names no source"))
        if claim is not None:
            if claim.status is ReadingStatus.RECORDED:
                found.add((node, "say who read it and when"))
            elif not claim.reading.was_read:
                found.add((node, "read it"))
            elif claim.reading.not_seen:
                found.add((node, f"read its {', '.join(claim.reading.not_seen)}"))
        for arc in graph.arcs(node):
            if arc.ends == "not traced further":
                found.add((arc.target, "record the claim in it that is leaned on"))
            elif arc.ends == "not found":
                found.add((arc.target, "find it"))
        source = graph.sources.get(node)
        if source and source.access and source.access.state is AccessState.NOT_FOUND:
            found.add((node, "find it"))
    if (claim := graph.claims.get(start)) is not None and not claim.about:
        found.add((start, "place it under a variable"))
    return tuple(ToDo(node, what) for node, what in sorted(found))
