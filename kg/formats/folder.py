"""Folders and files of records, checked against each other: they load whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import BadDataError, Problem, UsageError, nearest
from kg.formats.csv_claims import is_claims_table, read_claims_table
from kg.formats.files import SUFFIXES, TABLE_SUFFIX, files_below
from kg.formats.identifiers import is_iri
from kg.formats.names import area_names, resolve_names, stands_alone
from kg.formats.yaml_records import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.formats.file_records import FileRecords, Mention
    from kg.model.records import Records

# Looking for the nearest name takes milliseconds in a large folder.
_MOST_HINTS = 50
_KINDS = ("variable", "inquiry", "agent", "area", "recommendation", "waiver")


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One record file: its digest, its records, and the line of every id it defines.

    Ids other than those of sources and claims are found in `lines` below their kind: `variable/children-exploited`.
    """

    path: Path
    sha256: str
    records: Records
    lines: dict[str, int] = field(default_factory=dict)


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
    found = files_below(folder, (*SUFFIXES, TABLE_SUFFIX))
    return [path for path in found if path.suffix.lower() != TABLE_SUFFIX or is_claims_table(path)]


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
            is_table = path.suffix.lower() == TABLE_SUFFIX
            files.append(read_claims_table(path, alone=len(paths) == 1) if is_table else read_yaml(path))
        except BadDataError as error:
            whole = False
            problems.extend(error.problems)
    for found in files:
        problems.extend(found.problems)
    problems.extend(_twice(files))
    problems.extend(area_names(files)[1])
    if whole:
        problems.extend(dangling(files))
    if problems:
        raise BadDataError(list(dict.fromkeys(problems)))
    resolve_names(files)
    return [
        LoadedFile(found.path, found.sha256, found.records, {node: line for node, (line, _) in found.places.items()})
        for found in files
    ]


def _twice(files: Sequence[FileRecords]) -> list[Problem]:
    """Ids that two files define."""
    problems = []
    first: dict[str, tuple[Path, int]] = {}
    for found in files:
        for node, (line, column) in found.places.items():
            if node in first:
                other, at = first[node]
                message = f"“{_bare(node)}” is defined twice; first at {other}:{at}"
                problems.append(Problem(str(found.path), line, column, message))
            first.setdefault(node, (found.path, line))
    return problems


def dangling(files: Sequence[FileRecords]) -> list[Problem]:
    """Ids and names that are mentioned and that no file defines."""
    known = {kind: {_bare(node) for found in files for node in found.places if node.startswith(f"{kind}/")} for kind in _KINDS}
    known["agent"] |= {agent.id for found in files for agent in found.records.agents}
    known["area"] |= set(area_names(files)[0])
    nodes = {node for found in files for node in found.places if not node.startswith(tuple(f"{kind}/" for kind in _KINDS))}
    known["source"] = {node for node in nodes if "/" not in node}
    known["claim"] = {node for node in nodes if "/" in node}
    known["source or claim"] = nodes
    known["node"] = nodes | {f"recommendation/{name}" for name in known["recommendation"]}
    problems: list[Problem] = []
    for found in files:
        for mention in found.mentions:
            if not _answered(mention, known):
                hint = _hint(mention, known) if len(problems) < _MOST_HINTS else ""
                message = f"no {mention.kind} “{mention.name}” is recorded{hint}"
                problems.append(Problem(str(found.path), mention.line, mention.column, message))
    return problems


def _answered(mention: Mention, known: dict[str, set[str]]) -> bool:
    if mention.kind == "area":
        return mention.name.casefold() in known["area"] or stands_alone(mention.name)
    if mention.name in known[mention.kind]:
        return True
    # “jay-2014:claim” has the form of an IRI, but its scheme is a source of these records: a slip for “jay-2014/claim”.
    return is_iri(mention.name) and mention.name.partition(":")[0] not in known["source"]


def _hint(mention: Mention, known: dict[str, set[str]]) -> str:
    name = mention.name.replace(":", "/", 1) if mention.name.partition(":")[0] in known["source"] else mention.name
    options = known[mention.kind]
    if mention.kind == "source or claim" and "/" in name:
        options = {o for o in options if o.startswith(f"{name.partition('/')[0]}/")} or options
    return nearest(name, options)


def _bare(node: str) -> str:
    kind, _, name = node.partition("/")
    return name if kind in _KINDS else node
