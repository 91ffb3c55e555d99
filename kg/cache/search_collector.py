"""Collects what a search index is made of while files are loaded, in another process, so that the store need not be read for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.cache.bulk_load import triples_to_index
from kg.rdf.own_graphs import IMPLIED_GRAPH
from kg.search.documents import DocumentSource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.cache.bulk_load import Target


class Collector:
    """Collects in files of a folder, one for each batch of files that are loaded together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[Path] = []
        self._complete = True

    def collect(self, targets: Sequence[Target]) -> Path:
        """Collect what some files say in a new file. Raises as loading them does."""
        path = self._folder / f"{len(self._files)}.sqlite"
        path.unlink(missing_ok=True)  # of a batch with an error
        source = DocumentSource(path=path)
        for target in targets:
            source.add(triples_to_index(target))
        source.close()
        return path

    def add(self, path: Path | None) -> None:
        """Count what was collected from a batch as loaded; None if it could not be collected."""
        if path:
            self._files.append(path)
        self._complete = self._complete and path is not None

    def finish(self, quads: ox.Store) -> Path | None:
        """The file with all that was collected, and with what the loaded store implies; None if something is missing."""
        if not self._complete or not self._files:
            return None
        first, *others = self._files
        source = DocumentSource(path=first)
        for other in others:
            source.add_file(other)
            other.unlink()
        source.add(quads.quads_for_pattern(None, None, None, ox.NamedNode(IMPLIED_GRAPH)))
        source.sort()
        source.close()
        return first
