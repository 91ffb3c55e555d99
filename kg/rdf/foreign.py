"""Links out of triples: Citation nodes where there are any, direct and inverse triples where there are none.

A direct triple, the standard property above it and the Citation that describes it are one link.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kg.model.words import Relation, Role
from kg.rdf.relations import (
    BY_TERM,
    CITES,
    DERIVED,
    DIRECT,
    ENTITY,
    GENERATED,
    INVERSE,
    PRIMARY,
    PRIMARY_INVERSE,
    QUALIFIED,
    SAME_WORK,
    SUPER,
    USED,
    exact,
    is_generic,
    relation_of,
)
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.rdf.triples import Subjects

CITING: Final = iri("cito:hasCitingEntity")
CITED: Final = iri("cito:hasCitedEntity")
CHARACTERIZED: Final = iri("cito:hasCitationCharacterization")
RELATION: Final = iri("hw:relation")
PART_OF: Final = iri("dcterms:isPartOf")
_LINKING: Final = frozenset({*DIRECT, *INVERSE, QUALIFIED, GENERATED, CITING})
_WORKINGS: Final = frozenset({Relation.DERIVES_FROM, Relation.EXTRAPOLATES_FROM, Relation.USES_DATA_FROM})


@dataclass(frozen=True, slots=True)
class Edge:
    """A link before its details are read; `described` is whether a Citation node of that id has them."""

    id: str
    source: str
    relation: Relation
    target: str
    group: str | None = None
    described: bool = False


@dataclass(slots=True)
class Edges:
    """Every link, the groups as (id, claim, relation), and what others call their primary source."""

    links: list[Edge] = field(default_factory=list)
    groups: list[tuple[str, str, Relation]] = field(default_factory=list)
    primary: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Stated:
    """What is stated about pairs of nodes."""

    terms: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    citations: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))


def find_edges(subjects: Subjects, nodes: Collection[str] | None) -> Edges:
    """The links that `nodes` assert (or all of them), each once."""
    found = Edges()
    stated = _Stated()
    derivations: list[tuple[str, str]] = []
    for subject, props in subjects.props.items():
        for term in _LINKING & props.keys():
            if term == CITING:
                _citation(subjects, subject, stated)
            elif term in (QUALIFIED, GENERATED):
                derivations.extend((subject, value) for value in subjects.values(subject, term))
            else:
                _direct(subjects, subject, term, stated, found)
    for source, step in derivations:
        if nodes is None or source in nodes:
            _derivation(subjects, source, step, stated, found)
    for pair in {**stated.terms, **stated.citations}:
        if nodes is None or pair[0] in nodes:
            found.links.extend(_links(subjects, pair, stated))
    found.links.sort(key=lambda edge: edge.id)
    return found


def _direct(subjects: Subjects, subject: str, term: str, stated: _Stated, found: Edges) -> None:
    inverse = term in INVERSE
    for value in subjects.props[subject][term]:
        if not hasattr(value, "value") or hasattr(value, "datatype"):
            continue
        source, target = (value.value, subject) if inverse else (subject, value.value)
        if source != target:
            stated.terms[source, target].add(term)
        if term in (PRIMARY, PRIMARY_INVERSE):
            found.primary.add(target)


def _citation(subjects: Subjects, node: str, stated: _Stated) -> None:
    for source in subjects.values(node, CITING):
        for target in subjects.values(node, CITED):
            stated.citations[source, target].append(node)


def _derivation(subjects: Subjects, source: str, step: str, stated: _Stated, found: Edges) -> None:
    """A needs-all group of ours, a qualified derivation of others, or an activity that used several entities."""
    props = subjects.of(step)
    relation = next((BY_TERM[term] for term in subjects.values(step, RELATION) if term in BY_TERM), None)
    entities = [entity for entity in subjects.values(step, ENTITY) if entity != source]
    if relation is not None:
        found.groups.append((step, source, relation))
        return
    if ENTITY in props and len(entities) == 1:
        stated.terms[source, entities[0]].add(DERIVED)
        return
    group = step if ENTITY in props else f"{source}{_mark(source)}needs-{_digest(step)}"
    members = entities or [entity for entity in subjects.values(step, USED) if entity != source]
    if not members:
        return
    found.groups.append((group, source, Relation.DERIVES_FROM))
    for target in members:
        known = stated.terms.get((source, target), set())
        stated.terms[source, target] = {
            term for term in known if not is_generic(term) and relation_of(term) not in _WORKINGS
        }
        name = f"{group}-{_digest(target)}"
        found.links.append(Edge(name, source, Relation.DERIVES_FROM, target, group))


def _links(subjects: Subjects, pair: tuple[str, str], stated: _Stated) -> Iterator[Edge]:
    source, target = pair
    terms = stated.terms.get(pair, set())
    if DERIVED in terms and _same_work(subjects, source, target):
        terms = terms - {DERIVED, iri("prov:hadDerivation")}
    covered: set[Relation] = set()
    citations = sorted(set(stated.citations.get(pair, ())))
    exactly = exact(terms) if len(terms) > 1 else terms
    told: set[str] = set()
    for node in citations:
        relation = _characterized(subjects, node, exactly)
        if relation is None:
            continue
        covered.add(relation)
        told.update(subjects.values(node, RELATION))
        told.update(subjects.values(node, CHARACTERIZED))
        group = next(iter(subjects.values(node, PART_OF)), None)
        yield Edge(node, source, relation, target, group, described=True)
    if terms:
        both = terms | (told & _LINKING)
        rest = {relation_of(term) for term in (exact(both) if len(both) > 1 else both) & terms} - covered
        for relation in sorted(rest):
            yield Edge(f"{source}{_mark(source)}{relation}-{_digest(target)}", source, relation, target)


def _same_work(subjects: Subjects, source: str, target: str) -> bool:
    return any(target in subjects.values(source, term) for term in SAME_WORK)


def _characterized(subjects: Subjects, node: str, direct: set[str]) -> Relation | None:
    """The relation of a Citation: its own word, else the finest that its characterisation and the triples allow."""
    for term in subjects.values(node, RELATION):
        if term in BY_TERM:
            return BY_TERM[term]
    named = [term for term in subjects.values(node, CHARACTERIZED) if term in BY_TERM or term in SUPER.values()]
    finer = sorted(relation_of(term) for term in direct if SUPER.get(term) in named or term in named)
    if finer:
        return finer[0]
    telling = [term for term in named if term != CITES]
    if telling:
        return BY_TERM[telling[0]]
    if direct and not subjects.values(node, CHARACTERIZED):
        return min(relation_of(term) for term in direct)
    if direct and named:
        return min(relation_of(term) for term in direct)
    return Relation.CITES if named or not subjects.values(node, CHARACTERIZED) else None


def leaning(edges: Edges) -> set[str]:
    """The nodes that lean on something: by a link of evidence or by a group."""
    return {edge.source for edge in edges.links if edge.relation.role is Role.EVIDENCE} | {
        source for _, source, _ in edges.groups
    }


def missing_direct(subjects: Subjects) -> Iterator[tuple[str, str, str]]:
    """The direct triples of Citation nodes that have none, so that property paths find them."""
    for node, props in subjects.props.items():
        if CITING not in props:
            continue
        relation = _characterized(subjects, node, set())
        term = next((t for t in subjects.values(node, RELATION) if t in DIRECT), None) or next(
            (t for t in subjects.values(node, CHARACTERIZED) if t in DIRECT), CITES
        )
        if relation is None or relation is Relation.ABSENT_FROM:
            continue
        for source in subjects.values(node, CITING):
            for target in subjects.values(node, CITED):
                stated = subjects.of(source)
                if not any(target in subjects.values(source, known) for known in DIRECT.keys() & stated.keys()):
                    yield source, term, target


def _mark(subject: str) -> str:
    return "-" if "#" in subject else "#"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]
