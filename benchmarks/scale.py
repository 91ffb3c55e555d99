"""One table of what a large graph costs: `python -m benchmarks.scale 10000 100000 1000000`.

Each step is a process of its own, so that its time is what a user waits for and its peak memory is its own; bare Oxigraph runs
beside it in the same minute, since machines are noisy; ratios and growth are of seconds on processors, which other programs
change least. rdflib with networkx does the same on sizes up to `--rdflib-up-to`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from benchmarks.generate import BASE, claim, write

_PATH: Final = "|".join(
    f"<{term}>"
    for term in (
        "http://purl.org/spar/cito/citesAsEvidence",
        "http://www.w3.org/ns/prov#wasDerivedFrom",
        "http://purl.org/spar/cito/obtainsSupportFrom",
        "http://www.w3.org/ns/prov#wasQuotedFrom",
    )
)
# Into a named graph, as `kg load` does: its indexes are twice as many as those of the default graph.
_BARE_LOAD: Final = """
import sys, pyoxigraph as ox
store = ox.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode("http://bench.example/g"))
store.flush()
"""
_BARE_OPEN: Final = "import sys, pyoxigraph as ox; ox.Store.read_only(sys.argv[1])"
_BARE_TRACE: Final = f"""
import sys, pyoxigraph as ox
store = ox.Store.read_only(sys.argv[1])
query = "SELECT DISTINCT ?x {{ <" + sys.argv[2] + "> ({_PATH})+ ?x }}"
print(len(list(store.query(query, use_default_graph_as_union=True))))
"""
_LARGEST: Final = f"""
import sys, pyoxigraph as ox
store = ox.Store.read_only(sys.argv[1])
def reached(node): return len(list(store.query(f"SELECT DISTINCT ?x {{{{ <{{node}}> ({_PATH})+ ?x }}}}", use_default_graph_as_union=True)))
print(max(sys.argv[2:], key=reached))
"""
_KG_LOAD: Final = """
import sys; from pathlib import Path; from kg.cache.bulk_store import add_files
add_files(Path(sys.argv[2]), [Path(sys.argv[1])], lambda *_: None)
"""
_KG_OPEN: Final = "import sys, kg; kg.open(sys.argv[1])"
# The search alone, in an opened store: the median of nine headlines.
_KG_SEARCH: Final = """
import sys, time, kg; from statistics import median; from kg.search.scoring import search
graph = kg.open(sys.argv[1]); text = sys.argv[2]; took = []
for word in "children pupils patients drivers voters homes cases arrests visits".split():
    begun = time.perf_counter(); search(graph.store, f"{text} {word}"); took.append(time.perf_counter() - begun)
print(median(took))
"""
_RDFLIB: Final = """
import sys, time, rdflib, networkx as nx
begun = time.perf_counter(); graph = rdflib.Graph(); graph.parse(sys.argv[1], format="nt"); loaded = time.perf_counter()
links = nx.DiGraph((s, o) for p in sys.argv[3].split() for s, o in graph.subject_objects(rdflib.URIRef(p)))
links.add_node(rdflib.URIRef(sys.argv[2])); nx.descendants(links, rdflib.URIRef(sys.argv[2])); list(nx.strongly_connected_components(links))
print(loaded - begun, time.perf_counter() - loaded)
"""


TOOK: dict[str, dict[int, float]] = {}
SAVE: list[Path] = []
_SAMPLED: Final = 60


@dataclass(frozen=True)
class Done:
    """What a process and its children took: seconds, of them on a processor, peak memory in MB; and what it printed."""

    seconds: float
    cpu: float
    megabytes: float
    out: str


def run(*arguments: str) -> Done:
    """One whole Python process. Raises CalledProcessError where it fails."""
    begun = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    out = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise subprocess.CalledProcessError(process.returncode, arguments[0], out)
    return Done(perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out)


def best(*arguments: str, of: int = 3) -> Done:
    """The fastest of several runs: what the work takes when nobody else is at it."""
    return min((run(*arguments) for _ in range(of)), key=lambda done: done.cpu)


def row(size: int, work: str, ours: Done, bare: Done | None = None, allowed: str = "") -> None:
    """One line of the table; what it took is kept under the work's name up to the first comma, for the growth."""
    TOOK.setdefault(work.partition(",")[0], {})[size] = ours.cpu
    against = f"{bare.cpu:9.2f} | {ours.cpu / bare.cpu:5.1f}" if bare else f"{'':9} | {'':5}"
    if SAVE:
        with SAVE[0].open("a", encoding="utf-8") as file:
            file.write(f"{work.partition(',')[0]},{size},{ours.cpu:.2f},{ours.megabytes:.0f}\n")
    print(
        f"| {size:9,} | {work:<24} | {ours.seconds:7.2f} | {ours.cpu:7.2f} | {against} | {allowed:<7} | {ours.megabytes:6,.0f} |",
        flush=True,
    )


def first_that_cites(data: Path, number: int) -> str:
    """The first claim from a number on that cites another, so that there is something to trace."""
    with data.open(encoding="utf-8") as file:
        for line in file:
            subject, predicate, _ = line.split(" ", 2)
            node = subject.strip("<>")
            if (
                predicate in _PATH
                and node.startswith(claim(0)[:-1])
                and int(node.rpartition("/")[2].partition("#")[0]) >= number
            ):
                return node
    return claim(number)


def with_much_behind_it(inside: str, size: int) -> str:
    """The claim with the most behind it, of some drawn from the later half of the graph."""
    chance = Random(3)  # noqa: S311 - a benchmark is repeatable, not secret
    drawn = [claim(chance.randrange(size // 2, size)) for _ in range(_SAMPLED)]
    return run("-c", _LARGEST, inside, *drawn).out.strip()


def growth() -> None:
    """How many times as long each work took at a size as at the one before it."""
    for work, took in TOOK.items():
        sizes = sorted(took)
        for smaller, larger in pairwise(sizes):
            print(f"growth from {smaller:,} to {larger:,}: {took[larger] / took[smaller]:5.1f} ×  {work}")


def measure(size: int, folder: Path, rdflib_up_to: int, check_up_to: int) -> None:
    """The lines of one size."""
    data, store, bare = folder / f"{size}.nt", folder / f"{size}", folder / f"{size}-bare"
    write(data, size)
    start = first_that_cites(data, size * 9 // 10)
    bare_load = run("-c", _BARE_LOAD, str(data), str(bare))
    row(size, "load, index included", run("-c", _KG_LOAD, str(data), str(store)), bare_load, "2")
    shutil.rmtree(bare)
    inside = str(next(store.glob("g-*")) / "store")
    row(size, "open", best("-c", _KG_OPEN, str(store)), best("-c", _BARE_OPEN, inside))
    for name, node in (("trace", start), ("large trace", with_much_behind_it(inside, size))):
        traced, path = best("-m", "kg", "trace", "-g", str(store), node), best("-c", _BARE_TRACE, inside, node)
        row(size, f"{name}, {path.out.strip()} reached", traced, path, "3")
    row(
        size,
        "export of all claims",
        run("-m", "kg", "export", "csv", "-g", str(store), "-o", str(folder / f"{size}.csv")),
    )
    found = run("-c", _KG_SEARCH, str(store), "431,200 Place012")
    row(size, "search in an open store", Done(float(found.out), float(found.out), found.megabytes, ""), None, "0.05 s")
    if size <= check_up_to:
        row(size, "check", run("-m", "kg", "check", "-g", str(store), "--exit-zero", "--format", "json"))
    if size <= rdflib_up_to:
        told = run("-c", _RDFLIB, str(data), start, _PATH.replace("<", "").replace(">", "").replace("|", " "))
        loading, analysis = map(float, told.out.split())
        row(size, "rdflib: load", Done(loading, loading, told.megabytes, ""))
        row(size, "networkx: trace, loops", Done(analysis, analysis, told.megabytes, ""))


def main() -> None:
    """Print the table for the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--rdflib-up-to", type=int, default=100_000)
    parser.add_argument("--check-up-to", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where the data and stores go; by default a temporary folder")
    parser.add_argument(
        "--save", type=Path, help="a CSV file to which work, size, seconds on processors and MB are added"
    )
    asked = parser.parse_args()
    SAVE.extend([asked.save] if asked.save else [])
    print(f"claims under {BASE}; seconds of whole processes, by the clock and on processors; peak memory in MB\n")
    print("|    claims | work                     | seconds |     CPU | bare, CPU | ratio | allowed | memory |")
    print("|----------:|--------------------------|--------:|--------:|----------:|------:|---------|-------:|")
    with TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for size in asked.sizes:
            measure(size, folder, asked.rdflib_up_to, asked.check_up_to)
    growth()


if __name__ == "__main__":
    main()
