"""Saving: whole or not at all, only if the workspace reads with it, never over what someone else wrote, and undoable."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from difflib import unified_diff
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.cache.folder import CACHE
from kg.desk.errors import ConflictError
from kg.desk.refusals import in_words
from kg.errors import BadDataError, UsageError, cannot_read
from kg.formats.folder import read_files, record_paths
from kg.text_files import make_folder, replace_durably, sync

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_FOLDER: Final = "desk"
_MOST_ENTRIES: Final = 300
_DIGITS: Final = 12
_UNDONE: Final = "undone: "
_BACK: Final = "done again: "
# A file that is not there, before or after.
_Bytes = bytes | None


class Saved(Struct, frozen=True):
    """One save: what it was, when, and each file as it was and is."""

    number: int
    what: str
    when: str
    files: Mapping[str, tuple[_Bytes, _Bytes]]

    @property
    def undoes(self) -> bool:
        """Whether it took another save back."""
        return self.what.startswith(_UNDONE)

    def diff(self) -> list[str]:
        """What changed, as the lines of a unified diff."""
        lines: list[str] = []
        for name, (before, after) in self.files.items():
            lines += diff(name, before, after)
        return lines


def diff(name: str, before: _Bytes, after: _Bytes) -> list[str]:
    """The lines of a unified diff of a file."""
    old, new = ((data or b"").decode("utf-8-sig").splitlines() for data in (before, after))
    return list(unified_diff(old, new, name, name, lineterm="", n=2))


def save(folder: Path, files: Mapping[Path, tuple[_Bytes, _Bytes]], what: str) -> Saved:
    """Write files as they are to be, each from how it was; to be called with the right to write.

    Raises ConflictError where a file is not as it was, and BadDataError where the workspace would not read; then nothing is written.
    """
    for path, (before, _) in files.items():
        if _now(path) != before:
            raise ConflictError(f"{path.name} was changed by someone else in the meantime; nothing was written")
    stages = {path: path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}") for path in files}
    try:
        for path, (before, after) in files.items():
            if after is None:
                continue
            make_folder(path.parent)
            stages[path].write_bytes(after)
            if before is not None:
                shutil.copymode(path, stages[path])
        _check(folder, files, stages)
        entry = _noted(folder, files, what)
        for path, (_, after) in files.items():
            if after is None:
                path.unlink()
                sync(path.parent)
            else:
                replace_durably(stages[path], path)
    except OSError as error:
        raise cannot_read(folder, error) from error
    finally:
        for stage in stages.values():
            stage.unlink(missing_ok=True)
    return entry


def recorded(folder: Path, what: str, work: Callable[[], None]) -> Saved:
    """Let work that writes record files by itself be undoable too; to be called with the right to write."""
    before = {path: path.read_bytes() for path in record_paths(folder)}
    work()
    after = {path: path.read_bytes() for path in record_paths(folder)}
    paths = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    return _noted(folder, {path: (before.get(path), after.get(path)) for path in paths}, what)


def undo(folder: Path, number: int) -> Saved:
    """Bring back the bytes from before a save. Raises ConflictError where something was written to them since."""
    entry = saved_at(folder, str(number))
    if entry is None:
        raise UsageError(f"there is no save {number} to undo")
    try:
        return save(
            folder,
            {folder / name: (after, before) for name, (before, after) in entry.files.items()},
            _undoing(entry.what),
        )
    except ConflictError as error:
        raise ConflictError(f"{error}. Undo the later changes first, or put it right in the file.") from error


def _undoing(what: str) -> str:
    """What the undo of a save is called; the undo of an undo does the first again."""
    bare = what.removeprefix(_UNDONE).removeprefix(_BACK)
    return f"{_BACK if what.startswith(_UNDONE) else _UNDONE}{bare}"


def saved_at(folder: Path, number: str) -> Saved | None:
    """One save by its number; None where there is none."""
    path = folder / CACHE / _FOLDER / f"{int(number):06}.json" if number.isdecimal() and len(number) < _DIGITS else None
    return _entry(path) if path and path.is_file() else None


def history(folder: Path) -> list[Saved]:
    """Every save that can be looked at, the newest first."""
    place = folder / CACHE / _FOLDER
    return [_entry(path) for path in sorted(place.glob("[0-9]*.json"), reverse=True)]


def _entry(path: Path) -> Saved:
    data = json.loads(path.read_text(encoding="utf-8"))
    files = {name: (_bytes(pair[0]), _bytes(pair[1])) for name, pair in data["files"].items()}
    return Saved(int(path.stem), data["what"], data["when"], files)


def _bytes(text: str | None) -> _Bytes:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def _text(data: _Bytes) -> str | None:
    return None if data is None else data.decode("utf-8", "surrogateescape")


def _now(path: Path) -> _Bytes:
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise cannot_read(path, error) from error


def _check(folder: Path, files: Mapping[Path, tuple[_Bytes, _Bytes]], stages: Mapping[Path, Path]) -> None:
    """Raise UsageError, or BadDataError for another file, where the workspace would not read with the new files."""
    others = [path for path in record_paths(folder) if path not in files]
    staged = [stages[path] for path, (_, after) in files.items() if after is not None]
    try:
        if others or staged:
            read_files([*others, *staged])
    except BadDataError as error:
        written = {str(stages[path]): (path, after) for path, (_, after) in files.items() if after is not None}
        raise in_words(error, written) from error


def _noted(folder: Path, files: Mapping[Path, tuple[_Bytes, _Bytes]], what: str) -> Saved:
    """Note a save where it can be undone from; the oldest notes go."""
    place = folder / CACHE / _FOLDER
    make_folder(place)
    known = sorted(place.glob("[0-9]*.json"))
    number = int(known[-1].stem) + 1 if known else 1
    names = {path.relative_to(folder).as_posix(): pair for path, pair in files.items()}
    entry = Saved(number, what, datetime.now(UTC).strftime("%Y-%m-%d %H:%M"), names)
    data = {"what": what, "when": entry.when, "files": {n: [_text(b), _text(a)] for n, (b, a) in names.items()}}
    stage = place / f".{number}.{os.getpid()}"
    stage.write_text(json.dumps(data, ensure_ascii=True), encoding="utf-8")
    replace_durably(stage, place / f"{number:06}.json")
    for old in known[: len(known) + 1 - _MOST_ENTRIES]:
        old.unlink(missing_ok=True)
    return entry
