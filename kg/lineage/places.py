"""Which nodes are one place of a loop: the same work about the same thing.

Claims under a variable are one place where variable, area and period are the same. Claims under none are one where they state the
same figure or the same words, so that they are alike; where they do not, they may be one place or not, and nobody can tell.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.model.plain_text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.lineage.evidence import Evidence
    from kg.model.records import Claim


class Stated(Struct, frozen=True):
    """What a claim states, to tell whether two are alike: its figure and its words, each None where there is none."""

    figure: str | None
    words: str | None

    @property
    def keys(self) -> tuple[str, ...]:
        """Both, where there are any."""
        return tuple(f"{kind} {text}" for kind, text in (("figure", self.figure), ("words", self.words)) if text)


def stated(claim: Claim) -> Stated:
    """The figure and the words of a claim, folded; hedges, area and period apart."""
    figure = claim.figure
    words = folded(claim.says or claim.quote or "") or None
    if figure is None or (figure.low is None and figure.high is None):
        return Stated(None, words)
    scope = (figure.unit, figure.population, figure.category, figure.denominator)
    number = (figure.low, figure.high, figure.share, figure.change)
    return Stated(" ".join((*map(str, number), "/".join(folded(text or "") for text in scope))), words)


def all_alike(graph: Evidence, nodes: Iterable[str]) -> bool:
    """Whether all claims among some nodes state the same figure, or the same words."""
    statements = [stated(graph.claims[node]) for node in nodes if node in graph.claims]
    texts = ({one.figure for one in statements}, {one.words for one in statements})
    return any(len(same) == 1 and None not in same for same in texts)


class NodePlaces(Struct, frozen=True):
    """The place of every node, three times over.

    As recorded (`named`), with claims under no variable that are alike taken together as well (`alike`), and with all claims of a
    work under no variable taken together (`possible`). The later ones are the one before where they add nothing.
    """

    named: Mapping[str, str]
    alike: Mapping[str, str]
    possible: Mapping[str, str]


def all_places(graph: Evidence) -> NodePlaces:
    """The places of a graph as recorded, by likeness, and as they could be."""
    named = named_places(graph)
    unnamed: dict[str, list[str]] = defaultdict(list)
    others: dict[str, set[str]] = defaultdict(set)
    for node, place in named.items():
        claim = graph.claims.get(node)
        if claim is not None and not claim.about:
            unnamed[graph.work_of(node)].append(node)
        else:
            others[graph.work_of(node)].add(place)
    several = {work: nodes for work, nodes in unnamed.items() if len(nodes) > 1}
    joined = {node: place for work, nodes in several.items() for node, place in _alike(graph, work, nodes).items()}
    alike = {**named, **joined} if len(set(joined.values())) < len(joined) else named
    return NodePlaces(named, alike, _possible(alike, unnamed, others))


def _possible(
    alike: Mapping[str, str], unnamed: Mapping[str, list[str]], others: Mapping[str, set[str]]
) -> Mapping[str, str]:
    """Every work's claims under no variable as one place, with its other claims where these are one place too."""
    found = {node: work for work, nodes in unnamed.items() for node in nodes}
    alone = {next(iter(there)): work for work in unnamed if len(there := others.get(work, set())) == 1}
    found |= {node: alone[place] for node, place in alike.items() if place in alone}
    return {**alike, **found} if found else alike


def _alike(graph: Evidence, work: str, nodes: Iterable[str]) -> dict[str, str]:
    """The places of claims of one work under no variable: those that state the same figure or words in one scope are one."""
    first: dict[str, str] = {}
    parent: dict[str, str] = {}

    def top(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for node in sorted(nodes):
        parent[node] = node
        for key in stated(graph.claims[node]).keys:
            one, other = sorted((top(first.setdefault(key, node)), top(node)))
            parent[other] = one
    groups: dict[str, list[str]] = defaultdict(list)
    for node in parent:
        groups[top(node)].append(node)
    found: dict[str, str] = {}
    for name, members in groups.items():
        found |= _by_scope(graph, f"{work} ~ {name}", members)
    return found


def named_places(graph: Evidence) -> dict[str, str]:
    """The place of every node: the same for claims of one work about one variable, area and period, and for editions.

    What a claim leaves unsaid is taken for what the others of its work say, unless they differ among themselves.
    """
    scopes: dict[str, list[str]] = defaultdict(list)
    found: dict[str, str] = {}
    for node in graph.nodes:
        claim = graph.claims.get(node)
        if claim is None:
            found[node] = graph.work_of(node)
        elif not claim.about:
            found[node] = node
        else:
            scopes[" ".join((graph.work_of(node), *sorted(claim.about)))].append(node)
    for work, claims in scopes.items():
        found |= _by_scope(graph, work, claims)
    return found


def _by_scope(graph: Evidence, name: str, claims: Iterable[str]) -> dict[str, str]:
    """The places of claims that are about one thing, by area and period."""
    rows = []
    for node in claims:
        figure = graph.claims[node].figure
        period = f"{figure.period.start}/{figure.period.end}" if figure and figure.period else ""
        rows.append((node, (figure.area if figure else None) or "", period))
    areas, periods = ({row[field] for row in rows} - {""} for field in (1, 2))
    only = [next(iter(said)) if len(said) == 1 else "" for said in (areas, periods)]
    return {node: " ".join((name, area or only[0], period or only[1])) for node, area, period in rows}
