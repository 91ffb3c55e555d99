"""Text files that people write, read with a limit: plain files, UTF-8, no larger than their kind needs."""

from __future__ import annotations

from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Final

from kg.errors import BadDataError, Problem, UsageError, cannot_read

if TYPE_CHECKING:
    from pathlib import Path

SMALL: Final = 64 * 1024


def read_text(path: Path, kind: str, most: int = SMALL) -> str:
    """The text of a file; `kind` names what is expected, such as `a rule`, and `most` is its limit in bytes.

    Raises as `read_bytes` and `decode` do.
    """
    return decode(path, read_bytes(path, kind, most))


def read_bytes(path: Path, kind: str, most: int = SMALL) -> bytes:
    """The bytes of a file. Raises UsageError if it is not a plain file or cannot be opened, BadDataError if it is too large."""
    try:
        facts = path.stat()
        if not S_ISREG(facts.st_mode):
            what = "a folder" if S_ISDIR(facts.st_mode) else "not a plain file"
            raise UsageError(f"{path}: {what}; {kind} is expected")
        if facts.st_size > most:
            message = f"{_size(facts.st_size)} is too large for {kind}; the most is {_size(most)}"
            raise BadDataError([Problem(str(path), 0, 0, message)])
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from error


def decode(path: Path, data: bytes) -> str:
    """The text of some UTF-8 bytes, without a byte order mark. Raises BadDataError, with line and column, for any others."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"not UTF-8 (byte 0x{data[error.start]:02X}); save it as UTF-8"
        raise BadDataError([Problem(str(path), line, column, message)]) from error


def _size(number: int) -> str:
    return f"{number // 2**20} MB" if number >= 2**20 else f"{number // 1024} KB"
