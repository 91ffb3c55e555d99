"""What a format of records is: its row in the registry, and what its module offers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO, Any

    from kg.formats.file_records import FileRecords
    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import ListEntry, Part, RdfText
    from kg.model.records import Records


class FormatModule(Protocol):
    """What the module of a format offers."""

    def recognises(self, path: Path) -> bool:
        """Whether a file with the right ending is of this format, by its content."""
        ...

    def read(self, path: Path, alone: bool) -> FileRecords:
        """The records of a file before they are checked against other files; `alone` if no other file is read with it.

        Problems that leave the rest readable are collected in the result. Raises BadDataError for a file that cannot be parsed.
        """
        ...

    def parts(self, path: Path, context: Context) -> Iterator[Part | ListEntry | RdfText]:
        """What a file says, in parts of records; what cannot be used is said to the context, and stops nothing."""
        ...

    def write(self, records: Records, stream: IO[Any]) -> tuple[str, ...]:
        """Write records as text, or as bytes in a binary format; returns, a line each, what the format could not hold of them."""
        ...


class RecordFormat(Struct, frozen=True):
    """A format of records, by its name on the command line.

    `reads`, `writes` and `loses` name the kinds of things; a format without `reads` is not read, one without `writes` is not written.
    With `by_content` the module decides whether a file is of this format; with `in_place` its files are part of a folder of records,
    with `imported` they are read by `kg import`, where one of the `signs` (patterns) is in what a file begins with.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    media_type: str
    module: str
    purpose: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()
    by_content: bool = False
    in_place: bool = True
    imported: bool = False
    signs: tuple[str, ...] = ()
    binary: bool = False

    def matches(self, path: Path) -> bool:
        """Whether a file is of this format."""
        return path.suffix.lower() in self.endings and (not self.by_content or self.load().recognises(path))

    def load(self) -> FormatModule:
        """The module of the format, imported."""
        return cast("FormatModule", import_module(self.module))
