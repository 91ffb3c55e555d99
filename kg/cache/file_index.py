"""The files that a generation was made from, with what the next one needs to know of each without reading it again."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, Final
from weakref import finalize

from msgspec import Struct
from msgspec.structs import asdict

from kg.formats.file_records import Mention
from kg.formats.file_summary import FileFacts, FileNames
from kg.formats.name_resolution import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

_SCHEMA: Final = """
CREATE TABLE file (path TEXT PRIMARY KEY, sha256 TEXT, form TEXT, brings TEXT, left_out INTEGER, names TEXT, resolution TEXT)
  WITHOUT ROWID;
CREATE TABLE place (file TEXT, node TEXT, line INTEGER, col INTEGER);
CREATE TABLE mention (file TEXT, kind TEXT, name TEXT, line INTEGER, col INTEGER);
"""
_INDEXES: Final = """
CREATE INDEX place_file ON place (file); CREATE INDEX place_node ON place (node);
CREATE INDEX mention_file ON mention (file); CREATE INDEX mention_name ON mention (name);
"""


class IndexedFile(Struct, frozen=True):
    """One file by its path inside the workspace, the named graphs that it brings, and how many derived triples were left out of it.

    `form` is a media type, empty for a file without records; `facts` are those of a record file.
    """

    path: str
    sha256: str
    form: str = ""
    brings: tuple[str, ...] = ()
    left_out: int = 0
    facts: FileFacts | None = None


class FileIndex:
    """The file index of a generation, an SQLite file. Every method raises sqlite3.Error if it is damaged."""

    def __init__(self, path: Path, writable: bool = False) -> None:
        self._connection = sqlite3.connect(
            path if writable else f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=not writable
        )
        self.close = finalize(self, self._connection.close)
        if writable:  # a file that no other process has opened yet
            self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")

    @classmethod
    def create(cls, path: Path, files: Iterable[IndexedFile]) -> None:
        """Write a new index of some files."""
        index = cls(path, writable=True)
        index._connection.executescript(_SCHEMA)
        with index._connection:
            for file in files:
                index._insert(file)
        index._connection.executescript(_INDEXES)
        index.close()

    def update(self, removed: Iterable[str], files: Iterable[IndexedFile]) -> None:
        """Remove some paths, add or replace some files, and close the index."""
        with self._connection:
            for path in removed:
                self._delete(path)
            for file in files:
                self._delete(file.path)
                self._insert(file)
        self.close()

    def _delete(self, path: str) -> None:
        self._connection.execute("DELETE FROM file WHERE path = ?", (path,))
        self._connection.execute("DELETE FROM place WHERE file = ?", (path,))
        self._connection.execute("DELETE FROM mention WHERE file = ?", (path,))

    def _insert(self, file: IndexedFile) -> None:
        facts = file.facts
        names, resolution = (
            (json.dumps(asdict(part)) for part in (facts.names, facts.outcome)) if facts else (None, None)
        )
        row = (file.path, file.sha256, file.form, json.dumps(file.brings), file.left_out, names, resolution)
        self._connection.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        if facts:
            places = ((file.path, node, *place) for node, place in facts.places.items())
            self._connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?)", places)
            mentions = ((file.path, found.kind, found.name, found.line, found.column) for found in facts.mentions)
            self._connection.executemany("INSERT INTO mention VALUES (?, ?, ?, ?, ?)", mentions)

    def digests(self) -> dict[str, str]:
        """The SHA-256 of every file, by path."""
        return dict(self._connection.execute("SELECT path, sha256 FROM file"))

    def forms(self) -> dict[str, str]:
        """The media type of every file with records or RDF, by path."""
        return dict(self._connection.execute("SELECT path, form FROM file WHERE form != ''"))

    def brought_graphs(self) -> dict[str, tuple[str, ...]]:
        """The named graphs that files bring with them, by path."""
        rows = self._connection.execute("SELECT path, brings FROM file WHERE brings != '[]'")
        return {path: tuple(json.loads(brings)) for path, brings in rows}

    def left_out(self) -> list[tuple[str, int]]:
        """The files that derived triples were left out of, and how many, in the order of paths."""
        return list(self._connection.execute("SELECT path, left_out FROM file WHERE left_out > 0 ORDER BY path"))

    def places(self) -> Iterator[tuple[str, str, int]]:
        """Every id that a record file defines, with the file and the line."""
        yield from self._connection.execute("SELECT node, file, line FROM place ORDER BY file, rowid")

    def names(self) -> dict[str, tuple[FileNames, Outcome]]:
        """The names in every record file as they were read and as they were resolved, by path."""
        rows = self._connection.execute("SELECT path, names, resolution FROM file WHERE names IS NOT NULL")
        return {path: (_names(names), _resolution(resolution)) for path, names, resolution in rows}

    def facts(self, path: str) -> FileFacts | None:
        """Everything known of a record file; None for a path that is not one."""
        query = "SELECT names, resolution FROM file WHERE path = ? AND names IS NOT NULL"
        row = self._connection.execute(query, (path,)).fetchone()
        if row is None:
            return None
        places = self._connection.execute("SELECT node, line, col FROM place WHERE file = ? ORDER BY rowid", (path,))
        query = "SELECT kind, name, line, col FROM mention WHERE file = ? ORDER BY rowid"
        mentions = self._connection.execute(query, (path,))
        return FileFacts(
            {node: (line, column) for node, line, column in places},
            tuple(Mention(*found) for found in mentions),
            _names(row[0]),
            _resolution(row[1]),
        )

    def defined_in(self, node: str) -> set[str]:
        """The files that define an id."""
        return {path for (path,) in self._connection.execute("SELECT file FROM place WHERE node = ?", (node,))}

    def is_mentioned_outside(self, name: str, files: Collection[str]) -> bool:
        """Whether any other file mentions an id or name, or anything below it after a colon."""
        query = "SELECT file FROM mention WHERE name = ?1 UNION SELECT file FROM mention WHERE name >= ?1 || ':' AND name < ?1 || ';'"
        return any(path not in files for (path,) in self._connection.execute(query, (name,)))


def _names(text: str) -> FileNames:
    found: dict[str, Any] = json.loads(text)
    return FileNames(
        tuple(map(tuple, found["named"])),
        tuple(found["uses"]),
        tuple(map(tuple, found["agents"])),
        tuple((area, name, tuple(also)) for area, name, also in found["areas"]),
    )


def _resolution(text: str) -> Outcome:
    found: dict[str, Any] = json.loads(text)
    return Outcome(found["areas"], found["made"], found["agents"], tuple(found["kept"]))
