"""Size, time and SHA-256 of the files of a workspace, so that what has not changed since it was hashed is not read again."""

from __future__ import annotations

import os
from hashlib import sha256
from time import time_ns
from typing import TYPE_CHECKING, Final

from kg.cache.checksums import read_sealed, write_sealed
from kg.cache.input_files import graph_files
from kg.errors import cannot_read

if TYPE_CHECKING:
    from pathlib import Path

_NAME: Final = "stamps.json"
# A file whose time lies this close to the moment it was hashed may have changed once more within the same tick.
_TICK: Final = 2_000_000_000
Stamps = dict[str, tuple[int, int, int, str]]


def stamped(workspace: Path, folder: Path) -> Stamps:
    """The stamps of every file by its path inside the workspace, in the order in which files are read; `folder` holds earlier ones.

    Raises UsageError for what cannot be read.
    """
    known = _known(folder / _NAME)
    found: Stamps = {}
    inside = os.path.join(workspace, "")  # noqa: PTH118 - with the separator at its end
    for path in graph_files(workspace):
        name = str(path).removeprefix(inside).replace(os.sep, "/")  # thousands of relative paths are slow to make
        try:
            facts = path.stat()
            now = facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns  # the last cannot be set back
            before = known.get(name)
            same = before is not None and before[:3] == now
            digest = before[3] if before is not None and same else sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise cannot_read(path, error) from error
        found[name] = (*now, digest)
    return found


def digests(stamps: Stamps) -> dict[str, str]:
    """The SHA-256 of every file."""
    return {name: stamp[3] for name, stamp in stamps.items()}


def write_stamps(stamps: Stamps, folder: Path) -> None:
    """Keep the stamps for the next time."""
    write_sealed(folder / _NAME, {"taken": time_ns(), "files": stamps})


def _known(path: Path) -> Stamps:
    """The stamps on record that can still be trusted; none where they cannot be read."""
    try:
        told = read_sealed(path)
        taken: int = told["taken"]
        return {
            name: (size, when, set_at, text)
            for name, (size, when, set_at, text) in told["files"].items()
            if when < taken - _TICK
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
