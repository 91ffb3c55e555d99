"""The security headers of every response (OWASP ASVS 5, V3.4), and the answer to a request that is cut off when the server stops."""

from __future__ import annotations

from asyncio import CancelledError
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from kg.serve.http_limits import PLAIN

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS: Final = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
_PAGE: Final = f"{_ALWAYS}style-src 'self'; img-src 'self'"
# The editor sets styles on its elements and draws its icons from data: addresses; its scripts are files of this site.
_EDITOR: Final = (
    f"{_ALWAYS}script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'"
)
# The explorer's script is a file of this site; its data are a block of JSON, which never runs.
_EXPLORER: Final = f"{_PAGE}; script-src 'self'"
_POLICIES: Final = {"/query": _EDITOR, "/explore": _EXPLORER}
_COMMON: Final = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_STOPPING: Final = Response("the server is stopping\n", 503, {"Retry-After": "10"}, PLAIN)


class SecurityHeaders:
    """Adds the headers to every response; `private` ones are not cached."""

    def __init__(self, app: ASGIApp, private: bool) -> None:
        self.app = app
        self.common = [*_COMMON, (b"cache-control", b"no-store")] if private else _COMMON

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = _POLICIES.get(scope["path"], _PAGE)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                added = [(b"content-security-policy", policy.encode()), *self.common]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except CancelledError:  # the server stops, and has waited for this request as long as it may
            if not started:
                await _STOPPING(scope, receive, send_with_headers)
