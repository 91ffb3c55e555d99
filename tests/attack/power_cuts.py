"""Power cuts while commands write: `python -m tests.attack.power_cuts [CUTS]`, under the shim.

After chosen changes the disk is rebuilt as a cut may leave it: with the names in folders and the bytes of files that were synced, or with
all of one and what was synced of the other. The workspace then reads, each file is as it was or as it is to be, and what a command that
came to its end has written is there.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kg.processes.child import call
from tests.attack.disk import Change, Disk, changes, cuts, run_with, silence, watched
from tests.attack.writing import WRITINGS, copied, faults, import_all, prepared, state

if TYPE_CHECKING:
    from collections.abc import Iterator

# What may be kept of what was not synced: names in folders, bytes in files.
_KEPT = {"nothing": (False, False), "names": (True, False), "bytes": (False, True)}


def cut(name: str, most: int, place: Path) -> Iterator[str]:
    """A line for each disk that was rebuilt; one that begins with FAULT for what was then wrong."""
    writing, folder, log = WRITINGS[name], place / "run" / "w", place / "log"
    start = call(lambda: prepared(place / "start" / "w", writing))
    before = call(lambda: state(start))
    disk = Disk.of(copied(start, folder))
    ended = watched(lambda: writing.do(folder), folder, log)
    if ended.code not in writing.codes:
        yield f"FAULT {name}: ended with {ended.code}"
        return
    after, done = call(lambda: state(folder)), changes(log) if log.exists() else []
    at = 0
    for number in cuts(done, most):
        for change in done[at:number]:
            disk.do(change)
        at = number
        for kept, (names, content) in _KEPT.items():
            found = _rebuilt(disk, folder, place / "cut" / "w", names, content, before, after, number == len(done))
            yield f"{name}: cut after change {number} of {len(done)}, {kept} kept"
            yield from (
                f"FAULT {name}, {number} of {len(done)} ({_said(done, number)}), {kept} kept: {fault}"
                for fault in found
            )


def _said(done: list[Change], number: int) -> str:
    return f"{done[number - 1].what} {done[number - 1].path.name}" if number else "nothing"


def _rebuilt(
    disk: Disk,
    folder: Path,
    place: Path,
    names: bool,
    content: bool,
    before: dict[str, object],
    after: dict[str, object],
    finished: bool,
) -> list[str]:
    disk.rebuild(folder, place, names=names, content=content)

    def look() -> list[str]:
        silence()
        found = faults(place, before, after)
        if finished and not found and state(place) != after:
            now = state(place)
            lost = sorted(key for key in after.keys() | now.keys() if now.get(key) != after.get(key))
            found.append(f"lost although the command ended: {', '.join(lost)}")
        return found

    return call(look)


def main(most: int, names: list[str]) -> int:
    """Cut the power while every command writes; returns how many faults there were."""
    import_all()
    number = wrong = 0
    for name in names or WRITINGS:
        with tempfile.TemporaryDirectory() as place:
            for line in cut(name, most, Path(place)):
                number += not line.startswith("FAULT")
                wrong += line.startswith("FAULT")
                if line.startswith("FAULT"):
                    print(line, flush=True)  # noqa: T201
            os.chdir("/")
        print(f"{name}: {number} disks so far, {wrong} faults", flush=True)  # noqa: T201
    return wrong


if __name__ == "__main__":
    if "LD_PRELOAD" in os.environ:
        sys.exit(main(int(sys.argv[1]), sys.argv[2:]) > 0)
    sys.exit(run_with("tests.attack.power_cuts", *(sys.argv[1:] or ["4"])))
