"""Parts of records from a whole import, joined source by source: what was first said of a value counts, what differs is in doubt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.formats.importing.parts import Part, origin_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.importing.index import Index

# Keys of records that hold lists: what several parts say is taken together.
LISTS: Final = frozenset(
    {
        "publisher",
        "authors",
        "commissioned by",
        "funded by",
        "edition of",
        "revision of",
        "same as",
        "about",
        "by",
        "leans on",
        "speaks to",
        "not seen",
    }
)


class Differs(NamedTuple):
    """A value that another place of the import states otherwise."""

    key: str
    first: str
    other: str
    file: str
    place: str


class Joined(NamedTuple):
    """One source with everything that was said of it, where each value came from, and what differs."""

    document: dict[str, Any]
    origins: dict[str, tuple[str, str]]
    differs: tuple[Differs, ...]


class Collector:
    """Keeps the parts in the order in which their sources were first met, on disk with the index."""

    def __init__(self, index: Index) -> None:
        self.database = index.database
        self.database.execute("CREATE TABLE source (number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL)")
        self.database.execute("CREATE TABLE part (number INTEGER NOT NULL, body TEXT NOT NULL)")

    def add(self, part: Part) -> None:
        """Take one part."""
        self.database.execute("INSERT OR IGNORE INTO source (id) VALUES (?)", (part.source,))
        body = json.dumps([part.place, part.fields, part.claims, part.origins, part.file], ensure_ascii=True)
        self.database.execute("INSERT INTO part SELECT number, ? FROM source WHERE id = ?", (body, part.source))

    def has(self, source: str) -> bool:
        """Whether any part speaks of a source."""
        return self.database.execute("SELECT 1 FROM source WHERE id = ?", (source,)).fetchone() is not None

    def joined(self) -> Iterator[Joined]:
        """Every source, joined."""
        parts: list[Part] = []
        self.database.execute("CREATE INDEX IF NOT EXISTS of_source ON part (number)")
        rows = self.database.cursor().execute(
            "SELECT source.id, part.body FROM source JOIN part USING (number) ORDER BY source.number, part.rowid"
        )
        for source, body in rows:
            if parts and parts[0].source != source:
                yield _join(parts)
                parts = []
            parts.append(Part(source, *json.loads(body)))
        if parts:
            yield _join(parts)


def _join(parts: list[Part]) -> Joined:
    document: dict[str, Any] = {"source": parts[0].source}
    claims: dict[str, dict[str, Any]] = {}
    origins: dict[str, tuple[str, str]] = {"": (parts[0].file, parts[0].place)}
    differs: list[Differs] = []
    for part in parts:
        _take(document, part.fields, part, "", origins, differs)
        for name, fields in part.claims.items():
            origins.setdefault(f"claims/{name}/", (part.file, part.place))
            _take(claims.setdefault(name, {}), fields, part, f"claims/{name}/", origins, differs)
    # Links of the document as a whole stand after its claims, as people write them.
    last = {key: document.pop(key) for key in ("leans on", "speaks to") if key in document}
    return Joined(document | ({"claims": claims} if claims else {}) | last, origins, tuple(differs))


def _take(
    held: dict[str, Any],
    fields: dict[str, Any],
    part: Part,
    before: str,
    origins: dict[str, tuple[str, str]],
    differs: list[Differs],
) -> None:
    """Take what one part says into what is held."""
    for key, value in fields.items():
        where = before + key
        if key in LISTS and value is not None:
            had = held.setdefault(key, [])
            new = [entry for entry in value if entry not in had]
            had.extend(new)
            if new:
                origins.setdefault(where, (part.file, origin_of(part, where)))
        elif key not in held:
            held[key] = value
            origins[where] = (part.file, origin_of(part, where))
        elif held[key] != value:
            differs.append(Differs(where, str(held[key]), str(value), part.file, origin_of(part, where)))
