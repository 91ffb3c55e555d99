"""A question forwarded to an endpoint, and its answer in the syntax that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from msgspec.structs import replace

from kg.errors import EndpointError, QueryError, count
from kg.sparql.evaluate import evaluate, iri_text, written
from kg.sparql.guard import guarded, is_update
from kg.sparql.rewrite import form_of, with_values
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from kg.sparql.query import Limits, Question, Reply
    from kg.store.remote.client import Endpoint
    from kg.store.remote.client import Reply as Found

_GRAPH_FORMS: Final = frozenset({"construct", "describe"})
_TRUTH: Final = {True: b'{"head":{},"boolean":true}', False: b'{"head":{},"boolean":false}'}


def text_of(question: Question) -> str:
    """The query as it is sent, with the prefixes of the project. Raises QueryError for one that asks to write or leave the graph.

    It may be in a dialect that only its server can read.
    """
    words = guarded(question.sparql)
    if form_of(question.sparql) is None and is_update(words):
        raise QueryError("a query only reads: INSERT, DELETE, LOAD and the other updates are refused")
    base = f"BASE {iri_text(question.base)}\n" if question.base else ""
    prefixes = "".join(f"PREFIX {name}: <{value}>\n" for name, value in {**PREFIXES, **dict(question.prefixes)}.items())
    return base + prefixes + with_values(question.sparql, question.bound)


def parsed(question: Question) -> None:
    """Raise QueryError, with line and column, for a query that is not valid SPARQL 1.1."""
    text_of(question)
    plain = replace(question, default_graphs=None, named_graphs=None)
    try:
        evaluate(ox.Store(), plain)
    except QueryError as error:
        # No graph that a query names stands in the empty store that reads it.
        if "there is no graph" not in str(error):
            raise


def forwarded(endpoint: Endpoint, question: Question, seconds: float | None, notes: list[str]) -> Found:
    """What the server answers; `notes` takes a line where it cut that short.

    Raises QueryError for a query that the server refuses and that is not valid SPARQL 1.1, LimitError when the answer takes longer
    than allowed, and EndpointError for what else the server does.
    """
    try:
        found = endpoint.query(text_of(question), form_of(question.sparql) in _GRAPH_FORMS, _dataset(question), seconds)
    except EndpointError:
        parsed(question)
        raise
    if found.cut:
        notes.append(f"{endpoint.url}: the server cut the answer after {count(len(found.rows), 'row')}")
    return found


def written_anew(found: Found, question: Question, limits: Limits) -> Reply:
    """An answer in the syntax that was asked for. Raises LimitError when it is larger than allowed."""
    if found.triples is not None:
        return written(found.triples, question, limits.answer)
    if found.boolean is not None or found.syntax is None:
        truth = ox.parse_query_results(_TRUTH[bool(found.boolean)], format=ox.QueryResultsFormat.JSON)
        return written(truth, question, limits.answer)
    return written(ox.parse_query_results(found.body, format=found.syntax), question, limits.answer)


def _dataset(question: Question) -> dict[str, tuple[str, ...]] | None:
    """The graphs to ask, under the names that the protocol gives them."""
    given = {"default-graph-uri": question.default_graphs, "named-graph-uri": question.named_graphs}
    return {name: graphs for name, graphs in given.items() if graphs} or None
