"""Compare all of a cache with what it was made from, since RocksDB and SQLite notice damage only in what they read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.cache.build import FILES, build
from kg.cache.bulk_store import damaged_store, open_bulk_store
from kg.cache.fingerprints import digests, take_fingerprints
from kg.cache.generations import SEARCH, STORE, damage_of, new_generation, writing
from kg.cache.store_files import StoreSizes, open_data, open_store, read_store
from kg.cache.workspace_cache import REBUILT, cache_distrusted, cache_folder, open_workspace
from kg.errors import DamagedCacheError
from kg.search.index_file import index_rows
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.cache.load import Loaded

# The time of a file is not part of its content.
_TIME_OF_FILE: Final = iri("schema:dateModified")
_SIZES: Final = StoreSizes()


def verify_workspace(workspace: Path, loaded: Loaded, sizes: StoreSizes = _SIZES) -> bool:
    """Whether the cache of a workspace is what its files give; if not, it is built again. True as well if there can be no cache."""
    found = open_workspace(workspace, loaded.base, sizes)
    cache = cache_folder(workspace)
    if found.generation is None or cache is None:
        return True
    if REBUILT in found.notes:
        return False
    with writing(cache), new_generation(cache) as stage:
        build(stage, loaded, loaded.filled(), digests(take_fingerprints(workspace, cache)), sizes)
        same = _is_same(found.generation, stage)
    if not same:
        with cache_distrusted():
            open_workspace(workspace, loaded.base, sizes)
    return same


def _is_same(generation: Path, expected: Path) -> bool:
    try:
        with damage_of(generation):
            return _contents(generation) == _contents(expected)
    except DamagedCacheError:
        return False


def _contents(generation: Path) -> list[int]:
    return [
        _digest(_quads(open_store(generation / STORE))),
        _digest(_quads(open_data(generation / STORE) or ox.Store())),
        _digest(_quads(read_store(generation / STORE))),
        _digest(index_rows(generation / SEARCH)),
        _digest(_rows(generation / FILES)),
    ]


def _quads(store: ox.Store) -> Iterable[str]:
    return (str(quad) for quad in store.quads_for_pattern(None, None, None) if quad.predicate.value != _TIME_OF_FILE)


def _rows(path: Path) -> Iterable[tuple[object, ...]]:
    """The rows of all tables of an SQLite file."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        for table in tables:
            yield from ((table, *row) for row in connection.execute(f'SELECT * FROM "{table}"'))  # noqa: S608 - its own name


def _digest(rows: Iterable[object]) -> int:
    """A digest of some rows in any order."""
    return sum(int.from_bytes(blake2b(repr(row).encode(), digest_size=16).digest()) for row in rows) % (1 << 128)


def verify_bulk_store(folder: Path) -> bool:
    """Whether all of a store that `kg load` made can be read, and its search index is that of its quads; else that is written again.

    Raises UsageError if the store is damaged.
    """
    store, _, newest = open_bulk_store(folder)
    try:
        with damage_of(newest):
            for _ in chain(store.everything(), open_data(newest / STORE) or ()):
                pass
    except DamagedCacheError as error:
        raise damaged_store(newest) from error
    with writing(folder), new_generation(folder) as stage:
        store.write_index(stage / SEARCH)
        same = _is_same_index(newest, stage)
        if not same:
            (stage / SEARCH).replace(newest / SEARCH)
    return same


def _is_same_index(generation: Path, expected: Path) -> bool:
    path = generation / SEARCH
    try:
        with damage_of(generation):
            return path.is_file() and _digest(index_rows(path)) == _digest(index_rows(expected / SEARCH))
    except DamagedCacheError:
        return False
