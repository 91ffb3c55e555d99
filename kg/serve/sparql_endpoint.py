"""The endpoint of the SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse, Response

from kg.serve.answer_cache import Kept, changes
from kg.serve.auth import check
from kg.serve.content_negotiation import choose, field
from kg.serve.sparql_request import Query, Refused, Update, asked
from kg.serve.worker_pool import PLAIN, Left
from kg.sparql.query import GRAPH_FORMS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive

    from kg.serve.server_state import State

_DESCRIPTIONS: Final = ("text/html", *GRAPH_FORMS.values())
_VARY: Final[dict[str, str]] = {"Vary": "Accept"}


class Answer(Response):
    """What a query comes to; its head is written without the work that other responses need."""

    def __init__(self, body: bytes, status: int, media: str) -> None:  # not that of the library, which is to be saved
        self.status_code, self.media_type, self.body, self.background = status, media, body, None
        self.raw_headers = [
            (b"content-length", b"%d" % len(body)),
            (b"vary", b"Accept"),
            (b"content-type", media.encode("latin-1")),
        ]


async def endpoint(request: Request, state: State) -> Response:
    """The endpoint: a query is answered; without one it describes itself, or, to a browser, shows the query page."""
    try:
        match await asked(request):
            case Query() as query:
                return state.kept.get(query) or await _answered(query, state, request.receive)
            case Update() as update:
                return await _updated(update, field(request.scope, b"authorization"), state)
            case None:
                return await _description(request, state)
    except Refused as refused:
        return Response(f"{refused.why}\n", refused.status, refused.headers, PLAIN)


async def _updated(update: Update, authorization: str | None, state: State) -> Response:
    if state.writer is None:
        raise Refused(403, "this endpoint only reads")
    check(authorization, state.writer.token)
    reply = await state.writer.do(update, state)
    return Response(reply.body, reply.status, None, reply.media if reply.body else None)


async def _answered(query: Query, state: State, receive: Receive) -> Response:
    """The answer of a worker, or of the one that is at the same query already."""
    kept = state.kept
    while (same := kept.under_way.get(query)) is not None and not changes(query):
        try:
            return await asyncio.shield(same)
        except Left:
            continue  # whoever asked first has gone: the next one asks
    if same is not None:
        return await _found(query, state, kept, receive)
    kept.under_way[query] = mine = asyncio.get_running_loop().create_task(_found(query, state, kept, receive))
    # Before anyone who waits for it goes on, so that nobody finds one that is over.
    mine.add_done_callback(lambda _: kept.under_way.pop(query))
    return await mine


async def _found(query: Query, state: State, kept: Kept, receive: Receive) -> Response:
    job = {
        "do": "query",
        "query": query.sparql,
        "default": query.default,
        "named": query.named,
        "rows": query.rows,
        "graph": query.graph,
    }
    reply = await state.pool.do(job, receive)
    media = (
        f"{reply.media}; charset=utf-8"
        if reply.media.startswith("text/") and "charset" not in reply.media
        else reply.media
    )
    response = Answer(reply.body, reply.status, media)
    if reply.status == 200:
        kept.put(query, response)
    return response


async def _description(request: Request, state: State) -> Response:
    """The service described, in the syntax that the client prefers."""
    media = choose(field(request.scope, b"accept"), (*_DESCRIPTIONS[1:], _DESCRIPTIONS[0]))
    if media is None:
        raise Refused(406, f"the description can be had as {', '.join(_DESCRIPTIONS)}", _VARY)
    if media == "text/html":
        return RedirectResponse("/query", 303, _VARY)
    return Response(state.description(str(request.base_url), media), 200, _VARY, media)


async def void(request: Request) -> Response:
    """The dataset described in VoID and DCAT, at the address of the service or at `/.well-known/void`."""
    media = choose(field(request.scope, b"accept"), [*GRAPH_FORMS.values()])
    if media is None:
        return Response(f"the description can be had as {', '.join(GRAPH_FORMS.values())}\n", 406, _VARY, PLAIN)
    state: State = request.app.state.kg
    return Response(state.description(str(request.base_url), media), 200, _VARY, media)
