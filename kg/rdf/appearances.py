"""Claims that appear in several documents, as other people record them, split into one claim per document.

A claim here is made in exactly one source. The node itself stays the claim of its first appearance; each other document
gets a claim of its own with the same statements, links that its direct triples state included.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.rdf.identity import belonging, digest
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable

_APPEARANCE: Final = ox.NamedNode(iri("schema:appearance"))
_FIRST: Final = ox.NamedNode(iri("schema:firstAppearance"))
_NOT_COPIED: Final = frozenset({_APPEARANCE, _FIRST, ox.NamedNode(iri("dcterms:identifier"))})


def one_appearance_each(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The same quads with every claim of several appearances split."""
    quads = list(quads)
    places: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    first: dict[ox.NamedNode, ox.NamedNode] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            if quad.predicate in {_APPEARANCE, _FIRST}:
                places[quad.subject].add(quad.object)
            if quad.predicate == _FIRST:
                first.setdefault(quad.subject, quad.object)
    several = {claim: found for claim, found in places.items() if len(found) > 1}
    if not several:
        return quads
    homes = {claim: first.get(claim) or min(found, key=lambda place: place.value) for claim, found in several.items()}
    kept: list[ox.Quad] = []
    for quad in quads:
        claim = quad.subject
        if not isinstance(claim, ox.NamedNode) or claim not in several:
            kept.append(quad)
        elif quad.predicate in {_APPEARANCE, _FIRST}:
            owner = claim if quad.object == homes[claim] else _elsewhere(claim, quad.object)
            kept.append(ox.Quad(owner, _APPEARANCE, quad.object, quad.graph_name))
        else:
            kept.append(quad)
            if quad.predicate not in _NOT_COPIED:
                others = sorted(several[claim] - {homes[claim]}, key=lambda place: place.value)
                kept.extend(ox.Quad(_elsewhere(claim, p), quad.predicate, quad.object, quad.graph_name) for p in others)
    return kept


def _elsewhere(claim: ox.NamedNode, place: object) -> ox.NamedNode:
    """The claim as it is made in another document."""
    return ox.NamedNode(belonging(claim.value, f"in-{digest(str(getattr(place, 'value', place)))}"))
