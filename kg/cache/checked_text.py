"""Text files whose last line is their own checksum.

RocksDB and SQLite notice by themselves when a file of theirs is damaged; nothing does that for a text. In N-Quads the line is a comment.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final
from zlib import crc32

from kg.errors import ChecksumError

if TYPE_CHECKING:
    from pathlib import Path

_LAST_LINE: Final = b"# crc32 %08x\n"
_LENGTH: Final = len(_LAST_LINE % 0)
_BLOCK: Final = 1 << 20


def add_checksum(path: Path) -> None:
    """Append its checksum to a text that ends in a line break."""
    with path.open("rb+") as file:
        line = _LAST_LINE % _checksum(file, path.stat().st_size)
        file.write(line)


def verify(path: Path) -> None:
    """Raise ChecksumError for a text that does not end in its checksum, and OSError for one that cannot be read."""
    with path.open("rb") as file:
        size = path.stat().st_size - _LENGTH
        if size < 0 or _LAST_LINE % _checksum(file, size) != file.read():
            raise ChecksumError(path)


def _checksum(file: IO[bytes], size: int) -> int:
    """The CRC-32 of the first bytes of a file, which is then at their end."""
    found = 0
    while size > 0 and (block := file.read(min(size, _BLOCK))):
        found = crc32(block, found)
        size -= len(block)
    return found


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON with its checksum. The file appears whole and synced to disk, in place of an older one."""
    text = json.dumps(value, ensure_ascii=False).encode() + b"\n"
    stage = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with stage.open("wb") as file:
            file.write(text + _LAST_LINE % crc32(text))
            file.flush()
            os.fsync(file.fileno())
        stage.replace(path)
    finally:
        with suppress(OSError):
            stage.unlink(missing_ok=True)


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever was written
    """The value in a JSON file. Raises OSError if it cannot be read, and ChecksumError if it was damaged."""
    data = path.read_bytes()
    text, line = data[:-_LENGTH], data[-_LENGTH:]
    if line != _LAST_LINE % crc32(text):
        raise ChecksumError(path)
    return json.loads(text)
