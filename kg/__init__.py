"""Headwater traces a headline statistic back to the evidence it rests on.

>>> import kg
>>> graph = kg.open()
>>> trace = graph.trace("1,400 children in Rotherham")
"""

from __future__ import annotations

from os import fspath
from typing import TYPE_CHECKING

from kg.version import __version__

if TYPE_CHECKING:
    from os import PathLike

    from kg.api import Graph

__all__ = ["__version__", "open"]


def open(path: str | PathLike[str] | None = None) -> Graph:  # noqa: A001 - `kg.open` reads best, as in `gzip.open`
    """Open a graph: a folder of records, a file or a store folder.

    Without a path it is the `KG_GRAPH` of the environment, else the workspace that the current folder lies in, else the
    bundled seeds, and `graph.notes` say so; `bundled:seeds` names them. Raises `kg.errors.HeadwaterError` when it cannot be read.
    """
    from kg.api import open_graph

    return open_graph(None if path is None else fspath(path), or_seeds=True)
