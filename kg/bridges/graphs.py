"""An analysed graph as a networkx MultiDiGraph: claims and sources with typed edges, attributes that GraphML can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from kg.lineage.answer import grade
from kg.model.figure_words import figure_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.lineage.analysis import Analysis

MADE_IN = "made-in"
Plain = str | int | float | bool


def to_networkx(analysis: Analysis, nodes: Iterable[str], name: Callable[[str], str]) -> nx.MultiDiGraph:
    """The nodes with their sources and every link among them, under their short ids.

    A node has `iri`, `kind` (claim, source) and `label`; a claim also `text`, `figure`, `backing`, `reading`, `end`, where known. An
    edge has its link's id as key, and `relation`, `role`, `shown`, `reading`, and where known `locator`, `quote`, `ends`; from a claim
    to the source that it is made in goes an edge `made-in`. What nobody recorded is left out.
    """
    graph = nx.MultiDiGraph()
    evidence = analysis.graph
    wanted = set(nodes)
    places = {claim.made_in for node in wanted if (claim := evidence.claims.get(node)) and claim.made_in}
    for node in sorted(wanted | places):
        graph.add_node(name(node), **(_claim(analysis, node) if node in evidence.claims else _source(analysis, node)))
    for node in sorted(wanted):
        claim = evidence.claims.get(node)
        if claim and claim.made_in:
            graph.add_edge(
                name(node), name(claim.made_in), key=f"{name(node)}#{MADE_IN}", relation=MADE_IN, role=MADE_IN
            )
    for link in evidence.links:
        if link.source in wanted and link.target in wanted | places:
            graph.add_edge(
                name(link.source),
                name(link.target),
                key=name(link.id),
                **_held(
                    {
                        "relation": str(link.relation),
                        "role": link.relation.role.name.lower().replace("_", " "),
                        "shown": str(link.shown_as),
                        "reading": str(link.reading.status),
                        "locator": link.locator,
                        "quote": link.quote,
                        "ends": str(link.outcome.kind) if link.outcome else None,
                    }
                ),
            )
    return graph


def _claim(analysis: Analysis, node: str) -> dict[str, Plain]:
    claim = analysis.graph.claims[node]
    figure = figure_words(claim.figure, analysis.graph.areas) if claim.figure else None
    return _held(
        {
            "iri": node,
            "kind": "claim",
            "label": figure or claim.says or node,
            "text": claim.says,
            "figure": figure,
            "backing": grade(analysis, node),
            "reading": str(claim.status),
            "end": analysis.ends.leaf.get(node),
        }
    )


def _source(analysis: Analysis, node: str) -> dict[str, Plain]:
    source = analysis.graph.sources.get(node)
    if source is None:
        return {"iri": node, "kind": "source", "label": node}
    return _held(
        {
            "iri": node,
            "kind": "source",
            "label": source.title or node,
            "type": source.kind,
            "issued": source.issued.edtf if source.issued else None,
            "url": source.url,
        }
    )


def _held(values: dict[str, str | None]) -> dict[str, Plain]:
    """What there is, without characters that XML cannot hold."""
    return {
        key: "".join(sign for sign in value if sign >= " " or sign in "\t\n\r")
        for key, value in values.items()
        if value is not None
    }
