"""What the rules find in a graph, with names and places of the nodes, as renderers take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lineage.document import DocumentSummary
    from kg.rules.engine import Finding
    from kg.rules.rule import Rule


class Waived(Struct, frozen=True):
    """A waiver on record: the rule and node, the reason, the day, who decided and until when; days are ISO dates.

    It holds unless it is `expired` or dated `ahead` of today. `iri` is its IRI in the graph.
    """

    code: str
    node: str
    because: str
    on: str
    by: str = ""
    until: str = ""
    expired: bool = False
    ahead: bool = False
    iri: str = ""


class CheckReport(Struct, frozen=True):
    """The answer to one `kg check`.

    `findings` are those that count: neither waived nor in the baseline. `stale` waivers no longer match a finding;
    `faults` say which rules were left out, and why; `documents` gives outlet and date of the document of a node; `settings`
    is the path of the workspace's settings, for formats that need a file where no record file defines a node.
    """

    graph_name: str
    findings: tuple[Finding, ...]
    undecided: tuple[Finding, ...]
    claims: int
    rules: int
    todo: int
    short: Mapping[str, str]
    titles: Mapping[str, str]
    places: Mapping[str, str]
    rule_list: tuple[Rule, ...] = ()
    waived: tuple[tuple[Finding, Waived], ...] = ()
    stale: tuple[Waived, ...] = ()
    known: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    document: DocumentSummary | None = None
    version: str = "0.0.0"
    settings: str = ""
    documents: Mapping[str, str] = field(default_factory=dict)

    def name(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        return self.short.get(node, node)

    def named(self, node: str) -> str:
        """Outlet and date with the short id after them, as far as they are recorded."""
        head = self.documents.get(node)
        return f"{head} [{self.name(node)}]" if head else self.name(node)

    def place(self, node: str) -> tuple[str, int]:
        """File and line of the record of a node; an empty text and 0 where no record file defines it."""
        path, _, line = self.places.get(self.name(node), "").rpartition(":")
        return (path, int(line)) if line.isdigit() else ("", 0)
