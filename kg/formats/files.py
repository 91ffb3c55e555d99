"""The files below a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kg.errors import UsageError, cannot_read

# The endings of record files, and of tables, which are records only where their columns say so.
SUFFIXES: Final = (".yaml", ".yml")
TABLE_SUFFIX: Final = ".csv"


def files_below(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """The files below a folder whose names end so, in either case, in the order of their paths.

    Hidden names and `_…` are passed over, and linked folders are not followed, so a folder may contain itself. Raises
    UsageError for what is no folder or cannot be listed.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: {'not a folder' if folder.exists() else 'no such file or folder'}")

    def refuse(error: OSError) -> None:
        raise cannot_read(Path(error.filename or folder), error) from error

    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if name[0] not in "._"]
        found += [Path(place, name) for name in names if name[0] not in "._" and name.lower().endswith(endings)]
    return sorted(found)
