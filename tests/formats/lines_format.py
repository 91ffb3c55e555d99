"""A format for the tests: a line a source, its id and title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.formats.file_records import FileRecords
from kg.model.records import Source

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from kg.model.records import Records


def recognises(path: Path) -> bool:
    return path.read_text(encoding="utf-8").startswith("#sources")


def read(path: Path, alone: bool) -> FileRecords:
    found = FileRecords(path, "0" * 64)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
        identifier, _, title = line.partition(" ")
        found.records.sources.append(Source(id=identifier, title=title))
        found.places[identifier] = (number, 1)
    return found


def write(records: Records, stream: TextIO) -> tuple[str, ...]:
    stream.write("#sources\n")
    stream.writelines(f"{source.id} {source.title}\n" for source in records.sources)
    return tuple(f"{claim.id}: a claim" for claim in records.claims)
