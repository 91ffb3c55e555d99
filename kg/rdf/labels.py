"""The words shown to people: labels of the concepts in the ontology's SKOS schemes."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.resources import ontology
from kg.vocabulary import concept, iri


@cache
def _texts(term: str) -> dict[str, str]:
    predicate = iri(term)
    path = ontology("schemes.ttl")
    return {
        quad.subject.value: quad.object.value
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == predicate
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
    }


def label(scheme: str, word: str) -> str:
    """The word shown for a word of a scheme, such as `well documented` for `well` of the backing levels."""
    return _texts("skos:prefLabel")[concept(scheme, word)]


def definition(scheme: str, word: str) -> str:
    """What a word of a scheme means, in a sentence."""
    return _texts("skos:definition")[concept(scheme, word)]
