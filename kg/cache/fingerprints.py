"""Size, time and SHA-256 of the files of a workspace, so that a file is hashed again only if it may have changed."""

from __future__ import annotations

import os
from hashlib import sha256
from time import time_ns
from typing import TYPE_CHECKING, Final

from kg.cache.checked_text import read_json, write_json
from kg.cache.input_files import graph_files
from kg.errors import ChecksumError, cannot_read

if TYPE_CHECKING:
    from pathlib import Path

_NAME: Final = "fingerprints.json"
# A file modified this shortly before it was hashed may have been modified once more with the same time stamp.
_CLOCK_RESOLUTION: Final = 2_000_000_000
# By path inside the workspace: size, time of the last modification, of the last change of any kind, and SHA-256.
Fingerprints = dict[str, tuple[int, int, int, str]]


def take_fingerprints(workspace: Path, cache: Path) -> Fingerprints:
    """The fingerprints of every file, in the order in which files are read; earlier ones are looked up in the cache folder.

    Raises UsageError for a file that cannot be read.
    """
    known = _known(cache / _NAME)
    found: Fingerprints = {}
    inside = os.path.join(workspace, "")  # noqa: PTH118 - with the separator at its end
    for path in graph_files(workspace):
        name = str(path).removeprefix(inside).replace(os.sep, "/")  # `relative_to` is slow for thousands of paths
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


def digests(fingerprints: Fingerprints) -> dict[str, str]:
    """The SHA-256 of every file."""
    return {name: fingerprint[3] for name, fingerprint in fingerprints.items()}


def save_fingerprints(fingerprints: Fingerprints, cache: Path) -> None:
    """Write the fingerprints to the cache folder for the next time."""
    write_json(cache / _NAME, {"taken": time_ns(), "files": fingerprints})


def _known(path: Path) -> Fingerprints:
    """The saved fingerprints that can still be relied on; none if they cannot be read."""
    try:
        saved = read_json(path)
        taken: int = saved["taken"]
        return {
            name: (size, modified, changed, digest)
            for name, (size, modified, changed, digest) in saved["files"].items()
            if modified < taken - _CLOCK_RESOLUTION
        }
    except (OSError, ChecksumError, KeyError, TypeError, ValueError):
        return {}
