"""A store in a folder as it is kept between commands, and how the next one is made from it without writing all of it again.

A small graph is kept as one file, since reading all of it into memory takes less time than looking things up on disk. A
large one is kept in both forms, for what asks for a few nodes and for what asks for all: reading everything from the folder takes
three times as long as from the text beside it. That text stays as it is when the store is renewed; two short files say what has
changed since it was written.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_SMALL: Final = "quads.nq"
_WHOLE, _GONE, _SINCE = "whole.nq", "gone.nq", "since.nq"
_FITS_IN_MEMORY: Final = 20_000
# With more changes than this beside it the text is written anew.
_MOST_CHANGES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """What takes the place of everything that a store says in a graph, or only of what it says about one node there."""

    graph: str
    quads: tuple[ox.Quad, ...]
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Renewed:
    """A store that was renewed and is still open, with what has gone out of it and come into it."""

    quads: ox.Store
    gone: frozenset[ox.Quad]
    come: frozenset[ox.Quad]


def write(quads: ox.Store, folder: Path) -> None:
    """Keep the quads of a store in a new folder."""
    folder.mkdir()
    text = str(folder / (_WHOLE if is_large(quads) else _SMALL))
    quads.dump(text, format=ox.RdfFormat.N_QUADS)
    if is_large(quads):
        kept = ox.Store(str(folder))
        kept.bulk_load(path=text, format=ox.RdfFormat.N_QUADS, lenient=True)
        kept.flush()


def is_large(quads: ox.Store) -> bool:
    """Whether a store in memory is better kept on disk."""
    return len(quads) > _FITS_IN_MEMORY


def is_small_at(folder: Path) -> bool:
    """Whether a folder holds a small store."""
    return (folder / _SMALL).is_file()


def unchecked(_: Path) -> None:
    """Nothing: what is read is believed."""


def opened(folder: Path, check: Callable[[Path], None] = unchecked) -> ox.Store:
    """The store in a folder, for reading only. Raises OSError where there is none, and what `check` raises of a text to be read."""
    if is_small_at(folder):
        check(folder / _SMALL)
    return _read(folder / _SMALL) if is_small_at(folder) else ox.Store.read_only(str(folder))


def has_text(folder: Path) -> bool:
    """Whether the whole of a large store can be read from the text beside it."""
    return (folder / _WHOLE).is_file()


def read_text(folder: Path, check: Callable[[Path], None] = unchecked) -> ox.Store:
    """Everything in a large store, in memory, from the text beside it. Raises what `check` raises of a file of it."""
    for name in (_WHOLE, _GONE, _SINCE):
        if (folder / name).is_file():
            check(folder / name)
    store = _read(folder / _WHOLE)
    _change(store, _quads(folder / _GONE), _quads(folder / _SINCE))
    return store


@contextmanager
def renewing(before: Path, folder: Path, parts: Iterable[Part]) -> Iterator[Renewed]:
    """Make the next store in a new folder out of one that is kept, which stays as it is."""
    if is_small_at(before):
        store = _read(before / _SMALL)
        yield _replaced(store, parts)
        write(store, folder)
        return
    linked(before, folder)
    store = ox.Store(str(folder))
    renewed = _replaced(store, parts)
    yield renewed
    store.flush()
    if has_text(folder):
        _note(folder, renewed)


def _replaced(store: ox.Store, parts: Iterable[Part]) -> Renewed:
    gone: set[ox.Quad] = set()
    come: set[ox.Quad] = set()
    for part in parts:
        graph, about = ox.NamedNode(part.graph), ox.NamedNode(part.about) if part.about else None
        old, new = set(store.quads_for_pattern(about, None, None, graph)), set(part.quads)
        gone |= old - new
        come |= new - old
    _change(store, gone, come)
    for part in parts:
        if not part.quads and part.about is None:
            store.remove_graph(ox.NamedNode(part.graph))  # an empty graph would still be named
    return Renewed(store, frozenset(gone), frozenset(come))


def _change(store: ox.Store, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
    for quad in gone:
        store.remove(quad)
    store.extend(come)


def _note(folder: Path, renewed: Renewed) -> None:
    """Say beside the text what has changed since it was written; the files of the store before are never written to."""
    gone = {*_quads(folder / _GONE), *renewed.gone}
    since = ({*_quads(folder / _SINCE)} - renewed.gone) | renewed.come
    for name in (_GONE, _SINCE):
        (folder / name).unlink(missing_ok=True)
    if len(gone) + len(since) > _MOST_CHANGES:
        (folder / _WHOLE).unlink()
        renewed.quads.dump(str(folder / _WHOLE), format=ox.RdfFormat.N_QUADS)
        return
    for name, quads in ((_GONE, gone), (_SINCE, since)):
        ox.serialize(quads, str(folder / name), format=ox.RdfFormat.N_QUADS)


def linked(source: Path, target: Path) -> None:
    """A copy of a closed store: its table files and texts never change and are shared where links can be made, the rest is copied."""
    target.mkdir()
    for path in source.iterdir():
        if path.name == "LOCK" or path.name.startswith("LOG"):
            continue
        if path.suffix in {".sst", ".nq"}:
            _link(path, target / path.name)
        else:
            shutil.copy2(path, target / path.name)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copy2(source, target)


def _read(path: Path) -> ox.Store:
    store = ox.Store()
    # What a store wrote is valid: checking every IRI again takes half as long as all the rest.
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS, lenient=True)
    return store


def _quads(path: Path) -> Iterable[ox.Quad]:
    return ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS) if path.is_file() else ()
