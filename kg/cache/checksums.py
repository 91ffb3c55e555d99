"""Size and checksum of every file of a generation, so that one that is no longer what was written is never believed.

A file is compared before it is read. Table files, which are read block by block, carry checksums of their own that the storage
engine compares; of a large one only the end is compared here, which it believes, and all of it once it has found one damaged.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from os import SEEK_END
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from kg.cache.atomic import write_text
from kg.errors import DamagedCacheError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

Sums = dict[str, list[int]]
STORE: Final = "store"
# What its reader compares when it comes to it, which many commands do not.
_READ_LATER: Final = (".sst", ".nq", ".sqlite")
_SMALL: Final = 4 << 20
_PIECE: Final = 1 << 20
_END: Final = 1 << 12
_HEAD, _BODY = '{"sum": ', ', "told": '
_EVERY_FILE: Final = ContextVar("every_file", default=False)


@contextmanager
def every_file_compared() -> Iterator[None]:
    """Let generations be opened only where no file of them is damaged, also none that may not be read."""
    before = _EVERY_FILE.set(True)
    try:
        yield
    finally:
        _EVERY_FILE.reset(before)


class Seals:
    """The files of a generation as they were written."""

    def __init__(self, place: Path, sums: Sums) -> None:
        self._place = place
        self._sums = sums

    def check(self, path: Path) -> None:
        """Raise DamagedCacheError for a file that is not what was written."""
        self._compare(path, lambda: _sum(path))

    def _compare(self, path: Path, now: Callable[[], list[int]]) -> None:
        written = self._sums[path.relative_to(self._place).as_posix()]
        try:
            found = now()
        except OSError as error:
            raise DamagedCacheError(self._place) from error
        if found != written[-len(found) :]:
            raise DamagedCacheError(self._place)

    def check_all(self) -> None:
        """Raise DamagedCacheError where a file is missing, or there is one too many, or one is damaged that is read at once, or small."""
        if {name: size for name, (size, *_) in self._sums.items()} != _sizes(self._place):
            raise DamagedCacheError(self._place)
        for name, (size, *_) in self._sums.items():
            path = self._place / name
            if _EVERY_FILE.get() or size < _SMALL or not name.endswith(_READ_LATER):
                self.check(path)
            else:
                self._compare(path, partial(_sum_of_end, path))


def sums_of(place: Path, before: Path | None, known: Mapping[str, list[int]]) -> Sums:
    """The sizes and checksums of all files of a new generation.

    Those of files that it shares with the one before stay as they were written: damage is not to be sealed.
    """
    return {
        name: known[name] if before and name in known and _shared(before / name, place / name) else _sum(place / name)
        for name in _sizes(place)
    }


def _shared(one: Path, other: Path) -> bool:
    """Whether a file is that of the generation before: linked or, where there are no links, copied with its time."""
    try:
        first, second = one.stat(), other.stat()
    except OSError:
        return False
    return (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino) or (
        (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)
    )


def _sizes(place: Path) -> dict[str, int]:
    """The sizes of all files of a generation but its manifest and the engine's log, which is written anew by whoever opens it."""
    files = [*(path for path in place.iterdir() if path.is_file()), *(place / STORE).iterdir()]
    return {
        path.relative_to(place).as_posix(): path.stat().st_size
        for path in sorted(files)
        if path.name != "manifest.json" and not path.name.startswith("LOG") and path.name != "LOCK"
    }


def _sum(path: Path) -> list[int]:
    """The size of a file, its checksum, and that of its end."""
    told = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            told = crc32(piece, told)
        size = file.tell()
    return [size, told, *_sum_of_end(path)]


def _sum_of_end(path: Path) -> list[int]:
    with path.open("rb") as file:
        file.seek(-min(_END, file.seek(0, SEEK_END)), SEEK_END)
        return [crc32(file.read())]


def write_sealed(path: Path, value: object) -> None:
    """Write a JSON file whole, with the checksum of what it tells."""
    body = json.dumps(value, ensure_ascii=False)
    write_text(path, f"{_HEAD}{crc32(body.encode())}{_BODY}{body}}}")


def read_sealed(path: Path) -> Any:  # noqa: ANN401 - whatever was written there
    """What a JSON file tells. Raises OSError where it is not there, and ValueError where it is not what was written."""
    head, _, body = path.read_text(encoding="utf-8").partition(_BODY)
    if head != f"{_HEAD}{crc32(body[:-1].encode())}":
        raise ValueError(f"{path}: damaged")
    return json.loads(body[:-1])
