"""The values of some properties by node: what the documents of a search are made of.

For a graph of a million claims they are sorted in a file rather than in memory. Triples are added in any order; where those of one node
follow each other, as they mostly do, they become one row.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final
from weakref import finalize

import pyoxigraph as ox

from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

TYPE: Final = iri("rdf:type")
_CACHE_KILOBYTES: Final = 64_000
# What a node says is one text: a letter for the property, its value, a separator, and so on.
_SEPARATOR: Final = "\x1f"
_FIRST_LETTER: Final = 33
_SCHEMA: Final = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KILOBYTES};
CREATE TABLE IF NOT EXISTS node (node TEXT, says TEXT);
CREATE TABLE IF NOT EXISTS pair (term INTEGER, node TEXT, value TEXT);
"""
# The first has all columns, so that a look-up reads nothing else.
_INDEXES: Final = """
CREATE INDEX IF NOT EXISTS node_node ON node (node, says); CREATE INDEX IF NOT EXISTS pair_value ON pair (term, value);
"""
_BATCH: Final = 5_000
Says = dict[str, str]


class SortedProperties:
    """A table of properties. A node has the smallest value of each property in `single`, and every value of those in `paired`.

    A node of one of the classes has a value of `rdf:type`, no other node has. The table is a file that the caller removes, or in memory
    without a path; a file that is there already is opened again.
    """

    def __init__(
        self, single: Sequence[str], paired: Sequence[str], classes: Sequence[str], path: Path | None = None
    ) -> None:
        self._letters = {term: chr(_FIRST_LETTER + at) for at, term in enumerate((TYPE, *dict.fromkeys(single)))}
        self._terms = {letter: term for term, letter in self._letters.items()}
        self._paired = {term: number for number, term in enumerate(paired)}
        self._classes = frozenset(classes)
        self._connection = sqlite3.connect(path or ":memory:")
        self.close = finalize(self, self._connection.close)
        self._connection.executescript(_SCHEMA)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add what some quads say of named nodes. After the last, `sort` is to be called before anything is looked up."""
        rows: list[tuple[str, str]] = []
        pairs: list[tuple[int, str, str]] = []
        with self._connection:
            for node, says in self._collected(quads, pairs):
                rows.append((node, _SEPARATOR.join([letter + value for letter, value in says.items()])))
                if len(rows) >= _BATCH:
                    self._insert(rows, pairs)
            self._insert(rows, pairs)

    def _insert(self, rows: list[tuple[str, str]], pairs: list[tuple[int, str, str]]) -> None:
        self._connection.executemany("INSERT INTO node VALUES (?, ?)", rows)
        self._connection.executemany("INSERT INTO pair VALUES (?, ?, ?)", pairs)
        rows.clear()
        pairs.clear()

    def _collected(
        self, quads: Iterable[ox.Quad], pairs: list[tuple[int, str, str]]
    ) -> Iterator[tuple[str, dict[str, str]]]:
        """What each run of quads with the same subject says; pairs are appended to the list."""
        wanted = self._letters.keys() | self._paired.keys()
        node, says = "", dict[str, str]()
        for quad in quads:
            term = quad.predicate.value
            if term not in wanted or not isinstance(quad.subject, ox.NamedNode):
                continue
            subject, value = quad.subject.value, str(getattr(quad.object, "value", ""))
            if subject != node:
                if says:
                    yield node, says
                node, says = subject, {}
            if term in self._paired:
                pairs.append((self._paired[term], subject, value))
            letter = self._letters.get(term)
            if letter is None or (term == TYPE and value not in self._classes):
                continue
            value = "" if term == TYPE else value.replace(_SEPARATOR, " ")
            says[letter] = min(value, says[letter]) if letter in says else value
        if says:
            yield node, says

    def add_file(self, path: Path) -> None:
        """Add what was collected in the file of another table of the same properties."""
        self._connection.execute("ATTACH ? AS other", (str(path),))
        with self._connection:
            for table in ("node", "pair"):
                self._connection.execute(f"INSERT INTO {table} SELECT * FROM other.{table}")  # noqa: S608 - our own names
        self._connection.execute("DETACH other")

    def sort(self) -> None:
        """Make look-ups possible."""
        self._connection.executescript(_INDEXES)

    def of(self, node: str) -> Says:
        """What a node says by property."""
        found: Says = {}
        for (says,) in self._connection.execute("SELECT says FROM node WHERE node = ?", (node,)):
            found = self._merged(found, says)
        return found

    def _merged(self, found: Says, says: str) -> Says:
        more = {self._terms[part[0]]: part[1:] for part in says.split(_SEPARATOR)}
        if found:
            for term, value in found.items():
                more[term] = min(value, more[term]) if term in more else value
        return more

    def has_value(self, term: str, value: str) -> bool:
        """Whether any node has a value of a paired property."""
        query = "SELECT 1 FROM pair WHERE term = ? AND value = ? LIMIT 1"
        return self._connection.execute(query, (self._paired[term], value)).fetchone() is not None

    def pairs(self, term: str) -> Iterator[tuple[str, str]]:
        """The nodes that have a paired property, each with a value."""
        yield from self._connection.execute("SELECT node, value FROM pair WHERE term = ?", (self._paired[term],))

    def ranges(self, size: int) -> list[tuple[str, str | None]]:
        """The nodes cut into ranges of about so many: the first node of each, and the one that is the first of the next."""
        query = f"SELECT DISTINCT node FROM (SELECT node, row_number() OVER (ORDER BY node) AS n FROM node) WHERE n % {size} = 1"  # noqa: S608
        starts = [node for (node,) in self._connection.execute(query)]
        ends: list[str | None] = [*starts[1:], None]
        return list(zip(starts, ends, strict=False))  # no range without a start

    def between(self, first: str, end: str | None) -> Iterator[tuple[str, Says]]:
        """The nodes of a range with what they say, in the order of nodes."""
        query = "SELECT node, says FROM node WHERE node >= ?1 AND (?2 IS NULL OR node < ?2) ORDER BY node"
        node, found = "", Says()
        for another, says in self._connection.execute(query, (first, end)):
            if another != node:
                if found:
                    yield node, found
                node, found = another, Says()
            found = self._merged(found, says)
        if found:
            yield node, found

    def __iter__(self) -> Iterator[tuple[str, Says]]:
        """Every node with what it says, in the order of nodes."""
        return self.between("", None)


class DirectProperties:
    """The same of one node at a time, looked up in the store."""

    def __init__(self, quads: ox.Store, single: Sequence[str], classes: Sequence[str]) -> None:
        self._quads = quads
        self._single = frozenset(single)
        self._classes = frozenset(classes)

    def of(self, node: str) -> Says:
        """What a node says by property; nothing for a text in the place of a node."""
        found: Says = {}
        try:
            quads = self._quads.quads_for_pattern(ox.NamedNode(node), None, None)
        except ValueError:
            return found
        for quad in quads:
            term, value = quad.predicate.value, str(getattr(quad.object, "value", ""))
            if term == TYPE and value in self._classes:
                found[TYPE] = ""
            elif term in self._single:
                found[term] = min(value, found.get(term, value))
        return found
