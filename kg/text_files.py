"""Files that people write: read with a limit, as plain files in UTF-8, and replaced so that a power cut leaves the old or the new one."""

from __future__ import annotations

import os
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Final

from kg.errors import BadDataError, Problem, UsageError, cannot_read

if TYPE_CHECKING:
    from pathlib import Path

SMALL: Final = 64 * 1024


def replace_durably(stage: Path, path: Path) -> None:
    """Put a finished file or folder in the place of another, both on the disk when this returns. Raises OSError."""
    for folder, _, names in os.walk(stage, topdown=False):
        for name in names:
            sync(os.path.join(folder, name))  # noqa: PTH118 - `os.walk` gives texts
        sync(folder)
    if stage.is_file():
        sync(stage)
    stage.replace(path)
    sync(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder with those above it, on the disk when this returns. Raises OSError."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync(one.parent)


def sync(path: str | Path) -> None:
    """Wait until a file or folder has reached the disk. Windows cannot be asked for that through a path that is only read."""
    if os.name == "nt":
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


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
