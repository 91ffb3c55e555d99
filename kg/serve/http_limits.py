"""How long the server waits for a request to come in, and how large its head may be; what is refused is told why before it is closed."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.errors import count

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

# From the connection, or the first byte of a later request, until the whole of it is there.
SECONDS: Final = 30.0
LARGEST_HEAD: Final = 1024 * 1024
# The parser of addresses counts in 16 bits.
LONGEST_ADDRESS: Final = 65_535
# How long what a refused client still sends is read and dropped: closing at once would take the answer from it.
_LAST_WORDS: Final = 1.0


# Requests sent over one connection before the first of them is answered.
MOST_AT_ONCE: Final = 1_000


class _TooLarge(Exception):  # noqa: N818 - ends the reading of a head
    pass


class Patience(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with an end to waiting."""

    url = b""
    _clock: asyncio.TimerHandle | None = None
    _head = 0
    _begun = False
    _unfinished = False
    _in_head = True
    _refused = False

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as in uvicorn
        """Wait for the first request."""
        super().connection_made(transport)
        # Those that were asked before the last request, while one of them is unanswered.
        self._earlier: list[RequestResponseCycle] = []
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._rest()
        for cycle in self._earlier:  # uvicorn tells the last one only
            cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what comes, unless the client was refused already; a request of which a part came is waited for."""
        if self._refused:
            return
        super().data_received(data)
        if self._unfinished and self._clock is None and not self._refused:
            self._wait()

    def on_message_begin(self) -> None:
        """Know that a request has begun: most are there at once, and no clock is started for them."""
        super().on_message_begin()
        self._head = 0
        self._begun = self._unfinished = True

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        super().on_header(name, value)
        self._count(len(name) + len(value))

    def on_headers_complete(self) -> None:
        """Begin to answer, or to wait for what was asked before over the same connection."""
        before = self.cycle
        super().on_headers_complete()
        self._in_head = False
        if before is None or before.response_complete:
            self._earlier.clear()
        else:
            self._earlier.append(before)
            if len(self._earlier) > MOST_AT_ONCE:
                self.transport.abort()

    def on_message_complete(self) -> None:
        """The request is there."""
        self._rest()
        self._unfinished = False
        self._in_head = True
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with a head that cannot be read."""
        if len(self.url) > LONGEST_ADDRESS:
            self._refuse(
                HTTPStatus.REQUEST_URI_TOO_LONG,
                f"an address has at most {LONGEST_ADDRESS:,} characters; send the query by POST",
            )
        elif self._head > LARGEST_HEAD:
            self._refuse(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"the headers are larger than {count(LARGEST_HEAD, 'byte')}"
            )
        else:
            self._refuse(HTTPStatus.BAD_REQUEST, msg)

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > LARGEST_HEAD:
            raise _TooLarge

    def _late(self) -> None:
        """Give up waiting: a client that has begun a request is told so."""
        if self._begun:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, f"the request was not there after {count(SECONDS, 'second')}")
        else:
            self.transport.abort()

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        """Answer in a line, read nothing more, and close; where another answer is under way, close only."""
        if not self._may_speak():
            self.transport.abort()
            return
        self._refused = True
        self._rest()
        said = f"{why}\n"
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(said)}\r\n"
        self.transport.write(f"{head}Connection: close\r\n\r\n{said}".encode())
        self._clock = self.loop.call_later(_LAST_WORDS, self.transport.close)

    def _may_speak(self) -> bool:
        """Whether the request that is coming in is the only one that waits for an answer, and has none yet."""
        if self.cycle is None or (self._in_head and self.cycle.response_complete):
            return True
        return not self._in_head and not self.pipeline and not self.cycle.response_started

    def _wait(self) -> None:
        self._clock = self.loop.call_later(SECONDS, self._late)

    def _rest(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
