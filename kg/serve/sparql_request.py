"""A request of the SPARQL 1.1 Protocol, parsed: the query or update in it, its graphs, and the syntaxes that the client accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from msgspec import Struct
from starlette.exceptions import HTTPException

from kg.serve.content_negotiation import choose, header
from kg.serve.http_limits import MAX_PARAMETERS
from kg.sparql.guard import MOST_CHARACTERS
from kg.sparql.query import GRAPH_FORMS, ROW_FORMS

if TYPE_CHECKING:
    from starlette.requests import Request

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_ROWS: Final = {media: form for form, media in ROW_FORMS.items()}
_GRAPHS: Final = {media: form for form, media in GRAPH_FORMS.items()}
_GRAPH_PARAMETERS: Final = {
    "default-graph-uri",
    "named-graph-uri",
    "using-graph-uri",
    "using-named-graph-uri",
}
Pairs = list[tuple[str, str]]


class QueryRequest(Struct, frozen=True):
    """A query; the dataset that the request gives it, None if it gives none; the preferred syntaxes, None if none is accepted."""

    sparql: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    rows: str | None
    graph: str | None


class UpdateRequest(Struct, frozen=True):
    """An update, and the dataset that the request gives its patterns."""

    sparql: str
    using: tuple[str, ...]
    using_named: tuple[str, ...]


def in_address(request: Request) -> QueryRequest | None:
    """The query in the address of a request; None if the address has no parameters. Raises HTTPException if it is not allowed."""
    pairs = address_parameters(request)
    if any(name == "update" for name, _ in pairs):
        raise HTTPException(403, "an address only reads")
    return _query(pairs, request) if pairs else None


def media_type(request: Request) -> str:
    """The media type of a request's body. Raises HTTPException unless it is one of the protocol's, in UTF-8, not compressed."""
    types = set(request.headers.getlist("content-type"))
    if len(types) > 1:
        raise HTTPException(400, "a request has one Content-Type, and several were sent")
    media, _, parameters = "".join(types).partition(";")
    media = media.strip().lower()
    if media not in {FORM, QUERY, UPDATE}:
        raise HTTPException(415, f"send {QUERY}, {UPDATE} or {FORM}")
    charsets = [part.partition("=")[2] for part in parameters.split(";") if part.strip().lower().startswith("charset")]
    if any(charset.strip().strip('"').lower() not in {"utf-8", "utf8"} for charset in charsets):
        raise HTTPException(415, "a query is written in UTF-8")
    codings = {coding.strip().lower() for coding in (header(request, "content-encoding") or "").split(",")}
    if codings - {"identity", ""}:
        why = "send the query as it is, without Content-Encoding"
        raise HTTPException(415, why, {"Accept-Encoding": "identity"})
    return media


def in_body(request: Request, media: str, body: bytes) -> QueryRequest | UpdateRequest:
    """The query or update in the body of a request. Raises HTTPException if it is not allowed."""
    text, outside = _text(body), address_parameters(request)
    names = {name for name, _ in outside}
    if media == FORM:
        if names & {"query", "update"}:
            raise HTTPException(400, "the form is in the body of the request; leave its query out of the address")
        # The tests of the protocol name the dataset in the address of a form.
        pairs = [*parameters(text), *(pair for pair in outside if pair[0] in _GRAPH_PARAMETERS)]
        return _update(pairs) if any(name == "update" for name, _ in pairs) else _query(pairs, request)
    if names & {"query", "update"}:
        raise HTTPException(400, "the query is in the body of the request; leave it out of the address")
    return _update([("update", text), *outside]) if media == UPDATE else _query([("query", text), *outside], request)


def address_parameters(request: Request) -> Pairs:
    """The parameters in the address of a request. Raises HTTPException if they cannot be read."""
    return parameters(_text(request.scope["query_string"]))


def parameters(text: str) -> Pairs:
    """The names and values of a URL-encoded form. Raises HTTPException if it cannot be read."""
    if text.count("&") >= MAX_PARAMETERS:
        raise HTTPException(400, f"there are more than {MAX_PARAMETERS:,} parameters")
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise HTTPException(400, "the parameters cannot be read: percent-encoded UTF-8 is expected") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"not UTF-8 (byte {error.start + 1})") from error


def _query(pairs: Pairs, request: Request) -> QueryRequest:
    sparql = _one(pairs, "query")
    if not sparql.strip():
        raise HTTPException(400, "the query is empty")
    # A dataset is a set: a graph that is named twice is in it once.
    default, named = (tuple(dict.fromkeys(_all(pairs, name))) for name in ("default-graph-uri", "named-graph-uri"))
    given = bool(default or named)
    accept = header(request, "accept")
    rows, graph = choose(accept, [*_ROWS]), choose(accept, [*_GRAPHS])
    return QueryRequest(
        sparql, default if given else None, named if given else None, rows and _ROWS[rows], graph and _GRAPHS[graph]
    )


def _update(pairs: Pairs) -> UpdateRequest:
    if any(name == "query" for name, _ in pairs):
        raise HTTPException(400, "a request has a query or an update, not both")
    return UpdateRequest(_one(pairs, "update"), _all(pairs, "using-graph-uri"), _all(pairs, "using-named-graph-uri"))


def _one(pairs: Pairs, name: str) -> str:
    values = _all(pairs, name)
    if len(values) != 1:
        sent = f"{len(values):,} were" if values else "none was"
        raise HTTPException(400, f"one {name} is expected, and {sent} sent")
    if len(values[0]) > MOST_CHARACTERS:
        raise HTTPException(413, f"a query has at most {MOST_CHARACTERS:,} characters")
    return values[0]


def _all(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)
