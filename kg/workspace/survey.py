"""Several claims of a graph to draw: all of them, those near one, or those of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.results.trace import Survey
from kg.workspace.drawn_nodes import everything, in_document, nearby
from kg.workspace.find import recorded_claims
from kg.workspace.rulebook import rules_of
from kg.workspace.trace import findings_about

if TYPE_CHECKING:
    from kg.workspace.opened import Opened


def survey(graph: Opened, around: str | None = None, hops: int = 1, document: str | None = None) -> Survey:
    """Several claims to draw: all of them, those within some hops of one, or those of one document.

    Raises UsageError where there is nothing to draw, and NotFoundError for an id or address that is not recorded.
    """
    analysis = graph.analysis()
    if not analysis.graph.nodes:
        raise UsageError(f"{graph.name}: there is no claim to draw")
    if document is not None:
        found = in_document(analysis, recorded_claims(graph, document))
    elif around is not None:
        found = nearby(analysis, recorded_claims(graph, around), hops)
    else:
        found = everything(analysis, graph.examined())
    rules = rules_of(graph).rules
    findings = findings_about(graph, rules, analysis, found.nodes)
    return Survey(
        title=f"{found.title or graph.name}",
        graph_name=graph.name,
        digest=graph.digest,
        analysis=analysis,
        findings=tuple(f for f in findings if not f.undecided),
        rules_run=len(rules),
        cannot_tell=sum(f.undecided for f in findings),
        starts=found.starts,
        nodes=found.nodes,
        short=graph.short,
    )
