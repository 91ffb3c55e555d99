"""The budgets of start-up and of a trace on the seeds, as ratios of medians within one run."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

RUNS = 9
CASES = (
    ("kg --help", ["-m", "kg", "--help"], "import click", 3.0),
    (
        "kg trace on the seeds",
        ["-m", "kg", "trace", "1,400 children in Rotherham"],
        "import click, pydantic, pyoxigraph",
        5.0,
    ),
)


def timed(arguments: list[str]) -> float:
    """Seconds of one whole Python process."""
    begun = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return perf_counter() - begun


def main() -> None:
    """Print one line per budget: both medians, their ratio, and what is allowed."""
    for name, arguments, imports, allowed in CASES:
        pairs = [(timed(arguments), timed(["-c", imports])) for _ in range(RUNS)]
        ours, bare = (median(column) for column in zip(*pairs, strict=True))
        print(f"{name:<24} {ours:6.3f} s  bare {bare:6.3f} s  ratio {ours / bare:4.1f}  allowed {allowed:.0f}")


if __name__ == "__main__":
    main()
