"""What the structure of a large graph costs from its saved link arrays: `python -m benchmarks.structure 100000 1000000`.

The arrays are made directly, since that many records would take longest of all; each size is then opened and analysed in a
process of its own. Claims cite earlier ones by preference for those much cited; some cite back, some lead nowhere, and some
were worked out from groups of others.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kg.lineage.ends import ORDER
from kg.scale.backing import reckon
from kg.scale.link_arrays import (
    CLAIM,
    FALLEN,
    LISTED,
    MADE,
    MADE_HERE,
    OPEN,
    PASSES_LEVEL,
    PASSES_REACH,
    READ,
    SHOWN,
    LinkArrays,
    load,
    save,
)
from kg.scale.reachability import MORE, Upstream, origin_counts
from kg.scale.structure import alternatives, ends_of, kinds, structure

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Integers = npt.NDArray[Any]

LINKS_PER_CLAIM: Final = 2.4
WORKED: Final = 0.02
BACKWARDS: Final = 0.005
NOWHERE: Final = 0.01
CHANGED: Final = 0.1
_KEY: Final = "benchmark"


def made(claims: int, seed: int = 7) -> LinkArrays:
    """The arrays of so many claims and 2.4 times as many links, the same for the same seed."""
    chance = np.random.default_rng(seed)
    links = int(claims * LINKS_PER_CLAIM)
    is_made = chance.random(claims) < 0.15
    worked = np.flatnonzero(is_made & (chance.random(claims) < WORKED / 0.15) & (np.arange(claims) > 10))
    inputs = np.sort(np.repeat(worked, 3))
    citing = chance.integers(1, claims, links - len(inputs), dtype=np.int32)
    # A claim that made its figure cites little.
    citing = np.where(
        is_made[citing] & (chance.random(len(citing)) < 0.8), chance.integers(1, claims, len(citing)), citing
    )
    citing.sort()
    cited = _preferred(chance, citing)
    # Some claims and one shortly before them cite each other.
    later = chance.choice(len(citing) // 2, int(len(citing) * BACKWARDS), replace=False) * 2
    cited[later] = np.maximum(citing[later] - chance.integers(1, 6, len(later)), 0)
    citing[later + 1], cited[later + 1] = cited[later], citing[later]
    order = np.argsort(citing, kind="stable")
    return _arrays(
        chance, is_made, (citing[order], cited[order]), (worked, (inputs * chance.random(len(inputs))).astype(np.int32))
    )


def _preferred(chance: np.random.Generator, citing: Integers) -> Integers:
    """What is cited: an earlier claim at random, or half the time what an earlier citation cites."""
    cited = (citing * chance.random(len(citing))).astype(np.int32)
    copied = np.flatnonzero(chance.random(len(citing)) < 0.5)
    cited[copied] = cited[(copied * chance.random(len(copied))).astype(np.int64)]
    return cited


def _arrays(
    chance: np.random.Generator,
    is_made: npt.NDArray[np.bool_],
    cites: tuple[Integers, Integers],
    works: tuple[Integers, Integers],
) -> LinkArrays:
    claims, (citing, cited), (worked, inputs) = len(is_made), cites, works
    starts = _starts(np.bincount(citing, minlength=claims))
    flags = np.full(claims, LISTED | CLAIM, np.uint8)
    flags[is_made] |= MADE
    flags[chance.random(claims) < 0.8] |= READ
    flags[chance.random(claims) < 0.001] |= FALLEN
    level = np.where(is_made, chance.integers(0, 4, claims), 0).astype(np.uint8)
    leaf = np.where(is_made, MADE_HERE, np.where(np.diff(starts) > 0, 0, OPEN)).astype(np.uint8)
    none = leaf == OPEN
    leaf[none & (chance.random(claims) < 0.3)] = ORDER.index("names no source") + 1
    ids = "".join(f"https://bench.example/claim/{number:08d}" for number in range(claims)).encode()
    nowhere = chance.random(len(cited)) < NOWHERE
    passing = np.where(chance.random(len(cited)) < CHANGED, SHOWN, SHOWN | PASSES_LEVEL | PASSES_REACH).astype(np.uint8)
    numbers = np.arange(claims, dtype=np.int32)
    empty, alone = np.zeros(0, np.int32), np.zeros(claims + 1, np.int32)
    return LinkArrays(
        flags=flags,
        level=level,
        reach=level,
        leaf=leaf,
        work=(numbers * 2 // 3).astype(np.int32),
        place=numbers,
        alike=numbers,
        possible=numbers,
        figure=np.full(claims, -1, np.int32),
        words=np.full(claims, -1, np.int32),
        alt_from=starts,
        alt_to=cited.astype(np.int32),
        alt_flags=passing,
        alt_ends=np.where(nowhere, chance.integers(2, 6, len(cited)), 0).astype(np.uint8),
        need_from=_starts(np.bincount(worked, minlength=claims)),
        need_flags=np.zeros(len(worked), np.uint8),
        member_from=_starts(np.full(len(worked), 3)),
        step_from=np.arange(len(inputs) + 1, dtype=np.int32),
        step_to=inputs,
        step_flags=np.full(len(inputs), SHOWN | PASSES_LEVEL | PASSES_REACH, np.uint8),
        step_ends=np.zeros(len(inputs), np.uint8),
        sup_from=alone,
        sup_to=empty,
        cha_from=alone,
        cha_to=empty,
        ids=np.frombuffer(ids, np.uint8),
        id_from=np.arange(claims + 1, dtype=np.int64) * (len(ids) // claims),
    )


def _starts(counts: Integers) -> Integers:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def measure(folder: Path) -> None:
    """Print what each part took, in a process that did nothing else, and what was found; a row each."""

    def timed(what: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the work gives
        begun = perf_counter()
        found = work()
        print(f"{what} | {perf_counter() - begun:.3f} | ")
        return found

    arrays = timed("open the folder", lambda: load(folder, _KEY))
    ends = timed("ends and loops", lambda: ends_of(arrays))
    origins = np.flatnonzero(ends.leaf == MADE_HERE)
    for mode in ("level", "reach"):
        timed(f"backing: {mode}", partial(reckon, arrays, ends.leaf, ends.circle == OPEN, mode))
    on = alternatives(arrays)
    component = timed("components of the citations", on.components)
    upstream = timed("citations turned round", lambda: Upstream(on))
    timed("kinds of ends reached", lambda: kinds(arrays, ends, on, component, upstream))
    timed("distance to the nearest origin", lambda: upstream.distance(origins))
    counts = timed("origins that can be got to", lambda: origin_counts(on, component, origins))
    print(
        f"found: {len(ends.loops):,} loops, more than {MORE - 1} origins for {np.mean(counts == MORE):.0%} of claims | | "
    )


def whole(folder: Path) -> None:
    """Print the seconds of opening and analysing at once, imports left out, and the peak memory in MB."""
    begun = perf_counter()
    arrays = load(folder, _KEY)
    assert arrays is not None  # noqa: S101 - just saved
    structure(arrays)
    print(
        f"**structural analysis** | {perf_counter() - begun:.2f} | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f}"
    )


def main() -> None:
    """Print the table, or in a process of its own measure one folder."""
    if sys.argv[1] in ("--parts", "--whole"):
        (measure if sys.argv[1] == "--parts" else whole)(Path(sys.argv[2]))
        return
    print("| claims | work | seconds | memory, MB |\n|---:|---|---:|---:|")
    for size in map(int, sys.argv[1:]):
        with TemporaryDirectory() as place:
            folder = Path(place, "links")
            save(made(size), folder, _KEY)
            for way in ("--parts", "--whole"):
                process = subprocess.run(
                    [sys.executable, __file__, way, str(folder)], check=True, capture_output=True, text=True
                )
                for line in process.stdout.splitlines():
                    print("|", f"{size:,}", "|", line, "|")


if __name__ == "__main__":
    main()
