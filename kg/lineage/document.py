"""One document as an editor looks at it: how many of its figures hold up, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.lineage.answer import word
from kg.model.walk import reached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.lineage.analysis import Analysis


class DocumentSummary(Struct, frozen=True):
    """The claims of one document in its order, and how many of their figures end well.

    `unchanged` figures reach an origin (or are made here) by restatements that change nothing, `left_out` of them only by some that
    leave out a hedge or restriction; `thin` ones are thinly or not documented; `not_assessed` are those of which not enough is known.
    """

    source: str
    title: str
    claims: tuple[str, ...]
    figures: int
    unchanged: int
    left_out: int
    thin: int
    not_assessed: int


def summary(analysis: Analysis, source: str, order: Iterable[str]) -> DocumentSummary:
    """The summary of a document whose claims stand in the order given."""
    graph = analysis.graph
    claims = tuple(order)
    figures = [node for node in claims if (figure := graph.claims[node].figure) and figure.number]
    levels = [word(analysis.backing.level[node], analysis.backing.reach[node]) for node in figures]
    record = graph.sources.get(source)
    unchanged = [node for node in figures if node not in analysis.strayed and _reaches_origin(analysis, node)]
    return DocumentSummary(
        source=source,
        title=(record.title if record else None) or source,
        claims=claims,
        figures=len(figures),
        unchanged=len(unchanged),
        left_out=sum(not _reaches_origin(analysis, node, whole=True) for node in unchanged),
        thin=sum(level in {"thinly", "none"} for level in levels),
        not_assessed=levels.count("not assessed"),
    )


def _reaches_origin(analysis: Analysis, start: str, whole: bool = False) -> bool:
    """Whether some path leads to where the figure was made, by recorded steps that change nothing.

    With `whole` they may not leave out a hedge or restriction either.
    """
    graph = analysis.graph

    def follow(node: str) -> list[str]:
        return [
            arc.target
            for arc in graph.alternatives.get(node, ())
            if not arc.ends
            and not arc.assumed
            and not arc.hop.changed
            and arc.hop.passes_level
            and not (whole and any(change.leaves_out for change in arc.hop.changes))
        ]

    return any(graph.making(node) is not None for node in reached([start], follow))
