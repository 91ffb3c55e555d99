"""What requests may cost the server itself: the size of a head and a body, and the memory of all bodies and answers together."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.errors import count
from kg.sparql.guard import MOST_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

MAX_HEAD_BYTES: Final = 32 * 1024
MAX_CONNECTIONS: Final = 1_000
# Longer than clients keep a connection, or one would be closed just as it is used again.
KEEP_ALIVE_SECONDS: Final = 75
# A character takes up to four bytes.
MAX_BODY_BYTES: Final = 4 * MOST_CHARACTERS
# Decoding percent-encoding takes 80 times the memory of a body, so a form is smaller.
MAX_FORM_BYTES: Final = 1_000_000
MAX_PARAMETERS: Final = 1_000
MAX_MEDIA_RANGES: Final = 100
MAX_BODIES_BYTES: Final = 64 * 1024 * 1024
# Answers up to this size are always sent.
LARGE_ANSWER_BYTES: Final = 64 * 1024
MAX_ANSWERS_BYTES: Final = 256 * 1024 * 1024
BODY_SECONDS: Final = 30.0
PLAIN: Final = "text/plain; charset=utf-8"


class HeadLimit:
    """Refuses a request whose address and headers are too large, or that says in two ways how long its body is.

    uvicorn refuses a larger head that comes in several pieces by itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        app: ASGIApp = self.app
        if scope["type"] == "http":
            headers = scope["headers"]
            size = len(scope["raw_path"]) + len(scope["query_string"]) + sum(len(n) + len(v) for n, v in headers)
            if size > MAX_HEAD_BYTES:
                why = f"the address and the headers are larger than {count(MAX_HEAD_BYTES, 'byte')}; send a long query by POST\n"
                app = Response(why, 431, {"Connection": "close"}, PLAIN)
            elif {b"content-length", b"transfer-encoding"} <= {name for name, _ in headers}:
                why = "a request has Content-Length or Transfer-Encoding, not both\n"
                app = Response(why, 400, {"Connection": "close"}, PLAIN)
        await app(scope, receive, send)


class ByteBudget:
    """A bound for the memory of all request bodies, or of all large answers, that the server has at the same time."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0

    @contextmanager
    def share(self) -> Iterator[Share]:
        """The share of one request, given back at the end."""
        share = Share(self)
        try:
            yield share
        finally:
            self.used -= share.used


class Share:
    """What one request takes of a budget."""

    def __init__(self, budget: ByteBudget) -> None:
        self._budget = budget
        self.used = 0

    def take(self, size: int) -> None:
        """Take so many bytes more. Raises HTTPException if the budget does not have them."""
        if self._budget.used + size > self._budget.limit:
            raise HTTPException(503, "too many large requests or answers at once; try again", {"Retry-After": "1"})
        self._budget.used += size
        self.used += size


async def read_body(request: Request, share: Share, limit: int, seconds: float = BODY_SECONDS) -> bytes:
    """The body of a request. Raises HTTPException if it is too large, too slow, or too much for the budget."""
    too_large = HTTPException(413, f"the body is larger than {count(limit, 'byte')}")
    if int(request.headers.get("content-length", "0")) > limit:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                share.take(len(part))
                body += part
                if len(body) > limit:
                    raise too_large
    except TimeoutError as error:
        raise HTTPException(408, f"the body was not there after {count(seconds, 'second')}") from error
    return bytes(body)
