"""What a changed record costs in a large workspace: whole `kg trace` and `kg check` processes on a folder of generated record files.

python -m benchmarks.renewal            10,000 files
python -m benchmarks.renewal 1000       another number
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

FILES: Final = 10_000
RUNS: Final = 5
_MAKERS: Final = ("Office of Counting", "The Daily Number", "Institute of Tables", "Town Council")
_UNITS: Final = ("children", "victims", "suspects", "offenders", "cases")


def write(place: Path, files: int, seed: int = 7) -> None:
    """Fill a workspace: a source with three claims in each file, most of them leaning on an earlier one, and twenty areas."""
    draw = random.Random(seed)  # noqa: S311 - records to measure, no secret
    place.mkdir(parents=True, exist_ok=True)
    (place / "kg.toml").write_text('name = "archive"\n', encoding="utf-8")
    areas = "".join(f"  - {{area: area-{number}, name: Area {number}}}\n" for number in range(20))
    (place / "areas.yaml").write_text(f"areas:\n{areas}", encoding="utf-8")
    for number in range(files):
        path = path_of(place, number)
        path.parent.mkdir(exist_ok=True)
        path.write_text(record(number, number, draw), encoding="utf-8")


def path_of(place: Path, number: int) -> Path:
    """The file of a source."""
    return place / f"part-{number // 500:03d}" / f"source-{number}.yaml"


def record(number: int, earlier: int, draw: random.Random) -> str:
    """One file of records, which may lean on so many earlier ones."""
    lines = [f"source: source-{number}", f"title: Report number {number}", "kind: official statistics"]
    lines += [f"publisher: {draw.choice(_MAKERS)}", f"issued: {draw.randint(1990, 2025)}", "claims:"]
    for claim in range(3):
        figure = f'value: "{draw.randint(2, 99_999):,}", unit: {draw.choice(_UNITS)}, area: area-{draw.randint(0, 19)}'
        lines += [
            f"  c{claim}:",
            f"    figure: {{{figure}}}",
            f"    says: Claim {claim} of report {number}, a count of something.",
        ]
        if earlier and draw.random() < 0.7:
            lines.append(f"    leans on: {{cites: source-{draw.randrange(earlier)}/c{draw.randrange(3)}}}")
        elif draw.random() < 0.5:
            lines.append("    made here: {how: police files, working: explained}")
    return "\n".join(lines) + "\n"


def trace(place: Path, exit_code: int = 0) -> float:
    """Seconds of one trace in a process of its own."""
    return _seconds(["trace", "source-42/c1", "--graph", str(place)], exit_code)


def check(place: Path) -> float:
    """Seconds of one check in a process of its own."""
    return _seconds(["check", "--exit-zero", "--graph", str(place)])


def _seconds(arguments: list[str], exit_code: int = 0) -> float:
    begun = perf_counter()
    done = subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, check=False)
    seconds = perf_counter() - begun
    if done.returncode != exit_code:
        raise SystemExit(done.stderr.decode())
    return seconds


def main() -> None:
    """Print the seconds of the first trace, of one where nothing has changed, and of those after several kinds of change."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    draw = random.Random(1)  # noqa: S311 - as above
    with TemporaryDirectory() as folder:
        place = Path(folder, "workspace")
        write(place, files)
        print(f"{files:,} record files\n{'first trace, all files read':<44} {trace(place):6.2f} s")
        print(f"{'trace, nothing changed':<44} {median(trace(place) for _ in range(RUNS)):6.2f} s")

        def reworded(number: int) -> None:
            path = path_of(place, 42)
            path.write_text(
                path.read_text(encoding="utf-8").replace("Claim", f"Claim {number} or", 1), encoding="utf-8"
            )

        def added(number: int) -> None:
            path_of(place, files + number).parent.mkdir(exist_ok=True)
            path_of(place, files + number).write_text(record(files + number, files, draw), encoding="utf-8")

        works: list[tuple[str, Callable[[int], None]]] = [("a claim reworded", reworded), ("a file added", added)]
        for name, work in works:
            seconds = []
            for number in range(RUNS):
                work(number)
                seconds.append(trace(place))
            print(f"{f'trace, {name}':<44} {median(seconds):6.2f} s, at most {max(seconds):.2f} s")
        print(f"{'first check, everything judged':<44} {check(place):6.2f} s")
        print(f"{'check, nothing changed':<44} {median(check(place) for _ in range(RUNS)):6.2f} s")
        seconds = []
        for number in range(RUNS):
            path = path_of(place, files // 2 + number)
            path.write_text(record(files // 2 + number, files // 2, draw), encoding="utf-8")
            seconds.append(check(place))
        print(f"{'check, three claims changed':<44} {median(seconds):6.2f} s, at most {max(seconds):.2f} s")
        areas = place / "areas.yaml"
        areas.write_text(
            areas.read_text(encoding="utf-8").replace("name: Area 3}", "name: Area Three}"), encoding="utf-8"
        )
        print(f"{'trace, an area of some 1,500 claims renamed':<44} {trace(place):6.2f} s")
        path_of(place, 7).write_text(
            "source: source-7\nclaims:\n  c0: {leans on: {cites: source-0/nosuch}}\n", encoding="utf-8"
        )
        print(f"{'refusal, a record that names what is not there':<44} {trace(place, exit_code=2):6.2f} s")


if __name__ == "__main__":
    main()
