"""The classes of nodes, stated of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.vocabulary import iri

if TYPE_CHECKING:
    from kg.store.oxigraph import OxigraphStore

_TYPE, _FIGURE = ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("hw:figure"))
_CLAIM, _FIGURE_CLASS, _ENTITY = (ox.NamedNode(iri(name)) for name in ("hw:Claim", "hw:Figure", "prov:Entity"))


def state_types(store: OxigraphStore) -> None:
    """State of every claim, figure and source what it is, as other people's RDF states it in other ways or not at all."""
    records = store.records(store.nodes())
    figures = {q.object for q in store.quads.quads_for_pattern(None, _FIGURE, None)}
    types = [(ox.NamedNode(claim.id), _CLAIM) for claim in records.claims]
    types += [(ox.NamedNode(source.id), _ENTITY) for source in records.sources]
    types += [(figure, _FIGURE_CLASS) for figure in figures if isinstance(figure, ox.NamedNode)]
    store.add(ox.Quad(node, _TYPE, cls) for node, cls in types)
