"""Literals in canonical form: servers keep what a number or truth value means, not how it was written."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox

from kg.vocabulary import iri

_BOOLEAN: Final = ox.NamedNode(iri("xsd:boolean"))
_DECIMAL: Final = ox.NamedNode(iri("xsd:decimal"))
_TRUTH: Final = {"1": "true", "0": "false"}


def canonical(literal: ox.Literal) -> ox.Literal:
    """The same value in the lexical form of XML Schema 1.1's canonical mapping, for truth values and decimals."""
    if literal.datatype == _BOOLEAN:
        return ox.Literal(_TRUTH.get(literal.value, literal.value), datatype=_BOOLEAN)
    if literal.datatype == _DECIMAL:
        try:
            plain = f"{Decimal(literal.value).normalize():f}"
        except InvalidOperation:
            return literal
        return ox.Literal("0" if plain == "-0" else plain, datatype=_DECIMAL)
    return literal
