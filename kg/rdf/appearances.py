"""Where other people's claims appear, as one `schema:appearance` each.

A claim here is made in exactly one source. Of a claim that appears in several documents the node itself stays the claim of
its first appearance, and each other document gets a claim of its own with the same statements, links that its direct
triples state included. `schema:firstAppearance`, and the document that a claim is part of, are read as appearances.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.rdf.identity import belonging, digest
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPE: Final = ox.NamedNode(iri("rdf:type"))
_CLAIMS: Final = frozenset({ox.NamedNode(iri("schema:Claim")), ox.NamedNode(iri("hw:Claim"))})
_APPEARANCE: Final = ox.NamedNode(iri("schema:appearance"))
_FIRST: Final = ox.NamedNode(iri("schema:firstAppearance"))
_WHOLE: Final = frozenset({ox.NamedNode(iri("schema:isPartOf")), ox.NamedNode(iri("dcterms:isPartOf"))})
_NOT_COPIED: Final = frozenset({_APPEARANCE, _FIRST, *_WHOLE, ox.NamedNode(iri("dcterms:identifier"))})
Places = dict[ox.NamedNode, list[ox.NamedNode]]


def one_appearance_each(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The same quads with one appearance for every claim that has any."""
    quads = list(quads)
    places = _places(quads)
    kept: list[ox.Quad] = []
    for quad in quads:
        claim = quad.subject
        found = places.get(claim) if isinstance(claim, ox.NamedNode) else None
        if found is None or not isinstance(claim, ox.NamedNode):
            kept.append(quad)
        elif quad.predicate not in {_APPEARANCE, _FIRST}:
            kept.append(quad)
            if quad.predicate not in _NOT_COPIED:
                kept.extend(
                    ox.Quad(_made_in(claim, p), quad.predicate, quad.object, quad.graph_name) for p in found[1:]
                )
            if quad.predicate == _TYPE and quad.object in _CLAIMS:
                kept.append(ox.Quad(claim, _APPEARANCE, found[0], quad.graph_name))
                kept.extend(ox.Quad(_made_in(claim, place), _APPEARANCE, place, quad.graph_name) for place in found[1:])
    return kept


def _places(quads: list[ox.Quad]) -> Places:
    """The documents of each claim, that of its first appearance first."""
    claims = {quad.subject for quad in quads if quad.predicate == _TYPE and quad.object in _CLAIMS}
    stated: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    wholes: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    first: dict[ox.NamedNode, ox.NamedNode] = {}
    for quad in quads:
        if (
            quad.subject not in claims
            or not isinstance(quad.subject, ox.NamedNode)
            or not isinstance(quad.object, ox.NamedNode)
        ):
            continue
        if quad.predicate in {_APPEARANCE, _FIRST}:
            stated[quad.subject].add(quad.object)
        elif quad.predicate in _WHOLE:
            wholes[quad.subject].add(quad.object)
        if quad.predicate == _FIRST:
            first.setdefault(quad.subject, quad.object)
    ordered: Places = {}
    for claim, found in {**wholes, **stated}.items():
        home = first.get(claim)
        others = sorted(found - {home}, key=lambda place: place.value)
        ordered[claim] = [home, *others] if home is not None else others
    return ordered


def _made_in(claim: ox.NamedNode, place: ox.NamedNode) -> ox.NamedNode:
    """The claim as it is made in another document than the first."""
    return ox.NamedNode(belonging(claim.value, f"in-{digest(place.value)}"))
