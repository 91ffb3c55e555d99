"""How much a store holds: triples, nodes, classes and properties, with how often each is used."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
from msgspec import Struct

from kg.vocabulary import iri


class Statistics(Struct, frozen=True):
    """Counts over the union of all graphs, where a triple that stands in several counts once.

    `graphs` counts each that has a name by itself.
    """

    triples: int
    subjects: int
    objects: int
    classes: dict[str, int]
    properties: dict[str, int]
    graphs: dict[str, int]


def statistics(store: ox.Store) -> Statistics:
    """The counts of a store, by one pass over its quads."""
    kind = iri("rdf:type")
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    graphs: Counter[str] = Counter()
    subjects, objects, seen = set(), set(), set()
    for quad in store.quads_for_pattern(None, None, None):
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs[quad.graph_name.value] += 1
        if quad.triple in seen:
            continue
        seen.add(quad.triple)
        subjects.add(quad.subject)
        objects.add(quad.object)
        properties[quad.predicate.value] += 1
        if quad.predicate.value == kind and isinstance(quad.object, ox.NamedNode):
            classes[quad.object.value] += 1
    ordered = (dict(sorted(counted.items())) for counted in (classes, properties, graphs))
    return Statistics(len(seen), len(subjects), len(objects), *ordered)
