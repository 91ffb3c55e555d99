"""What a renderer is given: a judged lineage with its findings and the names of its nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lineage.analysis import Analysis
    from kg.lineage.document import DocumentSummary
    from kg.lineage.impact import Impact
    from kg.lineage.trace import Lineage
    from kg.model.records import Claim, Source
    from kg.render.picture import Picture
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
        return short_name(self.short, node)

    def to_dict(self) -> dict[str, object]:
        """The answer as data, as `kg schema trace` describes it."""
        from kg.render.trace_json import trace_document

        return trace_document(self)

    def __str__(self) -> str:
        from kg.render.trace_text import render_trace

        return render_trace(self)

    def to_svg(self) -> str:
        """The lineage as a picture."""
        from kg.render.svg import svg

        return svg(self.picture())

    def picture(self) -> Picture:
        """The lineage as boxes and arrows, for every renderer that draws."""
        from kg.render.build_picture import trace_picture

        return trace_picture(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """What a notebook shows: the picture, or the text where it cannot."""
        return {"text/plain": str(self), "image/svg+xml": self.to_svg()}


@dataclass(frozen=True, slots=True)
class Survey:
    """Several claims of a graph with what joins them: `nodes` are drawn, beginning at `starts`."""

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

    def picture(self) -> Picture:
        """The claims as boxes and arrows."""
        from kg.render.build_picture import survey_picture

        return survey_picture(self)


def short_name(short: Mapping[str, str], node: str) -> str:
    """The short id of a node or of what its fragment belongs to; its IRI where it has none."""
    if node in short:
        return short[node]
    head, mark, tail = node.partition("#")
    return f"{short.get(head, head)}{mark}{tail}"


@dataclass(frozen=True, slots=True)
class ImpactReport:
    """The answer to one `kg impact`: printing it gives the terminal text."""

    graph_name: str
    impact: Impact
    short: Mapping[str, str]

    def name(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        return short_name(self.short, node)

    def to_dict(self) -> dict[str, object]:
        """The answer as data."""
        from kg.render.impact import impact_document

        return impact_document(self)

    def __str__(self) -> str:
        from kg.render.impact import render_impact

        return render_impact(self)


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver on record: the rule and node, the reason, the day, who decided and until when; days are ISO dates.

    It holds unless it is `expired` or dated `ahead` of today. `iri` is what it stands under in the graph.
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
