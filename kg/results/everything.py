"""Every node of a graph with what follows from it, as the explorer takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from kg.results.trace import short_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lineage.analysis import Analysis
    from kg.model.records import Agent, Inquiry, Recommendation, Variable
    from kg.rules.engine import Finding


class Everything(Struct, frozen=True):
    """A whole graph: the analysed claims and sources, and the other kinds of nodes; identifiers are IRIs.

    `centre` is the node to open with. `outcomes` say what becomes of the claims and sources that rest on it if it is taken away,
    as `kg impact` does.
    """

    graph_name: str
    digest: str
    analysis: Analysis
    agents: tuple[Agent, ...]
    inquiries: tuple[Inquiry, ...]
    variables: tuple[Variable, ...]
    recommendations: tuple[Recommendation, ...]
    findings: tuple[Finding, ...]
    short: Mapping[str, str]
    centre: str | None = None
    outcomes: Mapping[str, str] = field(default_factory=dict)

    def name(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        return short_name(self.short, node)
