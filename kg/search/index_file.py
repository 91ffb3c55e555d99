"""The file of a search index: an SQLite database beside a store, written once or made from the one before, and then only read.

Words are in a full-text index in the one spelling that search compares, numbers of figures and keys of those in texts in tables.
The vocabulary has an index of its trigrams, by which mistyped words are found.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.search.documents import (
    DocumentSource,
    addresses_of,
    affected_nodes,
    changes_places,
    index_document,
    places,
    tokens,
)
from kg.search.model import SearchDocument
from kg.search.words import content_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from kg.search.model import Place

    Range = tuple[str, str | None]
    # One document: the columns of its row, the words it is found by, the number of its figure, and the keys of those in its text.
    Row = tuple[tuple[object, ...], str, float | None, tuple[int, ...]]

FORM: Final = 5
# A change that affects more nodes than this is not followed one by one.
_MOST_UPDATED: Final = 2_000
_RANGE: Final = 2_000
_CACHE_KILOBYTES: Final = 64_000
_FAST: Final = f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KILOBYTES};"
COLUMNS: Final = "node, identifier, text, area, low, high, share, made_in, issued, number_keys"
_SCHEMA: Final = f"""
{_FAST} PRAGMA user_version = {FORM};
CREATE TABLE document (id INTEGER PRIMARY KEY, local TEXT, {COLUMNS});
CREATE TABLE figure (low REAL, document INTEGER);
CREATE TABLE mention (number_key INTEGER, document INTEGER);
CREATE TABLE place (node TEXT, names TEXT, within TEXT);
CREATE TABLE address (url TEXT, node TEXT);
CREATE VIRTUAL TABLE word USING fts5(words, content='', detail=none, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(word, row);
CREATE TABLE term (id INTEGER PRIMARY KEY, term TEXT, documents INTEGER);
CREATE VIRTUAL TABLE spelling USING fts5(term, content='', detail=none, tokenize='trigram');
CREATE VIRTUAL TABLE trigram USING fts5vocab(spelling, row);
"""
# The number of documents with a word is counted once: the vocabulary itself counts them whenever it is asked.
_INDEXES: Final = """
INSERT INTO word (word) VALUES ('optimize');
INSERT INTO term (term, documents) SELECT term, doc FROM vocabulary;
INSERT INTO spelling (rowid, term) SELECT id, '^' || term || '$' FROM term;
INSERT INTO spelling (spelling) VALUES ('optimize');
CREATE INDEX figure_low ON figure (low, document); CREATE INDEX figure_document ON figure (document);
CREATE INDEX mention_key ON mention (number_key, document); CREATE INDEX mention_document ON mention (document);
CREATE INDEX document_local ON document (local); CREATE INDEX document_node ON document (node);
CREATE INDEX address_url ON address (url); CREATE INDEX address_node ON address (node); CREATE UNIQUE INDEX term_term ON term (term);
"""


class Changes(Struct, frozen=True):
    """A store as it is now, and all quads that were removed from it or added to it; `is_node` recognizes its nodes."""

    quads: ox.Store
    all: frozenset[ox.Quad]
    is_node: Callable[[str], bool]


def write_index(
    path: Path, quads: ox.Store, is_node: Callable[[str], bool], large: bool = False, collected: Path | None = None
) -> None:
    """Write the index of a store; it is renamed into place as the last step.

    What a large store says is collected in a file, and its documents are made by several processes. `collected` is that file of a
    DocumentSource, if there is one already, with all triples of the store.
    """
    if large and collected is None:
        with collected_file(path) as place:
            DocumentSource.of(quads, is_node, place).close()
            write_index(path, quads, is_node, collected=place)
        return
    stage = path.with_name(f".{path.name}.{os.getpid()}")
    stage.unlink(missing_ok=True)
    source = DocumentSource(is_node, collected) if collected else DocumentSource.of(quads, is_node)
    try:
        with closing(source), closing(sqlite3.connect(stage)) as connection:
            connection.executescript(_SCHEMA)
            with connection:
                _insert_places(connection, places(quads))
                connection.executemany("INSERT INTO address VALUES (?, ?)", source.addresses())
                areas = _area_words(connection)
                ranges = source.ranges(_RANGE)
                if collected:
                    from kg.processes.parallel_map import cores, parallel_stream

                    source.close()  # a connection may not be used on both sides of a fork
                    shares = [ranges[share :: cores()] for share in range(min(cores(), len(ranges)))]
                    jobs = [
                        partial(_rows, partial(DocumentSource, is_node, collected), share, areas) for share in shares
                    ]
                    batches: Iterable[list[Row]] = parallel_stream(jobs) if jobs else ()
                else:
                    batches = _rows(lambda: source, ranges, areas)
                _insert_documents(connection, batches)
            connection.executescript(_INDEXES)
        stage.replace(path)
    finally:
        stage.unlink(missing_ok=True)


def _rows(
    open_source: Callable[[], DocumentSource], ranges: Iterable[Range], areas: Mapping[str, Sequence[str]]
) -> Iterator[list[Row]]:
    """The rows of all documents in some ranges of nodes, a list for each range."""
    source = open_source()
    for first, end in ranges:
        yield [_row(document, areas) for document in source.documents(first, end)]


def _row(document: SearchDocument, areas: Mapping[str, Sequence[str]]) -> Row:
    columns = (
        document.node.replace("#", "/").rpartition("/")[2],
        document.node,
        document.identifier,
        document.text,
        document.area,
        document.low,
        document.high,
        document.share,
        document.made_in,
        document.issued,
        " ".join(map(str, document.number_keys)),
    )
    low = float(document.low) if document.low and document.high else None
    return columns, " ".join(_words(document, areas)), low, document.number_keys


def document_of(columns: Sequence[str | None]) -> SearchDocument:
    """The document in a row of COLUMNS. Raises sqlite3.DatabaseError for one that cannot have been written."""
    node, identifier, text, area, low, high, share, made_in, issued, keys = columns
    try:
        numbers = tuple(map(int, (keys or "").split()))
    except ValueError as error:
        raise sqlite3.DatabaseError(f"a row of a search index is damaged: {error}") from error
    return SearchDocument(str(node), str(identifier), str(text), area, low, high, bool(share), made_in, issued, numbers)


def _words(document: SearchDocument, areas: Mapping[str, Sequence[str]]) -> list[str]:
    return sorted({*tokens(document), *areas.get(document.area or "", ())})


def _insert_documents(connection: sqlite3.Connection, batches: Iterable[Sequence[Row]]) -> None:
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM document").fetchone()
    marks = ", ".join("?" * (len(COLUMNS.split(", ")) + 2))
    insert = f"INSERT INTO document VALUES ({marks})"  # noqa: S608 - only question marks are put in
    for batch in batches:
        rows = [(number, *row) for number, row in enumerate(batch, last + 1)]
        last += len(rows)
        connection.executemany(insert, [(number, *columns) for number, columns, _, _, _ in rows])
        words = [(number, words) for number, _, words, _, _ in rows]
        connection.executemany("INSERT INTO word (rowid, words) VALUES (?, ?)", words)
        figures = [(low, number) for number, _, _, low, _ in rows if low is not None]
        connection.executemany("INSERT INTO figure VALUES (?, ?)", figures)
        keys = [(key, number) for number, _, _, _, own in rows for key in own]
        connection.executemany("INSERT INTO mention VALUES (?, ?)", keys)


def _insert_places(connection: sqlite3.Connection, areas: Iterable[Place]) -> None:
    rows = ((area.node, json.dumps(area.names), json.dumps(sorted(area.within))) for area in areas)
    connection.executemany("INSERT INTO place VALUES (?, ?, ?)", rows)


def _area_words(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The words of the names of every area."""
    rows = connection.execute("SELECT node, names FROM place")
    return {node: content_words(" ".join(json.loads(names))) for node, names in rows}


def update_index(before: Path, path: Path, changes: Changes) -> bool:
    """Write the next index of a store from the one before; False if so many nodes are affected that writing a new one is faster."""
    nodes = affected_nodes(changes.quads, changes.all)
    if len(nodes) > _MOST_UPDATED:
        return False
    shutil.copyfile(before, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_FAST)
        with connection:
            old = _area_words(connection)
            if changes_places(changes.all):
                connection.execute("DELETE FROM place")
                _insert_places(connection, places(changes.quads))
            new = _area_words(connection)
            for node in sorted(nodes):
                _update_node(connection, node, changes, old, new)
    return True


def _update_node(
    connection: sqlite3.Connection,
    node: str,
    changes: Changes,
    areas_before: Mapping[str, Sequence[str]],
    areas: Mapping[str, Sequence[str]],
) -> None:
    connection.execute("DELETE FROM address WHERE node = ?", (node,))
    addresses = ((url, node) for url in addresses_of(changes.quads, node))
    connection.executemany("INSERT INTO address VALUES (?, ?)", addresses)
    query = f"SELECT id, {COLUMNS} FROM document WHERE node = ?"  # noqa: S608 - our own columns
    for number, *columns in connection.execute(query, (node,)).fetchall():
        # A full-text index without the texts needs them again to remove one.
        words = _words(document_of(columns), areas_before)
        connection.execute("INSERT INTO word (word, rowid, words) VALUES ('delete', ?, ?)", (number, " ".join(words)))
        connection.execute("DELETE FROM figure WHERE document = ?", (number,))
        connection.execute("DELETE FROM mention WHERE document = ?", (number,))
        connection.execute("DELETE FROM document WHERE id = ?", (number,))
        _count_words(connection, words, -1)
    if document := index_document(changes.quads, node, changes.is_node):
        row = _row(document, areas)
        _insert_documents(connection, [[row]])
        _count_words(connection, row[1].split(), 1)


def _count_words(connection: sqlite3.Connection, words: Iterable[str], change: int) -> None:
    """Count one document more or less for each word, and bring the index of spellings up to date."""
    for word in words:
        found = connection.execute("SELECT id, documents FROM term WHERE term = ?", (word,)).fetchone()
        if found is None:
            number = connection.execute("INSERT INTO term (term, documents) VALUES (?, ?)", (word, change)).lastrowid
            connection.execute("INSERT INTO spelling (rowid, term) VALUES (?, ?)", (number, f"^{word}$"))
        elif found[1] + change:
            connection.execute("UPDATE term SET documents = documents + ? WHERE id = ?", (change, found[0]))
        else:
            connection.execute("DELETE FROM term WHERE id = ?", (found[0],))
            delete = "INSERT INTO spelling (spelling, rowid, term) VALUES ('delete', ?, ?)"
            connection.execute(delete, (found[0], f"^{word}$"))


def index_rows(path: Path) -> Iterator[tuple[object, ...]]:
    """Everything in an index, without the numbers of its rows: the same for two indexes of the same documents."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        for query in (
            f"SELECT local, {COLUMNS} FROM document",  # noqa: S608 - our own columns
            "SELECT node, figure.low FROM figure JOIN document ON document.id = document",
            "SELECT node, number_key FROM mention JOIN document ON document.id = document",
            "SELECT * FROM place",
            "SELECT DISTINCT url, node FROM address",
            "SELECT term, documents FROM term",
            "SELECT term, doc FROM vocabulary",
            "SELECT term, doc FROM trigram",
        ):
            yield from ((query, *row) for row in connection.execute(query))


@contextmanager
def collected_file(path: Path) -> Iterator[Path]:
    """The path of a file beside an index for what is collected while it is written; it is removed."""
    place = path.with_name(f".{path.name}.{os.getpid()}.collected")
    place.unlink(missing_ok=True)
    try:
        yield place
    finally:
        place.unlink(missing_ok=True)
