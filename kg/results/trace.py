"""A judged lineage with its findings and the names of its nodes, as renderers take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lineage.analysis import Analysis
    from kg.lineage.trace import Lineage
    from kg.model.records import Claim, Source
    from kg.rules.engine import Finding


def short_name(short: Mapping[str, str], node: str) -> str:
    """The short id of a node or of what its fragment belongs to; its IRI where it has none."""
    if node in short:
        return short[node]
    head, mark, tail = node.partition("#")
    return f"{short.get(head, head)}{mark}{tail}"


class Trace(Struct, frozen=True):
    """The answer to one `kg trace`.

    `alternatives` are the ids of other claims that fit the query, `also_fit` a line on each of them.
    """

    query: str
    alternatives: tuple[str, ...]
    also_fit: tuple[str, ...]
    graph_name: str
    digest: str
    lineage: Lineage
    findings: tuple[Finding, ...]
    rules_run: int
    cannot_tell: int
    short: Mapping[str, str]

    @property
    def claim(self) -> Claim | Source:
        """The claim that was traced, under its short id; a source, in a graph of sources alone."""
        graph = self.lineage.analysis.graph
        record = graph.claims.get(self.lineage.start) or graph.sources[self.lineage.start]
        return record.model_copy(update={"id": self.name(record.id)})

    def name(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        return short_name(self.short, node)


class Survey(Struct, frozen=True):
    """Several claims of a graph with the links among them: `nodes` are drawn, beginning at `starts`."""

    title: str
    graph_name: str
    digest: str
    analysis: Analysis
    findings: tuple[Finding, ...]
    rules_run: int
    cannot_tell: int
    starts: tuple[str, ...]
    nodes: frozenset[str]
    short: Mapping[str, str]

    def name(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        return short_name(self.short, node)
