"""Other people's quads in the one spelling that this project reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.vocabulary import DERIVED, HW, iri

if TYPE_CHECKING:
    from collections.abc import Iterable

OLD_SCHEMA: Final = "http://schema.org/"
CITATION: Final = tuple(
    iri(f"cito:{name}") for name in ("hasCitingEntity", "hasCitedEntity", "hasCitationCharacterization")
)
GENERATED: Final = (iri("prov:generated"), iri("prov:wasGeneratedBy"))
DERIVED_TERMS: Final = frozenset(HW + name for name in DERIVED)


def spelt(node: ox.NamedNode) -> ox.NamedNode:
    """A node with the older `http://schema.org/` as the spelling that this project uses."""
    return ox.NamedNode(f"https{node.value[4:]}") if node.value.startswith(OLD_SCHEMA) else node


def as_generated(quad: ox.Quad) -> ox.Quad:
    """`prov:generated` as the inverse that evidence is followed along."""
    if (
        quad.predicate.value != GENERATED[0]
        or not isinstance(quad.object, ox.NamedNode)
        or isinstance(quad.subject, ox.Triple)
    ):
        return quad
    return ox.Quad(quad.object, ox.NamedNode(GENERATED[1]), quad.subject, quad.graph_name)


def direct_triples(quads: list[ox.Quad], graph: ox.NamedNode | ox.DefaultGraph) -> list[ox.Quad]:
    """The direct triple of every citation node whose two ends nothing else joins, so that paths can follow it."""
    joined = {(quad.subject, quad.object) for quad in quads}
    said: dict[object, dict[str, ox.NamedNode]] = {}
    for quad in quads:
        if quad.predicate.value in CITATION and isinstance(quad.object, ox.NamedNode):
            said.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
    citing, cited, how = CITATION
    default = ox.NamedNode(iri("cito:cites"))
    return [
        ox.Quad(about[citing], about.get(how, default), about[cited], graph)
        for about in said.values()
        if citing in about and cited in about and (about[citing], about[cited]) not in joined
    ]


def kept(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads without derived terms of ours, and with what was generated stated from its own end."""
    return [as_generated(quad) for quad in quads if quad.predicate.value not in DERIVED_TERMS]
