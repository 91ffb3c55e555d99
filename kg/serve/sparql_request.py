"""A request of the SPARQL 1.1 Protocol, read: the query or update in it, its graphs, and the forms the client takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from kg.serve.content_negotiation import choose, field
from kg.sparql.guard import MOST_CHARACTERS
from kg.sparql.query import GRAPH_FORMS, ROW_FORMS

if TYPE_CHECKING:
    from starlette.requests import Request

# A character takes up to four bytes, and each of them three signs in a URL-encoded form.
MOST_BYTES: Final = 12 * MOST_CHARACTERS
MOST_PAIRS: Final = 1_000
_TOO_LONG: Final = f"a query has at most {MOST_CHARACTERS:,} characters"
METHODS: Final = "GET, HEAD, POST, OPTIONS"
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ROWS: Final = {media: form for form, media in ROW_FORMS.items()}
_GRAPHS: Final = {media: form for form, media in GRAPH_FORMS.items()}
_PARAMETERS: Final = frozenset(
    {
        "query",
        "update",
        "default-graph-uri",
        "named-graph-uri",
        "using-graph-uri",
        "using-named-graph-uri",
    }
)
Pairs = list[tuple[str, str]]


@dataclass  # not frozen: what handles an exception sets its traceback
class Refused(Exception):  # noqa: N818 - becomes a response
    """A request that is not answered: its status and why, in a line, and headers that go with it."""

    status: int
    why: str
    headers: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A query; the dataset that the request gives it, None where it gives none; the syntaxes that fit, None where none does."""

    sparql: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    rows: str | None
    graph: str | None


@dataclass(frozen=True, slots=True)
class Update:
    """An update, and the dataset that the request gives its patterns."""

    sparql: str
    using: tuple[str, ...]
    using_named: tuple[str, ...]


async def asked(request: Request) -> Query | Update | None:
    """What a request asks; None for one without any parameter. Raises Refused for what the protocol does not allow."""
    if request.method == "POST":
        return await _posted(request)
    if request.method not in {"GET", "HEAD"}:
        raise Refused(405, "send a query by GET or POST", {"Allow": METHODS})
    pairs = _pairs(_address(request))
    if any(name == "update" for name, _ in pairs):
        raise Refused(403, "an address only reads")
    return _query(pairs, request) if pairs else None


async def _posted(request: Request) -> Query | Update:
    kinds = request.headers.getlist("content-type")
    if len(set(kinds)) > 1:
        raise Refused(400, "a request has one Content-Type, and several were sent")
    media, _, parameters = "".join(kinds[:1]).partition(";")
    media = media.strip().lower()
    if media not in {_FORM, _QUERY, _UPDATE}:
        raise Refused(415, f"send {_QUERY}, {_UPDATE} or {_FORM}")
    charset = next(
        (p.partition("=")[2] for p in parameters.split(";") if p.strip().lower().startswith("charset")), "utf-8"
    )
    if charset.strip().strip('"').lower() not in {"utf-8", "utf8"}:
        raise Refused(415, "a query is written in UTF-8")
    codings = (field(request.scope, b"content-encoding") or "").lower().split(",")
    if {coding.strip() for coding in codings} - {"identity", ""}:
        raise Refused(415, "send the query as it is, without Content-Encoding", {"Accept-Encoding": "identity"})
    text = _text(await _body(request))
    if media == _FORM:
        if any(name in _PARAMETERS for name, _ in _pairs(_address(request))):
            raise Refused(400, "the form is in the body of the request; leave its parameters out of the address")
        pairs = _pairs(text)
        return _update(pairs) if any(name == "update" for name, _ in pairs) else _query(pairs, request)
    pairs = _pairs(_address(request))
    if any(name in {"query", "update"} for name, _ in pairs):
        raise Refused(400, "the query is in the body of the request; leave it out of the address")
    return _update([("update", text), *pairs]) if media == _UPDATE else _query([("query", text), *pairs], request)


def _address(request: Request) -> str:
    """The query part of the address, as it was sent."""
    return _text(request.scope["query_string"])


async def _body(request: Request) -> bytes:
    """The body, as far as it is no larger than any query."""
    if int(request.headers.get("content-length", "0")) > MOST_BYTES:
        raise Refused(413, _TOO_LONG)
    held = bytearray()
    async for part in request.stream():
        held += part
        if len(held) > MOST_BYTES:
            raise Refused(413, _TOO_LONG)
    return bytes(held)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"not UTF-8 (byte {error.start + 1})") from error


def _pairs(text: str) -> Pairs:
    """The names and values of a form, as `urllib.parse.parse_qsl` gives them, in a tenth of the time."""
    parts = [part.partition("=") for part in text.replace("+", " ").split("&", MOST_PAIRS) if part]
    try:
        if len(parts) > MOST_PAIRS:
            raise Refused(400, f"there are more than {MOST_PAIRS:,} parameters")
        return [(_plain(name), _plain(value)) for name, _, value in parts]
    except UnicodeDecodeError as error:
        raise Refused(400, "the parameters cannot be read: percent-encoded UTF-8 is expected") from error


def _plain(text: str) -> str:
    """The text without its percent-encoding, by a codec of Python's where nothing in it can be taken for something else."""
    if text.isascii() and "\\" not in text:
        try:
            return text.replace("%", "\\x").encode().decode("unicode_escape").encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            pass  # a % that begins no number stands for itself
    return unquote_to_bytes(text).decode("utf-8")


def _query(pairs: Pairs, request: Request) -> Query:
    sparql = _one(pairs, "query")
    if not sparql.strip():
        raise Refused(400, "the query is empty")
    # A dataset is a set: a graph that is named twice is in it once.
    default, named = (tuple(dict.fromkeys(_all(pairs, name))) for name in ("default-graph-uri", "named-graph-uri"))
    given = bool(default or named)
    return Query(sparql, default if given else None, named if given else None, *_forms(field(request.scope, b"accept")))


def _update(pairs: Pairs) -> Update:
    if any(name == "query" for name, _ in pairs):
        raise Refused(400, "a request holds a query or an update, not both")
    return Update(_one(pairs, "update"), _all(pairs, "using-graph-uri"), _all(pairs, "using-named-graph-uri"))


def _one(pairs: Pairs, wanted: str) -> str:
    found = _all(pairs, wanted)
    if len(found) != 1:
        raise Refused(400, f"one {wanted} is expected, and {f'{len(found):,} were' if found else 'none was'} sent")
    if len(found[0]) > MOST_CHARACTERS:
        raise Refused(413, _TOO_LONG)
    return found[0]


def _all(pairs: Pairs, wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in pairs if name == wanted)


@lru_cache(maxsize=256)
def _forms(accept: str | None) -> tuple[str | None, str | None]:
    """The syntaxes of rows and of graphs that a client prefers."""
    rows, graph = choose(accept, [*_ROWS]), choose(accept, [*_GRAPHS])
    return rows and _ROWS[rows], graph and _GRAPHS[graph]
