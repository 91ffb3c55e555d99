"""Answers in a syntax, read back as rows: one reader for every command and bridge."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from kg.sparql.query import Reply


@dataclass(frozen=True, slots=True)
class Answers:
    """The result of a query: rows under variables, triples, or a truth value."""

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    triples: tuple[tuple[str, str, str], ...] | None = None
    boolean: bool | None = None


def answers_of(reply: Reply) -> Answers:
    """The answer of a reply in SPARQL JSON or, for graphs, in N-Triples."""
    if reply.kind == "graph":
        found = ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES)
        return Answers(triples=tuple((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in found))
    document = json.loads(reply.body)
    if reply.kind == "boolean":
        return Answers(boolean=bool(document["boolean"]))
    names = tuple(document["head"]["vars"])
    rows = (tuple(_text(row.get(name)) for name in names) for row in document["results"]["bindings"])
    return Answers(names, tuple(rows))


def _text(term: Any) -> str | None:  # noqa: ANN401 - a term as SPARQL JSON has it
    if term is None:
        return None
    if isinstance(term["value"], dict):  # a triple inside a triple
        return " ".join(str(_text(part)) for part in term["value"].values())
    return f"_:{term['value']}" if term["type"] == "bnode" else str(term["value"])
