"""The link arrays of an opened graph: made once for each generation of its store, and read from there the next time.

The folder `links` of a generation says what it was made from, so that a table that was changed, or another version of this
program, builds it again. If it cannot be written, the arrays are built each time.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kg.lineage.standing import standings
from kg.processes.parallel_map import gc_paused
from kg.version import __version__
from kg.workspace.whole_graph import read_whole

if TYPE_CHECKING:
    from kg.lineage.backing import Table
    from kg.scale.link_arrays import LinkArrays
    from kg.store.protocol import Store
    from kg.workspace.opened import Opened

_FOLDER: Final = "links"


def links_of(graph: Opened) -> LinkArrays:
    """The link arrays of a whole graph."""
    from kg.scale.link_arrays import load, save

    if graph.generation is None:
        return _made(graph.store, graph.table)
    folder, key = graph.generation / _FOLDER, _key(graph)
    cached = load(folder, key)
    if cached is not None:
        return cached
    found = _made(graph.store, graph.table)
    with suppress(OSError):
        save(found, folder, key)
    return found


def _made(store: Store, table: Table) -> LinkArrays:
    from kg.scale.link_arrays import link_arrays

    with gc_paused():
        _, evidence = read_whole(store)
        return link_arrays(evidence, table, standings(evidence).fallen(evidence))


def _key(graph: Opened) -> str:
    """A digest of everything that the arrays follow from."""
    text = json.dumps([__version__, graph.digest, sorted((*row, level) for row, level in graph.table.items())])
    return sha256(text.encode()).hexdigest()
