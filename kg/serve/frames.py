"""Jobs and their replies between the server and its workers: two lengths, a line of JSON, and bytes."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import socket
    from asyncio import StreamReader

Job = dict[str, Any]
_LENGTHS: Final = struct.Struct(">II")


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


def receive(link: socket.socket) -> Job | None:
    """The next job; None when the server has gone."""
    lengths = _exactly(link, _LENGTHS.size)
    if lengths is None:
        return None
    size, _ = _LENGTHS.unpack(lengths)
    line = _exactly(link, size)
    job: Job | None = None if line is None else json.loads(line)
    return job


async def read_reply(reader: StreamReader) -> Reply:
    """The next reply of a worker. Raises IncompleteReadError when the worker has ended."""
    size, length = _LENGTHS.unpack(await reader.readexactly(_LENGTHS.size))
    status, media, kind = json.loads(await reader.readexactly(size))
    return Reply(status, media, await reader.readexactly(length), kind)


def _exactly(link: socket.socket, size: int) -> bytes | None:
    held = bytearray()
    while len(held) < size:
        part = link.recv(size - len(held))
        if not part:
            return None
        held += part
    return bytes(held)
