"""The desk of one workspace: its records as they are, the graph that they make, who works at it, and how it saves."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.api import open_graph
from kg.cache.folder import CACHE, make_cache
from kg.cache.records_lock import alone
from kg.desk.errors import ConflictError
from kg.desk.guard import Keys
from kg.desk.record_files import RecordFiles
from kg.desk.saving import Saved, save
from kg.errors import HeadwaterError, UsageError
from kg.formats.record_spans import with_changes, with_record
from kg.workspace.config import read_config

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kg.api import Graph
    from kg.desk.record_files import Found, RecordFile
    from kg.formats.record_spans import Change

_READER: Final = "desk-reader.txt"
_LONGEST_NAME: Final = 60
# Where a record goes that no other stands beside; `kg add` writes there too.
_NEW_FILE: Final = "claims.yaml"


def _today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()


class Edits(NamedTuple):
    """Changes to records, and new records to stand in the file of the source `beside`."""

    changes: Sequence[Change] = ()
    new: Sequence[dict[str, Any]] = ()
    beside: str = ""


class Done(NamedTuple):
    """What was saved, if anything changed, and where to go on; the page before, where that is empty.

    `kept` says that a copy of a document is kept, and nothing else changed.
    """

    saved: Saved | None
    to: str = ""
    kept: bool = False


class Desk:
    """Everything that the pages of one workspace share."""

    def __init__(self, folder: Path, port: int, reader: str = "", today: Callable[[], str] = _today) -> None:
        self.folder = folder.resolve()
        self.port = port
        self.today = today
        self.keys = Keys()
        self.lock = RLock()
        self.files = RecordFiles(self.folder)
        self.config = read_config(self.folder)
        self._graphs: dict[bool, tuple[object, Graph | None, str]] = {}
        self._made: dict[str, tuple[object, Any]] = {}
        if reader:
            self.reader = reader

    @property
    def reader(self) -> str:
        """Who reads and signs here; empty until a name is given."""
        with suppress(OSError):
            return (self.folder / CACHE / _READER).read_text(encoding="utf-8").strip()
        return ""

    @reader.setter
    def reader(self, name: str) -> None:
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME or not name[0].isalpha():
            raise UsageError("a reader's name or initials begin with a letter, such as KG")
        make_cache(self.folder / CACHE)
        (self.folder / CACHE / _READER).write_text(f"{name}\n", encoding="utf-8")

    def signature(self) -> str:
        """`DATE WHO`, as readings are signed. Raises UsageError where nobody has given a name."""
        if not self.reader:
            raise UsageError("give your name or initials: readings are signed with them")
        return f"{self.today()} {self.reader}"

    def graph(self, drafts: bool = False) -> Graph | None:
        """The graph as it is now; None where it cannot be loaded, which `graph_fault` explains."""
        now = self.files.fingerprint()
        known = self._graphs.get(drafts)
        if known is None or known[0] != now:
            try:
                known = now, open_graph(str(self.folder), drafts=drafts), ""
            except HeadwaterError as error:
                known = now, None, str(error)
            self._graphs[drafts] = known
        return known[1]

    def graph_fault(self) -> str:
        """Why the records do not load; empty where they do."""
        return "" if self.graph() is not None else self._graphs[False][2]

    def cached(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is made
        """What follows from the records, made once for each state of them."""
        now = self.files.fingerprint()
        known = self._made.get(name)
        if known is None or known[0] != now:
            known = now, make()
            self._made[name] = known
        return known[1]

    def change(self, what: str, edits: Callable[[], Edits]) -> Saved | None:
        """Save what `edits` gives, which is asked once no one else can write; None where nothing changes.

        Raises ConflictError where `edits` does, and what `save` raises; then nothing is written.
        """
        with self.lock, alone(self.folder):
            wanted = edits()
            texts: dict[Path, tuple[RecordFile, str]] = {}
            for change in wanted.changes:
                find = self.files.entry if ":" in change.source else self.files.find
                file = find(change.source).file
                text = texts[file.path][1] if file.path in texts else file.text
                texts[file.path] = file, with_changes(file.path, text, [change])
            if wanted.new:
                home = self.files.find(wanted.beside).file if wanted.beside else self.files.new(_NEW_FILE)
                text = texts[home.path][1] if home.path in texts else home.text
                for record in wanted.new:
                    text = with_record(text, record)
                texts[home.path] = home, text
            files = {path: (file.before, file.with_text(text)) for path, (file, text) in texts.items()}
            files = {path: pair for path, pair in files.items() if pair[0] != pair[1]}
            return save(self.folder, files, what) if files else None

    def place_elsewhere(self, node: str) -> str:
        """Where a record stands that is in a file of another format, such as a table in CSV; empty for any other."""
        graph = self.graph() if self.files.tables() else None
        return graph.places().get(node, "") if graph else ""

    def check_target(self, node: str) -> None:
        """Raise NotFoundError for what is on record nowhere, in whatever kind of file."""
        if not self.place_elsewhere(node):
            self.find(node)

    def find(self, node: str, seen: str | None = None) -> Found:
        """A source or claim on record. Raises NotFoundError, and ConflictError where it is not as the page showed it."""
        found = self.files.find(node)
        if seen is not None and found.seen != seen:
            raise ConflictError(
                f"{node} was changed in the meantime, by another desk or in its file. Nothing was written; "
                "the page shows what is on record now."
            )
        return found
