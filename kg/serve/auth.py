"""Tokens for reading and for updates: where they come from, and whether a request carries one."""

from __future__ import annotations

import base64
import binascii
import ctypes
import hmac
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.errors import UsageError, cannot_read
from kg.serve.http_limits import PLAIN

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from starlette.types import ASGIApp, Receive, Scope, Send

VARIABLE: Final = "KG_SERVE_TOKEN"
FILE_VARIABLE: Final = "KG_SERVE_TOKEN_FILE"
MIN_LENGTH: Final = 32
# RFC 6750, section 2.1.
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_CREDENTIALS: Final = re.compile(r"(bearer|basic) +(\S+)", re.IGNORECASE)
_HOW: Final = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
_BEARER: Final = 'Bearer realm="headwater"'


def update_token(environment: MutableMapping[str, str]) -> str:
    """The token for updates, from the environment or a file that it names; it is removed from the environment.

    Raises UsageError if there is none, or one that could be guessed.
    """
    token, path = _remove(environment, VARIABLE), environment.pop(FILE_VARIABLE, "")
    if path:
        return token_in(Path(path))
    if not token:
        raise UsageError(f"--writable needs a token, in {VARIABLE} or in a file that {FILE_VARIABLE} names; {_HOW}")
    return _checked(token)


def token_in(path: Path) -> str:
    """The token in a file. Raises UsageError if it cannot be read, or could be guessed."""
    try:
        return _checked(path.read_text(encoding="utf-8").strip())
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8, so it is not a token") from error
    except OSError as error:
        raise cannot_read(path, error) from error


def _checked(token: str) -> str:
    if len(token) < MIN_LENGTH or len(set(token)) < MIN_LENGTH // 4 or not _TOKEN.fullmatch(token):
        raise UsageError(
            f"the token is too short or too simple: at least {MIN_LENGTH} random letters and digits; {_HOW}"
        )
    return token


def _remove(environment: MutableMapping[str, str], name: str) -> str:
    """Take a secret out of the environment, and out of the memory that the system shows as the environment of this process."""
    if environment is os.environ and name in environment:
        library = ctypes.CDLL(None)
        library.getenv.restype = ctypes.c_void_p
        if address := library.getenv(name.encode()):
            ctypes.memset(address, ord("x"), len(os.environb[name.encode()]))
    return environment.pop(name, "")


def check_update_token(authorization: str | None, token: str) -> None:
    """Raise HTTPException for an update without the token, in a time that says nothing about it.

    A browser sends a Basic password with requests of other sites too, so only a Bearer token counts.
    """
    given = _CREDENTIALS.fullmatch((authorization or "").strip())
    if given is None or given[1].lower() != "bearer":
        raise HTTPException(401, "an update needs a token: Authorization: Bearer …", {"WWW-Authenticate": _BEARER})
    if not _equal(given[2], token):
        raise HTTPException(403, "this is not the token for updates")


class ReadGate:
    """Refuses every request that carries none of the tokens, as a Bearer token or as the password of any user."""

    def __init__(self, app: ASGIApp, tokens: tuple[str, ...]) -> None:
        self.app = app
        self.tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        app: ASGIApp = self.app
        if scope["type"] == "http":
            given = _secret(Headers(scope=scope).get("authorization", ""))
            if True not in [_equal(given, token) for token in self.tokens]:
                asks = {"WWW-Authenticate": f'{_BEARER}, Basic realm="headwater", charset="UTF-8"'}
                app = Response("this site needs a token: Authorization: Bearer …\n", 401, asks, PLAIN)
        await app(scope, receive, send)


def _secret(authorization: str) -> str:
    """The Bearer token or the password in an Authorization header; empty if there is none."""
    given = _CREDENTIALS.fullmatch(authorization.strip())
    if given is None or given[1].lower() == "bearer":
        return given[2] if given else ""
    try:
        return base64.b64decode(given[2], validate=True).decode("utf-8", "replace").partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _equal(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode())
