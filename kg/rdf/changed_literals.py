"""Literals that the engine stores in another form: it keeps what a number, date or duration is, and not how it was written."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXTS: Final = frozenset(
    {"http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}
)
_NODE: Final = ox.NamedNode("x:literal")


def changed_types(quads: Iterable[ox.Quad]) -> tuple[int, str]:
    """How many literals have a type that the engine changes, and an example with the type that it gives it."""
    times: dict[ox.Literal, int] = {}
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and value.datatype.value not in _TEXTS:
            times[value] = times.get(value, 0) + 1
    changed = [(literal, kept) for literal in times if (kept := _stored(literal)).datatype != literal.datatype]
    example = f"{changed[0][0]} as {changed[0][1]}" if changed else ""
    return sum(times[literal] for literal, _ in changed), example


def _stored(literal: ox.Literal) -> ox.Literal:
    store = ox.Store()
    store.add(ox.Quad(_NODE, _NODE, literal))
    found = next(iter(store)).object
    return found if isinstance(found, ox.Literal) else literal


_INTEGERS: Final = (
    "int|long|short|byte|nonNegativeInteger|positiveInteger|nonPositiveInteger|negativeInteger|unsignedInt|unsignedLong"
    "|unsignedShort|unsignedByte"
)
# What the engine stores these types as.
_AS: Final = dict.fromkeys(_INTEGERS.split("|"), "integer") | {"dateTimeStamp": "dateTime"}
_TYPES: Final = "|".join(_AS)
# The type of a literal as Turtle and its relatives write it, and as RDF/XML does.
_WRITTEN: Final = re.compile(
    rf"\^\^(?:<http://www\.w3\.org/2001/XMLSchema#|xsd:)({_TYPES})\b"
    rf"|datatype\s?=\s?[\"'](?:http://www\.w3\.org/2001/XMLSchema#|&xsd;)({_TYPES})\b".encode()
)
_LONGEST: Final = 100  # bytes of what the pattern matches


class TypesRead:
    """A file that counts, as its bytes are read, the literals whose type the engine changes.

    A large file is not parsed by us, so that these are counted by how they are written; a prefix other than `xsd` is not known.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._before = b""
        self.number = 0
        self.first = ""

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        text = self._before + piece
        end = 0
        for match in _WRITTEN.finditer(text):
            if match.end() == len(text) and piece:
                break  # the name may go on
            end = match.end()
            self.number += 1
            self.first = self.first or (match[1] or match[2]).decode()
        self._before = text[max(end, len(text) - _LONGEST) :]
        return piece

    @property
    def example(self) -> str:
        """A type that is changed, and what it is stored as."""
        return f"xsd:{self.first} as xsd:{_AS[self.first]}" if self.first else ""


def counting_types(file: IO[bytes]) -> tuple[IO[bytes], TypesRead]:
    """A file to read from, and what it has counted once it was read."""
    counter = TypesRead(file)
    return cast("IO[bytes]", counter), counter
