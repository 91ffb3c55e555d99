"""The folder of a workspace that holds everything that can be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

CACHE: Final = ".kg"


def make_cache(folder: Path) -> None:
    """Make the cache folder, with a `.gitignore` so that git leaves it out. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
