"""Folders and files of records, checked against each other: they load whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.errors import BadDataError, UsageError
from kg.formats.cross_file_checks import problems_across
from kg.formats.file_summary import FileFacts
from kg.formats.files import files_below
from kg.formats.name_resolution import apply_outcome, outcomes, used_areas
from kg.formats.record_format import RecordFormat
from kg.formats.registry import FORMATS, format_of, format_to_read, record_endings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.errors import Problem
    from kg.formats.file_records import FileRecords
    from kg.formats.name_resolution import Outcome
    from kg.model.records import Records


Formats = Sequence[RecordFormat]


class LoadedFile(Struct, frozen=True):
    """One record file: its digest, its records, and the line of every id it defines.

    Ids other than those of sources and claims are found in `lines` below their kind: `variable/children-exploited`. `facts` are
    those that it was read with.
    """

    path: Path
    sha256: str
    media_type: str
    records: Records
    facts: FileFacts

    @property
    def lines(self) -> dict[str, int]:
        """The line of every id that the file defines."""
        return {node: line for node, (line, _) in self.facts.places.items()}


def read_folder(path: Path, formats: Formats = FORMATS) -> list[LoadedFile]:
    """Every record file below a folder, in the order of their paths; hidden names and `_…` are passed over.

    Linked folders are not followed, so a folder may contain itself. Raises UsageError when there is nothing to read,
    BadDataError with all problems of all files.
    """
    paths = record_paths(path, formats)
    if not paths:
        raise UsageError(f"{path}: no record files (*.yaml) here; `kg init DIR` makes a workspace to start from")
    return read_files(paths, formats)


def record_paths(folder: Path, formats: Formats = FORMATS) -> list[Path]:
    """The record files below a folder; files of other content, such as other tables, are passed over."""
    return [path for path in files_below(folder, record_endings(formats)) if format_of(path, formats)]


def read_file(path: Path) -> LoadedFile:
    """One record file on its own."""
    return read_files([path])[0]


def read_files(paths: Iterable[Path], formats: Formats = FORMATS) -> list[LoadedFile]:
    """Several record files, checked against each other.

    Raises BadDataError with all problems of all files; ids that a broken file would have defined are not reported as missing.
    """
    problems: list[Problem] = []
    files: list[FileRecords] = []
    whole = True
    paths = list(paths)
    for path in paths:
        try:
            files.append(read_unchecked(path, len(paths) == 1, formats))
        except BadDataError as error:
            whole = False
            problems.extend(error.problems)
    problems.extend(problems_across(files, whole))
    if problems:
        raise BadDataError(list(dict.fromkeys(problems)))
    return [resolved(found, outcome) for found, outcome in zip(files, outcomes(files), strict=True)]


def read_unchecked(path: Path, alone: bool, formats: Formats = FORMATS) -> FileRecords:
    """One record file before it is checked against others. Raises BadDataError for one that cannot be parsed."""
    form = format_to_read(path, formats)
    found = form.load().read(path, alone)
    found.media_type = form.media_type
    found.uses = used_areas(found)
    return found


def resolved(found: FileRecords, outcome: Outcome) -> LoadedFile:
    """A file with ids where names stood; what it says of names is kept beside it as it was read."""
    facts = FileFacts.of(found, outcome)
    apply_outcome(found, outcome)
    return LoadedFile(found.path, found.sha256, found.media_type, found.records, facts)
