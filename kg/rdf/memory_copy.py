"""A copy of an Oxigraph store in memory."""

from __future__ import annotations

import pyoxigraph as ox


def memory_copy(store: ox.Store) -> ox.Store:
    """A copy of a store in memory, to which quads can be added."""
    copy = ox.Store()
    copy.bulk_load(input=store.dump(format=ox.RdfFormat.N_QUADS) or b"", format=ox.RdfFormat.N_QUADS, lenient=True)
    return copy
