"""What a nanopublication asserts, in words: its sentence, the label of what it is about, or its statements by their last words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

from kg.formats.exchange.nanopub_parts import NPX
from kg.rdf.foreign_terms import ALSO
from kg.vocabulary import iri

if TYPE_CHECKING:
    from kg.formats.exchange.nanopub_parts import Nanopub
    from kg.rdf.statements import Statement

TITLES: Final = (iri("dcterms:title"), *ALSO[iri("dcterms:title")])
_CLAIM: Final = iri("schema:Claim")
_WORDS: Final = (iri("schema:text"), iri("rdfs:label"), iri("rdfs:comment"), iri("dcterms:description"), *TITLES)
_SENTENCE: Final = f"{NPX}asSentence"
_AIDA: Final = "http://purl.org/aida/"
_MOST_TRIPLES: Final = 5


def subject_of(nanopub: Nanopub) -> str:
    """The node that the assertion is about: a claim of schema.org, what is introduced, else the subject of its first statement."""
    asserted = nanopub.stated("assertion")
    claims = [one.subject for one in asserted if one.predicate == iri("rdf:type") and one.value == _CLAIM]
    introduced = values(nanopub.stated("publication info"), nanopub.uri, f"{NPX}introduces")
    subjects = {one.subject for one in asserted}
    return next((node for node in (*claims, *introduced) if node in subjects), asserted[0].subject)


def in_words(nanopub: Nanopub, about: str) -> str:
    """The assertion in words."""
    asserted = nanopub.stated("assertion")
    for one in asserted:
        if one.predicate == _SENTENCE and one.value.startswith(_AIDA):
            return unquote_plus(one.value.removeprefix(_AIDA))
    for term in _WORDS:
        if stated := values(asserted, about, term):
            return " ".join(stated[0].split())
    said = [f"{last_word(one.subject)} {last_word(one.predicate)} {_value(one)}" for one in asserted]
    more = f"; and {len(said) - _MOST_TRIPLES} more" if len(said) > _MOST_TRIPLES else ""
    return "; ".join(said[:_MOST_TRIPLES]) + more


def values(stated: list[Statement], subject: str, predicate: str) -> list[str]:
    """The values of a property of a node, in the order of the file."""
    return [one.value for one in stated if (one.subject, one.predicate) == (subject, predicate)]


def last_word(node: str) -> str:
    """The last part of an address, as words."""
    bare = node.rstrip("/#")
    return unquote_plus(bare[max(bare.rfind(mark) for mark in "/#:") + 1 :])


def _value(one: Statement) -> str:
    return f"“{' '.join(one.value.split())}”" if one.is_literal else last_word(one.value)
