"""Compressed files (gzip, bz2, zstd) read to their true end: one that is cut, damaged or followed by something else is an error.

The readers of the libraries differ in what they take for the end of a file, so that what they share is done here: members follow
each other until nothing is left.
"""

from __future__ import annotations

import bz2
import zlib
from importlib import import_module
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

from msgspec import Struct

from kg.errors import BadDataError, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COMPRESSED: Final = ("gz", "bz2", "zst")
_PIECE: Final = 1 << 16
_MOST: Final = 1 << 20
# Beyond so many bytes a file may not stand for more than so many times its size: RDF stands for 50 times at most, bombs for 1,000 and more.
_TRUSTED: Final = 64 << 20
_MOST_TIMES: Final = 100
_LONGEST_START: Final = 4
# So much at most stands for 128 MB, which zstd gives at once.
_PIECE_OF_ZSTD: Final = 1 << 12
_ZSTD_STARTS: Final = (b"\x28\xb5\x2f\xfd", *(bytes([first]) + b"\x2a\x4d\x18" for first in range(0x50, 0x60)))


class Decoder(Protocol):
    """What decompresses one member of a file, as those of the standard library do."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether all that was given is used up."""

    @property
    def unused_data(self) -> bytes:
        """What was given and stands behind the end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """The next bytes. Raises an error of its library for data that are damaged."""


class Packing(Struct, frozen=True):
    """One way to compress: `starts` are the bytes that a member may begin with, `padded` says that zeros may stand behind the last.

    So much as `piece` is read of a file at once.
    """

    name: str
    starts: tuple[bytes, ...]
    decoder: Callable[[], Decoder]
    errors: tuple[type[Exception], ...]
    padded: bool = False
    piece: int = _PIECE


class _Gzip:
    def __init__(self) -> None:
        self._made = zlib.decompressobj(wbits=31)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._made.eof

    @property
    def unused_data(self) -> bytes:
        return self._made.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        found = self._made.decompress(self._made.unconsumed_tail + data, max(max_length, 0))
        self.needs_input = not self._made.unconsumed_tail and len(found) != max_length
        return found


class _Zstd:
    """Its library gives all that the data stand for at once."""

    needs_input = True

    def __init__(self, made: Any) -> None:  # noqa: ANN401 - the library is optional
        self._made = made.decompressobj()

    @property
    def eof(self) -> bool:
        return bool(self._made.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._made.unused_data)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:  # noqa: ARG002 - the signature of all
        return bytes(self._made.decompress(data))


def packing_of(path: Path) -> Packing | None:
    """How a file is compressed by the ending of its name; None for one that is not. Raises UsageError where zstd is not installed."""
    ending = path.suffix[1:].lower()
    if ending == "gz":
        return Packing("gzip", (b"\x1f\x8b",), _Gzip, (zlib.error,), padded=True)
    if ending == "bz2":
        return Packing("bz2", (b"BZh",), bz2.BZ2Decompressor, (OSError,))
    return _zstd(path) if ending == "zst" else None


def _zstd(path: Path) -> Packing:
    try:
        zstandard: Any = import_module("zstandard")
    except ImportError as error:
        raise UsageError(f"{path}: reading zstd needs `pip install headwater[scale]`") from error
    return Packing(
        "zstd", _ZSTD_STARTS, lambda: _Zstd(zstandard.ZstdDecompressor()), (zstandard.ZstdError,), piece=_PIECE_OF_ZSTD
    )


class Unpacked:
    """The bytes that a compressed file stands for, as a stream. Reading raises BadDataError for a file that is not whole or holds more."""

    def __init__(self, path: Path, file: IO[bytes], packing: Packing) -> None:
        self._pieces = _pieces(path, file, packing)
        self._ready = BytesIO()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most so many; none at the end."""
        if size < 0:
            return self._ready.read() + b"".join(self._pieces)
        while not (found := self._ready.read(size)) and size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._ready = BytesIO(piece)
        return found


def _pieces(path: Path, file: IO[bytes], packing: Packing) -> Iterator[bytes]:
    """The bytes that a file stands for, as long as they are not far more than a file of its size can stand for."""
    unpacked, limit = 0, max(_TRUSTED, _MOST_TIMES * path.stat().st_size)
    for piece in _members(path, file, packing):
        unpacked += len(piece)
        if unpacked > limit:
            what = f"its {packing.name} data unpack to over {_MOST_TIMES} times their size; unpack the file yourself if you trust it"
            raise _faulty(path, what)
        yield piece


def _members(path: Path, file: IO[bytes], packing: Packing) -> Iterator[bytes]:
    left = file.read(packing.piece)
    if not left.startswith(packing.starts):
        raise _faulty(
            path,
            f"it is {'no' if left else 'empty, no'} {packing.name} file; pack it so, or give it the ending that fits it",
        )
    while left:
        decoder = packing.decoder()
        while not decoder.eof:
            if decoder.needs_input and not left and not (left := file.read(packing.piece)):
                raise _faulty(path, f"cut off: its {packing.name} data end in the middle; get the whole file")
            try:
                found = decoder.decompress(left, _MOST)
            except packing.errors as error:
                raise _faulty(
                    path, f"its {packing.name} data cannot be decompressed ({error}); get or pack the file anew"
                ) from error
            left = b""
            if found:
                yield found
        left = _behind(path, file, packing, decoder.unused_data)


def _behind(path: Path, file: IO[bytes], packing: Packing, left: bytes) -> bytes:
    """What follows the end of a member: the next one, or nothing. Raises BadDataError for anything else."""
    if packing.padded:
        while not (left := left.lstrip(b"\0")) and (more := file.read(packing.piece)):
            left = more
    while len(left) < _LONGEST_START and (more := file.read(packing.piece)):
        left += more
    if left and not left.startswith(packing.starts):
        raise _faulty(
            path, f"something else follows the end of its {packing.name} data; cut that off, or pack the file anew"
        )
    return left


def _faulty(path: Path, what: str) -> BadDataError:
    return BadDataError([Problem(str(path), 0, 0, what)])
