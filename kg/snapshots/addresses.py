"""Which network addresses may be connected to: none of this machine or of a private network, whatever a name resolves to."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from kg.errors import UsageError


class RefusedAddressError(UsageError):
    """An address that is not fetched."""


def check_url(url: str) -> None:
    """Raise RefusedAddressError for what is not a plain web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedAddressError(f"{url}: not an address") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RefusedAddressError(f"{url}: only http:// and https:// addresses are fetched")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddressError(f"{parts.hostname}: an address with a user name in it is not fetched")
    if port is not None and port < 1:
        raise RefusedAddressError(f"{url}: not an address")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if mapped is not None:
        return is_public(str(mapped))
    return found.is_global and not found.is_multicast


def resolve(host: str, port: int, allow_private: bool = False) -> str:
    """The one IP address to connect to. Raises RefusedAddressError if any that the name has is not public."""
    try:
        found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise UsageError(
            f"{host}: no such host, or no network; save the page as a file and name that instead"
        ) from error
    if not allow_private and (private := [address for address in found if not is_public(str(address))]):
        raise RefusedAddressError(
            f"{host}: {private[0]} is an address of this machine or a private network, and is not fetched"
        )
    return str(found[0])
