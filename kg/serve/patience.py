"""How long the server waits for a request to come in, and how large its head may be: a connection that dawdles is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

# From the connection, or the first byte of a later request, until the whole of it is there.
SECONDS: Final = 30.0
# The address holds the query, where it is not posted.
LARGEST_HEAD: Final = 1024 * 1024


class Patience(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with an end to waiting."""

    _clock: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as in uvicorn
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._rest()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Wait for the rest of a request."""
        super().on_message_begin()
        self._head = 0
        if self._clock is None:
            self._wait()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        super().on_header(name, value)
        self._count(len(name) + len(value))

    def on_message_complete(self) -> None:
        """The request is there."""
        self._rest()
        super().on_message_complete()

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > LARGEST_HEAD:
            self.transport.abort()

    def _wait(self) -> None:
        self._clock = self.loop.call_later(SECONDS, self.transport.abort)

    def _rest(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
