"""What a renderer is given: a judged lineage with its findings and the names of its nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lineage.document import DocumentSummary
    from kg.lineage.trace import Lineage
    from kg.model.records import Claim, Source
    from kg.rules.engine import Finding
    from kg.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Trace:
    """The answer to one `kg trace`: printing it gives the terminal text.

    `alternatives` are the ids of other claims that fit what was asked for, `also_fit` a line on each of them.
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
        """The claim asked about, under its short id; a source, in a graph of sources alone."""
        graph = self.lineage.analysis.graph
        record = graph.claims.get(self.lineage.start) or graph.sources[self.lineage.start]
        return record.model_copy(update={"id": self.name(record.id)})

    def name(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        if node in self.short:
            return self.short[node]
        head, mark, tail = node.partition("#")
        return f"{self.short.get(head, head)}{mark}{tail}"

    def to_dict(self) -> dict[str, object]:
        """The answer as data, as `kg schema trace` describes it."""
        from kg.render.trace_json import trace_document

        return trace_document(self)

    def __str__(self) -> str:
        from kg.render.trace_text import render_trace

        return render_trace(self)


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver on record: the rule and node, the reason, the day, who decided and until when; days are ISO dates."""

    code: str
    node: str
    because: str
    on: str
    by: str = ""
    until: str = ""
    expired: bool = False


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The answer to one `kg check`.

    `findings` are those that count: neither waived nor known from a baseline. `stale` waivers set nothing aside any more;
    `faults` say which rules were left out, and why; `settings` is the path of the workspace's settings, for forms that want a
    file where no record file defines a node.
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

    def name(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        return self.short.get(node, node)

    def place(self, node: str) -> tuple[str, int]:
        """File and line of the record of a node; an empty text and 0 where no record file defines it."""
        path, _, line = self.places.get(self.name(node), "").rpartition(":")
        return (path, int(line)) if line.isdigit() else ("", 0)
