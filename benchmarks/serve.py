"""The server under load, on this machine alone: a mix of good, slow, huge and malformed queries, then small ones side by side.

python -m benchmarks.serve [--seconds 60] [--clients 64] [--oxigraph PATH-OF-OXIGRAPH]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.clients import Kind, load, memory, processor_seconds
from kg.resources import seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT: Final = 2.0
ROUNDS: Final = 5
PREFIX: Final = "PREFIX hw: <https://w3id.org/headwater/ns#> PREFIX schema: <https://schema.org/> "
SMALL: Final = PREFIX + "SELECT ?claim ?says WHERE { ?claim a hw:Claim ; schema:text ?says } LIMIT 10"
SLOW: Final = PREFIX + "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?a || ?l + ?c = 17) }"
HUGE: Final = PREFIX + "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BROKEN: Final = "SELECT ?x WHERE { ?x"
MIX: Final = {
    "small": Kind(SMALL, 84, True),
    "malformed": Kind(BROKEN, 8),
    "slow": Kind(SLOW, 4),
    "huge": Kind(HUGE, 4),
}
MEANT: Final = {"small": {200, 503, 504}, "malformed": {400, 503, 504}, "slow": {504, 503}, "huge": {400, 503, 504}}
# The same small query, as answers may be kept, and queries that are all different, of which none can be.
SIDES: Final = {"the same": {"small": Kind(SMALL)}, "all different": {"small": Kind(SMALL, 1, True)}}


@contextlib.contextmanager
def headwater(*options: str) -> Iterator[tuple[str, int]]:
    """`kg serve` on a free port."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--graph", str(seeds()), *options]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None  # noqa: S101 - as asked for
    address = "http://" + server.stderr.readline().split("http://")[1].split("/")[0]
    try:
        yield f"{address}/sparql", server.pid
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)


@contextlib.contextmanager
def oxigraph(command: list[str], port: int) -> Iterator[tuple[str, int]]:
    """Oxigraph's own server."""
    bound = ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    server = subprocess.Popen([*command, *bound], stderr=subprocess.DEVNULL)
    try:
        time.sleep(2)
        yield f"http://127.0.0.1:{port}/query", server.pid
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def sides(path: str) -> Iterator[dict[str, tuple[str, int]]]:
    """The servers to compare, over the same graph: ours, and Oxigraph's with its store on disk, as it is run, and in memory, as ours is."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        found = {"headwater": stack.enter_context(headwater())}
        if path:
            dump, store = Path(folder, "dump"), ["--location", str(Path(folder, "store"))]
            subprocess.run(
                [sys.executable, "-m", "kg", "dump", "--graph", str(seeds()), "-o", str(dump)],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            quads = dump / "graph.nq"
            subprocess.run([path, "load", *store, "--file", str(quads)], check=True, stderr=subprocess.DEVNULL)
            subprocess.run([path, "optimize", *store], check=True, stderr=subprocess.DEVNULL)
            found["oxigraph, on disk"] = stack.enter_context(oxigraph([path, "serve-read-only", *store], 7879))
            found["oxigraph, in memory"] = stack.enter_context(oxigraph([path, "serve"], 7880))
            request = urllib.request.Request(
                "http://127.0.0.1:7880/store",
                quads.read_bytes(),
                {"Content-Type": "application/n-quads"},
                method="POST",
            )
            urllib.request.urlopen(request).close()  # noqa: S310 - this machine
        yield found


def mixed(clients: int, seconds: float) -> None:
    """Print what clients see of a server that gets good, slow, huge and malformed queries."""
    with headwater("--timeout", str(LIMIT), "--queue", "64") as (address, pid):
        quiet = memory(pid)
        seen = load(address, clients, seconds, MIX, pid)
        print("  query     status  number      ms: 50 %    90 %    99 %     all")
        for (name, status), number in sorted(seen.statuses.items()):
            times = seen.percentiles(f"{name} {status}")
            print(f"  {name:<10} {status}  {number:>7,}  {times:>40}{'' if status in MEANT[name] else '  NOT MEANT'}")
        busy = sum(number for (_, status), number in seen.statuses.items() if status == 503)
        print(f"  503: {100 * busy / seen.statuses.total():.1f} % of {seen.statuses.total():,}")
        print(f"  memory: {quiet / 1e6:.0f} MB before, at most {seen.most_memory / 1e6:.0f} MB")
        after = load(address, 2, 2, {"small": MIX["small"]}, pid)
        print(f"  afterwards: {dict(after.statuses)}, ms {after.percentiles('small 200')}")
        for at_once in (1, 2):
            slow = load(address, at_once, LIMIT * 5, {"slow": MIX["slow"]}, pid).times["slow 504"]
            late = f"at most {max(slow) - LIMIT:.3f} s after the limit, {len(slow)} queries"
            print(f"  slow queries, {at_once} at once: {late}")


def side_by_side(path: str, clients: int) -> None:
    """Print how many small queries each server answers in a second, in turns, and what part of Oxigraph's own ours is."""
    with sides(path) as servers:
        for what, mix in SIDES.items():
            rates: dict[str, list[float]] = defaultdict(list)
            work: dict[str, float] = defaultdict(float)
            for _ in range(ROUNDS):
                for name, (address, pid) in servers.items():
                    before = processor_seconds(pid)
                    seen = load(address, clients, 4, mix, pid).statuses
                    assert set(seen) == {("small", 200)}, seen  # noqa: S101 - nothing else is compared
                    rates[name].append(seen.total() / 4)
                    work[name] += (processor_seconds(pid) - before) / seen.total() / ROUNDS * 1e6
            ours = statistics.median(rates["headwater"])
            for name, found in rates.items():
                middle = statistics.median(found)
                line = f"median {middle:,.0f} a second ({min(found):,.0f} to {max(found):,.0f})"
                line += f"; headwater is {ours / middle:.2f} of it; {work[name]:,.0f} µs of its main process each"
                print(f"  small queries, {what}, {name}: {line}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--oxigraph", default="")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {options.clients} clients, {options.seconds:g} s, time limit {LIMIT:g} s")
    if options.seconds:
        mixed(options.clients, options.seconds)
    side_by_side(options.oxigraph, options.clients)


if __name__ == "__main__":
    main()
