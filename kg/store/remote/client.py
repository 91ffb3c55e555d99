"""The one door to a SPARQL 1.1 endpoint: reading queries out, solutions back, and nothing is ever written.

Redirects are not followed, so that neither a query nor credentials go to another host than the one that was named.
"""

from __future__ import annotations

import os
import random
import time
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from weakref import finalize

import httpx
import pyoxigraph as ox
from msgspec import Struct

from kg.errors import EndpointError, count, too_slow
from kg.store.remote.authentication import HOW_TO_SIGN_IN, authentication, checked_address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
Row = tuple[Term, ...]

_JSON: Final = "application/sparql-results+json"
_N_TRIPLES: Final = "application/n-triples"
# One kind at a time: a server that is offered both answers some forms of query in the wrong one.
_ROWS: Final = f"{_JSON}, application/sparql-results+xml;q=0.5"
_TRIPLES: Final = f"{_N_TRIPLES}, text/turtle;q=0.5"
# The one variable under which Virtuoso gives a truth value.
_TRUTH: Final = ("__ASK_RETVAL",)
_SECONDS: Final = 60.0
_TRIES: Final = 5
# A server that asks for a longer pause than this is better asked again by hand.
_LONGEST_PAUSE: Final = 60.0
_UNITS: Final = (("year", 31_557_600), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_MANY: Final = 1000
_MOST_BYTES: Final = 1 << 30
# Longer addresses are refused by one server or another; a body has no such limit.
_LONGEST_GET: Final = 1500
_BUSY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_OTHER_METHOD: Final = frozenset({HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
# Servers cut answers at round numbers, and not every one says so.
_ROUND: Final = 1000
_TURTLE: Final = {
    _N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}


class Reply(Struct, frozen=True):
    """What an endpoint answered: rows under variables, a truth value, or triples.

    `cut` says that the server left rows out, `maybe_cut` that the number of rows is one at which servers do. `body` is the answer
    as it came, in its `syntax` where it holds rows.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    cut: bool = False
    body: bytes = b""
    syntax: ox.QueryResultsFormat | None = None

    @property
    def maybe_cut(self) -> bool:
        """Whether rows may be missing."""
        return self.cut or (bool(self.rows) and len(self.rows) % _ROUND == 0)


class Endpoint:
    """A SPARQL endpoint at an address; every answer arrives whole and in time, or raises EndpointError."""

    def __init__(
        self, url: str, transport: httpx.BaseTransport | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        parts = checked_address(url)
        self.url = url
        self.seconds = _seconds()
        self.extra: dict[str, str] = {}
        self.requests = 0
        self._sleep = sleep
        self._gets = True
        self._posts = True
        headers = {"User-Agent": "headwater"}
        self._client = httpx.Client(
            auth=authentication(parts.host),
            headers=headers,
            transport=transport,
            timeout=httpx.Timeout(self.seconds, connect=10.0),
        )
        self._closing = finalize(self, self._client.close)

    def close(self) -> None:
        """Give the connections back."""
        self._closing()

    def ask(self, sparql: str) -> bool:
        """The truth value of an ASK query."""
        reply = self.query(sparql)
        if reply.boolean is None:
            raise EndpointError(f"{self.url}: the server answered an ASK query with no truth value")
        return reply.boolean

    def select(self, sparql: str) -> Reply:
        """The rows of a SELECT query."""
        return self.query(sparql)

    def query(
        self,
        sparql: str,
        graph: bool = False,
        dataset: Mapping[str, Sequence[str]] | None = None,
        seconds: float | None = None,
    ) -> Reply:
        """The answer to a reading query, `graph` for one that makes triples, `dataset` with the protocol's names for its graphs.

        It is sent by GET where it is short, else by POST, and again where the server is busy. Raises LimitError where `seconds`
        are less than the endpoint has, and it takes longer.
        """
        values: dict[str, str | Sequence[str]] = {"query": sparql, **(dataset or self.extra)}
        most = min(self.seconds, seconds or self.seconds)
        for attempt in range(_TRIES):
            last = attempt == _TRIES - 1
            try:
                status, headers, body = self._send(values, _TRIPLES if graph else _ROWS, most)
            except httpx.TimeoutException as error:
                if most < self.seconds:
                    raise too_slow(most) from error
                raise EndpointError(
                    f"{self.url}: no answer within {self.seconds:g} s (KG_ENDPOINT_TIMEOUT sets the limit)"
                ) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                # A connection that broke may have been an old one; whatever else went wrong will again.
                if attempt or not isinstance(error, httpx.ReadError | httpx.WriteError | httpx.RemoteProtocolError):
                    raise EndpointError(f"{self.url}: {_broken(error)}") from error
                continue
            if status in _OTHER_METHOD and self._switch():
                continue
            if status not in _BUSY or last:
                return self._read(status, headers, body)
            pause = _pause(attempt, headers.get("retry-after"))
            if pause > min(most, _LONGEST_PAUSE):
                limit = count(min(most, _LONGEST_PAUSE), "second")
                why = f"asks for a pause of {_in_words(pause)}, longer than the {limit} that are waited for"
                raise EndpointError(f"{self.url}: the server is busy ({status}) and {why}; try again later")
            self._sleep(pause)
        raise EndpointError(f"{self.url}: the server takes neither GET nor POST")

    def _send(
        self, values: Mapping[str, str | Sequence[str]], accept: str, seconds: float
    ) -> tuple[int, httpx.Headers, bytes]:
        """One request and its whole body."""
        self.requests += 1
        self._by_get = self._gets and (not self._posts or len(values["query"]) <= _LONGEST_GET)
        build = self._client.build_request
        target, headers = httpx.URL(self.url), {"Accept": accept}
        timeout = httpx.Timeout(seconds, connect=min(10.0, seconds))
        if self._by_get:
            request = build("GET", target.copy_merge_params(values), headers=headers, timeout=timeout)
        else:
            request = build("POST", target, data=values, headers=headers, timeout=timeout)
        until = time.monotonic() + seconds
        response = self._client.send(request, stream=True)
        try:
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > _MOST_BYTES:
                    raise EndpointError(f"{self.url}: the answer is larger than {_MOST_BYTES >> 20:,} MB; ask for less")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer did not end in time", request=request)
        finally:
            response.close()
        return response.status_code, response.headers, bytes(body)

    def _switch(self) -> bool:
        """Leave the method that the server refused; False where it was the last one."""
        if self._by_get:
            self._gets = False
        else:
            self._posts = False
        return self._gets or self._posts

    def _read(self, status: int, headers: httpx.Headers, body: bytes) -> Reply:
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            raise EndpointError(f"{self.url}: {_refusal(status, headers, body)}")
        form = headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            if form in _TURTLE:
                return Reply(triples=tuple(quad.triple for quad in ox.parse(body, format=_TURTLE[form])))
            kind = ox.QueryResultsFormat.XML if form.endswith("xml") else ox.QueryResultsFormat.JSON
            found = ox.parse_query_results(body, format=kind)
            if isinstance(found, ox.QueryBoolean):
                return Reply(boolean=bool(found))
            names = tuple(variable.value for variable in found.variables)
            rows = tuple(tuple(row[at] for at in range(len(names))) for row in found)
        except (SyntaxError, ValueError) as error:
            what = f"not an answer to a SPARQL query ({form or 'no content type'})"
            raise EndpointError(f"{self.url}: {what}: {_first_line(body)}") from error
        if names == _TRUTH:
            return Reply(boolean=bool(rows) and getattr(rows[0][0], "value", "") in {"1", "true"})
        return Reply(names, rows, cut=_was_cut(status, headers, len(rows)), body=body, syntax=kind)


def _seconds() -> float:
    text = os.environ.get("KG_ENDPOINT_TIMEOUT", "")
    try:
        seconds = float(text) if text else _SECONDS
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise EndpointError(f"KG_ENDPOINT_TIMEOUT: “{text}” is not a number of seconds")
    return seconds


def _pause(attempt: int, asked: str | None) -> float:
    """Seconds before the next try: what the server asked for, or twice as long each time, spread by chance."""
    seconds: float = 0.5 * 2**attempt
    if asked:
        with suppress(ValueError):
            seconds = (
                float(asked)
                if asked.strip().isdigit()
                else (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
            )
            return max(0.0, seconds)
    return seconds * random.uniform(0.75, 1.25)  # noqa: S311 - it spreads requests, it keeps no secret


def _in_words(seconds: float) -> str:
    """A length of time as people say it: about how many of the unit that fits."""
    unit, length = next((unit for unit in _UNITS if seconds >= unit[1]), _UNITS[-1])
    number = seconds / length
    return count(round(number), unit) if number < _MANY else f"more than {count(_MANY, unit)}"


def _broken(error: Exception) -> str:
    """Why there is no answer, and what to do, in plain words."""
    why = str(error) or type(error).__name__
    if isinstance(error, httpx.RemoteProtocolError):
        return (
            f"no answer in HTTP came ({why}); see whether this is the address of a SPARQL endpoint, and whether it runs"
        )
    if isinstance(error, httpx.ConnectError):
        return f"it cannot be reached ({why}); see whether the address is right and the server runs"
    return f"the request failed ({why}); try again, and see whether the address is right"


def _was_cut(status: int, headers: httpx.Headers, rows: int) -> bool:
    """Whether the server says that it left rows out: Virtuoso's limits of rows and of time."""
    limit = headers.get("x-sparql-maxrows", "")
    return (limit.isdigit() and rows >= int(limit)) or status == HTTPStatus.PARTIAL_CONTENT or "x-sql-state" in headers


def _refusal(status: int, headers: httpx.Headers, body: bytes) -> str:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return f"the server refuses access ({status}); {HOW_TO_SIGN_IN}"
    if status < HTTPStatus.BAD_REQUEST:
        return f"the server sends on to {headers.get('location', 'another address')}; name that address if you trust it"
    with suppress(ValueError):
        return f"the server answered {status} {HTTPStatus(status).phrase}: {_first_line(body)}"
    return f"the server answered {status}: {_first_line(body)}"


def _first_line(body: bytes) -> str:
    text = " ".join(body[:2000].decode("utf-8", errors="replace").split())
    return text[:200] + ("…" if len(text) > 200 else "") if text else "nothing"
