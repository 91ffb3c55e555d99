"""Which files a generation was made from, and what is to be known of each so that the next one can be made without reading it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final
from weakref import finalize

from kg.formats.file_records import Mention
from kg.formats.file_summary import FileFacts, FileNames
from kg.formats.name_resolution import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

_SCHEMA: Final = """
CREATE TABLE file (path TEXT PRIMARY KEY, sha256 TEXT, form TEXT, brings TEXT, left_out INTEGER, names TEXT, outcome TEXT)
  WITHOUT ROWID;
CREATE TABLE place (file TEXT, node TEXT, line INTEGER, col INTEGER);
CREATE TABLE mention (file TEXT, kind TEXT, name TEXT, line INTEGER, col INTEGER);
"""
_INDEXES: Final = """
CREATE INDEX place_file ON place (file); CREATE INDEX place_node ON place (node);
CREATE INDEX mention_file ON mention (file); CREATE INDEX mention_name ON mention (name);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file by its path inside the workspace: what it is, the named graphs of its own, and the derived triples left out of it.

    `form` is a media type, empty for a file that holds no records; `facts` are those of a record file.
    """

    path: str
    sha256: str
    form: str = ""
    brings: tuple[str, ...] = ()
    left_out: int = 0
    facts: FileFacts | None = None


class Ledger:
    """The ledger of a generation, an SQLite file. Raises sqlite3.Error for one that is none."""

    def __init__(self, path: Path, changing: bool = False) -> None:
        self._made = sqlite3.connect(
            path if changing else f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=not changing
        )
        self.close = finalize(self, self._made.close)
        if changing:  # of a copy that nobody has seen yet
            self._made.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")

    @classmethod
    def create(cls, path: Path, entries: Iterable[Entry]) -> None:
        """Make a ledger of files."""
        ledger = cls(path, changing=True)
        ledger._made.executescript(_SCHEMA)
        with ledger._made:
            for entry in entries:
                ledger._put_in(entry)
        ledger._made.executescript(_INDEXES)
        ledger.close()

    def change(self, gone: Iterable[str], entries: Iterable[Entry]) -> None:
        """Take files out, put others in or in their place, and close the ledger."""
        with self._made:
            for path in gone:
                self._take_out(path)
            for entry in entries:
                self._take_out(entry.path)
                self._put_in(entry)
        self.close()

    def _take_out(self, path: str) -> None:
        self._made.execute("DELETE FROM file WHERE path = ?", (path,))
        self._made.execute("DELETE FROM place WHERE file = ?", (path,))
        self._made.execute("DELETE FROM mention WHERE file = ?", (path,))

    def _put_in(self, entry: Entry) -> None:
        facts = entry.facts
        names, outcome = (json.dumps(asdict(facts.names)), json.dumps(asdict(facts.outcome))) if facts else (None, None)
        row = (entry.path, entry.sha256, entry.form, json.dumps(entry.brings), entry.left_out, names, outcome)
        self._made.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        if facts:
            places = ((entry.path, node, *place) for node, place in facts.places.items())
            self._made.executemany("INSERT INTO place VALUES (?, ?, ?, ?)", places)
            told = (
                (entry.path, mention.kind, mention.name, mention.line, mention.column) for mention in facts.mentions
            )
            self._made.executemany("INSERT INTO mention VALUES (?, ?, ?, ?, ?)", told)

    def digests(self) -> dict[str, str]:
        """The SHA-256 of every file, by path."""
        return dict(self._made.execute("SELECT path, sha256 FROM file"))

    def forms(self) -> dict[str, str]:
        """The media type of every file that was read, by path."""
        return dict(self._made.execute("SELECT path, form FROM file WHERE form != ''"))

    def brought(self) -> dict[str, tuple[str, ...]]:
        """The named graphs that files bring with them, by path."""
        rows = self._made.execute("SELECT path, brings FROM file WHERE brings != '[]'")
        return {path: tuple(json.loads(brings)) for path, brings in rows}

    def left_out(self) -> list[tuple[str, int]]:
        """The files that derived triples were left out of, and how many, in the order of paths."""
        return list(self._made.execute("SELECT path, left_out FROM file WHERE left_out > 0 ORDER BY path"))

    def places(self) -> Iterator[tuple[str, str, int]]:
        """Every id that a record file defines, with the file and the line."""
        yield from self._made.execute("SELECT node, file, line FROM place ORDER BY file, rowid")

    def names(self) -> dict[str, tuple[FileNames, Outcome]]:
        """The names in every record file as they were read and as they came out, by path."""
        rows = self._made.execute("SELECT path, names, outcome FROM file WHERE names IS NOT NULL")
        return {path: (_names(names), _outcome(outcome)) for path, names, outcome in rows}

    def facts(self, path: str) -> FileFacts | None:
        """All that is kept of a record file."""
        row = self._made.execute(
            "SELECT names, outcome FROM file WHERE path = ? AND names IS NOT NULL", (path,)
        ).fetchone()
        if row is None:
            return None
        places = self._made.execute("SELECT node, line, col FROM place WHERE file = ? ORDER BY rowid", (path,))
        told = self._made.execute("SELECT kind, name, line, col FROM mention WHERE file = ? ORDER BY rowid", (path,))
        return FileFacts(
            {node: (line, column) for node, line, column in places},
            tuple(Mention(*row) for row in told),
            _names(row[0]),
            _outcome(row[1]),
        )

    def defined_in(self, node: str) -> set[str]:
        """The file that defines an id."""
        return {path for (path,) in self._made.execute("SELECT file FROM place WHERE node = ?", (node,))}

    def mentioned_outside(self, name: str, files: Collection[str]) -> bool:
        """Whether any other file mentions an id or name, or anything that stands below it after a colon."""
        asked = "SELECT file FROM mention WHERE name = ?1 UNION SELECT file FROM mention WHERE name >= ?1 || ':' AND name < ?1 || ';'"
        return any(path not in files for (path,) in self._made.execute(asked, (name,)))


def _names(text: str) -> FileNames:
    told: dict[str, Any] = json.loads(text)
    return FileNames(
        tuple(map(tuple, told["named"])),
        tuple(told["uses"]),
        tuple(map(tuple, told["agents"])),
        tuple((area, name, tuple(also)) for area, name, also in told["areas"]),
    )


def _outcome(text: str) -> Outcome:
    told: dict[str, Any] = json.loads(text)
    return Outcome(told["areas"], told["made"], told["agents"], tuple(told["kept"]))
