"""The store of a workspace: a cache of its files, brought up to date whenever they change.

The cache folder holds immutable generations, `g-KEY`, each named by a digest of the files that it was made from. One is
built beside the others and renamed into place as the last step, so a generation is whole or not there, and a damaged one is never
used. Where few files have changed, the next generation is made from the newest
one, and only they are read. Generations are opened for reading only. One process builds at a time; where
the folder cannot be written to, the graph is loaded into memory instead.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.cache.atomic import updating
from kg.cache.checksums import Seals
from kg.cache.fingerprints import Stamps, digests, stamped, write_stamps
from kg.cache.folder import CACHE, make_cache
from kg.cache.generation import SEARCH, ledger_of, made_by, manifest, opened
from kg.cache.input_files import is_rdf
from kg.errors import DamagedCacheError
from kg.formats.registry import format_of
from kg.resources import seeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.cache.generation import Generation
    from kg.cache.load import Loaded

# Another process may be reading the generation before the newest.
_KEPT: Final = 2


def cache_folder(workspace: Path) -> Path | None:
    """Where the generations of a workspace are kept: inside it, or, for the bundled seeds, in the user's own cache."""
    if workspace.resolve() != seeds().resolve():
        return workspace / CACHE
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path.home() raises where there is none
    where = sha256(str(workspace.resolve()).encode()).hexdigest()[:12]
    return Path(home, "headwater", f"seeds-{where}") if Path(home).is_absolute() else None


def current(workspace: Path, base: str) -> Generation | None:
    """The generation that the files of a workspace are in now: one that is kept, or the next one where few files have changed.

    None where all files are to be read. Raises BadDataError with every problem of faulty records, and UsageError for what cannot
    be read, DamagedCacheError where the generation is not what was written.
    """
    folder = cache_folder(workspace)
    if folder is None or not folder.is_dir():
        return None
    stamps = stamped(workspace, folder)
    return opened(folder / _name(stamps, base), workspace) or _renewed(folder, workspace, base, stamps)


def keep(workspace: Path, base: str, loaded: Loaded) -> Generation | None:
    """Build the generation of what was loaded; None where the cache cannot be written to."""
    folder = cache_folder(workspace)
    if folder is None:
        return None
    from kg.cache.build import build, staged

    try:
        make_cache(folder)
        with updating(folder):
            stamps = stamped(workspace, folder)
            if not _is_what_was_read(loaded, digests(stamps)):
                return None  # changed while it was read: the next command finds it settled
            place = folder / _name(stamps, base)
            if not _is_whole(place, workspace):
                with staged(folder, place, base) as stage:
                    build(stage, loaded, digests(stamps))
            _settle(folder, place, stamps)
        return opened(place, workspace)
    except (OSError, DamagedCacheError):
        return None


def drop(place: Path) -> bool:
    """Remove a generation that is damaged; False where it cannot be."""
    shutil.rmtree(place, ignore_errors=True)
    return not place.exists()


def _is_whole(place: Path, workspace: Path) -> bool:
    try:
        return opened(place, workspace) is not None
    except DamagedCacheError:
        return False


def _is_what_was_read(loaded: Loaded, now: dict[str, str]) -> bool:
    """Whether the files are still those that were read; one that was not read is a table of something else."""
    read = {file.path.relative_to(loaded.root).as_posix(): file.sha256 for file in loaded.files}
    others = (loaded.root / path for path in now if path not in read)
    return read.items() <= now.items() and not any(is_rdf(path) or format_of(path) for path in others)


def _renewed(folder: Path, workspace: Path, base: str, stamps: Stamps) -> Generation | None:
    """The generation of the files as they were stamped, made from the newest one; None where that is not worth while or impossible."""
    if _newest(folder, base) is None:
        return None
    # What only making a generation needs costs a command that finds one too much.
    from kg.cache.build import renew, staged
    from kg.cache.incremental import read_changed

    place = folder / _name(stamps, base)
    try:
        with updating(folder):
            if made := opened(place, workspace):
                return made
            before = _newest(folder, base)
            told = manifest(before) if before else None
            if before is None or told is None:
                return None
            seals = Seals(before, told["sums"])
            changed = read_changed(workspace, base, ledger_of(before, seals), digests(stamps))
            if changed is None:
                return None
            if (before / SEARCH).is_file():
                seals.check(before / SEARCH)
            with staged(folder, place, base, before) as stage:
                renew(before, stage, changed, workspace, base, digests(stamps))
            _settle(folder, place, stamps)
        return opened(place, workspace)
    except (OSError, sqlite3.Error):
        return None


def _name(stamps: Stamps, base: str) -> str:
    told = json.dumps([*made_by(base), sorted(digests(stamps).items())])
    return f"g-{sha256(told.encode()).hexdigest()[:20]}"


def _newest(folder: Path, base: str) -> Path | None:
    """The newest whole generation that the next one can be made from."""
    for place in sorted(folder.glob("g-*"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
        try:
            told = manifest(place)
        except DamagedCacheError:
            continue  # another one, or the files themselves, will do
        if told and told["made"] == made_by(base):
            return place
    return None


def _settle(folder: Path, newest: Path, stamps: Stamps) -> None:
    """Keep the stamps, and remove what no command will open again: older generations, and builds that a killed process left."""
    write_stamps(stamps, folder)
    others = [path for path in folder.glob("g-*") if path != newest]
    stale: Sequence[Path] = sorted(others, key=lambda path: path.stat().st_mtime_ns)[: 1 - _KEPT or None]
    for path in (*stale, *folder.glob("building-*")):
        shutil.rmtree(path, ignore_errors=True)
