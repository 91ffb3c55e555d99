"""The trace of one claim: its lineage, judged, with what the rules find in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UsageError, encodable
from kg.lineage.analysis import Analysis, analyse
from kg.lineage.evidence import build
from kg.lineage.gather import gather
from kg.lineage.names import namer
from kg.lineage.trace import lineage
from kg.model.period import parse_period
from kg.results.trace import Trace
from kg.rules.engine import Finding, run
from kg.store.implied import in_one_form
from kg.store.oxigraph import OxigraphStore
from kg.workspace.derived import fact_documents
from kg.workspace.find import describe, find
from kg.workspace.rulebook import rules_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date

    from kg.model.records import Records
    from kg.rules.rule import Rule
    from kg.workspace.opened import Opened


def trace(graph: Opened, text: str, as_of: str | None = None) -> Trace:
    """The lineage of the claim that a headline, id, IRI or address names.

    `as_of`, an EDTF date, judges with what was out by the end of that day. Raises UsageError for a bad date or a
    claim that came out later, and what `find` raises.
    """
    until = _day(as_of)
    start, others = find(graph, text, until)
    records = gather(graph.store, [start])
    _check_out_by(graph, records, until, start)
    analysis = analyse(build(records, until), graph.table)
    found = lineage(analysis, start)
    book = rules_of(graph)
    graph.add_notes(book.faults)
    own = found.members | {link.id for link in analysis.graph.links if link.source in found.members}
    own |= {claim.made_in for node in found.members if (claim := analysis.graph.claims.get(node)) and claim.made_in}
    findings = findings_about(graph, book.rules, analysis, found.members, own)
    return Trace(
        query=text,
        alternatives=tuple(graph.short.get(node, node) for node in others),
        also_fit=tuple(describe(graph, others)),
        graph_name=graph.name,
        digest=graph.digest,
        lineage=found,
        findings=tuple(f for f in findings if not f.undecided),
        rules_run=len(book.rules),
        cannot_tell=sum(f.undecided for f in findings),
        short=graph.short,
    )


def findings_about(
    graph: Opened, rules: Iterable[Rule], analysis: Analysis, nodes: Iterable[str], about: Container[str] | None = None
) -> tuple[Finding, ...]:
    """What the rules find about the nodes and what acts on them, from their quads and derived facts in a small store.

    Rules ask for claims and citation nodes, so data in other vocabularies are restated beside it.
    With `about` only these are judged, and only their own steps and origins are worked out.
    """
    evidence = analysis.graph
    scope = set(nodes)
    places = scope | {claim.made_in for node in scope if (claim := evidence.claims.get(node)) and claim.made_in}
    scope = places | {link.source for link in evidence.links if link.target in places}
    local = OxigraphStore()
    local.add(graph.store.quads_of(scope))
    for document in fact_documents(analysis, scope, local.citations(), about):
        local.load(document)
    in_one_form(local.quads)
    return run(rules, local.quads, namer(evidence, graph.name_of), faults=[], about=about)


def _check_out_by(graph: Opened, records: Records, until: date | None, start: str) -> None:
    """Raise UsageError if the claim came out after the day to judge by."""
    made_in = next((claim.made_in for claim in records.claims if claim.id == start), start)
    issued = next((source.issued for source in records.sources if source.id == made_in), None)
    if until and issued and issued.start and issued.start > until:
        raise UsageError(f"{graph.short.get(start, start)} came out after {until}")


def _day(as_of: str | None) -> date | None:
    """The last day of an EDTF date. Raises UsageError for anything else."""
    if as_of is None:
        return None
    try:
        return parse_period(encodable(as_of)).end
    except ValueError as error:
        raise UsageError(f"as of: {error}") from error
