"""A node's statements and incoming links, as data for a page and as RDF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kg.errors import NotFoundError, QueryError
from kg.render.safe import web_address
from kg.sparql.evaluate import answer, iri_text
from kg.sparql.query import Question
from kg.vocabulary import iri

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.serve.urls import UrlMap

_MOST: Final = 1_000
_MOST_BYTES: Final = 16 * 1024 * 1024
_STATES: Final = "SELECT DISTINCT ?p ?o WHERE {{ {node} ?p ?o }} ORDER BY ?p ?o LIMIT 1000"
_STATED: Final = "SELECT DISTINCT ?s ?p WHERE {{ ?s ?p {node} }} ORDER BY ?p ?s LIMIT 1000"
_RDF: Final = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ {node} ?p ?o BIND({node} AS ?s) }} UNION {{ ?s ?p {node} BIND({node} AS ?o) }}
  UNION {{ {node} hw:figure ?s . ?s ?p ?o }} UNION {{ ?s cito:hasCitingEntity {node} . ?s ?p ?o }}
}}"""
_TEXTS: Final = tuple(map(iri, ("schema:text", "dcterms:title", "schema:name")))
CLAIMS: Final = frozenset({iri("hw:Claim"), iri("schema:Claim")})


def node_view(graph: Graph, urls: UrlMap, node: str) -> dict[str, Any]:
    """The statements about a node and those that name it. Raises NotFoundError if there are none."""
    try:
        states = _rows(graph, _STATES, node)
    except QueryError as error:  # not a valid IRI, so nothing can be recorded under it
        raise NotFoundError(f"nothing is recorded under {node}") from error
    stated = _rows(graph, _STATED, node)
    if not states and not stated:
        raise NotFoundError(f"nothing is recorded under {node}")
    by_term: dict[str, list[dict[str, Any]]] = {}
    for row in states:
        by_term.setdefault(row["p"]["value"], []).append(_value(urls, row["o"]))
    title = next((by_term[term][0]["text"] for term in _TEXTS if term in by_term), urls.name(node))
    types = {value["iri"] for value in by_term.get(iri("rdf:type"), ())}
    return {
        "iri": node,
        "id": urls.name(node),
        "title": title,
        "is_claim": bool(types & CLAIMS),
        "states": [{"term": urls.name(term), "iri": term, "values": values} for term, values in by_term.items()],
        "stated": [{"term": urls.name(row["p"]["value"]), "value": _value(urls, row["s"])} for row in stated],
        "cut": len(states) == _MOST or len(stated) == _MOST,
    }


def node_rdf(graph: Graph, node: str, form: str) -> bytes:
    """The statements about a node, its figure and its links, in an RDF syntax."""
    query = _RDF.format(node=iri_text(node))
    found = answer(graph.with_facts().quads, Question(query, graph=form), _MOST_BYTES)
    return found.body


def node_data(view: dict[str, Any]) -> dict[str, Any]:
    """A view as JSON of its own: terms with their values."""
    plain = {part["iri"]: [value["iri"] or value["text"] for value in part["values"]] for part in view["states"]}
    named = [{"iri": part["value"]["iri"], "term": part["term"]} for part in view["stated"]]
    return {"iri": view["iri"], "id": view["id"], "title": view["title"], "states": plain, "stated_by": named}


def _rows(graph: Graph, query: str, node: str) -> list[dict[str, Any]]:
    reply = answer(graph.with_facts().quads, Question(query.format(node=iri_text(node))), _MOST_BYTES)
    rows: list[dict[str, Any]] = json.loads(reply.body)["results"]["bindings"]
    return rows


def _value(urls: UrlMap, term: dict[str, Any]) -> dict[str, Any]:
    """A term for a page: its text, where its page is, and, for an address, where it leads."""
    if term["type"] == "uri":
        node = str(term["value"])
        return {"iri": node, "text": urls.name(node), "href": urls.href(node), "outside": None}
    text = str(term["value"])
    link = web_address(text) if term.get("datatype") == iri("xsd:anyURI") else None
    return {"iri": None, "text": text, "href": None, "outside": link}
