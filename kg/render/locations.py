"""The place of a record as other tools want it: relative to where the command runs."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote


def near(path: str) -> str:
    """A path relative to the current folder, with forward slashes; one elsewhere as it is, an empty one empty."""
    if not path:
        return ""
    place, here = Path(path).resolve(), Path.cwd().resolve()
    return place.relative_to(here).as_posix() if place.is_relative_to(here) else place.as_posix()


def as_uri(path: str) -> tuple[str, bool]:
    """A path as a URI reference, and whether it is relative to the current folder."""
    shown = near(path)
    absolute = Path(shown).is_absolute()
    return (Path(shown).as_uri() if absolute else quote(shown)), not absolute
