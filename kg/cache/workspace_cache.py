"""The store of a workspace: a cache of its files in the folder `.kg`, brought up to date whenever they change.

A generation has a key made from the content of all files. If few files changed since the newest one, the next is made from it and only
they are read. One process writes at a time. Without permission for the cache, or room on the disk, the files are read into memory.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
from msgspec import Struct
from msgspec.structs import replace

from kg.cache.background_writer import may_write_behind, write_behind
from kg.cache.fingerprints import digests, save_fingerprints, take_fingerprints
from kg.cache.folder import CACHE, make_cache
from kg.cache.generations import (
    SEARCH,
    STORE,
    damage_of,
    generations,
    manifest,
    new_generation,
    publish,
    remove_unfinished,
    writing,
)
from kg.cache.input_files import is_rdf
from kg.cache.store_files import StoreSizes, is_on_disk, open_data, open_store, read_store
from kg.errors import DamagedCacheError, NotWrittenError
from kg.formats.registry import format_of
from kg.resources import seeds
from kg.search.index import SearchIndex
from kg.store.oxigraph import OxigraphStore
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.cache.fingerprints import Fingerprints
    from kg.cache.load import Loaded

# To be raised whenever the same files would give another generation.
_FORM: Final = 11
_SIZES: Final = StoreSizes()
REBUILT: Final = "the cache of this workspace was damaged, and was made anew"
_DISTRUSTED: Final = ContextVar("distrusted", default=False)


class OpenedWorkspace(Struct, frozen=True):
    """The store of a workspace, a digest of the content of its files, and notes for the reader.

    `places` gives file and line of every id that a record file defines; `generation` is None if the files were read into memory.
    `settled`, where the generation is still being written, waits for it and gives the workspace as it is opened from there.
    """

    store: OxigraphStore
    digest: str
    notes: tuple[str, ...]
    places: Callable[[], Mapping[str, str]]
    generation: Path | None = None
    settled: Callable[[], OpenedWorkspace] | None = None


@contextmanager
def cache_distrusted() -> Iterator[None]:
    """Build the cache of every workspace again when it is opened, because a file of it was found damaged."""
    before = _DISTRUSTED.set(True)
    try:
        yield
    finally:
        _DISTRUSTED.reset(before)


def cache_folder(workspace: Path) -> Path | None:
    """The cache folder of a workspace: inside it, or, for the bundled seeds, in the user's own cache."""
    if workspace.resolve() != seeds().resolve():
        return workspace / CACHE
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path.home() raises without a home
    where = sha256(str(workspace.resolve()).encode()).hexdigest()[:12]
    return Path(home, "headwater", f"seeds-{where}") if Path(home).is_absolute() else None


def open_workspace(workspace: Path, base: str, sizes: StoreSizes = _SIZES, behind: bool = False) -> OpenedWorkspace:
    """A workspace as its files are now; with `behind`, the cache of a large one may be written while it is already in use.

    Raises BadDataError with every problem of faulty records, and UsageError for a file that cannot be read.
    """
    cache = cache_folder(workspace)
    found, notes = _from_cache(workspace, base, cache, sizes) if cache else (None, [])
    if found is None:
        from kg.cache.load import load

        loaded = load(workspace, base, plain=ox.Store())
        store = loaded.filled()
        write = partial(_saved, workspace, base, cache, loaded, store, sizes) if cache else None
        if write and behind and len(store.quads) > sizes.in_memory and may_write_behind():
            found = _behind(workspace, loaded, store, write)
        else:
            place, wrong = write() if write else (None, [])
            found = _opened(place, manifest(place), workspace) if place else _in_memory(loaded, store)
            notes += wrong
    return replace(found, notes=(*found.notes, *dict.fromkeys(notes)))


def _behind(
    workspace: Path, loaded: Loaded, store: OxigraphStore, write: Callable[[], tuple[Path | None, list[str]]]
) -> OpenedWorkspace:
    """What was loaded, to be used while the cache is written from it."""
    written = write_behind(write)
    # Its user may add to it: what is written was copied before.
    shared = OxigraphStore(store.quads, copied=lambda: store.quads)
    places = loaded.places
    found = OpenedWorkspace(shared, loaded.digest, loaded.notes, lambda: places)

    def settled() -> OpenedWorkspace:
        place, notes = written()
        return _opened(place, manifest(place), workspace) if place else replace(found, notes=tuple(notes))

    return replace(found, settled=settled)


def _from_cache(workspace: Path, base: str, cache: Path, sizes: StoreSizes) -> tuple[OpenedWorkspace | None, list[str]]:
    """What the cache gives, None if all files are to be read, and notes on what was wrong with the cache."""
    notes = [_drop(place) for place in generations(cache)] if _DISTRUSTED.get() else []
    while True:
        try:
            return _current(workspace, base, cache, sizes), notes
        except DamagedCacheError as error:
            notes.append(_drop(error.place))
            if error.place.exists():
                return None, notes
        except NotWrittenError as error:
            return None, [*notes, _unusable(error)]
        except PermissionError as error:
            return None, [*notes, _unusable(NotWrittenError(cache, error.strerror or str(error)))]


def _drop(generation: Path) -> str:
    """Remove a damaged generation, and return a note about it."""
    shutil.rmtree(generation, ignore_errors=True)
    return f"{generation}: damaged, and cannot be removed; it is not used" if generation.exists() else REBUILT


def _unusable(error: NotWrittenError) -> str:
    return f"{error.place}: {error.reason}; the files were read without this cache"


def _in_memory(loaded: Loaded, store: OxigraphStore) -> OpenedWorkspace:
    return OpenedWorkspace(store, loaded.digest, loaded.notes, lambda: loaded.places)


def _current(workspace: Path, base: str, cache: Path, sizes: StoreSizes) -> OpenedWorkspace | None:
    """The generation of the files as they are now, found or made from the newest one; None if all files are to be read."""
    if not cache.is_dir():
        return None
    fingerprints = take_fingerprints(workspace, cache)
    found = _find(workspace, base, cache, fingerprints)
    if found or _newest(cache, base) is None:
        return found
    with writing(cache):
        # Another process may have made it meanwhile.
        found = _find(workspace, base, cache, fingerprints)
        before = _newest(cache, base)
        return found or (_updated(workspace, base, before, fingerprints, sizes) if before else None)


def _updated(
    workspace: Path, base: str, before: Path, fingerprints: Fingerprints, sizes: StoreSizes
) -> OpenedWorkspace | None:
    """The generation made from the one before and the files that changed; None if reading all files is better."""
    # What only writing a generation needs would slow down a command that finds one.
    from kg.cache.build import FILES, update
    from kg.cache.file_index import FileIndex
    from kg.cache.incremental import read_changed_files

    now = digests(fingerprints)
    with damage_of(before):
        changed = read_changed_files(workspace, base, FileIndex(before / FILES), now)
        if changed is None:
            return None
        write = partial(update, before, changed=changed, workspace=workspace, base=base, digests=now, sizes=sizes)
        return _published(workspace, base, before.parent, fingerprints, write)


def _saved(
    workspace: Path, base: str, cache: Path, loaded: Loaded, store: OxigraphStore, sizes: StoreSizes
) -> tuple[Path | None, list[str]]:
    """The generation of everything that was loaded, and why it could not be written.

    There is none if a file changed while it was read: the next command finds it settled.
    """
    try:
        return _written(workspace, base, cache, loaded, store, sizes), []
    except NotWrittenError as error:
        return None, [_unusable(error)] if os.path.isdir(error.place) else []  # noqa: PTH112 - it never raises


def _written(
    workspace: Path, base: str, cache: Path, loaded: Loaded, store: OxigraphStore, sizes: StoreSizes
) -> Path | None:
    from kg.cache.build import build

    with writing(cache):
        make_cache(cache)
        remove_unfinished(cache)
        fingerprints = take_fingerprints(workspace, cache)
        if not _is_what_was_read(loaded, digests(fingerprints)):
            return None
        with suppress(DamagedCacheError):  # of one that could not be removed
            if found := _find(workspace, base, cache, fingerprints):
                return found.generation
        write = partial(build, loaded=loaded, store=store, digests=digests(fingerprints), sizes=sizes)
        return _published(workspace, base, cache, fingerprints, write).generation


def _published(
    workspace: Path, base: str, cache: Path, fingerprints: Fingerprints, write: Callable[[Path], None]
) -> OpenedWorkspace:
    """The next generation, written and opened."""
    from kg.cache.build import contents

    with new_generation(cache) as stage:
        write(stage)
        place = publish(stage, {"made_by": _made_by(base), "key": _key(fingerprints, base), **contents(stage)})
    save_fingerprints(fingerprints, cache)
    return _opened(place, manifest(place), workspace)


def _is_what_was_read(loaded: Loaded, now: dict[str, str]) -> bool:
    """Whether the files are still those that were read; one that was not read is a table of something else."""
    read = {file.path.relative_to(loaded.root).as_posix(): file.sha256 for file in loaded.files}
    others = (loaded.root / path for path in now if path not in read)
    return read.items() <= now.items() and not any(is_rdf(path) or format_of(path) for path in others)


def _made_by(base: str) -> list[object]:
    """What must be the same for one generation to be made from another."""
    return [_FORM, __version__, base]


def _key(fingerprints: Fingerprints, base: str) -> str:
    return sha256(dumps([*_made_by(base), sorted(digests(fingerprints).items())]).encode()).hexdigest()


def _find(workspace: Path, base: str, cache: Path, fingerprints: Fingerprints) -> OpenedWorkspace | None:
    """The generation that was made from these very files, if there is one."""
    key = _key(fingerprints, base)
    for place in generations(cache):
        found = manifest(place)
        if found.get("key") == key:
            return _opened(place, found, workspace)
    return None


def _newest(cache: Path, base: str) -> Path | None:
    """The newest generation that the next one can be made from."""
    return next((place for place in generations(cache) if manifest(place).get("made_by") == _made_by(base)), None)


def _opened(place: Path, contents: Mapping[str, Any], workspace: Path) -> OpenedWorkspace:
    folder = place / STORE
    with damage_of(place):
        quads = open_store(folder)

    def copy() -> ox.Store:
        with damage_of(place):
            return read_store(folder)

    def places() -> Mapping[str, str]:
        from kg.cache.build import FILES
        from kg.cache.file_index import FileIndex

        with damage_of(place):
            found = FileIndex(place / FILES).places()
            return {node: f"{workspace / path}:{line}" for node, path, line in found}

    on_disk = is_on_disk(folder)
    index, data = SearchIndex(place / SEARCH), partial(open_data, folder)
    store = OxigraphStore(quads, index, on_disk, copied=copy if on_disk else None, data=data if on_disk else None)
    notes = tuple(str(workspace / note) for note in contents["notes"])
    return OpenedWorkspace(store, contents["digest"], notes, places, place)
