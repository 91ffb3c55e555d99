"""Drafts in RDF: quads of nodes that say `hw:draft true`, and of what belongs to them."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kg.vocabulary import iri

_DRAFT: Final = ox.NamedNode(iri("hw:draft"))
_TRUE: Final = frozenset({"true", "1"})
_MADE_IN: Final = ox.NamedNode(iri("schema:appearance"))
_OWNED: Final = (ox.NamedNode(iri("hw:figure")), ox.NamedNode(iri("prov:qualifiedDerivation")))
_CITING: Final = ox.NamedNode(iri("cito:hasCitingEntity"))


def remove_drafts(store: ox.Store) -> int:
    """Remove from a store what is said of drafts, their figures and their links; returns how many drafts there were."""
    marked = {
        quad.subject
        for quad in store.quads_for_pattern(None, _DRAFT, None)
        if isinstance(quad.object, ox.Literal) and quad.object.value in _TRUE
    }
    drafts = {node for node in marked if isinstance(node, ox.NamedNode | ox.BlankNode)}
    for term in (_MADE_IN, _CITING):
        drafts |= {
            quad.subject
            for node in list(drafts)
            for quad in store.quads_for_pattern(None, term, node)
            if isinstance(quad.subject, ox.NamedNode | ox.BlankNode)
        }
    drafts |= {
        quad.object
        for node in list(drafts)
        for term in _OWNED
        for quad in store.quads_for_pattern(node, term, None)
        if isinstance(quad.object, ox.NamedNode | ox.BlankNode)
    }
    for node in drafts:
        for quad in list(store.quads_for_pattern(node, None, None)):
            store.remove(quad)
    return len(marked)


def accepted_quads(quads: tuple[ox.Quad, ...]) -> tuple[ox.Quad, ...]:
    """The quads without those about a draft, its figure or its links; the same where there is none."""
    drafts = {
        quad.subject
        for quad in quads
        if quad.predicate == _DRAFT and isinstance(quad.object, ox.Literal) and quad.object.value in _TRUE
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
