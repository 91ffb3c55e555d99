"""RDF files of any size as streams: plain or compressed (gzip, bz2, zstd), and what their bytes say of how to load them."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from kg.rdf.compression import COMPRESSED, Unpacked, packing_of
from kg.rdf.normalize import OLD_SCHEMA
from kg.rdf.syntax import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PIECE: Final = 1 << 20
# Syntaxes whose bytes show whether they hold blank nodes; in the others nearly every file does.
LINE_SYNTAXES: Final = frozenset({ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS})
_TURTLE: Final = frozenset({ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG})
# Such prefixes, used by a few bytes each time, would fill the memory: the engine's loader takes a million triples at once.
_LONG_IRI: Final = re.compile(rb"<[^<>\s]{400}")
_OVERLAP: Final = 400


def syntax_of(path: Path) -> ox.RdfFormat | None:
    """The RDF syntax of a file by the ending of its name, under that of a compression; None for no RDF."""
    name = path.with_suffix("") if path.suffix[1:].lower() in COMPRESSED else path
    return FORMATS.get(name.suffix[1:].lower())


@contextmanager
def opened(path: Path, progress: Callable[[int], None] = lambda _: None) -> Iterator[IO[bytes]]:
    """The bytes of a file, decompressed; `progress` is called with the number of bytes read of the file itself.

    Raises UsageError where zstd is needed and not installed. Reading raises BadDataError for a compressed file that is cut, damaged or
    has something else behind its end, so that nobody takes a part for the whole.
    """
    packing = packing_of(path)
    with path.open("rb") as file:
        read = counted(file, progress)
        unpacked = cast("IO[bytes]", Unpacked(path, read, packing)) if packing else read
        yield cast("IO[bytes]", _Unmarked(unpacked))


def counted(file: IO[bytes], progress: Callable[[int], None]) -> IO[bytes]:
    """A file that calls `progress` with the number of bytes of each read."""
    return cast("IO[bytes]", _Counted(file, progress))


class _Counted:
    """A file that reports what was read of it."""

    def __init__(self, file: IO[bytes], progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        self._progress(len(piece))
        return piece


class _Unmarked:
    """A file without the byte-order mark that some editors put before a text."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._begun = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        if self._begun or not piece:
            return piece
        self._begun = True
        # A piece of the mark alone must not look like the end of the file.
        return piece.removeprefix(BOM_UTF8) or self._file.read(size)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file as it lies there."""
    whole = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()


def as_it_stands(path: Path, syntax: ox.RdfFormat) -> bool | None:
    """Whether a file can be loaded as it stands, without naming blank nodes or respelling terms.

    None where only the loaded triples can tell: brackets may be nodes or stand in texts. Files with long IRIs that may be prefixes are
    to be read triple by triple, too.
    """
    if syntax not in LINE_SYNTAXES and syntax not in _TURTLE:
        return False
    brackets = False
    with opened(path) as file:
        tail = b""
        while piece := file.read(_PIECE):
            seen = tail + piece
            if b"_:" in seen or OLD_SCHEMA.encode() in seen:
                return False
            if syntax in _TURTLE and _LONG_IRI.search(seen):
                return False
            brackets = brackets or (syntax in _TURTLE and (b"[" in seen or b"(" in seen))
            tail = seen[-_OVERLAP:]
    return None if brackets else True
