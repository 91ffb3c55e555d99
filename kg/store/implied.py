"""What files say in words that the analysis does not read, said beside them in those that it reads.

It is worked out from all files together, so that one graph has one meaning however it is cut into files, and stands in a graph of
its own: nothing that a file says is changed. It holds the direct triples of citation nodes and of PROV's qualified terms, the
sources that references given as text are, one claim for each document that a claim appears in, and which node stands for a work
that is identified in several ways. Each step costs a look-up where there is nothing to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.model.identifiers import identify
from kg.rdf.foreign_terms import DIRECT
from kg.rdf.identity import belonging, digest
from kg.rdf.own_graphs import IMPLIED_GRAPH
from kg.rdf.qualified import ACTIVITY, BY_CLASS, BY_PROPERTY, ENDS, FINER_THAN_DERIVED, GENERATION, MOMENTS, TIME
from kg.rdf.table import CHARACTERIZATION, RELATION_IRI
from kg.store.appearances import one_appearance_each, split_claims
from kg.store.lookups import holds, rows
from kg.store.same_works import with_one_name, works_recorded
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rdf.qualified import Influence

    Stated = tuple["Node", ox.NamedNode, ox.NamedNode, Influence]

Node = ox.NamedNode | ox.BlankNode | ox.Triple
_RANK: Final = {influence.direct: rank for rank, influence in enumerate(BY_CLASS.values())}
_GRAPH: Final = ox.NamedNode(IMPLIED_GRAPH)
_TYPE, _ENTITY = ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("prov:Entity"))
_CITING, _CITED, _HOW, _EXACT = (
    ox.NamedNode(iri(name))
    for name in ("cito:hasCitingEntity", "cito:hasCitedEntity", "cito:hasCitationCharacterization", "hw:relation")
)
_GENERATED, _GENERATED_BY = (ox.NamedNode(iri(f"prov:{n}")) for n in ("generated", "wasGeneratedBy"))
_TITLE: Final = ox.NamedNode(iri("dcterms:title"))
_ABSENT: Final = iri("hw:absentFrom")
_BY_CHARACTER: Final = {term: RELATION_IRI[relation] for relation, term in reversed(CHARACTERIZATION.items())}


def imply(store: ox.Store) -> None:
    """Write again what the graphs of a store imply; nothing else in it is changed."""
    store.remove_graph(_GRAPH)
    for step in (_generated, _qualified, _direct, _references, split_claims, works_recorded):
        # A step may build on what the ones before have said.
        _add(store, step(store))


def imply_names(store: ox.Store) -> None:
    """The same for a store that holds only records of our own, which say everything else in our words."""
    store.remove_graph(_GRAPH)
    _add(store, works_recorded(store))


def in_one_form(store: ox.Store) -> None:
    """Leave every work one name and every claim one document, in a copy for rules: they compare nodes and ask for any document."""
    with_one_name(store)
    one_appearance_each(store)


def implied_quads(store: ox.Store) -> set[ox.Quad]:
    """What stands in the graph of what is implied."""
    return set(store.quads_for_pattern(None, None, None, _GRAPH))


def _add(store: ox.Store, triples: Iterable[ox.Triple]) -> None:
    store.bulk_extend([ox.Quad(t.subject, t.predicate, t.object, _GRAPH) for t in dict.fromkeys(triples)])


def _generated(store: ox.Store) -> Iterator[ox.Triple]:
    """`prov:generated` from the end of what was generated."""
    for quad in store.quads_for_pattern(None, _GENERATED, None):
        if isinstance(quad.object, ox.NamedNode):
            yield ox.Triple(quad.object, _GENERATED_BY, quad.subject)


def _qualified(store: ox.Store) -> Iterator[ox.Triple]:
    """The direct triples of qualified influences, and the description of those that are links."""
    linked: set[ox.NamedNode] = set()
    finer = {
        _ends_of(q) for term in FINER_THAN_DERIVED for q in store.quads_for_pattern(None, ox.NamedNode(term), None)
    }
    for subject, node, end, influence in sorted(_influences(store), key=_order):
        yield ox.Triple(subject, ox.NamedNode(influence.direct), end)
        yield from _by_activity(store, subject, node, influence)
        if influence.direct in FINER_THAN_DERIVED:
            finer.add((subject, end))
        elif (subject, end) in finer:
            continue
        if influence.relation and node not in linked:
            linked.add(node)
            yield from _described(subject, node, end, RELATION_IRI[influence.relation])


def _ends_of(quad: ox.Quad) -> tuple[object, object]:
    return quad.subject, quad.object


def _order(found: Stated) -> tuple[int, str, str, str]:
    """The finest kinds of influence first, and the same order whatever the order of the files."""
    subject, node, end, influence = found
    return _RANK[influence.direct], str(subject), node.value, end.value


def _influences(store: ox.Store) -> Iterator[Stated]:
    """What has a qualified influence, the node that describes it, what it leads to, and what kind it is."""
    for term, meant in BY_PROPERTY.items():
        for quad in store.quads_for_pattern(None, ox.NamedNode(term), None):
            node = quad.object
            if isinstance(node, ox.NamedNode) and not _is_ours(store, node):
                influence = _finest(store, node, meant)
                for end in _ends(store, node, influence):
                    yield quad.subject, node, end, influence


def _is_ours(store: ox.Store, node: ox.NamedNode) -> bool:
    """Whether a qualified derivation is a needs-all group of our own records, which has its own links."""
    return next(store.quads_for_pattern(node, _EXACT, None), None) is not None


def _finest(store: ox.Store, node: ox.NamedNode, influence: Influence) -> Influence:
    """What the class of a qualified influence makes of it, where that says more than the property that leads to it."""
    classes = {
        quad.object.value
        for quad in store.quads_for_pattern(node, _TYPE, None)
        if isinstance(quad.object, ox.NamedNode)
    }
    return next((meant for name, meant in BY_CLASS.items() if name in classes), influence)


def _ends(store: ox.Store, node: ox.NamedNode, influence: Influence) -> list[ox.NamedNode]:
    """What a qualified influence leads to: by its own property, else by any that is there."""
    for term in dict.fromkeys((influence.leads, *ENDS)):
        found = [q.object for q in store.quads_for_pattern(node, ox.NamedNode(term), None)]
        if ends := [end for end in found if isinstance(end, ox.NamedNode)]:
            return sorted(set(ends), key=lambda end: end.value)
    return []


def _by_activity(store: ox.Store, subject: Node, node: ox.NamedNode, influence: Influence) -> Iterator[ox.Triple]:
    """What the activity of a derivation generated, and when something was generated or ended.

    What it used for one thing it need not have used for another, so that the derivation alone says what this one needs.
    """
    if influence.relation:
        for activity in _activities(store, node):
            yield ox.Triple(subject, _GENERATED_BY, activity)
    if influence.direct in MOMENTS:
        for quad in store.quads_for_pattern(node, ox.NamedNode(TIME), None):
            yield ox.Triple(subject, ox.NamedNode(MOMENTS[influence.direct]), quad.object)


def _activities(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The activity of a derivation, stated by itself or by the generation that was part of it."""
    generations = [quad.object for quad in store.quads_for_pattern(node, ox.NamedNode(GENERATION), None)]
    found = [quad.object for quad in store.quads_for_pattern(node, ox.NamedNode(ACTIVITY), None)]
    for generation in generations:
        if isinstance(generation, ox.NamedNode):
            found += [q.object for q in store.quads_for_pattern(generation, ox.NamedNode(ENDS[1]), None)]
    yield from (activity for activity in found if isinstance(activity, ox.NamedNode))


def _described(subject: Node, node: ox.NamedNode, end: ox.NamedNode, relation: str) -> Iterator[ox.Triple]:
    yield ox.Triple(node, _CITING, subject)
    yield ox.Triple(node, _CITED, end)
    yield ox.Triple(node, _EXACT, ox.NamedNode(relation))


def _direct(store: ox.Store) -> Iterator[ox.Triple]:
    """The direct triple of every citation node whose two ends it does not join yet, so that paths can follow it."""
    if not holds(store, _CITING):
        return
    found = rows(
        store,
        f"SELECT DISTINCT ?a ?p ?b WHERE {{ ?link {_CITING} ?a ; {_CITED} ?b . "
        f"OPTIONAL {{ ?link {_EXACT} ?exact }} OPTIONAL {{ ?link {_HOW} ?near }} "
        f"BIND(COALESCE(?exact, ?near, <{iri('cito:cites')}>) AS ?p) "
        "FILTER(isIRI(?a) && isIRI(?b) && isIRI(?p)) FILTER NOT EXISTS { ?a ?p ?b } }",
    )
    for row in found:
        subject, term, value = row[0], row[1], row[2]
        if (
            not isinstance(subject, ox.NamedNode)
            or not isinstance(term, ox.NamedNode)
            or not isinstance(value, ox.NamedNode)
        ):
            continue
        if term.value != _ABSENT:
            yield ox.Triple(subject, ox.NamedNode(_followed(term.value)), value)


def _followed(term: str) -> str:
    """The property by which a link is followed, whatever characterizes its citation node."""
    return term if term in DIRECT else _BY_CHARACTER.get(term, iri("cito:cites"))


def _references(store: ox.Store) -> Iterator[ox.Triple]:
    """References given as text: an identifier or address is that source, any other a source that nobody has identified."""
    for term in DIRECT:
        if not holds(store, ox.NamedNode(term)):
            continue
        found = rows(
            store,
            f"SELECT DISTINCT ?s ?o WHERE {{ ?s <{term}> ?o FILTER(isLiteral(?o) && isIRI(?s)) }}",
        )
        for row in found:
            subject, text = row[0], row[1]
            if isinstance(subject, ox.NamedNode) and isinstance(text, ox.Literal) and text.value.strip():
                yield from _reference(subject, term, " ".join(text.value.split()))


def _reference(subject: ox.NamedNode, term: str, text: str) -> Iterator[ox.Triple]:
    found = identify(text)
    if found is not None:
        as_stated = text if found.scheme == "web" and "://" in text else found.iri
        try:
            yield ox.Triple(subject, ox.NamedNode(term), ox.NamedNode(as_stated))
            return
        except ValueError:  # an address with signs that no IRI may have stays a text
            pass
    node = ox.NamedNode(belonging(subject.value, f"reference-{digest(text)}"))
    yield ox.Triple(subject, ox.NamedNode(term), node)
    yield ox.Triple(node, _TYPE, _ENTITY)
    yield ox.Triple(node, _TITLE, ox.Literal(f"Reference not identified: {text}"))
