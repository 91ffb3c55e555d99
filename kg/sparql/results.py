"""Answers in a syntax, read back as rows: one reader for every command and bridge."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
from msgspec import Struct

if TYPE_CHECKING:
    from kg.sparql.query import Reply


Value = str | int | float | bool | Decimal | date | datetime
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS: Final = (
    *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
    *("negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
_TRIPLE: Final = ("subject", "predicate", "object")
_PYTHON: Final[dict[str, Callable[[str], Value]]] = {
    **{_XSD + name: int for name in _INTEGERS},
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": lambda text: text in {"true", "1"},
    _XSD + "date": date.fromisoformat,
    _XSD + "dateTime": datetime.fromisoformat,
}


class Row(Struct, frozen=True):
    """One row of an answer, with numbers, dates and truth values as Python has them; what a row leaves out is None.

    A value is found by its place or by the name of its variable: `row[0]`, `row["claim"]`; `claim, value = row` works too.
    """

    names: tuple[str, ...]
    values: tuple[Value | None, ...]

    def __iter__(self) -> Iterator[Value | None]:
        """The values in the order of the variables."""
        return iter(self.values)

    def __len__(self) -> int:
        """How many variables there are."""
        return len(self.values)

    def __getitem__(self, key: int | str) -> Value | None:
        """A value by its place or its variable."""
        return self.values[self.names.index(key) if isinstance(key, str) else key]

    def to_dict(self) -> dict[str, Value | None]:
        """The values by the names of their variables."""
        return dict(zip(self.names, self.values, strict=True))


class Answers(Struct, frozen=True):
    """The result of a query: rows under variables, triples, or a truth value.

    `rows` are texts; to go through an answer gives each row with typed values. `types` are the datatypes of the
    texts, row by row.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    triples: tuple[tuple[str, str, str], ...] | None = None
    boolean: bool | None = None
    types: tuple[tuple[str | None, ...], ...] = ()

    def __iter__(self) -> Iterator[Row]:
        """Each row with typed values; of an answer that is a graph, each triple as subject, predicate and object."""
        if self.triples is not None:
            yield from (Row(_TRIPLE, triple) for triple in self.triples)
            return
        untyped = (None,) * len(self.variables)
        for number, row in enumerate(self.rows):
            types = self.types[number] if self.types else untyped
            yield Row(self.variables, tuple(map(_value, row, types)))

    def __len__(self) -> int:
        """How many rows or triples there are."""
        return len(self.rows if self.triples is None else self.triples)

    def __bool__(self) -> bool:
        """The truth value of an ASK query; of any other, whether there is a row or triple."""
        return len(self) > 0 if self.boolean is None else self.boolean


def _value(text: str | None, datatype: str | None) -> Value | None:
    """A text as the Python value of its datatype; the text itself where there is none, or where it does not fit."""
    read = _PYTHON.get(datatype or "")
    if text is None or read is None:
        return text
    try:
        return read(text)
    except (ValueError, ArithmeticError):
        return text


def answers_of(reply: Reply) -> Answers:
    """The answer of a reply in SPARQL JSON or, for graphs, in N-Triples."""
    if reply.kind == "graph":
        found = ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES)
        return Answers(triples=tuple((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in found))
    document = json.loads(reply.body)
    if reply.kind == "boolean":
        return Answers(boolean=bool(document["boolean"]))
    names = tuple(document["head"]["vars"])
    found = document["results"]["bindings"]
    rows = tuple(tuple(_text(row.get(name)) for name in names) for row in found)
    types = tuple(tuple(row[name].get("datatype") if name in row else None for name in names) for row in found)
    return Answers(names, rows, types=types)


def answers_of_terms(variables: tuple[str, ...], found: Iterable[Sequence[object]]) -> Answers:
    """The answer whose rows hold terms of the engine, or None where a row leaves one out."""
    rows, types = [], []
    for row in found:
        rows.append(tuple(None if term is None else str(getattr(term, "value", term)) for term in row))
        types.append(tuple(term.datatype.value if isinstance(term, ox.Literal) else None for term in row))
    return Answers(variables, tuple(rows), types=tuple(types))


def _text(term: Any) -> str | None:  # noqa: ANN401 - a term as SPARQL JSON has it
    if term is None:
        return None
    if isinstance(term["value"], dict):  # a triple inside a triple
        return " ".join(str(_text(part)) for part in term["value"].values())
    return f"_:{term['value']}" if term["type"] == "bnode" else str(term["value"])
