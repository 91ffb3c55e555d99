"""Headline search over a million claims: a headline picks its candidates in an index, and they are scored like those of a small graph."""

from __future__ import annotations

import json
import sqlite3
from functools import cached_property
from typing import TYPE_CHECKING, Final
from weakref import finalize

from kg.figures.scan import find_equals
from kg.search.index_file import COLUMNS, FORM, document_of
from kg.search.model import Place, SearchCorpus
from kg.search.numbers import number_key
from kg.search.words import LONG_ENOUGH, content_words, most_similar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# The candidates with most of what a headline says come first; the leader is among so many.
_MOST_CANDIDATES: Final = 400
_MOST_COMPLETIONS: Final = 20
# Of a mistyped word: trigrams are looked up, the rarest first, until they stand in so many words; so many of these are compared.
_MOST_SHARING: Final = 20_000
_MOST_COMPARED: Final = 500


class SearchIndex:
    """The index of a store, opened when it is first searched. Every method raises sqlite3.Error for a damaged file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        # Tools of an assistant run in threads side by side. SQLite serializes them, and nothing is ever written here.
        address = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        finalize(self, connection.close)
        if connection.execute("PRAGMA user_version").fetchone() != (FORM,):
            raise sqlite3.DatabaseError(f"{self._path}: not a search index of this version")
        return connection

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every area on record."""
        rows = self._connection.execute("SELECT node, names, within FROM place ORDER BY node")
        return tuple(Place(node, tuple(json.loads(names)), frozenset(json.loads(w))) for node, names, w in rows)

    def ending_in(self, name: str) -> set[str]:
        """The claims, and sources without claims, whose IRI ends in a name after `/` or `#`."""
        return {node for (node,) in self._connection.execute("SELECT node FROM document WHERE local = ?", (name,))}

    def at(self, address: str) -> set[str]:
        """The sources at a web address, as addresses are compared."""
        return {node for (node,) in self._connection.execute("SELECT node FROM address WHERE url = ?", (address,))}

    def candidates(self, text: str) -> SearchCorpus:
        """The documents with a headline's numbers, those with most of its words first, and those with most of its words."""
        meanings = [sorted(self._meanings(word)) for word in content_words(text)]
        words = sorted(filter(None, meanings), key=self._documents_with)
        found: dict[int, None] = {}
        for number in (one.number for one in find_equals(text)):
            slack = float(number.step) / 2 + 0.01 if number.step else 0.01
            low = float(number.low)
            self._pick(found, words, (low - slack, low + slack, number_key(number.low)))
        if len(found) < _MOST_CANDIDATES:
            self._pick(found, words)
        query = f"SELECT {COLUMNS} FROM document WHERE id = ?"  # noqa: S608 - our own columns
        rows = [self._connection.execute(query, (number,)).fetchone() for number in list(found)[:_MOST_CANDIDATES]]
        return SearchCorpus(tuple(map(document_of, rows)), self.places)

    def _pick(
        self, found: dict[int, None], words: Sequence[Sequence[str]], number: tuple[float, float, int] | None = None
    ) -> None:
        """Add the documents with as many of the words as possible, leaving out the commonest first, and with a number.

        It is given as the bounds of that of a figure, and the key of one in a text.
        """
        for size in range(len(words), -1 if number else 0, -1):
            if len(found) >= _MOST_CANDIDATES:
                return
            text = " AND ".join(f"({' OR '.join(map(_quoted, forms))})" for forms in words[:size])
            rows = self._connection.execute(_query(bool(text), number is not None), _given(text, number))
            found.update(dict.fromkeys(document for (document,) in rows))

    def _documents_with(self, forms: Sequence[str]) -> int:
        marks = ", ".join("?" * len(forms))
        query = f"SELECT total(documents) FROM term WHERE term IN ({marks})"  # noqa: S608 - only question marks are put in
        return int(self._connection.execute(query, tuple(forms)).fetchone()[0])

    def _meanings(self, word: str) -> set[str]:
        """The words of the graph that a word may stand for: itself, else longer ones, else those that it may be mistyped for."""
        ask = self._connection.execute
        if ask("SELECT 1 FROM term WHERE term = ?", (word,)).fetchone():
            return {word}
        if len(word) < LONG_ENOUGH:
            return set()
        longer = "SELECT term FROM term WHERE term >= ? AND term < ? ORDER BY term LIMIT ?"
        found = {term for (term,) in ask(longer, (word, word + "\U0010ffff", _MOST_COMPLETIONS))}
        return found or set(self._corrections(word))

    def _corrections(self, word: str) -> list[str]:
        """The words of the graph that are similar, by the trigrams that they share."""
        marked = f"^{word}$"
        trigrams = list(dict.fromkeys(marked[at : at + 3] for at in range(len(marked) - 2)))
        marks = ", ".join("?" * len(trigrams))
        query = f"SELECT doc, term FROM trigram WHERE term IN ({marks}) ORDER BY doc"  # noqa: S608 - only question marks are put in
        chosen: list[str] = []
        sharing = 0
        for documents, trigram in self._connection.execute(query, trigrams):
            if chosen and sharing + documents > _MOST_SHARING:
                break
            chosen.append(_quoted(trigram))
            sharing += documents
        if not chosen:
            return []
        each = " UNION ALL ".join(["SELECT rowid AS id FROM spelling WHERE spelling MATCH ?"] * len(chosen))
        query = (
            f"SELECT term FROM term WHERE id IN (SELECT id FROM ({each}) GROUP BY id ORDER BY count(*) DESC LIMIT ?)"  # noqa: S608
        )
        near = [term for (term,) in self._connection.execute(query, (*chosen, _MOST_COMPARED))]
        return most_similar(word, near)


def _quoted(word: str) -> str:
    """A word as full-text queries take it; unquoted, AND and NEAR are not words to them."""
    return f'"{word}"'


def _query(by_words: bool, by_number: bool) -> str:
    """The statement that picks documents by words, by a number, or by both."""
    with_number = (
        "SELECT document FROM figure WHERE low BETWEEN ? AND ? UNION SELECT document FROM mention WHERE number_key = ?"
    )
    if not by_words:
        return f"SELECT id FROM document WHERE id IN ({with_number}) LIMIT ?"  # noqa: S608 - nothing is put in
    where = f" AND rowid IN ({with_number})" if by_number else ""
    return f"SELECT rowid FROM word WHERE word MATCH ?{where} LIMIT ?"  # noqa: S608 - nothing is put in


def _given(text: str, number: tuple[float, float, int] | None) -> tuple[str | float | int, ...]:
    return (*([text] if text else []), *(number or ()), _MOST_CANDIDATES)


def open_index(path: Path) -> SearchIndex | None:
    """The index at a path; None if there is none or it cannot be read: searches then read the whole store."""
    if not path.is_file():
        return None
    try:
        index = SearchIndex(path)
        index.ending_in("")
    except sqlite3.Error:
        return None
    return index
