"""Derived facts as triples, so that rules and researchers query them with plain SPARQL."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kg.compare.drift import compare
from kg.lineage.analysis import added_overlaps, document_backing
from kg.lineage.answer import all_provisional, word
from kg.lineage.backing import LEVELS
from kg.lineage.credit import credits_of
from kg.lineage.ends import kinds_reached
from kg.lineage.independence import independence, works_cited
from kg.lineage.loops import against_time
from kg.lineage.standing import answerable, speakers, standing
from kg.lineage.uncited import Uncited
from kg.lineage.working import workings
from kg.model.reading import NOT_SAID
from kg.model.words import Role, Shown
from kg.rdf.identity import belonging, digest
from kg.rdf.table import RELATION_IRI
from kg.vocabulary import concept, iri

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from kg.compare.drift import Change
    from kg.lineage.analysis import Analysis
    from kg.lineage.evidence import Arc, Evidence
    from kg.lineage.restatement import Strayed
    from kg.model.link import Link

RDF_TYPE = iri("rdf:type")


class Fact(NamedTuple):
    """One derived triple; `value` is an IRI where `is_iri`, else a text, number or truth value. A large lineage has a hundred thousand."""

    subject: str
    term: str
    value: str | bool | int
    is_iri: bool = True


def derived_facts(
    analysis: Analysis, scope: Container[str], stated: Container[str], judged: Container[str] | None = None
) -> Iterator[Fact]:
    """Every derived fact about the nodes in the scope, with the terms that rules ask for; parameters as of the parts."""
    return chain(restated(analysis, scope, stated), facts(analysis, scope, judged), circumstances(analysis, scope))


def facts(analysis: Analysis, scope: Container[str], judged: Container[str] | None = None) -> Iterator[Fact]:
    """The judgements of the nodes of an analysed graph that are in the scope, and about what they assert.

    With `judged` the facts that only concern a node itself, its origins and what changed on its steps, are those of these
    nodes: they are most of all facts, and the rest of the scope is there to be referred to.
    """
    judged = scope if judged is None else judged
    kinds = kinds_reached(analysis.graph, analysis.ends) if analysis.graph.claims else {}
    unsure = all_provisional(analysis) if analysis.graph.claims else {}
    uncited = Uncited(analysis.graph, analysis.makers, analysis.given)
    for node in sorted(filter(scope.__contains__, analysis.graph.claims)):
        yield from _claim_facts(analysis, node, kinds[node])
        yield Fact(node, iri("hw:provisional"), unsure[node], is_iri=False)
        if node in judged:
            yield from _working_facts(analysis, node)
            yield from _origin_facts(analysis, node)
            yield from _uncited_facts(analysis, uncited, node)
    for found in analysis.disagreements:
        for one, other in ((found.one, found.other), (found.other, found.one)):
            if one in scope:
                yield Fact(one, iri("hw:disagreesWith"), other)
    for link in analysis.graph.links:
        if link.reading is not NOT_SAID and link.source in scope:
            yield Fact(link.id, iri("hw:readingStatus"), concept("reading", link.reading.status))
    for node in filter(judged.__contains__, filter(scope.__contains__, analysis.graph.nodes)):
        yield from _step_facts(analysis, node)
        if node in analysis.strayed:
            yield from _strayed_facts(node, analysis.strayed[node])
    yield from _loop_facts(analysis, scope)


def _working_facts(analysis: Analysis, node: str) -> Iterator[Fact]:
    """The workings of a node that, done again, cannot give its figure."""
    for working in workings(analysis.graph, [node]):
        if not working.worked.comes_out:
            yield Fact(node, iri("hw:doesNotComeOut"), working.worked.text, is_iri=False)


def _step_facts(analysis: Analysis, node: str) -> Iterator[Fact]:
    """What changed on the steps of a node, which of them run against time, and which credit who only repeated the figure."""
    for arc in analysis.graph.arcs(node):
        yield from _drift_facts(arc)
        if against_time(analysis.graph, arc):
            yield Fact(arc.link.id, iri("hw:againstTime"), True, is_iri=False)
    for link, origin in credits_of(analysis.graph, analysis.credited, node):
        yield Fact(link, iri("hw:creditsRepeater"), origin)


def _loop_facts(analysis: Analysis, scope: Container[str]) -> Iterator[Fact]:
    for number, loop in enumerate(analysis.ends.loops):
        if not any(member in scope for member in loop.members):
            continue
        name = belonging(loop.members[0], f"loop-{number}")
        yield Fact(name, RDF_TYPE, iri("hw:Loop"))
        yield Fact(name, iri("hw:asserted"), loop.asserted, is_iri=False)
        yield Fact(name, iri("hw:hasWayOut"), loop.way_out, is_iri=False)
        for member in loop.members:
            yield Fact(name, iri("hw:loopMember"), member)


def restated(analysis: Analysis, scope: Container[str], stated: Container[str]) -> Iterator[Fact]:
    """The claims in the scope, and their links without a citation node in `stated`, in the terms that rules ask for."""
    for node in sorted(filter(scope.__contains__, analysis.graph.claims)):
        yield Fact(node, RDF_TYPE, iri("hw:Claim"))
    for link in analysis.graph.links:
        if link.source in scope and link.id not in stated:
            yield Fact(link.id, iri("cito:hasCitingEntity"), link.source)
            yield Fact(link.id, iri("cito:hasCitedEntity"), link.target)
            yield Fact(link.id, iri("hw:relation"), RELATION_IRI[link.relation])
            if link.group:
                yield Fact(link.id, iri("dcterms:isPartOf"), link.group)


def _backing_facts(analysis: Analysis, node: str) -> Iterator[Fact]:
    level, reach = analysis.backing.level[node], analysis.backing.reach[node]
    shown_level, shown_reach = document_backing(analysis, node)
    for term, value in (
        ("hw:backing", word(level, reach)),
        ("hw:couldReach", LEVELS[reach]),
        ("hw:documentBacking", word(shown_level, shown_reach)),
        ("hw:documentCouldReach", LEVELS[shown_reach]),
    ):
        yield Fact(node, iri(term), concept("backing", value))


def _claim_facts(analysis: Analysis, node: str, kinds: frozenset[str]) -> Iterator[Fact]:
    graph = analysis.graph
    claim = graph.claims[node]
    if claim.figure is not None:
        yield from _backing_facts(analysis, node)
    yield Fact(node, iri("hw:readingStatus"), concept("reading", claim.status))
    for kind in sorted(kinds):
        yield Fact(node, iri("hw:pathEnd"), concept("end", kind))
    for name in standing(graph, analysis.standings, node, node in analysis.on_withdrawn):
        yield Fact(node, iri("hw:standing"), concept("standing", name))
    for other in sorted(analysis.on_withdrawn.get(node, ())):
        yield Fact(node, iri("hw:restsOnWithdrawn"), other)
    if node in analysis.on_superseded:
        yield Fact(node, iri("hw:restsOnSuperseded"), analysis.on_superseded[node])
    if claim.figure is not None and _shows_no_source(analysis, node):
        yield Fact(node, iri("hw:showsNoSource"), True, is_iri=False)
    if claim.figure is not None and _unreferenced(analysis, node):
        yield Fact(node, iri("hw:unreferenced"), True, is_iri=False)


def _uncited_facts(analysis: Analysis, uncited: Uncited, node: str) -> Iterator[Fact]:
    """The earliest of the origins that a document leaves uncited, and how many there are."""
    if analysis.graph.making(node) is None:
        count, first = uncited.count(node)
        if first is not None:
            yield Fact(node, iri("hw:uncitedOrigin"), first)
            yield Fact(node, iri("hw:uncitedOrigins"), count, is_iri=False)


def _origin_facts(analysis: Analysis, node: str) -> Iterator[Fact]:
    """How many origins stand behind a claim, where that is a question: it leans on two works or more."""
    graph = analysis.graph
    for pair in added_overlaps(analysis, node):
        for member in pair:
            yield Fact(node, iri("hw:addsOverlapping"), member)
    cited = works_cited(graph, node)
    if cited < 2:
        return
    yield Fact(node, iri("hw:worksCited"), cited, is_iri=False)
    found = independence(graph, node, analysis.fallen)
    if found.number is not None:
        yield Fact(node, iri("hw:independentOrigins"), found.number, is_iri=False)
        yield Fact(node, iri("hw:distinctOrigins"), found.distinct, is_iri=False)
        yield Fact(node, iri("hw:worksToOrigins"), len(found.leading), is_iri=False)
        if found.untraced:
            yield Fact(node, iri("hw:untracedWorks"), len(found.untraced), is_iri=False)
        for place in found.bottleneck:
            if "://" in place or place.startswith("urn:"):
                yield Fact(node, iri("hw:bottleneck"), place)


def _unreferenced(analysis: Analysis, node: str) -> bool:
    """Whether a claim mentions where its figure comes from and gives no reference for it."""
    links = analysis.graph.links_of.get(node, ())
    shown = {link.shown_as for link in links if link.relation.role is Role.EVIDENCE}
    return Shown.PROSE in shown and Shown.REFERENCE not in shown


def _shows_no_source(analysis: Analysis, node: str) -> bool:
    """Whether evidence is recorded for a claim, and its document shows readers none of it."""
    graph = analysis.graph
    own = graph.work_of(node)
    links = [link for link in graph.links_of.get(node, ()) if link.relation.role is Role.EVIDENCE]
    # Another passage of the same document is not a source that it could show.
    shown = {link.shown_as for link in links if graph.work_of(link.target) != own}
    return shown == {Shown.NOT_SHOWN} and graph.making(node) is None


def _drift_facts(arc: Arc) -> Iterator[Fact]:
    for number, change in enumerate(arc.hop.changes):
        name = belonging(arc.link.id, f"drift-{number}-{digest(arc.target)}")
        yield Fact(name, iri("hw:onLink"), arc.link.id)
        yield from _change_facts(name, arc.origin, arc.target, change)


def _strayed_facts(node: str, found: Strayed) -> Iterator[Fact]:
    """What differs from the origin although no step says so; such a drift is on no link."""
    for number, change in enumerate(found.changes):
        name = belonging(node, f"strayed-{number}")
        yield Fact(name, iri("hw:byWayOf"), found.by)
        yield from _change_facts(name, node, found.origin, change)


def _change_facts(name: str, origin: str, target: str, change: Change) -> Iterator[Fact]:
    yield Fact(name, RDF_TYPE, iri("hw:Drift"))
    yield Fact(name, iri("hw:driftFrom"), origin)
    yield Fact(name, iri("hw:driftTo"), target)
    yield Fact(name, iri("hw:field"), concept("field", change.field))
    yield Fact(name, iri("hw:driftKind"), concept("drift", change.kind))
    yield Fact(name, iri("hw:stopsBacking"), change.stops, is_iri=False)
    for term, value in (("hw:before", change.before), ("hw:after", change.after)):
        if value is not None:
            yield Fact(name, iri(term), value, is_iri=False)


def circumstances(analysis: Analysis, scope: Container[str]) -> Iterator[Fact]:
    """Challenges at the claim or source that they are made to, missing makers, shared makers and overlapping inputs."""
    graph = analysis.graph
    for node in sorted({*graph.claims, *graph.sources}):
        if node not in scope:
            continue
        for challenge in analysis.standings.challenges.get(node, ()):
            yield Fact(node, iri("hw:caveatBy" if challenge.caveat else "hw:challengedBy"), challenge.link.id)
        for link in _taken_back_by(analysis, node):
            yield Fact(node, iri("hw:takenBackBy"), link.id)
        if node in graph.sources:
            yield Fact(node, iri("hw:readingStatus"), concept("reading", graph.status(node)))
        if not answerable(graph, node):
            yield Fact(node, iri("hw:unattributed"), True, is_iri=False)
        yield from _overlap_facts(analysis, node)
        yield from _editions(graph, node)
    for link in graph.links:
        if link.source in scope and link.relation.role is Role.SUPPORT:
            yield from _shared(graph, link.id, link.source, link.target)
            if _number_only(graph, link.source, link.target):
                yield Fact(link.id, iri("hw:sameNumberOnly"), True, is_iri=False)


def _taken_back_by(analysis: Analysis, node: str) -> Iterator[Link]:
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
    by_work: dict[str, dict[str, Link]] = defaultdict(dict)
    for link in cited:
        claim = graph.claims.get(link.target)
        by_work[graph.work_of(link.target)].setdefault((claim.made_in if claim else None) or link.target, link)
    for work, editions in by_work.items():
        first, *others = editions.values()
        for other in others if work != graph.work_of(node) else ():
            yield Fact(first.id, iri("hw:sameWork"), other.id)
            yield Fact(other.id, iri("hw:sameWork"), first.id)


def _shared(graph: Evidence, link: str, one: str, other: str) -> Iterator[Fact]:
    """What the two ends of a corroboration have in common."""
    if speakers(graph, one) & speakers(graph, other):
        yield Fact(link, iri("hw:sharedMaker"), True, is_iri=False)
    elif _payers(graph, one) & _payers(graph, other):
        yield Fact(link, iri("hw:sharedFunder"), True, is_iri=False)


def _payers(graph: Evidence, node: str) -> frozenset[str]:
    source = graph.source_of(node)
    return frozenset((*source.funded_by, *source.commissioned_by)) if source else frozenset()


def _overlap_facts(analysis: Analysis, node: str) -> Iterator[Fact]:
    """Pairs of inputs of one working that count some of the same things, from either end."""
    for pair in analysis.overlaps.get(node, ()):
        term = iri("hw:overlaps" if pair.known else "hw:mayOverlap")
        yield Fact(pair.one, term, pair.other)
        yield Fact(pair.other, term, pair.one)


def _number_only(graph: Evidence, one: str, other: str) -> bool:
    """Whether two figures have one number and differ in what it counts, where or when."""
    first, second = graph.claims.get(one), graph.claims.get(other)
    if not first or not second or not first.figure or not second.figure:
        return False
    if (first.figure.low, first.figure.high) != (second.figure.low, second.figure.high) or first.figure.low is None:
        return False
    apart = bool(first.about and second.about) and not set(first.about) & set(second.about)
    return apart or any(change.stops for change in compare(second.figure, first.figure, graph.areas))
