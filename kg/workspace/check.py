"""Runs the rules over an opened graph: which rules, how severe, what is waived and what was known before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.errors import UsageError, nearest
from kg.lineage.document import summary
from kg.lineage.todo import around, how_many
from kg.results.check import CheckReport
from kg.rules.baseline import read_baseline
from kg.version import __version__
from kg.workspace.config import FILE_NAME
from kg.workspace.judgement import apply_rules, documents_of, judgement_of, whole_of
from kg.workspace.rdf_places import rdf_places
from kg.workspace.rulebook import EVERYTHING, Wanted, rules_of
from kg.workspace.stored_judgement import Judgement
from kg.workspace.waivers import set_aside, unknown_codes, waivers_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from kg.lineage.analysis import Analysis
    from kg.lineage.document import DocumentSummary
    from kg.workspace.opened import Opened
    from kg.workspace.rulebook import RuleBook


def check(graph: Opened, wanted: Wanted = EVERYTHING) -> CheckReport:
    """Every rule over the whole graph; a document's report is what of it concerns its claims and itself."""
    known = read_baseline(wanted.baseline) if wanted.baseline else frozenset()
    book = rules_of(graph, wanted)
    today = datetime.now(UTC).date()
    document = None
    if wanted.document is None:
        judgement = judgement_of(graph, book, today, wanted.anew)
    else:
        document, judgement = _judge_document(graph, wanted.document, book, today)
    found = judgement.findings
    graph.look_names_up(len(judgement.findings))
    inside = _inside(graph, document) if document else None
    waivers = waivers_of(graph, today)
    faults = (*book.faults, *book.unknown, *judgement.faults, *unknown_codes(graph, waivers, book.known))
    waived, left = set_aside(waivers, found)
    codes = {rule.code for rule in book.rules}
    stale = tuple(
        w for w in waivers if w not in waived.values() and w.code in codes and (inside is None or w.node in inside)
    )
    fails = tuple(f for f in left if not f.undecided)
    named = {node for f in found for node in (f.node, *f.path)} | {*(inside or ()), *(w.node for w in waivers)}
    return CheckReport(
        graph_name=graph.name,
        findings=tuple(f for f in fails if f.fingerprint not in known),
        undecided=tuple(f for f in left if f.undecided),
        claims=judgement.claims,
        rules=len(book.rules),
        todo=judgement.todo,
        short={node: graph.name_of(node) for node in named},
        documents=judgement.documents,
        titles={rule.code: rule.title for rule in book.rules},
        places=_places(graph, {f.node for f in found}),
        rule_list=book.rules,
        waived=tuple((finding, waiver) for finding, waiver in waived.items()),
        stale=stale,
        known=sum(f.fingerprint in known for f in fails),
        seconds=judgement.seconds,
        faults=faults,
        document=document,
        version=__version__,
        settings=str(graph.home / FILE_NAME) if graph.home and (graph.home / FILE_NAME).is_file() else "",
    )


def _judge_document(graph: Opened, text: str, book: RuleBook, today: date) -> tuple[DocumentSummary, Judgement]:
    """A document, and what of the judgement of the whole graph concerns it."""
    judged = whole_of(graph)
    analysis = judged.analysis
    document = document_of(graph, analysis, text)
    inside = _inside(graph, document)
    found, seconds, faults = apply_rules(graph, judged, book)
    found = tuple(finding for finding in found if finding.node in inside)
    todo = how_many(analysis, today, around(analysis, document))
    return document, Judgement(found, len(document.claims), todo, documents_of(analysis, found), seconds, faults)


def _inside(graph: Opened, document: DocumentSummary) -> set[str]:
    """A document with its claims and recommendations."""
    return {document.source, *document.claims} | _recommendations(graph, document.source)


def _places(graph: Opened, nodes: Collection[str]) -> Mapping[str, str]:
    """File and line by the names that findings carry; a recommendation is found below its kind."""
    found = dict(graph.places())
    known = {**{node.removeprefix("recommendation/"): place for node, place in found.items()}, **found}
    elsewhere = sorted(node for node in nodes if graph.name_of(node) not in known)
    return {**known, **rdf_places(graph, elsewhere)}


def document_of(graph: Opened, analysis: Analysis, text: str) -> DocumentSummary:
    """The document of an id or IRI. Raises UsageError if it is not a document with claims."""
    sources = {graph.name_of(source): source for source in analysis.graph.claims_of}
    source = sources.get(text.strip(), text.strip())
    if source not in analysis.graph.claims_of:
        raise UsageError(f"no document “{text}” with claims{nearest(text, sources)}")
    places = graph.places()

    def order(node: str) -> tuple[str, int, str]:
        path, _, line = places.get(graph.name_of(node), "").rpartition(":")
        return path, int(line) if line.isdigit() else 0, node

    return summary(analysis, source, sorted(analysis.graph.claims_of[source], key=order))


def _recommendations(graph: Opened, source: str) -> set[str]:
    found = graph.query("SELECT DISTINCT ?r ?s WHERE { ?r a hw:Recommendation ; schema:appearance ?s }").rows
    return {row[0] for row in found if row[0] and row[1] == source}
