"""The budgets of start-up, and of a trace and a check on the seeds, as ratios of medians of seconds on processors within one run."""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median

RUNS = 9
_LIBRARIES = "import click, pydantic, pyoxigraph"
CASES = (
    ("kg --help", ["-m", "kg", "--help"], "import click", 2.0),
    (
        "kg trace on the seeds",
        ["-m", "kg", "trace", "1,400 children in Rotherham"],
        _LIBRARIES,
        4.0,
    ),
    (
        "kg check, nothing changed",
        ["-m", "kg", "check", "--graph", "bundled:seeds", "--exit-zero"],
        _LIBRARIES,
        4.0,
    ),
)


def timed(arguments: list[str]) -> float:
    """Seconds of one whole Python process on processors, which other programs change least."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print one line per budget: both medians, their ratio, and what is allowed."""
    for name, arguments, imports, allowed in CASES:
        timed(arguments)  # fills the cache
        pairs = [(timed(arguments), timed(["-c", imports])) for _ in range(RUNS)]
        ours, bare = (median(column) for column in zip(*pairs, strict=True))
        print(f"{name:<26} {ours:6.3f} s  bare {bare:6.3f} s  ratio {ours / bare:4.1f}  allowed {allowed:.0f}")


if __name__ == "__main__":
    main()
