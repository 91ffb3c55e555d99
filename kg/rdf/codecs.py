"""How single values are written as RDF terms and read back.

Decoders raise ValueError for a term they cannot read; the reader turns that into a problem and goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.model.period import Period, parse_period
from kg.model.words import (
    AccessState,
    Basis,
    Certainty,
    ChallengeOn,
    Checking,
    OutcomeKind,
    Qualifier,
    Shown,
    Unknowns,
    Working,
)
from kg.vocabulary import EDTF, concept, iri, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.rdf.identity import Identity

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_EDTF: Final = ox.NamedNode(EDTF)
_DECIMAL: Final = ox.NamedNode(iri("xsd:decimal"))
_DATE: Final = ox.NamedNode(iri("xsd:date"))
_ZONE: Final = re.compile(r"T.*|Z$|(?<=\d{4})[+-]\d\d:\d\d$")


@dataclass(frozen=True, slots=True)
class Codec:
    """Writes a value as a term, with the identity of the workspace at hand, and reads a term back."""

    encode: Callable[[object, Identity], Term]
    decode: Callable[[Term], object]


@lru_cache(maxsize=65536)
def node(iri_text: str) -> ox.NamedNode:
    """The term of an IRI."""
    return ox.NamedNode(iri_text)


def text_of(term: Term) -> str:
    """The IRI, label or text of a term.

    Raises ValueError for a triple term.
    """
    if isinstance(term, ox.Triple):
        raise ValueError("a triple stands where a value is expected")
    return term.value


def _iri_of(term: Term) -> str:
    if isinstance(term, ox.Literal):
        if ":" not in term.value or " " in term.value.strip():
            raise ValueError(f"“{term.value}” is text where an IRI is expected")
        return term.value.strip()
    return text_of(term)


@lru_cache(maxsize=65536)
def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise ValueError(f"“{text}” is not a number") from error
    if not value.is_finite():
        raise ValueError(f"“{text}” is not a finite number")
    return value


@lru_cache(maxsize=8192)
def _date(text: str) -> date:
    return date.fromisoformat(_ZONE.sub("", text.strip()))


@lru_cache(maxsize=8192)
def _period(text: str) -> Period:
    return parse_period(_ZONE.sub("", text.strip()) if "/" not in text else text)


def _truth(term: Term) -> bool:
    text = text_of(term).strip().lower()
    if text not in {"true", "false", "1", "0"}:
        raise ValueError(f"“{text}” is neither true nor false")
    return text in {"true", "1"}


@lru_cache(maxsize=65536)
def _decimal_literal(value: Decimal) -> ox.Literal:
    return ox.Literal(f"{value:f}", datatype=_DECIMAL)


def _encode_decimal(value: object, _: Identity) -> Term:
    return _decimal_literal(Decimal(str(value)))


def _encode_period(value: object, _: Identity) -> Term:
    return ox.Literal(value.edtf if isinstance(value, Period) else str(value), datatype=_EDTF)


def _encode_text(value: object, _: Identity) -> Term:
    return ox.Literal(str(value))


def _absolute(term: Term) -> str:
    return text_of(term)


def scheme(name: str, kind: type[StrEnum]) -> Codec:
    """The codec of a closed vocabulary: concepts of the SKOS scheme of that name."""
    by_iri = {concept_iri: kind(word) for concept_iri, word in words(name).items()}
    by_word = {word: node(concept(name, word)) for word in words(name).values()}

    def decode(term: Term) -> object:
        value = text_of(term)
        known = by_iri.get(value)
        if known is None:
            raise ValueError(f"<{value}> is no word of the scheme “{name}”")
        return known

    return Codec(lambda value, _: by_word[str(value)], decode)


def resource(place: str) -> Codec:
    """The codec of a reference: `place` is the method of `Identity` that gives the IRI."""
    return Codec(lambda value, identity: node(getattr(identity, place)(str(value))), _iri_of)


TEXT: Final = Codec(_encode_text, text_of)
# A name may stand where an agent or area is meant: text in foreign data is kept as the name.
AGENT: Final = Codec(lambda value, identity: node(identity.agent(str(value))), _absolute)
AREA: Final = Codec(lambda value, identity: node(identity.area(str(value))), _absolute)
NODE: Final = resource("node")
VARIABLE: Final = resource("variable")
INQUIRY: Final = resource("inquiry")
DECIMAL: Final = Codec(_encode_decimal, lambda term: _decimal(text_of(term)))
PERIOD: Final = Codec(_encode_period, lambda term: _period(text_of(term)))
DATE: Final = Codec(lambda value, _: ox.Literal(str(value), datatype=_DATE), lambda term: _date(text_of(term)))
TRUTH: Final = Codec(lambda value, _: ox.Literal(bool(value)), _truth)
# Addresses are literals when no IRI: people paste what their browser shows.
ADDRESS: Final = Codec(
    lambda value, _: ox.Literal(str(value), datatype=node(iri("xsd:anyURI"))), lambda term: text_of(term)
)

QUALIFIER: Final = scheme("qualifier", Qualifier)
CERTAINTY: Final = scheme("certainty", Certainty)
WORKING: Final = scheme("working", Working)
CHECKING: Final = scheme("checking", Checking)
ACCESS: Final = scheme("access", AccessState)
BASIS: Final = scheme("basis", Basis)
UNKNOWNS: Final = scheme("unknowns", Unknowns)
SHOWN: Final = scheme("shown", Shown)
CHALLENGE: Final = scheme("challenge", ChallengeOn)
OUTCOME: Final = scheme("outcome", OutcomeKind)
