"""What every response says, who may read it and what a page may do, and what a request is told that the end of the server cuts off."""

from __future__ import annotations

from asyncio import CancelledError
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from kg.serve.worker_pool import PLAIN

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STRICT: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The editor sets styles on its elements and draws its icons from data: addresses; its scripts are files of this site.
_EDITOR: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def _added(policy: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"access-control-allow-origin", b"*"),
    ]


_STOPPING: Final = Response("the server is stopping\n", 503, {"Retry-After": "10"}, PLAIN)
_ON_EDITOR: Final = _added(_EDITOR)
_ON_OTHERS: Final = _added(_STRICT)


class Headers:
    """Adds the headers, and answers what browsers ask before they send a request from another site."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        added = _ON_EDITOR if path == "/query" else _ON_OTHERS
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *added]
            await send(message)

        if scope["method"] == "OPTIONS" and path.startswith(("/sparql", "/api/")):
            await _preflight(path)(scope, receive, sent)
            return
        try:
            await self.app(scope, receive, sent)
        except CancelledError:  # the server stops, and has waited for this request as long as it may
            if not begun:
                await _STOPPING(scope, receive, sent)


def _preflight(path: str) -> Response:
    methods = "GET, HEAD, POST, OPTIONS" if path == "/sparql" else "GET, HEAD, OPTIONS"
    return Response(
        None,
        204,
        {
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "86400",
        },
    )
