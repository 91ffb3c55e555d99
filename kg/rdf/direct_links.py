"""The links that nodes assert, where other people's RDF states them as direct triples or from the other end."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.model.link import Link
from kg.model.words import Relation
from kg.rdf.foreign_terms import DIRECT, GENERIC, INVERSE, REVISION
from kg.rdf.identity import belonging, digest
from kg.rdf.table import ABOVE, CHARACTERIZATION, QUOTES_SOURCE, RELATION_IRI, RELATIONS
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.rdf.read import Reader

_DERIVED: Final = iri("prov:wasDerivedFrom")
_FINER_DERIVATIONS: Final = frozenset({iri("prov:wasQuotedFrom"), iri("prov:hadPrimarySource")})


def links(reader: Reader, nodes: Iterable[str], citations: Iterable[str]) -> list[Link]:
    """The links that nodes assert: their citation nodes, and every direct triple that no citation node explains.

    A direct triple, its superproperty and its citation node are one link.
    """
    found = [link for node in sorted(citations) if (link := reader.link(node)) is not None]
    explained = _explained(found)
    for (source, target), terms in sorted(_direct(reader, set(nodes)).items()):
        others = explained.get((source, target), frozenset())
        for relation in _unexplained(reader, source, target, terms, others):
            name = belonging(source, f"{relation}-{digest(target)}")
            found.append(Link.trusted(id=name, source=source, relation=relation, target=target))
    return found


def _explained(citations: Iterable[Link]) -> dict[tuple[str, str], frozenset[str]]:
    """The direct properties that citation nodes account for, by what cites and what is cited."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for link in citations:
        terms = {RELATION_IRI[link.relation], CHARACTERIZATION[link.relation], iri("cito:cites")}
        terms |= {QUOTES_SOURCE} if link.relation is Relation.QUOTES else set()
        terms |= {ABOVE[link.relation]} if link.relation in ABOVE else set()
        terms |= {_DERIVED} if link.group else set()
        found[link.source, link.target] = found.get((link.source, link.target), frozenset()) | terms
    return found


def _direct(reader: Reader, wanted: set[str]) -> dict[tuple[str, str], set[str]]:
    """The direct properties by which a wanted node asserts a link, stated from either end."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for node, about in reader.described.items():
        for term in about.keys() & DIRECT.keys() if node in wanted else ():
            for text, is_iri in about[term]:
                if is_iri:
                    found[node, text].add(term)
        for term in about.keys() & INVERSE.keys():
            for text, is_iri in about[term]:
                if is_iri and text in wanted:
                    found[text, node].add(INVERSE[term])
    return found


def _unexplained(reader: Reader, source: str, target: str, terms: set[str], others: frozenset[str]) -> list[Relation]:
    """The relations that the properties between two nodes state, beyond what `others` already explain.

    The superproperty of a minted term is not a second link, nor is a property that adds nothing to a finer one.
    """
    known = others | {ABOVE[RELATIONS[term]] for term in terms if term in RELATIONS and RELATIONS[term] in ABOVE}
    finer = bool(terms - GENERIC)
    found: list[Relation] = []
    for term in sorted(terms):
        if term == _DERIVED:
            if terms & _FINER_DERIVATIONS or _revises(reader, source, target):
                continue
        elif term in GENERIC and (finer or known):
            continue
        if term not in known:
            found.append(DIRECT[term])
            known |= {term, RELATION_IRI[DIRECT[term]]}
    return found


def _revises(reader: Reader, source: str, target: str) -> bool:
    """Whether the derivation only says that one is a version of the other."""
    about = reader.described.get(source, {})
    return any((target, True) in about.get(term, ()) for term in REVISION)
