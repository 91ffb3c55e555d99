"""Drafts in RDF: quads of nodes that say `hw:draft true`, and of what belongs to them."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kg.vocabulary import iri

_DRAFT: Final = ox.NamedNode(iri("hw:draft"))
_MADE_IN: Final = ox.NamedNode(iri("schema:appearance"))
_OWNED: Final = (ox.NamedNode(iri("hw:figure")), ox.NamedNode(iri("prov:qualifiedDerivation")))
_CITING: Final = ox.NamedNode(iri("cito:hasCitingEntity"))


def accepted_quads(quads: tuple[ox.Quad, ...]) -> tuple[ox.Quad, ...]:
    """The quads without those about a draft, its figure or its links; the same where there is none."""
    drafts = {
        quad.subject
        for quad in quads
        if quad.predicate == _DRAFT and isinstance(quad.object, ox.Literal) and quad.object.value in {"true", "1"}
    }
    if not drafts:
        return quads
    drafts |= {quad.subject for quad in quads if quad.predicate == _MADE_IN and quad.object in drafts}
    drafts |= {quad.subject for quad in quads if quad.predicate == _CITING and quad.object in drafts}
    drafts |= {
        quad.object
        for quad in quads
        if quad.predicate in _OWNED and quad.subject in drafts and isinstance(quad.object, ox.NamedNode | ox.BlankNode)
    }
    return tuple(quad for quad in quads if quad.subject not in drafts)
