"""The formats of record files: what each reads, writes and loses. A new one is its module and a line in `FORMATS`.

The module has `read(path, alone)` if the format is read, `write(records, stream)` if it is written, and `recognises(path)` if
the ending of the name does not settle the format. It is imported when it is needed. RDF has its own syntaxes in `kg.rdf.syntax`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import TextIO

    from kg.formats.file_records import FileRecords
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

    def write(self, records: Records, stream: TextIO) -> tuple[str, ...]:
        """Write records; returns, a line each, what the format could not hold of them."""
        ...


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """A format of records, by its name on the command line.

    `reads`, `writes` and `loses` name the kinds of things; a format without `reads` is not read, one without `writes` is not written.
    With `by_content` the module decides whether a file is of this format; with `in_place` its files are part of a folder of records.
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

    def matches(self, path: Path) -> bool:
        """Whether a file is of this format."""
        return path.suffix.lower() in self.endings and (not self.by_content or self.load().recognises(path))

    def load(self) -> FormatModule:
        """The module of the format, imported."""
        return cast("FormatModule", import_module(self.module))


YAML: Final = RecordFormat(
    name="yaml",
    title="YAML records",
    endings=(".yaml", ".yml"),
    media_type="application/yaml",
    module="kg.formats.yaml_records",
    purpose="records as people write them",
    reads=("everything",),
)
CSV: Final = RecordFormat(
    name="csv",
    title="CSV of claims",
    endings=(".csv",),
    media_type="text/csv",
    module="kg.formats.csv_claims",
    purpose="every claim as a row of a table, for a spreadsheet",
    reads=("sources", "claims", "links under “leans on”"),
    writes=("sources", "claims", "links under “leans on”"),
    loses=(
        "needs-all groups",
        "links under “speaks to”",
        "locators and readings of links",
        "what one line of figure cannot say",
    ),
    by_content=True,
)
FORMATS: Final = (YAML, CSV)


def format_of(path: Path, formats: Iterable[RecordFormat] = FORMATS) -> RecordFormat | None:
    """The first format of a folder's record files that a file is of; None for any other file."""
    return next((form for form in formats if form.in_place and form.matches(path)), None)


def format_to_read(path: Path, formats: Iterable[RecordFormat] = FORMATS) -> RecordFormat:
    """The format to read a named file as: its own, else the first with its ending, else YAML, whose reader says what is wrong."""
    formats = tuple(formats)
    by_ending = next((form for form in formats if path.suffix.lower() in form.endings), YAML)
    return format_of(path, formats) or by_ending


def record_endings(formats: Iterable[RecordFormat] = FORMATS) -> tuple[str, ...]:
    """The endings of the names of record files."""
    return tuple(ending for form in formats if form.in_place for ending in form.endings)
