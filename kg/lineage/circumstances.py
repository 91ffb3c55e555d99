"""Facts about who stands behind what and about inputs that overlap, for rules that must not look at agents themselves."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from kg.compare.drift import compare
from kg.lineage.facts import Fact
from kg.lineage.overlaps import overlapping
from kg.lineage.standing import answerable, speakers
from kg.model.words import Role
from kg.vocabulary import concept, iri

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from kg.lineage.analysis import Analysis
    from kg.lineage.evidence import Evidence
    from kg.model.link import Link


def circumstances(analysis: Analysis, scope: Container[str]) -> Iterator[Fact]:
    """Challenges at the claim or source that they are made to, missing makers, shared makers and overlapping inputs."""
    graph = analysis.graph
    for node in sorted({*graph.claims, *graph.sources}):
        if node not in scope:
            continue
        for challenge in analysis.standings.challenges.get(node, ()):
            yield Fact(node, iri("hw:caveatBy" if challenge.caveat else "hw:challengedBy"), challenge.link.id)
        for link in _taken_back(analysis, node):
            yield Fact(node, iri("hw:takenBackBy"), link.id)
        if node in graph.sources:
            yield Fact(node, iri("hw:readingStatus"), concept("reading", graph.status(node)))
        if not answerable(graph, node):
            yield Fact(node, iri("hw:unattributed"), True, is_iri=False)
        yield from _overlaps(graph, node)
        yield from _editions(graph, node)
    for link in graph.links:
        if link.source in scope and link.relation.role is Role.SUPPORT:
            yield from _shared(graph, link.id, link.source, link.target)
            if _number_only(graph, link.source, link.target):
                yield Fact(link.id, iri("hw:sameNumberOnly"), True, is_iri=False)


def _taken_back(analysis: Analysis, node: str) -> Iterator[Link]:
    found = analysis.standings
    if node in found.taken_back:
        yield found.taken_back[node][1]
    if node in found.superseded:
        yield found.superseded[node]


def _editions(graph: Evidence, node: str) -> Iterator[Fact]:
    """Links of one node to several editions of a work that is not its own."""
    cited = [link for link in graph.links_of.get(node, ()) if link.relation.role is Role.EVIDENCE]
    if len(cited) < 2:
        return
    for one, other in permutations(cited, 2):
        places = [claim.made_in if (claim := graph.claims.get(link.target)) else link.target for link in (one, other)]
        if places[0] != places[1] and graph.work_of(one.target) == graph.work_of(other.target) != graph.work_of(node):
            yield Fact(one.id, iri("hw:sameWork"), other.id)


def _shared(graph: Evidence, link: str, one: str, other: str) -> Iterator[Fact]:
    """What the two ends of a corroboration have in common."""
    if speakers(graph, one) & speakers(graph, other):
        yield Fact(link, iri("hw:sharedMaker"), True, is_iri=False)
    elif _payers(graph, one) & _payers(graph, other):
        yield Fact(link, iri("hw:sharedFunder"), True, is_iri=False)


def _payers(graph: Evidence, node: str) -> frozenset[str]:
    source = graph.source_of(node)
    return frozenset((*source.funded_by, *source.commissioned_by)) if source else frozenset()


def _overlaps(graph: Evidence, node: str) -> Iterator[Fact]:
    """Pairs of inputs of one working that count some of the same things, from either end."""
    for need in graph.workings.get(node, ()):
        for one, other, known in overlapping(graph, need):
            term = iri("hw:overlaps" if known else "hw:mayOverlap")
            yield Fact(one, term, other)
            yield Fact(other, term, one)


def _number_only(graph: Evidence, one: str, other: str) -> bool:
    """Whether two figures have one number and differ in what it counts, where or when."""
    first, second = graph.claims.get(one), graph.claims.get(other)
    if not first or not second or not first.figure or not second.figure:
        return False
    if (first.figure.low, first.figure.high) != (second.figure.low, second.figure.high) or first.figure.low is None:
        return False
    apart = bool(first.about and second.about) and not set(first.about) & set(second.about)
    return apart or any(change.stops for change in compare(second.figure, first.figure, graph.areas))
