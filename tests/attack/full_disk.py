"""A disk that is full from the n-th change of a command on: `python -m tests.attack.full_disk [MOMENTS]`, under the shim.

The command says so in one line, calls nothing damaged, and each file is as it was or as it is to be.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kg.processes.child import call
from tests.attack.disk import moments, run_with, silence, watched
from tests.attack.writing import WRITINGS, copied, faults, import_all, prepared, state

if TYPE_CHECKING:
    from collections.abc import Iterator


def full(name: str, most: int, place: Path) -> Iterator[str]:
    """A line for each moment at which the disk was full; one that begins with FAULT for what was then wrong."""
    writing, folder, said = WRITINGS[name], place / "run" / "w", place / "said"
    start = call(lambda: prepared(place / "start" / "w", writing))
    before = call(lambda: state(start))
    whole = watched(lambda: writing.do(folder), copied(start, folder))
    after = call(lambda: state(folder))

    def look() -> list[str]:
        silence()
        return faults(folder, before, after)

    for moment in moments(whole.changes, most):
        copied(start, folder)
        code = watched(lambda: writing.do(folder), folder, full=moment, said=said).code
        text = said.read_text(encoding="utf-8", errors="replace")
        lines = [line for line in text.splitlines() if line.startswith("kg: ")]
        yield f"{name}: full from change {moment} of {whole.changes}: {code} {' '.join(lines)[:120]}"
        found = call(look)
        if code not in {0, 1, 2} and writing.work is None:
            found.append(f"ends with {code}: {text[-200:]}")
        found += [
            f"says “{word}”: {text[-200:]}" for word in ("damaged", "Traceback", "error in the program") if word in text
        ]
        if code == 2 and len(lines) != 1:
            found.append(f"says {len(lines)} lines: {text[-200:]}")
        if code == 0 and call(lambda: state(folder)) != after:
            found.append("ends with 0, and did not write everything")
        yield from (f"FAULT {name}, {moment} of {whole.changes}: {fault}" for fault in found)


def main(most: int, names: list[str]) -> int:
    """Let the disk be full while every command writes; returns how many faults there were."""
    import_all()
    number = wrong = 0
    for name in names or WRITINGS:
        with tempfile.TemporaryDirectory() as place:
            for line in full(name, most, Path(place)):
                number += not line.startswith("FAULT")
                wrong += line.startswith("FAULT")
                print(line, flush=True)  # noqa: T201
            os.chdir("/")
    print(f"{number} moments, {wrong} faults", flush=True)  # noqa: T201
    return wrong


if __name__ == "__main__":
    if "LD_PRELOAD" in os.environ:
        sys.exit(main(int(sys.argv[1]), sys.argv[2:]) > 0)
    sys.exit(run_with("tests.attack.full_disk", *(sys.argv[1:] or ["4"])))
