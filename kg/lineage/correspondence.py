"""Whom somebody asked about a lineage, when, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.lineage.evidence import Evidence
    from kg.model.reading import Asked


class AskedAbout(Struct, frozen=True):
    """That someone was asked about a claim or source, or about what a claim says of another."""

    node: str
    asked: Asked


def asked_about(graph: Evidence, nodes: Collection[str] | None = None) -> Iterator[AskedAbout]:
    """Every recorded question about some nodes, or about all: of claims, of their sources, and of links from them."""
    sources = None if nodes is None else {source.id for node in nodes if (source := graph.source_of(node))}
    for node, claim in graph.claims.items():
        if claim.reading.asked and (nodes is None or node in nodes):
            yield AskedAbout(node, claim.reading.asked)
    for node, source in graph.sources.items():
        if source.reading.asked and (sources is None or node in sources or node in (nodes or ())):
            yield AskedAbout(node, source.reading.asked)
    for link in graph.links:
        if link.reading.asked and (nodes is None or link.source in nodes):
            yield AskedAbout(link.source, link.reading.asked)
