"""Headline search over a million claims: an SQLite file beside a store, made once and then only read.

Words lie in a full-text index in the one spelling that search compares, numbers in a table of their own as low, high and
whether a share. A headline picks the candidates here, and they are scored like those of a small graph.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Final
from weakref import finalize

from kg.figures.scan import find_numbers
from kg.search.documents import addresses_of, concerned, headline_at, places, places_change
from kg.search.model import Place, SearchCorpus, SearchDocument
from kg.search.scoring import close_words, content_words, pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyoxigraph as ox

_FORM: Final = 3
# More candidates than this add none that leads: those that hold most of what was asked for come first.
_MOST: Final = 400
# A change that concerns more nodes than this is not followed one by one.
_MOST_RENEWED: Final = 2_000
_TEMPORARY_BYTES: Final = -64_000
_FIELDS: Final = tuple(field.name for field in fields(SearchDocument))
_SCHEMA: Final = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = {_TEMPORARY_BYTES}; PRAGMA user_version = {_FORM};
CREATE TABLE claim (id INTEGER PRIMARY KEY, node TEXT, local TEXT, told TEXT);
CREATE TABLE number (low REAL, high REAL, share INTEGER, claim INTEGER);
CREATE TABLE place (node TEXT, names TEXT, within TEXT);
CREATE TABLE address (url TEXT, node TEXT);
CREATE VIRTUAL TABLE word USING fts5(words, content='', detail=none, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(word, row);
"""
# How many claims hold a word is counted once: the vocabulary itself counts them anew whenever it is asked.
_COUNTS: Final = """
CREATE TABLE term (term TEXT PRIMARY KEY, doc INTEGER) WITHOUT ROWID;
INSERT INTO term SELECT term, doc FROM vocabulary;
"""
_INDEXES: Final = (
    "CREATE INDEX number_low ON number (low, claim); CREATE INDEX claim_local ON claim (local); "
    "CREATE INDEX claim_node ON claim (node); CREATE INDEX number_claim ON number (claim); "
    "CREATE INDEX address_url ON address (url); CREATE INDEX address_node ON address (node);"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """A store as it is now, and all quads that have gone out of it or come into it; `is_node` tells its nodes."""

    quads: ox.Store
    all: frozenset[ox.Quad]
    is_node: Callable[[str], bool]


def write_index(
    path: Path, headlines: Iterable[SearchDocument], areas: Iterable[Place], addresses: Iterable[tuple[str, str]]
) -> None:
    """Make the index of a store, whole: it is renamed into place as the last step."""
    stage = path.with_name(f".{path.name}.{os.getpid()}")
    stage.unlink(missing_ok=True)
    made = sqlite3.connect(stage)
    try:
        made.executescript(_SCHEMA)
        with made:
            _add_places(made, areas)
            made.executemany("INSERT INTO address VALUES (?, ?)", addresses)
            named = _area_words(made)
            for headline in headlines:
                _put_in(made, headline, named)
            made.executescript(_INDEXES)
            made.execute("INSERT INTO word (word) VALUES ('optimize')")
            made.executescript(_COUNTS)
        made.close()
        stage.replace(path)
    finally:
        made.close()
        stage.unlink(missing_ok=True)


def renew_index(before: Path, path: Path, changes: Changes) -> bool:
    """Make the next index of a store from the one before; False where so much has changed that it is better written anew."""
    quads, nodes = changes.quads, concerned(changes.quads, changes.all)
    if len(nodes) > _MOST_RENEWED:
        return False
    shutil.copyfile(before, path)
    made = sqlite3.connect(path)
    try:
        made.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        with made:
            old = _area_words(made)
            if places_change(changes.all):
                made.execute("DELETE FROM place")
                _add_places(made, places(quads))
            new = _area_words(made)
            for node in sorted(nodes):
                made.execute("DELETE FROM address WHERE node = ?", (node,))
                made.executemany(
                    "INSERT INTO address VALUES (?, ?)", ((url, node) for url in addresses_of(quads, node))
                )
                _take_out(made, node, old)
                if headline := headline_at(quads, node, changes.is_node):
                    _count(made, _put_in(made, headline, new), 1)
        return True
    finally:
        made.close()


def _take_out(made: sqlite3.Connection, node: str, areas: Mapping[str, Sequence[str]]) -> None:
    """Take a node out of the index; a text index without texts of its own is told again which words it held."""
    for number, told in made.execute("SELECT id, told FROM claim WHERE node = ?", (node,)).fetchall():
        words = _words(_headline(told), areas)
        made.execute("INSERT INTO word (word, rowid, words) VALUES ('delete', ?, ?)", (number, " ".join(words)))
        made.execute("DELETE FROM number WHERE claim = ?", (number,))
        made.execute("DELETE FROM claim WHERE id = ?", (number,))
        _count(made, words, -1)


def _count(made: sqlite3.Connection, words: Iterable[str], more: int) -> None:
    for word in words:
        made.execute(
            "INSERT INTO term VALUES (?, ?) ON CONFLICT (term) DO UPDATE SET doc = doc + ?", (word, more, more)
        )
        made.execute("DELETE FROM term WHERE term = ? AND doc <= 0", (word,))


def _area_words(made: sqlite3.Connection) -> dict[str, list[str]]:
    """The words of the names of every area."""
    return {
        node: content_words(" ".join(json.loads(names)))
        for node, names in made.execute("SELECT node, names FROM place")
    }


def _add_places(made: sqlite3.Connection, areas: Iterable[Place]) -> None:
    told = ((area.node, json.dumps(area.names), json.dumps(sorted(area.within))) for area in areas)
    made.executemany("INSERT INTO place VALUES (?, ?, ?)", told)


@contextmanager
def scratch(path: Path) -> Iterator[Path]:
    """A place beside an index for what is sorted while it is made; nothing of it remains."""
    place = path.with_name(f".{path.name}.{os.getpid()}.sorting")
    place.unlink(missing_ok=True)
    try:
        yield place
    finally:
        place.unlink(missing_ok=True)


def _put_in(made: sqlite3.Connection, headline: SearchDocument, areas: Mapping[str, Sequence[str]]) -> list[str]:
    """Add a node to the index, and return the words that it can be found by."""
    local = headline.node.replace("#", "/").rpartition("/")[2]
    told = json.dumps({name: getattr(headline, name) for name in _FIELDS})
    number = made.execute(
        "INSERT INTO claim (node, local, told) VALUES (?, ?, ?)", (headline.node, local, told)
    ).lastrowid
    words = _words(headline, areas)
    made.execute("INSERT INTO word (rowid, words) VALUES (?, ?)", (number, " ".join(words)))
    numbers = {(float(low), float(high), int(share)) for low, high, share in headline.mentions}
    if headline.low and headline.high:
        numbers.add((float(headline.low), float(headline.high), int(headline.share)))
    made.executemany("INSERT INTO number VALUES (?, ?, ?, ?)", [(*found, number) for found in sorted(numbers)])
    return words


def _words(headline: SearchDocument, areas: Mapping[str, Sequence[str]]) -> list[str]:
    return sorted({*pool(headline), *areas.get(headline.area or "", ())})


class SearchIndex:
    """The index of a store, opened when it is first searched. Every method raises sqlite3.Error for a damaged file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: tuple[Place, ...] | None = None

    @cached_property
    def _made(self) -> sqlite3.Connection:
        made = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        finalize(self, made.close)
        if made.execute("PRAGMA user_version").fetchone() != (_FORM,):
            raise sqlite3.DatabaseError(f"{self._path}: an index of another form")
        return made

    def look(self) -> None:
        """See whether it is one."""
        self._made.execute("SELECT 1 FROM place LIMIT 1").fetchone()

    @property
    def places(self) -> tuple[Place, ...]:
        """Every area on record."""
        if self._places is None:
            rows = self._made.execute("SELECT node, names, within FROM place ORDER BY node")
            self._places = tuple(
                Place(node, tuple(json.loads(names)), frozenset(json.loads(w))) for node, names, w in rows
            )
        return self._places

    def ending_in(self, name: str) -> set[str]:
        """The claims, and sources without claims, whose IRI ends in a name after `/` or `#`."""
        return {node for (node,) in self._made.execute("SELECT node FROM claim WHERE local = ?", (name,))}

    def at(self, address: str) -> set[str]:
        """The sources at a web address, given without what does not tell pages apart."""
        return {node for (node,) in self._made.execute("SELECT node FROM address WHERE url = ?", (address,))}

    def candidates(self, text: str) -> SearchCorpus:
        """The claims that hold a headline's numbers, most of its words first, and those that hold most of its words."""
        words = [sorted(self._meanings(word)) for word in content_words(text)]
        asked = [forms for forms in words if forms]
        found: dict[int, None] = {}
        for number in find_numbers(text):
            slack = float(number.number.step) / 2 + 0.01 if number.number.step else 0.01
            bounds = (float(number.number.low) - slack, float(number.number.low) + slack)
            self._pick(found, asked, "id IN (SELECT claim FROM number WHERE low BETWEEN ? AND ?)", bounds)
        if len(found) < _MOST:
            self._pick(found, asked, "", ())
        rows = [
            self._made.execute("SELECT told FROM claim WHERE id = ?", (number,)).fetchone()[0]
            for number in list(found)[:_MOST]
        ]
        return SearchCorpus(tuple(map(_headline, rows)), self.places, {})

    def _pick(
        self, found: dict[int, None], words: Sequence[Sequence[str]], where: str, values: Sequence[float]
    ) -> None:
        """Add the claims that meet a condition and as many of the words as can be: the commonest words are left out first."""
        asked = sorted(words, key=self._how_common)
        while len(found) < _MOST:
            query, given = _query(asked, where)
            if not query:
                return
            told = [" AND ".join(f"({' OR '.join(map(_quoted, forms))})" for forms in asked)] if asked else []
            rows = self._made.execute(query, (*told, *values, _MOST)) if given else ()
            found.update(dict.fromkeys(number for (number,) in rows))
            if not asked or (not where and len(asked) == 1):
                return
            asked.pop()

    def _how_common(self, forms: Sequence[str]) -> int:
        marks = ", ".join("?" * len(forms))
        query = f"SELECT total(doc) FROM term WHERE term IN ({marks})"  # noqa: S608 - only question marks are put in
        return int(self._made.execute(query, tuple(forms)).fetchone()[0])

    def _meanings(self, word: str) -> set[str]:
        """The words of the graph that a word may stand for: itself, or longer ones, or those that a slip makes of it."""
        ask = self._made.execute
        if ask("SELECT 1 FROM term WHERE term = ?", (word,)).fetchone():
            return {word}
        longer = {
            term for (term,) in ask("SELECT term FROM term WHERE term >= ? AND term < ?", (word, word + "\U0010ffff"))
        }
        if longer and len(word) >= 4:
            return set(sorted(longer)[:20])
        return set(close_words(word, [term for (term,) in ask("SELECT term FROM term")]))


def _quoted(word: str) -> str:
    """A word as full-text queries take it; unquoted, AND and NEAR are no words to them."""
    return f'"{word}"'


def _query(words: Sequence[Sequence[str]], where: str) -> tuple[str, bool]:
    """The statement that picks rows by words, by a condition, or by both; none where neither is asked."""
    if words and where:
        return f"SELECT rowid FROM word WHERE word MATCH ? AND row{where} LIMIT ?", True  # noqa: S608 - of our own making
    if words:
        return "SELECT rowid FROM word WHERE word MATCH ? LIMIT ?", True
    return (f"SELECT id FROM claim WHERE {where} LIMIT ?", True) if where else ("", False)  # noqa: S608 - of our own making


def _headline(told: str) -> SearchDocument:
    values = json.loads(told)
    return SearchDocument(**{**values, "mentions": tuple(map(tuple, values["mentions"]))})


def open_index(path: Path) -> SearchIndex | None:
    """The index at a path; None where there is none, or one that cannot be read: the store is then looked through whole."""
    if not path.is_file():
        return None
    try:
        index = SearchIndex(path)
        index.look()
    except sqlite3.Error:
        return None
    return index
