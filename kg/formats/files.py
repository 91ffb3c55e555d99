"""The files below a folder."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from kg.errors import UsageError, cannot_read

# The folder of a workspace's own rules and their cases, which are no records.
RULES_FOLDER: Final = "rules"
# How Python holds a byte of a name that is not text.
_UNDECODED: Final = re.compile("[\ud800-\udfff]")


def files_below(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """The files below a folder whose names end so, in either case, in the order of their paths.

    Hidden names, `_…` and the folder of rules are passed over, and linked folders are not followed, so a folder may contain
    itself. Raises UsageError if it is not a folder, cannot be listed, or has a name that is not text, and for a pipe or device in it.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: {'not a folder' if folder.exists() else 'no such file or folder'}")

    def refuse(error: OSError) -> None:
        raise cannot_read(Path(error.filename or folder), error) from error

    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        ruled = RULES_FOLDER if Path(place) == folder and any((folder / RULES_FOLDER).glob("*.rq")) else None
        folders[:] = [name for name in folders if name[0] not in "._" and name != ruled]
        found += [Path(place, name) for name in names if name[0] not in "._" and name.lower().endswith(endings)]
    for path in found:
        check_name(path)
        check_plain(path, "move it elsewhere")
    return sorted(found)


def check_plain(path: Path, what_to_do: str = "name a plain file") -> None:
    """Raise UsageError for a folder, a pipe or a device, whose end might be waited for without end; what is not there is passed over."""
    if os.path.isdir(path):  # noqa: PTH112 - it never raises
        raise UsageError(f"{path}: a folder; name the files in it")
    if not os.path.isfile(path) and os.path.exists(path):  # noqa: PTH110, PTH113 - they never raise
        raise UsageError(f"{path}: no plain file, so it would be waited for without end; {what_to_do}")


def check_name(path: Path) -> None:
    """Raise UsageError for a path that is not text: it could not be shown, nor be the name of a graph."""
    if _UNDECODED.search(str(path)):
        shown = os.fsencode(path).decode(errors="backslashreplace")
        raise UsageError(f"{shown}: the name of a file or folder is not UTF-8; rename it")
