"""The application: which address is answered by what, and what every response says of itself."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import HeadwaterError
from kg.resources import resource
from kg.rules.registry import built_in, explained, rule_of
from kg.serve.api import check, openapi, search, trace
from kg.serve.content_negotiation import choose, field
from kg.serve.headers import Headers
from kg.serve.sparql_endpoint import endpoint, void
from kg.serve.worker_pool import PLAIN, Busy, Left
from kg.sparql.query import GRAPH_FORMS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from kg.processes.messages import Job
    from kg.serve.server_state import State

NODE_FORMS: Final = {
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/json": "json",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
_PAGES: Final = {"/": "home", "/api": "api"}


def application(served: Callable[[], State]) -> ASGIApp:
    """The server's application over the state that is made when its event loop runs."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        state = app.state.kg = served()
        try:
            yield
        finally:
            await state.close()

    routes = [
        Route("/void", void),
        Route("/.well-known/void", void),
        Route("/api/openapi.json", openapi),
        Route("/api/trace", trace),
        Route("/api/check", check),
        Route("/api/search", search),
        *(Route(path, _page(name)) for path, name in _PAGES.items()),
        Route("/claims", _listed("claims")),
        Route("/sources", _listed("sources")),
        Route("/rules", _rules),
        Route("/rules/{code}", _rule),
        Route("/search", _search),
        Route("/query", _query),
        Route("/node", _node),
        Mount("/static", StaticFiles(directory=resource("serve", "static"))),
        Route("/{path:path}", _node_at),
    ]
    handlers: dict[Any, Any] = {Busy: _busy, Left: _unheard}
    return Headers(_Endpoint(Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)))


class _Endpoint:
    """The SPARQL endpoint before everything else: the way through a router costs as much as a small query."""

    def __init__(self, others: Starlette) -> None:
        self.others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] != "/sparql":
            await self.others(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await endpoint(request, self.others.state.kg)
        except Busy as busy:
            response = await _busy(request, busy)
        except (ClientDisconnect, Left):
            return  # nobody is there to be answered
        await response(scope, receive, send)


async def _busy(_: Request, busy: Exception) -> Response:
    assert isinstance(busy, Busy)  # noqa: S101 - registered for it alone
    return Response("all workers are busy; try again\n", 503, {"Retry-After": str(busy.seconds)}, PLAIN)


async def _unheard(_: Request, __: Exception) -> Response:
    """What nobody is there to read."""
    return Response(None, 204)


async def _done(request: Request, job: Job) -> Response:
    state: State = request.app.state.kg
    reply = await state.pool.do(job, request.receive)
    return Response(reply.body, reply.status, {"Vary": "Accept"}, reply.media)


def _page(name: str) -> Any:  # noqa: ANN401 - an endpoint of Starlette
    async def show(request: Request) -> Response:
        return await _done(request, {"do": "page", "name": name, "args": {}, "form": "html"})

    return show


def _listed(kind: str) -> Any:  # noqa: ANN401 - an endpoint of Starlette
    async def show(request: Request) -> Response:
        page = request.query_params.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 0
        return await _done(request, {"do": "page", "name": kind, "args": {"page": number}, "form": "html"})

    return show


def _as_json(request: Request) -> bool:
    """Whether JSON is wanted rather than a page."""
    media = choose(field(request.scope, b"accept"), ("text/html", "application/json"), {})
    return request.query_params.get("format") == "json" or media == "application/json"


async def _rules(request: Request) -> Response:
    if _as_json(request):
        return JSONResponse({"rules": [explained(rule) for rule in built_in()]}, headers={"Vary": "Accept"})
    return await _done(request, {"do": "page", "name": "rules", "args": {}, "form": "html"})


async def _rule(request: Request) -> Response:
    code = request.path_params["code"]
    if _as_json(request):
        try:
            rule = rule_of(code, built_in())
        except HeadwaterError as error:
            return JSONResponse({"error": str(error), "candidates": []}, 404)
        return JSONResponse(explained(rule), headers={"Vary": "Accept"})
    return await _done(request, {"do": "page", "name": "rule", "args": {"code": code}, "form": "html"})


async def _search(request: Request) -> Response:
    words = request.query_params.get("q", "")[:500]
    return await _done(request, {"do": "page", "name": "search", "args": {"q": words}, "form": "html"})


async def _query(request: Request) -> Response:
    """The query page; with a query in the address, its answer as a page."""
    query = request.query_params.get("query", "")
    if not query.strip():
        return await _done(request, {"do": "page", "name": "query", "args": {}, "form": "html"})
    return await _done(request, {"do": "asked", "query": query, "form": "html"})


async def _node(request: Request) -> Response:
    given = dict(parse_qsl(request.url.query, keep_blank_values=True))
    if not given.get("iri"):
        return Response("say which node: /node?iri=…, percent-encoded\n", 400, None, PLAIN)
    return await _shown(request, given["iri"])


async def _node_at(request: Request) -> Response:
    state: State = request.app.state.kg
    raw = request.scope.get("raw_path") or request.url.path.encode()
    return await _shown(request, state.site.iri_at(raw.decode("ascii", "replace").partition("?")[0]))


async def _shown(request: Request, iri: str) -> Response:
    """The page of a node, or what is said of it in another representation."""
    forms = set(NODE_FORMS.values())
    form = request.query_params.get("format")
    if form is None:
        media = choose(field(request.scope, b"accept"), [*NODE_FORMS], {"application/rdf+xml": ("application/xml",)})
        if media is None:
            return Response(f"a node can be had as {', '.join(NODE_FORMS)}\n", 406, {"Vary": "Accept"}, PLAIN)
        form = NODE_FORMS[media]
    if form not in forms:
        return Response(f"“{form}” is none of the formats: {', '.join(sorted(forms))}\n", 400, None, PLAIN)
    assert form in {"html", "json", *GRAPH_FORMS}  # noqa: S101 - the same words
    return await _done(request, {"do": "node", "iri": iri, "form": form})
