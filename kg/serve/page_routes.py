"""The pages, and the other representations of what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.errors import HeadwaterError
from kg.rules.registry import built_in, explained, rule_of
from kg.serve.content_negotiation import choose, header
from kg.serve.dispatch import respond
from kg.serve.jobs import Job

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.server_state import ServerState

NODE_FORMS: Final = {
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/json": "json",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
_VARY: Final = {"Vary": "Accept"}
_MAX_SEARCH: Final = 500


async def home(request: Request) -> Response:
    """What the graph has."""
    return await _page(request, "home")


async def explore(request: Request) -> Response:
    """The whole graph to walk in."""
    return await _page(request, "explore")


async def api_page(request: Request) -> Response:
    """How to use the API."""
    return await _page(request, "api")


async def nodes(request: Request) -> Response:
    """A page of the list of a kind of nodes."""
    page = request.query_params.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 0
    return await _page(request, request.url.path.strip("/"), page=number)


async def rules(request: Request) -> Response:
    """All rules, as a page or as JSON."""
    if _prefers_json(request):
        return JSONResponse({"rules": [explained(rule) for rule in built_in()]}, headers=_VARY)
    return await _page(request, "rules")


async def rule(request: Request) -> Response:
    """One rule with its findings, or the rule as JSON."""
    code = request.path_params["code"]
    if not _prefers_json(request):
        return await _page(request, "rule", code=code)
    try:
        found = rule_of(code, built_in())
    except HeadwaterError as error:
        return JSONResponse({"error": str(error), "candidates": []}, 404)
    return JSONResponse(explained(found), headers=_VARY)


async def search(request: Request) -> Response:
    """What a search finds."""
    return await _page(request, "search", q=request.query_params.get("q", "")[:_MAX_SEARCH])


async def query(request: Request) -> Response:
    """The query page; with a query in the address, its answer as a page."""
    sparql = request.query_params.get("query", "")
    if sparql.strip():
        return await respond(request, Job("query page", "html", {"sparql": sparql}))
    return await _page(request, "query")


async def node(request: Request) -> Response:
    """The node whose IRI is in the query part of the address."""
    iri = request.query_params.get("iri")
    if not iri:
        raise HTTPException(400, "say which node: /node?iri=…, percent-encoded")
    return await _node(request, iri)


async def node_at(request: Request) -> Response:
    """The node whose IRI has this path under the graph's base."""
    state: ServerState = request.app.state.kg
    return await _node(request, state.urls.iri_at(request.scope["raw_path"].decode("ascii", "replace")))


async def _node(request: Request, iri: str) -> Response:
    """The page of a node, or what is recorded about it in another representation."""
    form = request.query_params.get("format")
    if form is None:
        media = choose(header(request, "accept"), [*NODE_FORMS], {"application/rdf+xml": ("application/xml",)})
        if media is None:
            raise HTTPException(406, f"a node is available as {', '.join(NODE_FORMS)}", _VARY)
        form = NODE_FORMS[media]
    if form not in NODE_FORMS.values():
        formats = ", ".join(sorted(NODE_FORMS.values()))
        raise HTTPException(400, f"unknown format “{form}”; expected one of: {formats}")
    return await respond(request, Job("node", form, {"iri": iri}))


async def _page(request: Request, name: str, **args: Any) -> Response:  # noqa: ANN401 - what the page shows
    return await respond(request, Job("page", "html", {"name": name, **args}))


def _prefers_json(request: Request) -> bool:
    media = choose(header(request, "accept"), ("text/html", "application/json"), {})
    return request.query_params.get("format") == "json" or media == "application/json"


ROUTES: Final = [
    Route("/", home),
    Route("/api", api_page),
    Route("/claims", nodes),
    Route("/sources", nodes),
    Route("/inquiries", nodes),
    Route("/variables", nodes),
    Route("/agents", nodes),
    Route("/recommendations", nodes),
    Route("/explore", explore),
    Route("/rules", rules),
    Route("/rules/{code}", rule),
    Route("/search", search),
    Route("/query", query),
    Route("/node", node),
    Route("/{path:path}", node_at),
]
