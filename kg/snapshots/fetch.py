"""Fetch one page, because a person asked for it: over http or https, from public addresses, within limits, as robots.txt allows.

A name is resolved once, its addresses are checked, and the connection goes to the one that was checked; the same for every redirect.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

import httpcore
from msgspec import Struct

from kg.errors import UsageError, count
from kg.snapshots.addresses import check_url, resolve
from kg.snapshots.robots import allowed
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

AGENT: Final = f"headwater/{__version__} (fact-checking; one page at a time)"
MOST_BYTES: Final = 32 * 2**20
MOST_SECONDS: Final = 60.0
_STEP_SECONDS: Final = 20.0
_MOST_REDIRECTS: Final = 8
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_MOST_ROBOTS: Final = 512 * 1024
_UNCHANGED: Final = 304
_GOOD: Final = 200
_MISSING: Final = range(400, 500)


class Fetched(Struct, frozen=True):
    """What came back: the address at the end of all redirects, the status, the headers in small letters, and the bytes."""

    url: str
    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def unchanged(self) -> bool:
        """Whether the server says that the page is as it was."""
        return self.status == _UNCHANGED

    @property
    def media_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class _Backend(httpcore.SyncBackend):
    """Connects to the address that was resolved and checked here, and to no other."""

    def __init__(self, *, allow_private: bool) -> None:
        super().__init__()
        self.allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = resolve(host, port, self.allow_private)
        return super().connect_tcp(address, port, timeout, local_address, socket_options)


class Fetcher(Struct):
    """Fetches pages one at a time. `allow_private` is for tests against a server of their own."""

    allow_private: bool = False
    most_bytes: int = MOST_BYTES
    seconds: float = MOST_SECONDS

    def fetch(self, url: str, known: Mapping[str, str] | None = None, *, robots: bool = True) -> Fetched:
        """Fetch a page; `known` holds the `etag` and `last-modified` of an earlier copy, for a conditional request.

        Raises UsageError for an address that is refused, a page that robots.txt keeps programs from, and what the limits forbid.
        """
        end = time.monotonic() + self.seconds
        headers = {"user-agent": AGENT, "accept": "*/*", "accept-encoding": "gzip, identity"}
        if known and known.get("etag"):
            headers["if-none-match"] = known["etag"]
        if known and known.get("last-modified"):
            headers["if-modified-since"] = known["last-modified"]
        for _ in range(_MOST_REDIRECTS + 1):
            check_url(url)
            if robots and not allowed(url, AGENT, lambda place: self._robots(place, end)):
                raise UsageError(
                    f"{url}: robots.txt asks programs not to fetch this page; save it in your browser, and name the file"
                )
            found = self._one(url, headers, end, self.most_bytes)
            if found.status not in _MOVED or not found.headers.get("location"):
                return self._checked(found)
            url = urljoin(url, found.headers["location"])
        raise UsageError(f"{url}: redirected more than {_MOST_REDIRECTS} times")

    def _checked(self, found: Fetched) -> Fetched:
        if found.status not in {_GOOD, _UNCHANGED}:
            raise UsageError(f"{found.url}: the server answered {found.status}; nothing was kept")
        return found

    def _robots(self, url: str, end: float) -> str | None:
        """The text of a robots.txt; empty where there is none, None where it could not be had."""
        for _ in range(_MOST_REDIRECTS):
            check_url(url)
            found = self._one(url, {"user-agent": AGENT, "accept-encoding": "identity"}, end, _MOST_ROBOTS)
            if found.status in _MOVED and found.headers.get("location"):
                url = urljoin(url, found.headers["location"])
                continue
            if found.status == _GOOD:
                return found.data.decode("utf-8", "replace")
            return "" if found.status in _MISSING else None
        return None

    def _one(self, url: str, headers: Mapping[str, str], end: float, most: int) -> Fetched:
        """One request and its answer. Raises UsageError for one that fails or goes beyond the limits."""
        left = end - time.monotonic()
        if left <= 0:
            raise UsageError(f"{url}: took longer than {count(self.seconds, 'second')}")
        step = min(_STEP_SECONDS, left)
        timeout = {"connect": step, "read": step, "write": step, "pool": step}
        backend = _Backend(allow_private=self.allow_private)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=backend) as pool,
                pool.stream("GET", url, headers=[*headers.items()], extensions={"timeout": timeout}) as answer,
            ):
                names = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in answer.headers}
                data = self._body(url, answer.iter_stream(), names.get("content-encoding", ""), end, most)
                return Fetched(url, answer.status, names, data)
        except (
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
        ) as error:
            raise UsageError(f"{urlsplit(url).hostname}: no answer ({error or type(error).__name__})") from error

    def _body(self, url: str, chunks: Iterable[bytes], encoding: str, end: float, most: int) -> bytes:
        packed = zlib.decompressobj(31) if encoding.strip().lower() in {"gzip", "x-gzip"} else None
        data = bytearray()
        for chunk in chunks:
            try:
                data += packed.decompress(chunk, most + 1 - len(data)) if packed else chunk
            except zlib.error as error:
                raise UsageError(f"{url}: the answer is not the gzip that it says") from error
            if len(data) > most:
                raise UsageError(f"{url}: larger than {most // 2**20} MB")
            if time.monotonic() > end:
                raise UsageError(f"{url}: took longer than {count(self.seconds, 'second')}")
        return bytes(data)
