"""The nodes of a graph that are neither claims nor sources: agents, inquiries, variables and recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.lineage.gather import unique
from kg.model.records import Agent, Inquiry, Recommendation, Variable

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.model.records import Claim, Records, Source
    from kg.store.protocol import LocalStore

_OF_TYPE: Final = "SELECT DISTINCT ?node {{ ?node a {type} FILTER(ISIRI(?node)) }}"


class OtherNodes(Struct, frozen=True):
    """Agents, inquiries, variables and recommendations, each kind in the order of ids."""

    agents: tuple[Agent, ...]
    inquiries: tuple[Inquiry, ...]
    variables: tuple[Variable, ...]
    recommendations: tuple[Recommendation, ...]


def other_nodes(store: LocalStore, claims: Collection[Claim], sources: Collection[Source]) -> OtherNodes:
    """Those that the data describe by type, and those that the claims and sources name."""
    producing = {source.produced_by for source in sources if source.produced_by}
    inquiries = store.plain_records(Inquiry, _typed(store, "prov:Activity") | producing)
    about = {variable for claim in claims for variable in claim.about}
    agents = {agent for claim in claims for agent in claim.by}
    for source in sources:
        agents.update(source.authors, source.publisher, source.commissioned_by, source.funded_by)
    for inquiry in inquiries:
        agents.update(inquiry.led_by, inquiry.commissioned_by, inquiry.funded_by)
    return OtherNodes(
        agents=_agents(store, agents | _typed(store, "prov:Agent")),
        inquiries=tuple(inquiries),
        variables=tuple(store.plain_records(Variable, about | _typed(store, "schema:StatisticalVariable"))),
        recommendations=tuple(store.recommendations()),
    )


def whole_records(store: LocalStore) -> Records:
    """Everything in a store as records, each node once, of every kind."""
    found = unique(store.records(store.nodes()))
    others = other_nodes(store, found.claims, found.sources)
    found.agents, found.inquiries = [*others.agents], [*others.inquiries]
    found.variables.extend(others.variables)
    found.recommendations = [*others.recommendations]
    return unique(found)


def _typed(store: LocalStore, term: str) -> set[str]:
    return {str(row[0]) for row in store.query(_OF_TYPE.format(type=term)).rows}


def _agents(store: LocalStore, wanted: set[str]) -> tuple[Agent, ...]:
    """The agents, and the bodies that they belong to, up to the topmost."""
    found: dict[str, Agent] = {}
    while missing := wanted - found.keys():
        found.update((agent.id, agent) for agent in store.plain_records(Agent, missing))
        wanted = missing | {body for agent in found.values() for body in agent.part_of}
    return tuple(found[node] for node in sorted(found))
