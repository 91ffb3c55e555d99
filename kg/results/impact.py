"""What depends on some nodes, with the names of the nodes, as renderers take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.results.trace import short_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lineage.impact import Impact


class ImpactReport(Struct, frozen=True):
    """The answer to one `kg impact`."""

    graph_name: str
    impact: Impact
    short: Mapping[str, str]

    def name(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        return short_name(self.short, node)
