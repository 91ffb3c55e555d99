"""Every node of a graph, analysed: claims and sources, and the agents, inquiries, variables and recommendations around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import NotFoundError, UsageError, nearest
from kg.lineage.impact import impact
from kg.model.records import Agent, Inquiry, Recommendation, Variable
from kg.results.everything import Everything
from kg.workspace.find import recorded_claims
from kg.workspace.other_nodes import other_nodes
from kg.workspace.rulebook import rules_of
from kg.workspace.trace import findings_about

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.lineage.analysis import Analysis
    from kg.rules.engine import Finding
    from kg.workspace.opened import Opened

_Plain = Agent | Inquiry | Variable | Recommendation


def everything(graph: Opened, around: str | None = None, findings: Iterable[Finding] | None = None) -> Everything:
    """The whole graph, with the node that `around` names in the middle; `findings` where the rules have run already.

    Raises UsageError where there is nothing to draw, and NotFoundError for an id that is not recorded.
    """
    whole = graph.whole()
    analysis, store = whole.analysis, whole.store
    if not analysis.graph.nodes:
        raise UsageError(f"{graph.name}: there is no claim to draw")
    nodes = other_nodes(store, analysis.graph.claims.values(), analysis.graph.sources.values())
    others: tuple[_Plain, ...] = (
        *nodes.agents,
        *nodes.inquiries,
        *nodes.variables,
        *nodes.recommendations,
    )
    centre = None if around is None else _centre(graph, analysis, others, around)
    if findings is None:
        known = {*analysis.graph.nodes, *analysis.graph.sources, *(one.id for one in nodes.recommendations)}
        findings = findings_about(graph, rules_of(graph).rules, analysis, known)
    return Everything(
        graph_name=graph.name,
        digest=graph.digest,
        analysis=analysis,
        agents=nodes.agents,
        inquiries=nodes.inquiries,
        variables=nodes.variables,
        recommendations=nodes.recommendations,
        findings=tuple(finding for finding in findings if not finding.undecided),
        short=graph.short,
        centre=centre,
        outcomes=_outcomes(graph, analysis, centre),
    )


def _centre(graph: Opened, analysis: Analysis, others: Collection[_Plain], text: str) -> str:
    """The node of any kind that an id or IRI names, else the claim or source that an address does."""
    named = {name: one.id for one in others for name in (one.id, graph.name_of(one.id))}
    named |= {graph.name_of(source): source for source in analysis.graph.sources}
    text = text.strip()
    for wanted in (text, *(f"{kind}/{text}" for kind in ("agent", "inquiry", "variable", "recommendation"))):
        if wanted in named:
            return named[wanted]
    if text in analysis.graph.sources:
        return text
    try:
        return recorded_claims(graph, text)[0]
    except NotFoundError as error:
        raise NotFoundError(
            f"nothing is recorded under {text}{nearest(text, (*named, *graph.short.values()))}"
        ) from error


def _outcomes(graph: Opened, analysis: Analysis, centre: str | None) -> Mapping[str, str]:
    if centre is None or not (centre in analysis.graph.claims or centre in analysis.graph.sources):
        return {}
    return {one.node: one.outcome for one in impact(analysis.graph, graph.table, [centre]).affected}
