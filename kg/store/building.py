"""A store folder while it is being filled, by one process and for nobody else to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.cache.bulk_load import Target, holds_blanks, load_file, load_named, settle
from kg.errors import BadDataError, Problem
from kg.rdf.catalogue import CATALOGUE_GRAPH, FileEntry, catalogue_quads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


def check_alone(target: Target) -> None:
    """Raise BadDataError for a file that cannot be parsed or states nothing. It is read into memory: for small ones."""
    scratch = ox.Store()
    load_file(scratch, target)
    if not len(scratch):
        raise _nothing(target)


def _nothing(target: Target) -> BadDataError:
    return BadDataError([Problem(str(target.path), 0, 0, "the file states nothing")])


class StoreBuilder:
    """Adds files to a store folder; `finish` closes it."""

    def __init__(self, folder: Path) -> None:
        self._store = ox.Store(str(folder))

    def forget(self, graphs: Iterable[str]) -> None:
        """Take the graphs of a file out that is loaded anew."""
        for graph in graphs:
            self._store.remove_graph(ox.NamedNode(graph))

    def add(self, target: Target, told: Callable[[int], None]) -> list[str]:
        """Load one file and return the graphs that it filled.

        Raises BadDataError for one that cannot be parsed or states nothing; the folder is then to be thrown away.
        """
        before = self._graphs()
        doubtful = load_file(self._store, target, told)
        new = sorted(self._graphs() - before)
        if not new and not self._brings_to(before):
            raise _nothing(target)
        if doubtful and holds_blanks(self._store, new):
            # Brackets that were nodes: the labels that the loader gave them are new each time, so they are named instead.
            for graph in new:
                self._store.remove_graph(ox.NamedNode(graph))
            load_named(self._store, target)
        return new

    def _brings_to(self, graphs: set[str]) -> bool:
        """Whether a file may have added to graphs that were there before."""
        return bool(graphs - {CATALOGUE_GRAPH})

    def _graphs(self) -> set[str]:
        return {graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode)}

    def finish(self, entries: Iterable[FileEntry]) -> int:
        """Put right what the loader leaves, write the catalogue and close; returns how many derived triples were left out."""
        left_out = settle(self._store)
        self._store.remove_graph(ox.NamedNode(CATALOGUE_GRAPH))
        self._store.bulk_extend(list(catalogue_quads(entries)))
        self._store.flush()
        del self._store
        return left_out
