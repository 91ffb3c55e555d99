"""Runs the rules over an opened graph: which rules, how severe, what is waived and what was known before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.errors import UsageError, nearest
from kg.lineage.document import summary
from kg.lineage.names import cited, namer
from kg.lineage.todo import around, how_many
from kg.results.check import CheckReport
from kg.rules.baseline import read_baseline
from kg.version import __version__
from kg.workspace.config import FILE_NAME
from kg.workspace.rulebook import EVERYTHING, Wanted, rules_of
from kg.workspace.waivers import set_aside, unknown_codes, waivers_of
from kg.workspace.whole_graph import load_facts, run_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lineage.analysis import Analysis
    from kg.lineage.document import DocumentSummary
    from kg.workspace.opened import Opened


def check(graph: Opened, wanted: Wanted = EVERYTHING) -> CheckReport:
    """Every rule over the whole graph; a document's report is what of it concerns its claims and itself."""
    known = read_baseline(wanted.baseline) if wanted.baseline else frozenset()
    judged = graph.whole()
    analysis = judged.analysis
    if not analysis.graph.nodes:
        raise UsageError(f"{graph.name}: there is no claim to check")
    document = document_of(graph, analysis, wanted.document) if wanted.document is not None else None
    book = rules_of(graph, wanted)
    seconds: dict[str, float] = {}
    faults = [*book.faults, *book.unknown]
    load_facts(judged)
    found = run_rules(judged, book.rules, namer(analysis.graph, graph.name_of), seconds, faults)
    inside = {document.source, *document.claims} if document else None
    if inside is not None:
        inside |= _recommendations(graph, document.source if document else "")
        found = tuple(f for f in found if f.node in inside)
    nodes = set(document.claims) if document else set(analysis.graph.claims)
    today = datetime.now(UTC).date()
    waivers = waivers_of(graph, today)
    faults += unknown_codes(graph, waivers, book.known)
    waived, left = set_aside(waivers, found)
    codes = {rule.code for rule in book.rules}
    stale = tuple(
        w for w in waivers if w not in waived.values() and w.code in codes and (inside is None or w.node in inside)
    )
    fails = tuple(f for f in left if not f.undecided)
    return CheckReport(
        graph_name=graph.name,
        findings=tuple(f for f in fails if f.fingerprint not in known),
        undecided=tuple(f for f in left if f.undecided),
        claims=len(nodes),
        rules=len(book.rules),
        todo=how_many(analysis, today, around(analysis, document) if document else None),
        short={node: graph.name_of(node) for f in found for node in (f.node, *f.path)}
        | {node: graph.name_of(node) for node in (*(inside or ()), *(w.node for w in waivers))},
        documents={f.node: head for f in found if (head := cited(analysis.graph, f.node))},
        titles={rule.code: rule.title for rule in book.rules},
        places=_places(graph),
        rule_list=book.rules,
        waived=tuple((finding, waiver) for finding, waiver in waived.items()),
        stale=stale,
        known=sum(f.fingerprint in known for f in fails),
        seconds=seconds,
        faults=tuple(faults),
        document=document,
        version=__version__,
        settings=str(graph.home / FILE_NAME) if graph.home and (graph.home / FILE_NAME).is_file() else "",
    )


def _places(graph: Opened) -> Mapping[str, str]:
    """File and line by the names that findings carry; a recommendation is found below its kind."""
    found = dict(graph.places())
    return {**{node.removeprefix("recommendation/"): place for node, place in found.items()}, **found}


def document_of(graph: Opened, analysis: Analysis, text: str) -> DocumentSummary:
    """The document of an id or IRI. Raises UsageError for what is no document with claims."""
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
