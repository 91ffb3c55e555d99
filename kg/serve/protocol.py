"""The SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013): queries by GET, by URL-encoded POST and by direct POST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from starlette.responses import RedirectResponse, Response

from kg.errors import QueryError
from kg.serve.negotiate import choose
from kg.serve.pool import PLAIN
from kg.store.query_guard import MOST_CHARACTERS
from kg.store.query_text import form_of
from kg.store.question import GRAPH_FORMS, ROW_FORMS

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.state import State

# A character takes up to four bytes, and each of them three signs in a URL-encoded form.
MOST_BYTES: Final = 12 * MOST_CHARACTERS
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ROWS: Final = {media: form for form, media in ROW_FORMS.items()}
_GRAPHS: Final = {media: form for form, media in GRAPH_FORMS.items()}
_DESCRIPTIONS: Final = ("text/html", *GRAPH_FORMS.values())


@dataclass  # not frozen: what handles an exception sets its traceback
class Refused(Exception):  # noqa: N818 - becomes a response
    """A request that the protocol does not allow: its status and why, in a line."""

    status: int
    why: str
    allow: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the dataset that the request gives it; None where it gives none."""

    query: str
    default: list[str] | None
    named: list[str] | None


async def endpoint(request: Request) -> Response:
    """The endpoint: a query is answered; without one it describes itself, or, to a browser, shows the query page."""
    state: State = request.app.state.kg
    try:
        asked = await _asked(request)
        if asked is None:
            return await _description(request)
        return await _answered(state, request, asked)
    except Refused as refused:
        headers = {"Allow": refused.allow} if refused.allow else {}
        return Response(f"{refused.why}\n", refused.status, headers, PLAIN)


async def _asked(request: Request) -> Asked | None:
    if request.method == "POST":
        return await _posted(request)
    pairs = _pairs(request.url.query)
    if not pairs:
        return None
    return _from_pairs(pairs)


async def _posted(request: Request) -> Asked:
    body = await _body(request)
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    charset = next((p.partition("=")[2] for p in parameters.split(";") if p.strip().lower().startswith("charset")), "utf-8")
    if charset.strip().strip('"').lower() not in {"utf-8", "utf8"}:
        raise Refused(415, "a query is written in UTF-8")
    if media == _UPDATE:
        raise Refused(403, "this endpoint only reads")
    text = _text(body)
    if media == _FORM:
        return _from_pairs(_pairs(text))
    if media == _QUERY:
        pairs = _pairs(request.url.query)
        if any(name in {"query", "update"} for name, _ in pairs):
            raise Refused(400, "the query is in the body of the request; leave it out of the address")
        return _from_pairs([("query", text), *pairs])
    raise Refused(415, f"send {_QUERY} or {_FORM}")


async def _body(request: Request) -> bytes:
    """The body, as far as it is no larger than any query."""
    held = bytearray()
    async for part in request.stream():
        held += part
        if len(held) > MOST_BYTES:
            raise Refused(413, f"a query has at most {MOST_CHARACTERS:,} characters")
    return bytes(held)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"not UTF-8 (byte {error.start + 1})") from error


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1_000)
    except ValueError as error:
        raise Refused(400, "the parameters cannot be read: percent-encoded UTF-8 is expected") from error


def _from_pairs(pairs: list[tuple[str, str]]) -> Asked:
    if any(name == "update" for name, _ in pairs):
        raise Refused(403, "this endpoint only reads")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise Refused(400, f"one query is expected, and {len(queries) or 'none'} was sent")
    default = [value for name, value in pairs if name == "default-graph-uri"]
    named = [value for name, value in pairs if name == "named-graph-uri"]
    given = bool(default or named)
    return Asked(queries[0], default if given else None, named if given else None)


async def _answered(state: State, request: Request, asked: Asked) -> Response:
    accept = request.headers.get("accept")
    rows, graph = choose(accept, [*_ROWS]), choose(accept, [*_GRAPHS])
    try:
        form = form_of(asked.query)
    except QueryError as error:
        raise Refused(400, str(error)) from error
    offers = _GRAPHS if form in {"construct", "describe"} else _ROWS
    if (graph if offers is _GRAPHS else rows) is None:
        raise Refused(406, f"the answer can be had as {', '.join(offers)}")
    job = {
        "do": "query", "query": asked.query, "default": asked.default, "named": asked.named,
        "rows": _ROWS.get(rows or ""), "graph": _GRAPHS.get(graph or ""),
    }  # fmt: skip
    reply = await state.pool.do(job)
    media = f"{reply.media}; charset=utf-8" if reply.media.startswith("text/") and "charset" not in reply.media else reply.media
    return Response(reply.body, reply.status, {"Vary": "Accept"}, media)


async def _description(request: Request) -> Response:
    """The service described, in the syntax that the client prefers."""
    media = choose(request.headers.get("accept"), (*_DESCRIPTIONS[1:], _DESCRIPTIONS[0]))
    if media is None:
        raise Refused(406, f"the description can be had as {', '.join(_DESCRIPTIONS)}")
    if media == "text/html":
        return RedirectResponse("/query", 303, {"Vary": "Accept"})
    state: State = request.app.state.kg
    return Response(state.description(str(request.base_url), media), 200, {"Vary": "Accept"}, media)


async def void(request: Request) -> Response:
    """The dataset described in VoID and DCAT, at the address of the service or at `/.well-known/void`."""
    media = choose(request.headers.get("accept"), [*GRAPH_FORMS.values()])
    if media is None:
        return Response(f"the description can be had as {', '.join(GRAPH_FORMS.values())}\n", 406, None, PLAIN)
    state: State = request.app.state.kg
    return Response(state.description(str(request.base_url), media), 200, {"Vary": "Accept"}, media)
