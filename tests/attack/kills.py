"""Commands killed (SIGKILL) before the n-th change that they make to the disk: `python -m tests.attack.kills [MOMENTS]`, under the shim.

After each, every file is as it was or as it is to be, the workspace reads, and the same command then comes to its end.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kg.processes.child import call
from tests.attack.disk import moments, run_with, silence, watched
from tests.attack.writing import WRITINGS, Writing, copied, faults, import_all, prepared, state

if TYPE_CHECKING:
    from collections.abc import Iterator


def killed(name: str, most: int, place: Path) -> Iterator[str]:
    """A line for each moment at which a command was killed; one that begins with FAULT for what was then wrong."""
    writing = WRITINGS[name]
    # All that opens a store does so in a child: the threads of the engine do not live through a fork.
    start = call(lambda: prepared(place / "start" / "w", writing))
    before, folder = call(lambda: state(start)), place / "run" / "w"
    whole = watched(lambda: writing.do(folder), copied(start, folder))
    if whole.code not in writing.codes:
        yield f"FAULT {name}: ended with {whole.code}"
        return
    after = call(lambda: state(folder))
    for moment in moments(whole.changes, most):
        copied(start, folder)
        ended = watched(lambda: writing.do(folder), folder, end=moment)
        yield f"{name}: killed before change {moment} of {whole.changes}"
        found = call(lambda: _after(writing, folder, before, after))
        if ended.code >= 0 and ended.code not in writing.codes:
            found.append(f"ended with {ended.code}")
        yield from (f"FAULT {name}, {moment}: {fault}" for fault in found)


def _after(writing: Writing, folder: Path, before: dict[str, object], after: dict[str, object]) -> list[str]:
    """What is wrong after a kill, and with what the same command then does."""
    silence()
    found = faults(folder, before, after)
    if found or state(folder) != before:
        return found
    again = writing.do(folder)
    if again not in writing.codes:
        return [f"the same command then ends with {again}"]
    now = state(folder)
    differ = sorted(key for key in after.keys() | now.keys() if now.get(key) != after.get(key))
    return [f"the same command then leaves something else: {', '.join(differ)}"] if differ else []


def main(most: int, names: list[str]) -> int:
    """Kill every command at so many moments; returns how many faults there were."""
    import_all()
    number = wrong = 0
    for name in names or WRITINGS:
        with tempfile.TemporaryDirectory() as place:
            for line in killed(name, most, Path(place)):
                number += not line.startswith("FAULT")
                wrong += line.startswith("FAULT")
                if line.startswith("FAULT") or "-v" in sys.argv:
                    print(line, flush=True)  # noqa: T201
            os.chdir("/")
        print(f"{name}: {number} kills so far, {wrong} faults", flush=True)  # noqa: T201
    return wrong


if __name__ == "__main__":
    if "LD_PRELOAD" in os.environ:
        sys.exit(main(int(sys.argv[1]), sys.argv[2:]) > 0)
    sys.exit(run_with("tests.attack.kills", *(sys.argv[1:] or ["6"])))
