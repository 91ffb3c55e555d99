"""Folders and files of records, checked against each other: they load whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import BadDataError, UsageError
from kg.formats.cross_file_checks import problems_across
from kg.formats.csv_claims import is_claims_table, read_claims_table
from kg.formats.file_summary import FileFacts
from kg.formats.files import SUFFIXES, TABLE_SUFFIX, files_below
from kg.formats.name_resolution import apply_outcome, outcomes, used_areas
from kg.formats.yaml_records import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.errors import Problem
    from kg.formats.file_records import FileRecords
    from kg.formats.name_resolution import Outcome
    from kg.model.records import Records


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One record file: its digest, its records, and the line of every id it defines.

    Ids other than those of sources and claims are found in `lines` below their kind: `variable/children-exploited`. `facts` are
    those that it was read with.
    """

    path: Path
    sha256: str
    records: Records
    facts: FileFacts

    @property
    def lines(self) -> dict[str, int]:
        """The line of every id that the file defines."""
        return {node: line for node, (line, _) in self.facts.places.items()}


def read_folder(path: Path) -> list[LoadedFile]:
    """Every record file below a folder, in the order of their paths; hidden names and `_…` are passed over.

    Linked folders are not followed, so a folder may contain itself. Raises UsageError when there is nothing to read,
    BadDataError with all problems of all files.
    """
    paths = record_paths(path)
    if not paths:
        raise UsageError(f"{path}: no record files (*.yaml) here; `kg init DIR` makes a workspace to start from")
    return read_files(paths)


def record_paths(folder: Path) -> list[Path]:
    """The record files below a folder: YAML, and tables of claims; other tables are passed over."""
    return [path for path in files_below(folder, (*SUFFIXES, TABLE_SUFFIX)) if is_record_file(path)]


def is_record_file(path: Path) -> bool:
    """Whether a file of YAML, or a table, holds records: YAML does, a table only with the columns of claims."""
    return path.suffix.lower() != TABLE_SUFFIX or is_claims_table(path)


def read_file(path: Path) -> LoadedFile:
    """One record file on its own."""
    return read_files([path])[0]


def read_files(paths: Iterable[Path]) -> list[LoadedFile]:
    """Several record files, checked against each other.

    Raises BadDataError with all problems of all files; what a file that is no YAML would have defined is not missed.
    """
    problems: list[Problem] = []
    files: list[FileRecords] = []
    whole = True
    paths = list(paths)
    for path in paths:
        try:
            files.append(read_unchecked(path, alone=len(paths) == 1))
        except BadDataError as error:
            whole = False
            problems.extend(error.problems)
    problems.extend(problems_across(files, whole))
    if problems:
        raise BadDataError(list(dict.fromkeys(problems)))
    return [resolved(found, outcome) for found, outcome in zip(files, outcomes(files), strict=True)]


def read_unchecked(path: Path, alone: bool) -> FileRecords:
    """One record file before it is checked against others. Raises BadDataError for what is no YAML or no table."""
    found = read_claims_table(path, alone) if path.suffix.lower() == TABLE_SUFFIX else read_yaml(path)
    found.uses = used_areas(found)
    return found


def resolved(found: FileRecords, outcome: Outcome) -> LoadedFile:
    """A file with ids where names stood; what it says of names is kept beside it as it was read."""
    facts = FileFacts.of(found, outcome)
    apply_outcome(found, outcome)
    return LoadedFile(found.path, found.sha256, found.records, facts)
