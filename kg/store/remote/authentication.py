"""The address of an endpoint, checked, and who asks.

The credentials come from the environment (`KG_ENDPOINT_TOKEN`, or `KG_ENDPOINT_USER` with `KG_ENDPOINT_PASSWORD`) or from netrc,
never from the address, which other people can see in a list of processes.
"""

from __future__ import annotations

import netrc
import os
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

import httpx

from kg.errors import EndpointError

if TYPE_CHECKING:
    from collections.abc import Callable

HOW_TO_SIGN_IN: Final = "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN, or use netrc"


def checked_address(url: str) -> httpx.URL:
    """The parts of an address that may be asked: https, or http on this machine, and no password in it."""
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise EndpointError(f"{url}: not an address: {error}") from error
    if parts.userinfo:
        where = url.replace(f"{parts.userinfo.decode()}@", "", 1)
        raise EndpointError(f"{where}: a password does not belong into an address; {HOW_TO_SIGN_IN}")
    if parts.scheme not in {"http", "https"} or not parts.host or not 0 < (parts.port or 1) < 1 << 16:
        raise EndpointError(f"{url}: a SPARQL endpoint is named by an https:// address")
    if parts.scheme == "http" and not _on_this_machine(parts.host):
        raise EndpointError(f"{url}: only https:// is asked over a network; http:// is for an endpoint on this machine")
    return parts


def _on_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host.strip("[]")).is_loopback
    return False


def authentication(host: str) -> Callable[[httpx.Request], httpx.Request] | tuple[str, str] | None:
    """How requests to a host are signed: by a token, by user and password, or not at all."""
    token = _token()
    return _bearer(token) if token else _credentials(host)


def _credentials(host: str) -> tuple[str, str] | None:
    """User and password for a host, from the environment or else from netrc."""
    user, password = os.environ.get("KG_ENDPOINT_USER"), os.environ.get("KG_ENDPOINT_PASSWORD")
    if user is not None and password is not None:
        return user, password
    if user is not None or password is not None:
        raise EndpointError("set both KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or neither")
    path = os.environ.get("NETRC") or os.path.expanduser("~/.netrc")  # noqa: PTH111 - Path.home() raises where there is none
    try:
        found = netrc.netrc(path).authenticators(host)
    except OSError:
        return None
    except netrc.NetrcParseError as error:
        raise EndpointError(f"{path}: line {error.lineno or 0}: {error.msg}") from error
    return (found[0], found[2] or "") if found else None


def _token() -> str:
    """The token in the environment, without the line break that a file leaves at its end; never shown, also not when it is invalid."""
    token = os.environ.get("KG_ENDPOINT_TOKEN", "").strip()
    if not token.isascii() or not token.isprintable():
        raise EndpointError("KG_ENDPOINT_TOKEN: holds characters that no token can have")
    return token


def _bearer(token: str) -> Callable[[httpx.Request], httpx.Request]:
    def signed(request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return signed
