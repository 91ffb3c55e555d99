"""The endpoint of the SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kg.serve.auth import check_update_token
from kg.serve.content_negotiation import choose, header
from kg.serve.dispatch import response, run_job
from kg.serve.http_limits import MAX_BODY_BYTES, MAX_FORM_BYTES, read_body
from kg.serve.jobs import Job
from kg.serve.sparql_request import FORM, UPDATE, QueryRequest, UpdateRequest, in_address, in_body, media_type
from kg.sparql.query import GRAPH_FORMS

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.server_state import ServerState
    from kg.serve.updates import Updater

_DESCRIPTIONS: Final = (*GRAPH_FORMS.values(), "text/html")
_VARY: Final[dict[str, str]] = {"Vary": "Accept"}
# Larger bodies are parsed in a thread, so that other requests do not wait.
_LARGE: Final = 64 * 1024


async def endpoint(request: Request) -> Response:
    """Answer a query or carry out an update; without one, describe the endpoint or, to a browser, show the query page."""
    state: ServerState = request.app.state.kg
    if request.method == "POST":
        return await _post(request, state)
    query = in_address(request)
    return await _describe(request, state) if query is None else await _answer(query, request, state)


async def _post(request: Request, state: ServerState) -> Response:
    """Whatever can be refused by the headers alone, or because the server is busy, is refused before the body is read."""
    media = media_type(request)
    if media == UPDATE:
        _updater(request, state).check_room()
    else:
        state.pool.check_room()
    with state.bodies.share() as share:
        body = await read_body(request, share, MAX_FORM_BYTES if media == FORM else MAX_BODY_BYTES)
        if len(body) > _LARGE:
            async with state.decoding:
                parsed = await asyncio.to_thread(in_body, request, media, body)
        else:
            parsed = in_body(request, media, body)
        if isinstance(parsed, UpdateRequest):
            result = await _updater(request, state).run(parsed, state.replace)
            return Response(result.body, result.status, None, result.media if result.body else None)
        return await _answer(parsed, request, state)


def _updater(request: Request, state: ServerState) -> Updater:
    """What carries out updates. Raises HTTPException if this request may not make any."""
    if state.updater is None:
        raise HTTPException(403, "this endpoint only reads")
    check_update_token(header(request, "authorization"), state.updater.token)
    return state.updater


async def _answer(query: QueryRequest, request: Request, state: ServerState) -> Response:
    cache = state.cache
    result = cache.get(query)
    if result is None:
        result = await run_job(request, Job("query", "text", {"request": query}))
        if result.status == 200:
            cache.put(query, result)
    return response(request, result)


async def _describe(request: Request, state: ServerState) -> Response:
    media = choose(header(request, "accept"), _DESCRIPTIONS)
    if media == "text/html":
        return RedirectResponse("/query", 303, _VARY)
    return _description(request, state, media, _DESCRIPTIONS)


async def void(request: Request) -> Response:
    """The dataset described in VoID and DCAT, at the address of the service or at `/.well-known/void`."""
    offers = (*GRAPH_FORMS.values(),)
    return _description(request, request.app.state.kg, choose(header(request, "accept"), offers), offers)


def _description(request: Request, state: ServerState, media: str | None, offers: tuple[str, ...]) -> Response:
    if media is None:
        raise HTTPException(406, f"the description is available as {', '.join(offers)}", _VARY)
    return Response(state.description(str(request.base_url), media), 200, _VARY, media)
