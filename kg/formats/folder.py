"""Folders and files of records, checked against each other: they load whole or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from kg.errors import BadDataError, Problem, UsageError, cannot_read, nearest
from kg.formats.yaml_records import FileRecords, read_yaml, slugged
from kg.model.area import Area

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.model.records import Records

SUFFIXES = (".yaml", ".yml")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:\S+")


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One record file: its digest, its records, and the line of every claim and source."""

    path: Path
    sha256: str
    records: Records
    lines: dict[str, int] = field(default_factory=dict)


def read_folder(folder: Path) -> list[LoadedFile]:
    """Every record file below a folder, in the order of their paths; hidden names and `_…` are passed over.

    Raises UsageError when there is nothing to read, BadDataError with all problems of all files.
    """
    try:
        paths = sorted(
            path
            for path in folder.rglob("*")
            if path.suffix in SUFFIXES
            and path.is_file()
            and not any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
        )
    except OSError as error:
        raise cannot_read(folder, error) from error
    if not paths:
        raise UsageError(f"{folder}: no record files (*.yaml) here; `kg init DIR` makes a workspace to start from")
    return read_files(paths)


def read_file(path: Path) -> LoadedFile:
    """One record file on its own."""
    return read_files([path])[0]


def read_files(paths: Iterable[Path]) -> list[LoadedFile]:
    """Several record files, checked against each other."""
    problems: list[Problem] = []
    read: list[tuple[Path, FileRecords]] = []
    for path in paths:
        try:
            found = read_yaml(path)
        except BadDataError as error:
            problems.extend(error.problems)
            continue
        problems.extend(found.problems)
        read.append((path, found))
    if not problems:
        problems.extend(_across(read))
    if problems:
        raise BadDataError(problems)
    _resolve(read)
    return [
        LoadedFile(path, sha256(path.read_bytes()).hexdigest(), found.records,
                   {node: line for node, (line, _) in found.places.items()})
        for path, found in read
    ]  # fmt: skip


def _across(read: list[tuple[Path, FileRecords]]) -> list[Problem]:
    """Ids that two files define, and ids that nothing defines."""
    problems = []
    places: dict[str, tuple[Path, int]] = {}
    for path, found in read:
        for node, (line, column) in found.places.items():
            if node in places:
                other, at = places[node]
                message = f"“{node}” is defined twice; first at {other}:{at}"
                problems.append(Problem(str(path), line, column, message))
            places.setdefault(node, (path, line))
    agents = {agent.id for _, found in read for agent in found.records.agents}
    for path, found in read:
        for kind, identifier, line, column in found.mentions:
            known = _known(kind, identifier, places, agents)
            if not known:
                options = _options(kind, places, agents)
                hint = nearest(identifier, options)
                problems.append(Problem(str(path), line, column, f"no {kind} “{identifier}” is recorded{hint}"))
    return problems


def _known(kind: str, identifier: str, places: dict[str, tuple[Path, int]], agents: set[str]) -> bool:
    if _ABSOLUTE.fullmatch(identifier):
        return True
    if kind == "agent":
        return identifier in agents
    return (f"{kind}/{identifier}" if kind in {"variable", "inquiry"} else identifier) in places


def _options(kind: str, places: dict[str, tuple[Path, int]], agents: set[str]) -> set[str]:
    if kind == "agent":
        return agents
    if kind in {"variable", "inquiry"}:
        return {place.removeprefix(f"{kind}/") for place in places if place.startswith(f"{kind}/")}
    return {p for p in places if not p.startswith(("variable/", "inquiry/", "agent/", "area/", "recommendation/"))}


def _resolve(read: list[tuple[Path, FileRecords]]) -> None:
    """Turn the names of areas into their ids, over all files; an unknown name is an area of its own."""
    ids: dict[str, str] = {}
    for _, found in read:
        for area in found.records.areas:
            ids.update(dict.fromkeys((name.casefold() for name in (area.id, area.name, *area.also)), area.id))
    for _, found in read:
        records = found.records
        for number, claim in enumerate(records.claims):
            figure = claim.figure
            if figure is None or figure.area is None:
                continue
            known = ids.get(figure.area.casefold())
            if known is None:
                known = figure.area if figure.area.startswith("gss:") else slugged(figure.area)
                ids[figure.area.casefold()] = known
                records.areas.append(Area(id=known, name=figure.area))
            moved = figure.model_copy(update={"area": known})
            records.claims[number] = claim.model_copy(update={"figure": moved})
        for number, area in enumerate(records.areas):
            within = tuple(ids.get(name.casefold(), name) for name in area.within)
            records.areas[number] = area.model_copy(update={"within": within})
