"""Who may read and write: this machine's browser that came with the one-time token, from the desk's own pages, and nobody else."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest, token_urlsafe
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.desk.peer import is_another_users

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENTER: Final = "/enter"
# What a page of another site may lead to: it shows nothing of the workspace and writes nothing.
FROM_PAGE: Final = "/from-page"
MOST_BODY: Final = 40 * 2**20
_MOST_HEAD: Final = 32 * 1024
_SAFE: Final = frozenset({"GET", "HEAD"})
_OURS: Final = frozenset({"", "none", "same-origin"})
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]


class Keys:
    """The secrets of one run: the token of the first visit, the session that it is exchanged for, and the token of forms."""

    def __init__(self) -> None:
        self.token: str | None = token_urlsafe(32)
        self.session = token_urlsafe(32)
        self.form = token_urlsafe(32)

    def exchange(self, token: str) -> bool:
        """Whether this is the token of the first visit, which is then used up."""
        fits = self.token is not None and compare_digest(token.encode(), self.token.encode())
        if fits:
            self.token = None
        return fits


class Guard:
    """Lets through what comes from the desk's own pages; sets the security headers of every answer."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int) -> None:
        self.app, self.keys, self.port = app, keys, port
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.cookie = f"headwater-desk-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        answer = self._refused(scope) or self._entered(scope) or self.app
        await answer(scope, receive, with_headers)

    def _refused(self, scope: Scope) -> Response | None:
        """The refusal of a request that is not from the desk's own pages."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _MOST_HEAD:
            return _no(431, "the headers are too large")
        if host not in self.hosts or len(headers.getlist("host")) != 1:
            return _no(421, "this host is not the desk's")
        if is_another_users(scope.get("client"), self.port):
            return _no(403, "another user of this machine may not ask the desk")
        own = f"http://{host}"
        if scope["path"] == FROM_PAGE and scope["method"] in _SAFE:
            return None
        if headers.get("origin", own) != own or headers.get("sec-fetch-site", "") not in _OURS:
            return _no(403, "another site may not ask the desk")
        if scope["method"] not in _SAFE:
            if "origin" not in headers:
                return _no(403, "a change must come from a page of the desk")
            if not headers.get("content-length", "").isdecimal():
                return _no(411, "say how long the body is")
            if int(headers["content-length"]) > MOST_BODY:
                return _no(413, f"the desk takes at most {MOST_BODY // 2**20} MB")
        if scope["path"] == ENTER or self._has_session(headers):
            return None
        return _no(403, "open the desk by the address that `kg desk` printed; it is good for one visit")

    def _has_session(self, headers: Headers) -> bool:
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return morsel is not None and compare_digest(morsel.value.encode(), self.keys.session.encode())

    def _entered(self, scope: Scope) -> Response | None:
        """The exchange of the one-time token for a session."""
        if scope["path"] != ENTER:
            return None
        if self._has_session(Headers(scope=scope)):
            return RedirectResponse("/", 303)
        query = scope["query_string"].decode("latin-1")
        if scope["method"] != "GET" or not self.keys.exchange(query.removeprefix("token=")):
            return _no(
                403, "this address was used already, or is not the one that `kg desk` printed; start `kg desk` again"
            )
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie, self.keys.session, httponly=True, samesite="strict", path="/")
        return answer


def _no(status: int, why: str) -> Response:
    return PlainTextResponse(f"{why}\n", status)
