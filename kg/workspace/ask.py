"""A query put to an opened graph: its parameters as terms, its graphs by IRI or file, its answer within limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import NotFoundError, UsageError, encodable, nearest
from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.dataset import VOID
from kg.rdf.facts import FACTS_GRAPH
from kg.store.ask import iri_text, literal_text, term_text
from kg.store.query_text import VARIABLE
from kg.store.question import CATALOGUE, EXAMINED, FACTS
from kg.vocabulary import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.protocol import Store
    from kg.store.question import Limits, Question, Reply
    from kg.workspace.graph import Graph

_INTEGER: Final = re.compile(r"[+-]?\d+")
_DECIMAL: Final = re.compile(r"[+-]?\d*\.\d+")
_ADDRESS: Final = re.compile(r"(?:https?|urn|doi|file):\S+", re.IGNORECASE)
_PREFIXED: Final = re.compile(r"([A-Za-z][\w-]*):([\w.-]+)")
_EXAMINED: Final = f"SELECT DISTINCT ?document {{ ?dataset a <{VOID}Dataset> ; dcterms:subject ?document FILTER(ISIRI(?document)) }}"
_GRAPHS: Final = "SELECT DISTINCT ?graph ?path { GRAPH ?graph { ?s ?p ?o } OPTIONAL { ?graph schema:name ?path } }"


def ask(graph: Graph, question: Question, limits: Limits, facts: bool = False) -> Reply:
    """The answer in its syntax. Raises QueryError, and LimitError for a query that costs more than it may."""
    return (graph.with_facts() if facts else graph.store).answer(question, limits)


def bound(graph: Graph, parameters: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Variables with their terms, from texts such as `claim=jay-2014/children-exploited`.

    Raises UsageError for a text that binds nothing, or binds a variable twice.
    """
    found: dict[str, str] = {}
    for text in parameters:
        name, mark, value = text.partition("=")
        name = name.lstrip("?$")
        if not mark or not VARIABLE.fullmatch(name):
            raise UsageError(f"--param {text}: write NAME=VALUE, with the name of a variable of the query")
        if name in found:
            raise UsageError(f"--param: ?{name} is bound twice")
        found[name] = term_of(graph, value)
    return tuple(found.items())


def term_of(graph: Graph, value: str) -> str:
    """The term that a value of a parameter is, as N-Triples writes it.

    In this order: a term written out (`<https://…>`, `"Leeds"@en`), the short id of a node on record, an IRI, a prefixed name of
    the project, a number, `true` or `false`; anything else is a text.
    """
    if encodable(value).startswith(("<", '"')):
        term = term_text(value)
        if term is None:
            raise UsageError(f"{value} is not one term; write <IRI> or \"text\", \"text\"@language, \"text\"^^<type>")
        return term
    node = next(iter(sorted(graph.store.named(value))), None)
    if node is not None or _ADDRESS.fullmatch(value):
        return iri_text(node or value)
    prefixed = _PREFIXED.fullmatch(value)
    if prefixed and prefixed[1] in PREFIXES:
        return iri_text(PREFIXES[prefixed[1]] + prefixed[2])
    for form, datatype in ((_INTEGER, "xsd:integer"), (_DECIMAL, "xsd:decimal")):
        if form.fullmatch(value):
            return literal_text(value, iri(datatype))
    return literal_text(value, iri("xsd:boolean") if value in {"true", "false"} else None)


def examined(store: Store) -> list[str]:
    """The documents that a graph says it is about, as a dump of a workspace does."""
    return sorted(str(row[0]) for row in store.query(_EXAMINED).rows)


def graphs(graph: Graph, facts: bool = False) -> dict[str, str]:
    """The named graphs of a graph by IRI, each with the file that it was read from, or what it holds."""
    store = graph.with_facts() if facts else graph.store
    found = {str(row[0]): row[1] or "" for row in store.query(_GRAPHS).rows}
    own = {CATALOGUE_GRAPH: CATALOGUE, FACTS_GRAPH: FACTS, graph.config.base: EXAMINED}
    return {node: own.get(node, path) for node, path in sorted(found.items())}


def graph_iris(graph: Graph, names: Iterable[str], facts: bool = False) -> tuple[str, ...]:
    """The IRIs of named graphs, each given by its IRI, its file, or as `facts` or `catalogue`.

    Raises NotFoundError with the nearest for a graph that is not there.
    """
    wanted = list(names)
    known = graphs(graph, facts) if wanted else {}
    by_name = {name: node for node, name in known.items() if name} | {node: node for node in known}
    for name in wanted:
        if name not in by_name:
            raise NotFoundError(f"there is no graph {name} here{nearest(name, by_name)}")
    return tuple(by_name[name] for name in wanted)
