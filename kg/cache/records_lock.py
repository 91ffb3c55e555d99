"""The one right to write the records of a workspace."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock

from kg.cache.folder import CACHE, make_cache
from kg.errors import cannot_read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the one right to write records of a workspace, so that two additions at once lose nothing."""
    place = folder / CACHE
    try:
        make_cache(place)
        lock = FileLock(place / "records.lock")
        lock.acquire()
    except OSError as error:
        raise cannot_read(place, error) from error
    try:
        yield
    finally:
        lock.release()
