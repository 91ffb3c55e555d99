"""What nodes say by property, sorted in a file rather than in memory: a graph of a million claims takes little more than a small one."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from typing import TYPE_CHECKING, Final
from weakref import finalize

import pyoxigraph as ox

from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_TYPE: Final = iri("rdf:type")
_CACHE_KILOBYTES: Final = 64_000
_SCHEMA: Final = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KILOBYTES};
CREATE TABLE said (node TEXT, term INTEGER, value TEXT);
"""
# Holds every column, so that whoever asks for a node reads nothing else.
_SORTED: Final = "CREATE INDEX said_of ON said (node, term, value)"


class Sayings:
    """The values of some properties by node, the smallest where a node has several of one.

    A node of one of the classes has a value of `rdf:type`, no other node has. All is kept in a new file at `path`, which
    the caller removes, or in memory without one.
    """

    def __init__(self, quads: ox.Store, terms: Sequence[str], classes: Sequence[str], path: Path | None = None) -> None:
        self._names = (_TYPE, *dict.fromkeys(terms))
        self._held = sqlite3.connect(path or ":memory:")
        self.close = finalize(self, self._held.close)
        self._held.executescript(_SCHEMA)
        with self._held:
            self._held.executemany("INSERT INTO said VALUES (?, 0, '')", _members(quads, classes))
            for number, term in enumerate(self._names[1:], 1):
                self._held.executemany("INSERT INTO said VALUES (?, ?, ?)", _stated(quads, term, number))
            self._held.execute(_SORTED)

    def values(self, term: str) -> frozenset[str]:
        """Every value of a property."""
        rows = self._held.execute("SELECT DISTINCT value FROM said WHERE term = ?", (self._names.index(term),))
        return frozenset(value for (value,) in rows)

    def __iter__(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every node with what it says by property, in the order of nodes."""
        rows = self._held.execute("SELECT node, term, value FROM said ORDER BY node, term, value")
        for node, own in groupby(rows, key=lambda row: row[0]):
            yield str(node), self._first((term, value) for _, term, value in own)

    def of(self, node: str) -> dict[str, str]:
        """What one node says by property."""
        return self._first(
            self._held.execute("SELECT term, value FROM said WHERE node = ? ORDER BY term, value", (node,))
        )

    def _first(self, rows: Iterable[tuple[int, str]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for term, value in rows:
            found.setdefault(self._names[term], value)
        return found


class LookedUp:
    """The same of one node at a time, looked up in the store."""

    def __init__(self, quads: ox.Store, terms: Sequence[str], classes: Sequence[str]) -> None:
        self._quads = quads
        self._terms = frozenset(terms)
        self._classes = frozenset(classes)

    def of(self, node: str) -> dict[str, str]:
        """What one node says by property."""
        found: dict[str, str] = {}
        try:
            quads = self._quads.quads_for_pattern(ox.NamedNode(node), None, None)
        except ValueError:  # a text where a node was expected
            return found
        for quad in quads:
            term, value = quad.predicate.value, str(getattr(quad.object, "value", ""))
            if term == _TYPE and value in self._classes:
                found[_TYPE] = ""
            elif term in self._terms:
                found[term] = min(value, found.get(term, value))
        return found


def _members(quads: ox.Store, classes: Sequence[str]) -> Iterator[tuple[str]]:
    listed = " ".join(f"<{cls}>" for cls in classes)
    return (
        (node,)
        for (node,) in _rows(quads, f"SELECT DISTINCT ?s {{ VALUES ?type {{ {listed} }} ?s a ?type FILTER isIRI(?s) }}")
    )


def _stated(quads: ox.Store, term: str, number: int) -> Iterator[tuple[str, int, str]]:
    """Every node with a value of a property, and nothing more: each term that is read costs a look-up on disk."""
    return ((node, number, value) for node, value in _rows(quads, f"SELECT ?s ?o {{ ?s <{term}> ?o }}"))


def _rows(quads: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    found = quads.query(query, use_default_graph_as_union=True)
    for row in found if isinstance(found, ox.QuerySolutions) else ():
        yield tuple(str(getattr(term, "value", "")) for term in row)
