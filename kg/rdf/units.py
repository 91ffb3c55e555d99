"""The units of `ontology/units.ttl`: what is part of what, what says more than what, and which words leave it open."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pyoxigraph as ox
from msgspec import Struct

from kg.resources import ontology
from kg.vocabulary import HW, iri


class Units(Struct, frozen=True):
    """Units by their labels: `broader` gives what contains a unit, `ladders` run from the weakest word to the strongest."""

    broader: dict[str, frozenset[str]]
    same: dict[str, str]
    ladders: tuple[tuple[str, ...], ...]
    doubts: frozenset[str]


@cache
def units() -> Units:
    """The units that come with Headwater."""
    store = ox.Store()
    store.bulk_load(path=str(ontology("units.ttl")), format=ox.RdfFormat.TURTLE)

    def values(term: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, ox.NamedNode(iri(term)), None):
            found[str(quad.subject.value)].append(str(getattr(quad.object, "value", quad.object)))  # type: ignore[union-attr]
        return found

    label = {node: texts[0] for node, texts in values("skos:prefLabel").items()}
    above = values("skos:broader")
    first, rest = values("rdf:first"), values("rdf:rest")

    def listed(node: str) -> tuple[str, ...]:
        found = []
        while node in first:
            found.append(label[first[node][0]])
            node = rest[node][0]
        return tuple(found)

    return Units(
        broader={label[node]: frozenset(label[outer] for outer in outers) for node, outers in above.items()},
        same={other: label[node] for node, others in values("skos:altLabel").items() for other in others},
        ladders=tuple(listed(heads[0]) for _, heads in sorted(values("skos:memberList").items())),
        doubts=frozenset(label[node] for node in values("skos:member")[f"{HW}unit-doubts"]),
    )
