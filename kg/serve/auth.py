"""The token that allows an update: where it is from, and whether a request has it."""

from __future__ import annotations

import hmac
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError, cannot_read
from kg.serve.sparql_request import Refused

if TYPE_CHECKING:
    from collections.abc import MutableMapping

VARIABLE: Final = "KG_SERVE_TOKEN"
FILE_VARIABLE: Final = "KG_SERVE_TOKEN_FILE"
FEWEST: Final = 32
# RFC 6750, section 2.1.
_SIGNS: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_HEADER: Final = re.compile(r"bearer +(\S+)", re.IGNORECASE)
_HOW: Final = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"


def token_from(environment: MutableMapping[str, str]) -> str:
    """The token, taken out of the environment, so that no process started from here has it there.

    Raises UsageError where there is none, or one that could be guessed.
    """
    token, path = environment.pop(VARIABLE, ""), environment.pop(FILE_VARIABLE, "")
    if not token and not path:
        raise UsageError(f"--writable needs a token, in {VARIABLE} or in a file that {FILE_VARIABLE} names; {_HOW}")
    if path:
        token = _read(Path(path)).strip()
    if len(token) < FEWEST or len(set(token)) < FEWEST // 4 or not _SIGNS.fullmatch(token):
        raise UsageError(
            f"the token is too short or too simple: at least {FEWEST} letters and digits, drawn by chance; {_HOW}"
        )
    return token


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8, so no token") from error
    except OSError as error:
        raise cannot_read(path, error) from error


def check(header: str | None, token: str) -> None:
    """Raise Refused for a request whose Authorization header does not hold the token, in a time that tells nothing of it."""
    given = _HEADER.fullmatch((header or "").strip())
    if given is None:
        raise Refused(
            401, "an update needs a token: Authorization: Bearer …", {"WWW-Authenticate": 'Bearer realm="headwater"'}
        )
    if not hmac.compare_digest(given[1].encode("utf-8", "surrogateescape"), token.encode()):
        raise Refused(403, "this is not the token")
