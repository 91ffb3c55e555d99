"""What a program holds, as a term: values of Python and of numpy, terms of rdflib and of pyoxigraph."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from kg.errors import UsageError
from kg.sparql.evaluate import literal_text, term_text
from kg.vocabulary import iri

_TAKEN: Final = "a text, a number, a truth value, a date, or a term of rdflib or pyoxigraph"


def term_of_value(name: str, value: object) -> str:
    """The term for the value of a variable, as N-Triples writes it. Raises UsageError for a value that has no term."""
    # The missing time of pandas is not equal to itself.
    if value is None or (isinstance(value, date) and value != value):
        raise UsageError(f"?{name} is given {value!r}, which is not a value; leave it out where it is to be free")
    if isinstance(value, ox.NamedNode | ox.Literal):
        return str(value)
    written = value.n3() if hasattr(value, "n3") else None
    term = (
        term_text(str(written)) if written is not None else _literal(value.item() if hasattr(value, "item") else value)
    )
    if term is None:
        raise UsageError(f"?{name} is given {value!r} ({type(value).__name__}); it can be {_TAKEN}")
    return term


def _literal(value: object) -> str | None:
    match value:
        case bool():  # before whole numbers, which it is among in Python
            return literal_text(str(value).lower(), iri("xsd:boolean"))
        case int():
            return literal_text(str(value), iri("xsd:integer"))
        case float():
            text = (
                repr(value) if math.isfinite(value) else "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"
            )
            return literal_text(text, iri("xsd:double"))
        case Decimal() if value.is_finite():
            return literal_text(f"{value:f}", iri("xsd:decimal"))
        case datetime():
            return literal_text(value.isoformat(), iri("xsd:dateTime"))
        case date():
            return literal_text(value.isoformat(), iri("xsd:date"))
        case str():
            return literal_text(value)
    return None
