"""Generations of a store: folders `g-00000001`, `g-00000002`, … that are written once, renamed into place and never changed.

The newest counts. A generation is there as a whole or not at all, whenever a process is killed, and readers of the one before are not
disturbed. Its manifest lists the sizes of its files. A file that is missing or cut is noticed by its size when the generation is opened;
other damage is noticed by RocksDB, by SQLite, or by the checksum of a text, when the file is read.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import contextmanager
from time import time_ns
from typing import TYPE_CHECKING, Any, Final

from kg.cache.checked_text import read_json, write_json
from kg.errors import ChecksumError, DamagedCacheError, NotWrittenError, is_damage, refusal
from kg.text_files import sync

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STORE: Final = "store"
SEARCH: Final = "search.sqlite"
MANIFEST: Final = "manifest.json"
_NAME: Final = "g-{:08d}"
# Another process may be reading the generation before the newest.
_RETAINED: Final = 2


@contextmanager
def writing(cache: Path) -> Iterator[None]:
    """The right to write to a cache folder, which one process has at a time; it ends with the process. Makes the folder.

    Raises NotWrittenError for what the operating system refuses, such as a full disk.
    """
    from filelock import FileLock

    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "lock"):
            yield
    except (OSError, RuntimeError, sqlite3.OperationalError) as error:
        reason = refusal(error)
        if reason is None:
            raise
        raise NotWrittenError(cache, reason) from error


@contextmanager
def damage_of(generation: Path) -> Iterator[None]:
    """Raise DamagedCacheError for damage that is noticed by RocksDB, by SQLite or by the checksum of a text."""
    try:
        yield
    except (OSError, RuntimeError, ChecksumError, sqlite3.DatabaseError) as error:
        if not is_damage(error):
            raise
        raise DamagedCacheError(generation) from error


def generations(cache: Path) -> list[Path]:
    """The generations in a cache folder, newest first."""
    return sorted((path for path in cache.glob("g-*") if path.name[2:].isdecimal()), reverse=True)


def is_bulk_store(folder: Path) -> bool:
    """Whether a folder is a store that `kg load` made."""
    return any((path / MANIFEST).exists() for path in generations(folder)) and not (folder / "kg.toml").exists()


def is_empty_store(folder: Path) -> bool:
    """Whether a folder is a store into which `kg load` has not finished loading anything."""
    names = [path.name for path in folder.iterdir()]
    return "lock" in names and all(name == "lock" or name.startswith("building-") for name in names)


def manifest(generation: Path) -> dict[str, Any]:
    """The manifest of a generation.

    Raises DamagedCacheError if it cannot be parsed or a file has another size, and PermissionError for a file that may not be read.
    """
    try:
        found: dict[str, Any] = read_json(generation / MANIFEST)
        for name, size in found["sizes"].items():
            with (generation / name).open("rb") as file:
                if os.fstat(file.fileno()).st_size != size:
                    raise DamagedCacheError(generation)
    except PermissionError:
        raise
    except (OSError, ChecksumError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedCacheError(generation) from error
    return found


@contextmanager
def new_generation(cache: Path) -> Iterator[Path]:
    """A folder to build the next generation in. It is removed unless it is published."""
    # A name of its own: the storage engine may still write to the folder of an attempt that failed.
    stage = cache / f"building-{os.getpid()}-{time_ns()}"
    try:
        stage.mkdir()
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def publish(stage: Path, contents: Mapping[str, object]) -> Path:
    """Make a folder the newest generation, its files closed and synced to disk, and remove those before the one before it."""
    cache = stage.parent
    write_json(stage / MANIFEST, {**contents, "sizes": _sizes(stage)})
    for folder, _, names in os.walk(stage, topdown=False):
        for name in names:
            sync(os.path.join(folder, name))  # noqa: PTH118 - `os.walk` gives texts
        sync(folder)
    # A damaged generation keeps its number, so that no other is renamed onto it.
    last = max((int(path.name[2:]) for path in generations(cache)), default=0)
    place = stage.rename(cache / _NAME.format(last + 1))
    sync(cache)
    for old in generations(cache)[_RETAINED:]:
        shutil.rmtree(old, ignore_errors=True)
    return place


def remove_unfinished(cache: Path) -> None:
    """Remove what killed processes left. To be called while `writing`."""
    for left in cache.glob("building-*"):
        shutil.rmtree(left, ignore_errors=True)


def _sizes(stage: Path) -> dict[str, int]:
    """The sizes of all files but those that RocksDB writes again whenever it opens a store."""
    return {
        path.relative_to(stage).as_posix(): path.stat().st_size
        for path in sorted(stage.rglob("*"))
        if path.is_file() and not path.name.startswith("LOG") and path.name not in {"LOCK", MANIFEST}
    }
