"""The store of a workspace: a cache of its files, brought up to date whenever they change.

The cache folder holds immutable generations, `g-KEY`, each named by a digest of the files that it was made from. One is
built beside the others and renamed into place as the last step, so a generation is whole or not there; a damaged one
is noticed by the sizes of its files, and rebuilt. Generations are opened for reading only. One process builds at a time; where
the folder cannot be written to, the graph is loaded into memory instead.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Final

from kg import __version__
from kg.errors import UsageError, cannot_read
from kg.resources import seeds
from kg.store.oxigraph import OxigraphStore
from kg.store.protocol import Finder, Headline, Place
from kg.workspace.config import CACHE, make_cache
from kg.workspace.files import graph_files
from kg.workspace.generations import read_json, sizes, updating, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.workspace.load import Loaded

# To be raised whenever the same files would give another store.
_FORM: Final = 6
# Another process may be reading the generation before the newest.
_KEPT: Final = 2
# A file whose time lies this close to the moment it was hashed may have changed once more within the same tick.
_TICK: Final = 2_000_000_000
Stamps = dict[str, tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of a workspace, opened: its store, the digest of its files, and remarks that concern the reader."""

    store: OxigraphStore
    digest: str
    notes: tuple[str, ...]
    folder: Path
    workspace: Path

    def places(self) -> Mapping[str, str]:
        """File and line of every id that a record file defines."""
        found: dict[str, str] = read_json(self.folder / "places.json")
        return {node: str(self.workspace / place) for node, place in found.items()}


def cache_folder(workspace: Path) -> Path | None:
    """Where the generations of a workspace are kept: inside it, or, for the bundled seeds, in the user's own cache."""
    if workspace.resolve() != seeds().resolve():
        return workspace / CACHE
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path.home() raises where there is none
    where = sha256(str(workspace.resolve()).encode()).hexdigest()[:12]
    return Path(home, "headwater", f"seeds-{where}") if Path(home).is_absolute() else None


def current(workspace: Path, base: str) -> Generation | None:
    """The generation that the files of a workspace are in now, if it was built before."""
    folder = cache_folder(workspace)
    if folder is None or not folder.is_dir():
        return None
    stamps = _stamped(workspace, folder)
    return _opened(folder / _name(stamps, base), workspace)


def keep(workspace: Path, base: str, loaded: Loaded) -> Generation | None:
    """Build the generation of what was loaded; None where the cache cannot be written to."""
    folder = cache_folder(workspace)
    if folder is None:
        return None
    try:
        make_cache(folder)
        with updating(folder):
            stamps = _stamped(workspace, folder)
            if not set(loaded.digests) <= {stamp[2] for stamp in stamps.values()}:
                return None  # changed while it was read: the next command finds it settled
            place = folder / _name(stamps, base)
            _build(folder, place, loaded, workspace)
            write_json(folder / "stamps.json", {"taken": time_ns(), "files": stamps})
            _sweep(folder, place)
        return _opened(place, workspace)
    except OSError:
        return None


def _name(stamps: Stamps, base: str) -> str:
    told = json.dumps([_FORM, __version__, base, sorted((path, stamp[2]) for path, stamp in stamps.items())])
    return f"g-{sha256(told.encode()).hexdigest()[:20]}"


def _stamped(workspace: Path, folder: Path) -> Stamps:
    """Size, time and SHA-256 of every file of the workspace; what has not changed since it was hashed is not read again."""
    known = _known_stamps(folder / "stamps.json")
    found: Stamps = {}
    for path in graph_files(workspace):
        name = path.relative_to(workspace).as_posix()
        try:
            facts = path.stat()
            size, when = facts.st_size, facts.st_mtime_ns
            before = known.get(name)
            same = before is not None and before[:2] == (size, when)
            digest = before[2] if before is not None and same else sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise cannot_read(path, error) from error
        found[name] = (size, when, digest)
    return found


def _known_stamps(path: Path) -> Stamps:
    """The stamps on record that can still be trusted; none where they cannot be read."""
    try:
        told = read_json(path)
        taken: int = told["taken"]
        return {name: (size, when, text) for name, (size, when, text) in told["files"].items() if when < taken - _TICK}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _opened(place: Path, workspace: Path) -> Generation | None:
    """The generation at a place, unless it is not there or damaged."""
    try:
        manifest = read_json(place / "manifest.json")
        if sizes(place) != manifest["sizes"]:
            return None
        told = read_json(place / "finder.json")
        finder = Finder(
            tuple(Headline(**{**values, "mentions": tuple(map(tuple, values["mentions"]))}) for values in told["headlines"]),
            tuple(Place(node, tuple(names), frozenset(within)) for node, names, within in told["places"]),
            told["identifiers"],
        )
        store = OxigraphStore.open(place / "store", finder)
        notes = tuple(str(workspace / note) for note in manifest["notes"])
        return Generation(store, manifest["digest"], notes, place, workspace)
    except (OSError, ValueError, KeyError, TypeError, UsageError):
        return None


def _build(folder: Path, place: Path, loaded: Loaded, workspace: Path) -> None:
    """Fill a store in a folder of its own, then rename that into place.

    Files are kept by their path inside the workspace, which may be moved or opened from elsewhere.
    """
    if _opened(place, workspace) is not None:
        return
    stage = folder / f"building-{os.getpid()}"
    shutil.rmtree(stage, ignore_errors=True)
    try:
        stage.mkdir()
        made = OxigraphStore.create(stage / "store", loaded.fill)
        write_json(stage / "finder.json", {
            "headlines": [asdict(headline) for headline in made.headlines],
            "places": [[place.node, place.names, sorted(place.within)] for place in made.places],
            "identifiers": made.identifiers,
        })  # fmt: skip
        inside = f"{loaded.root}{os.sep}"
        write_json(stage / "places.json", {node: path.removeprefix(inside) for node, path in loaded.places.items()})
        notes = [note.removeprefix(inside) for note in loaded.notes]
        write_json(stage / "manifest.json", {"digest": loaded.digest, "notes": notes, "sizes": sizes(stage)})
        shutil.rmtree(place, ignore_errors=True)
        stage.rename(place)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _sweep(folder: Path, newest: Path) -> None:
    """Remove what no command will open again: older generations, and builds that a killed process left."""
    others = [path for path in folder.glob("g-*") if path != newest]
    stale: Sequence[Path] = sorted(others, key=lambda path: path.stat().st_mtime_ns)[: 1 - _KEPT or None]
    for path in (*stale, *folder.glob("building-*")):
        shutil.rmtree(path, ignore_errors=True)
