"""The store of a workspace in a folder, and how the next one is made from it without writing all of it again.

A small graph is a text, since reading it into memory takes less time than looking things up on disk. A large one is a RocksDB store
and the text: the first for those who ask for a few nodes, the text for those who copy everything, since it is read four times as fast.
The text stays as it is when the store is updated; two short ones beside it list the quads removed and added since.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from msgspec import Struct

from kg.cache.checked_text import add_checksum, verify
from kg.rdf.own_graphs import OWN_GRAPHS
from kg.store.implied import implied_quads, imply, imply_names
from kg.store.same_works import may_rename

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_ALL, _REMOVED, _ADDED = "quads.nq", "removed.nq", "added.nq"
# A store of the data alone, beside the one that also has the graphs that Headwater makes.
DATA: Final = "data"
# The file that names RocksDB's current manifest.
_ROCKSDB: Final = "CURRENT"


class StoreSizes(Struct, frozen=True):
    """How many quads make a store worth a RocksDB folder, and how many changes make its text worth writing again."""

    in_memory: int = 20_000
    changes: int = 100_000


class FilesRead(Struct, frozen=True):
    """What a store was made from: the base of the IRIs of its records, and whether RDF files are among its files."""

    base: str
    foreign: bool


class GraphReplacement(Struct, frozen=True):
    """Quads that replace everything in a named graph, or only what is stated about one subject there."""

    graph: str
    quads: tuple[ox.Quad, ...]
    about: str | None = None


class UpdatedStore(Struct, frozen=True):
    """A store that was updated and is still open, with the quads removed and added."""

    quads: ox.Store
    removed: frozenset[ox.Quad]
    added: frozenset[ox.Quad]


def write_store(quads: ox.Store, folder: Path, sizes: StoreSizes) -> None:
    """Write a store in memory to a new folder."""
    folder.mkdir()
    _write_text(quads, folder / _ALL)
    if len(quads) > sizes.in_memory:
        store = ox.Store(str(folder / DATA))
        store.bulk_load(path=str(folder / _ALL), format=ox.RdfFormat.N_QUADS, lenient=True)
        _remove_own_graphs(store)
        store.flush()
        del store
        store = store_of_data(folder)
        for graph in map(ox.NamedNode, OWN_GRAPHS):
            store.bulk_extend(list(quads.quads_for_pattern(None, None, None, graph)))
        store.flush()


def store_of_data(folder: Path) -> ox.Store:
    """A store in a folder with what the closed store of data in it holds, whose files it shares."""
    _share(folder / DATA, folder)
    return ox.Store(str(folder))


def clone_data(before: Path, folder: Path) -> None:
    """Copy the data of a closed store to a new folder; one of an earlier version holds them together with everything else."""
    folder.mkdir()
    clone_store(before / DATA if is_on_disk(before / DATA) else before, folder / DATA)
    if not is_on_disk(before / DATA):
        store = ox.Store(str(folder / DATA))
        _remove_own_graphs(store)
        store.flush()


def _remove_own_graphs(store: ox.Store) -> None:
    for graph in OWN_GRAPHS:
        store.remove_graph(ox.NamedNode(graph))


def is_on_disk(folder: Path) -> bool:
    """Whether a folder has a RocksDB store."""
    return (folder / _ROCKSDB).is_file()


def open_store(folder: Path) -> ox.Store:
    """The store in a folder, for reading only.

    Raises OSError or RuntimeError with RocksDB's message if it is damaged, and ChecksumError for a damaged text.
    """
    return ox.Store.read_only(str(folder)) if is_on_disk(folder) else read_store(folder)


def open_data(folder: Path) -> ox.Store | None:
    """The data of the store in a folder, without the graphs that Headwater makes, for reading only; None for a small store."""
    return ox.Store.read_only(str(folder / DATA)) if is_on_disk(folder / DATA) else None


def read_store(folder: Path) -> ox.Store:
    """A copy in memory of the store in a folder. Raises ChecksumError for a damaged text."""
    store = _read_text(folder / _ALL)
    if is_on_disk(folder):
        _apply(store, _quads(folder / _REMOVED), _quads(folder / _ADDED))
    return store


@contextmanager
def updated_store(
    before: Path, folder: Path, replacements: Sequence[GraphReplacement], files: FilesRead, sizes: StoreSizes
) -> Iterator[UpdatedStore]:
    """Write the next store to a new folder, made from the one before, which stays as it is."""
    if not is_on_disk(before):
        updated = _replace(read_store(before), replacements, files)
        yield updated
        write_store(updated.quads, folder, sizes)
        return
    clone_store(before, folder)
    updated = _replace(ox.Store(str(folder)), replacements, files)
    yield updated
    updated.quads.flush()
    _update_data(folder / DATA, updated)
    _write_changes(folder, updated, sizes)


def _replace(store: ox.Store, replacements: Sequence[GraphReplacement], files: FilesRead) -> UpdatedStore:
    removed: set[ox.Quad] = set()
    added: set[ox.Quad] = set()
    for part in replacements:
        graph, about = ox.NamedNode(part.graph), ox.NamedNode(part.about) if part.about else None
        old, new = set(store.quads_for_pattern(about, None, None, graph)), set(part.quads)
        removed |= old - new
        added |= new - old
    _apply(store, removed, added)
    for part in replacements:
        if not part.quads and part.about is None:
            store.remove_graph(ox.NamedNode(part.graph))  # an empty graph would still be named
    if files.foreign or may_rename(store, (*removed, *added), files.base):
        before = implied_quads(store)
        (imply if files.foreign else imply_names)(store)
        after = implied_quads(store)
        removed |= before - after
        added |= after - before
    return UpdatedStore(store, frozenset(removed), frozenset(added))


def _update_data(folder: Path, updated: UpdatedStore) -> None:
    store = ox.Store(str(folder))
    _apply(store, filter(_is_data, updated.removed), filter(_is_data, updated.added))
    graphs = set(store.named_graphs())
    for graph in graphs - set(updated.quads.named_graphs()):
        store.remove_graph(graph)
    store.flush()


def _is_data(quad: ox.Quad) -> bool:
    return getattr(quad.graph_name, "value", "") not in OWN_GRAPHS


def _apply(store: ox.Store, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
    for quad in removed:
        store.remove(quad)
    store.extend(added)


def _write_changes(folder: Path, updated: UpdatedStore, sizes: StoreSizes) -> None:
    """Write the changes beside the text. Texts are shared with the store before, so none is written to in place."""
    removed = {*_quads(folder / _REMOVED), *updated.removed}
    added = ({*_quads(folder / _ADDED)} - updated.removed) | updated.added
    for name in (_REMOVED, _ADDED):
        (folder / name).unlink(missing_ok=True)
    if len(removed) + len(added) > sizes.changes:
        (folder / _ALL).unlink()
        _write_text(updated.quads, folder / _ALL)
        return
    for name, quads in ((_REMOVED, removed), (_ADDED, added)):
        ox.serialize(quads, str(folder / name), format=ox.RdfFormat.N_QUADS)
        add_checksum(folder / name)


def clone_store(source: Path, target: Path) -> None:
    """Copy a closed store. Its table files and texts never change, so these are hard links where the file system has them."""
    target.mkdir()
    _share(source, target)


def _share(source: Path, target: Path) -> None:
    for path in source.iterdir():
        if path.name == "LOCK" or path.name.startswith("LOG"):
            continue
        if path.is_dir():
            clone_store(path, target / path.name)
        elif path.suffix in {".sst", ".nq"}:
            _link(path, target / path.name)
        else:
            shutil.copy2(path, target / path.name)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copy2(source, target)


def _write_text(quads: ox.Store, path: Path) -> None:
    quads.dump(str(path), format=ox.RdfFormat.N_QUADS)
    add_checksum(path)


def _read_text(path: Path) -> ox.Store:
    verify(path)
    store = ox.Store()
    # A text that a store wrote is valid: checking every IRI again would take half as long as all the rest.
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS, lenient=True)
    return store


def _quads(path: Path) -> Iterable[ox.Quad]:
    """The quads in a text of changes; none if nothing was changed yet."""
    if not path.is_file():
        return ()
    verify(path)
    return ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)
