"""Folders that are made once, renamed into place and never changed: what every kind of kept store has in common."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def updating(folder: Path) -> Iterator[None]:
    """Hold the one right to change the folder; the lock of a process that was killed is free again."""
    from filelock import FileLock

    with FileLock(folder / "lock"):
        yield


def is_bulk_store(place: Path) -> bool:
    """Whether a folder is a store that `kg load` made."""
    return any(place.glob("g-*/manifest.json")) and not (place / "kg.toml").exists()


def sizes(place: Path) -> dict[str, int]:
    """The sizes of the files of a store; its log is written anew by whoever opens it."""
    return {
        path.name: path.stat().st_size
        for path in sorted((place / "store").iterdir())
        if not path.name.startswith("LOG") and path.name != "LOCK"
    }


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever was written there
    """What a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_json(path: Path, value: object) -> None:
    """Write a JSON file whole."""
    write_text(path, json.dumps(value, ensure_ascii=False))


def write_text(path: Path, text: str) -> None:
    """Write a file whole: a reader finds the old one or the new one."""
    stage = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        stage.write_text(text, encoding="utf-8")
        stage.replace(path)
    finally:
        with suppress(OSError):
            stage.unlink(missing_ok=True)
