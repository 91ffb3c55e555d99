"""Every node of a graph, analysed: claims and sources, and the agents, inquiries, variables and recommendations around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import NotFoundError, UsageError, nearest
from kg.lineage.impact import impact
from kg.model.records import Agent, Inquiry, Recommendation, Variable
from kg.results.everything import Everything
from kg.workspace.find import recorded_claims
from kg.workspace.rulebook import rules_of
from kg.workspace.trace import findings_about

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.lineage.analysis import Analysis
    from kg.rules.engine import Finding
    from kg.store.protocol import LocalStore
    from kg.workspace.opened import Opened

_OF_TYPE: Final = "SELECT DISTINCT ?node {{ ?node a {type} FILTER(ISIRI(?node)) }}"
_Plain = Agent | Inquiry | Variable | Recommendation


def everything(graph: Opened, around: str | None = None, findings: Iterable[Finding] | None = None) -> Everything:
    """The whole graph, with the node that `around` names in the middle; `findings` where the rules have run already.

    Raises UsageError where there is nothing to draw, and NotFoundError for an id that is not recorded.
    """
    whole = graph.whole()
    analysis, store = whole.analysis, whole.store
    if not analysis.graph.nodes:
        raise UsageError(f"{graph.name}: there is no claim to draw")
    sources = analysis.graph.sources.values()
    inquiries = store.plain_records(
        Inquiry, _typed(graph, "prov:Activity") | {s.produced_by for s in sources if s.produced_by}
    )
    variables = store.plain_records(Variable, _typed(graph, "schema:StatisticalVariable") | set(_about(analysis)))
    recommendations = tuple(store.recommendations())
    agents = _agents(store, _typed(graph, "prov:Agent") | _named(analysis, inquiries))
    others: tuple[_Plain, ...] = (*agents, *inquiries, *variables, *recommendations)
    centre = None if around is None else _centre(graph, analysis, others, around)
    if findings is None:
        known = {*analysis.graph.nodes, *analysis.graph.sources, *(one.id for one in recommendations)}
        findings = findings_about(graph, rules_of(graph).rules, analysis, known)
    return Everything(
        graph_name=graph.name,
        digest=graph.digest,
        analysis=analysis,
        agents=agents,
        inquiries=tuple(inquiries),
        variables=tuple(variables),
        recommendations=recommendations,
        findings=tuple(finding for finding in findings if not finding.undecided),
        short=graph.short,
        centre=centre,
        outcomes=_outcomes(graph, analysis, centre),
    )


def _typed(graph: Opened, term: str) -> set[str]:
    return {str(row[0]) for row in graph.store.query(_OF_TYPE.format(type=term)).rows}


def _about(analysis: Analysis) -> Iterable[str]:
    return (variable for claim in analysis.graph.claims.values() for variable in claim.about)


def _named(analysis: Analysis, inquiries: Iterable[Inquiry]) -> set[str]:
    """The agents that claims, sources and inquiries name."""
    found = {agent for claim in analysis.graph.claims.values() for agent in claim.by}
    for source in analysis.graph.sources.values():
        found.update(source.authors, source.publisher, source.commissioned_by, source.funded_by)
    for inquiry in inquiries:
        found.update(inquiry.led_by, inquiry.commissioned_by, inquiry.funded_by)
    return found


def _agents(store: LocalStore, wanted: set[str]) -> tuple[Agent, ...]:
    """The agents, and the bodies that they belong to, up to the topmost."""
    found: dict[str, Agent] = {}
    while missing := wanted - found.keys():
        found.update((agent.id, agent) for agent in store.plain_records(Agent, missing))
        wanted = missing | {body for agent in found.values() for body in agent.part_of}
    return tuple(found[node] for node in sorted(found))


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
