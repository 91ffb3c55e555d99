"""Results of queries, read from the forms in which the W3C's tests hold them, and compared.

Two results are the same when they hold the same rows, as often, with blank nodes renamed in one way throughout, and in the same order
where the expected result numbers its rows. Numbers are compared by value within their type. (SPARQL 1.1 Query, section 12; the README
of the tests.)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from tests.w3c.suite import Described, Term

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_WHOLE: Final = frozenset(
    _XSD + name
    for name in (
        "integer",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "negativeInteger",
        "nonPositiveInteger",
        "unsignedInt",
        "unsignedLong",
        "unsignedShort",
        "unsignedByte",
    )
)
_RESULTS: Final = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
Row = tuple[tuple[str, Term], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Rows, a truth value or a graph; `ordered` where the order of the rows is part of the result."""

    rows: tuple[Row, ...] = ()
    truth: bool | None = None
    graph: frozenset[ox.Triple] | None = None
    ordered: bool = False


def of_query(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
    """What the engine answered."""
    if isinstance(found, ox.QueryBoolean):
        return Result(truth=bool(found))
    if isinstance(found, ox.QueryTriples):
        return Result(graph=frozenset(found))
    names = [variable.value for variable in found.variables]
    return Result(tuple(_row((name, row[name]) for name in names) for row in found))


def of_text(body: bytes, media: str) -> Result:
    """What an answer in a result format or an RDF syntax says."""
    rows = ox.QueryResultsFormat.from_media_type(media)
    if rows is None:
        ending = ox.RdfFormat.from_media_type(media)
        assert ending is not None, media
        return Result(graph=frozenset(quad.triple for quad in ox.parse(body, format=ending)))
    found = ox.parse_query_results(body, format=rows)
    return of_query(found)


def with_blanks(result: Result) -> Result:
    """A result with the blank nodes of its data as such again: kg gives them IRIs (RDF 1.1 Concepts, section 3.5)."""
    if result.graph is not None:
        triples = (ox.Triple(_blank(t.subject), t.predicate, _blank(t.object)) for t in result.graph)
        return replace(result, graph=frozenset(triples))
    rows = tuple(tuple((name, _blank(value)) for name, value in row) for row in result.rows)
    return replace(result, rows=rows)


def _blank(term: Any) -> Any:  # noqa: ANN401 - a term of whichever kind its place allows
    is_named = isinstance(term, ox.NamedNode) and "/.well-known/genid/" in term.value
    return ox.BlankNode(term.value.rpartition("/")[2]) if is_named else term


def expected(path: Path) -> Result:
    """The result that a file of the suite holds."""
    if path.suffix in _RESULTS:
        return of_query(ox.parse_query_results(path=str(path), format=_RESULTS[path.suffix]))
    described = Described(path)
    sets = described.subjects(_RDF_TYPE, f"{_RS}ResultSet")
    return _described(described, sets[0]) if sets else Result(graph=frozenset(quad.triple for quad in described.store))


def same(expected: Result, found: Result, lax: bool = False) -> bool:
    """Whether a result is the expected one; `lax`: rows may come less often than expected."""
    if (expected.truth, expected.graph is None) != (found.truth, found.graph is None):
        return False
    if expected.graph is not None and found.graph is not None:
        return _canonical(expected.graph) == _canonical(found.graph)
    if lax:
        return _as_graph(dict.fromkeys(expected.rows, 1)) == _as_graph(dict.fromkeys(found.rows, 1))
    if expected.ordered:
        return _as_graph(dict(enumerate(expected.rows))) == _as_graph(dict(enumerate(found.rows)))
    return _as_graph(Counter(map(_plain, expected.rows))) == _as_graph(Counter(map(_plain, found.rows)))


def _described(described: Described, node: Term) -> Result:
    """A result in the vocabulary for result sets, in which the tests of SPARQL 1.0 hold them."""
    truth = described.one(node, f"{_RS}boolean")
    if isinstance(truth, ox.Literal):
        return Result(truth=truth.value in {"true", "1"})
    numbered = []
    for solution in described.values(node, f"{_RS}solution"):
        index = described.one(solution, f"{_RS}index")
        bindings = described.values(solution, f"{_RS}binding")
        pairs = [(described.one(one, f"{_RS}variable"), described.one(one, f"{_RS}value")) for one in bindings]
        row = _row((name.value, value) for name, value in pairs if isinstance(name, ox.Literal))
        numbered.append((int(index.value) if isinstance(index, ox.Literal) else 0, row))
    numbered.sort(key=lambda pair: pair[0])
    return Result(tuple(row for _, row in numbered), ordered=any(index for index, _ in numbered))


def _row(pairs: Iterable[tuple[str, Term | None]]) -> Row:
    return tuple(sorted(((name, value) for name, value in pairs if value is not None), key=lambda pair: pair[0]))


def _plain(row: Row) -> Row:
    return tuple((name, _by_value(value)) for name, value in row)


def _by_value(term: Term) -> Term:
    """A number or truth value in one lexical form; any other term as it is."""
    if not isinstance(term, ox.Literal):
        return term
    kind = term.datatype.value
    try:
        if kind in _WHOLE:
            return ox.Literal(str(int(term.value)), datatype=term.datatype)
        if kind == f"{_XSD}decimal":
            return ox.Literal(str(Decimal(term.value).normalize() + 0), datatype=term.datatype)
        if kind in {f"{_XSD}double", f"{_XSD}float"}:
            return ox.Literal(repr(float(term.value)), datatype=term.datatype)
    except (ValueError, ArithmeticError):
        return term
    if kind == f"{_XSD}boolean":
        return ox.Literal({"1": "true", "0": "false"}.get(term.value, term.value), datatype=term.datatype)
    return term


def _as_graph(rows: dict[Row, int] | dict[int, Row]) -> frozenset[ox.Quad]:
    """Rows as a graph, each with its place or number: graphs are the same up to the names of blank nodes."""
    triples = []
    for key, value in rows.items():
        row, number = (key, value) if isinstance(key, tuple) else (value, key)
        assert isinstance(row, tuple)
        node = ox.BlankNode()
        triples.append(ox.Triple(node, ox.NamedNode("x:number"), ox.Literal(str(number))))
        triples += [ox.Triple(node, ox.NamedNode(f"x:{name}"), _by_value(term)) for name, term in row]
    return _canonical(triples)


def _canonical(triples: Iterable[ox.Triple]) -> frozenset[ox.Quad]:
    dataset = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(dataset)
