"""Jobs and their replies between the server and its workers: two lengths, a line of JSON, and bytes."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

Job = dict[str, Any]
_LENGTHS: Final = struct.Struct(">II")
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Reply:
    """What a job came to: an HTTP status, a media type, the content, and the kind of answer where it is that of a query."""

    status: int
    media: str
    body: bytes
    kind: str = ""


def pack(head: Any, body: bytes = b"") -> bytes:  # noqa: ANN401 - any JSON value
    """A frame as bytes."""
    line = json.dumps(head).encode()
    return _LENGTHS.pack(len(line), len(body)) + line + body


def packed(reply: Reply) -> bytes:
    """A reply as bytes."""
    return pack([reply.status, reply.media, reply.kind], reply.body)


def received(link: socket.socket) -> Iterator[Job]:
    """The jobs that come over a connection, until the server has gone."""
    held = bytearray()
    while part := link.recv(_CHUNK):
        held += part
        for line, _ in _frames(held):
            yield json.loads(line)


def replies_in(held: bytearray) -> Iterator[Reply]:
    """The replies that are whole in what has come from a worker; they are taken out of it."""
    for line, body in _frames(held):
        status, media, kind = json.loads(line)
        yield Reply(status, media, body, kind)


def _frames(held: bytearray) -> Iterator[tuple[bytes, bytes]]:
    while len(held) >= _LENGTHS.size:
        size, length = _LENGTHS.unpack_from(held)
        start, end = _LENGTHS.size + size, _LENGTHS.size + size + length
        if len(held) < end:
            return
        line, body = bytes(held[_LENGTHS.size : start]), bytes(held[start:end])
        del held[:end]
        yield line, body
