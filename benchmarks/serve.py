"""The server under load, on this machine alone: a mix of good, slow, huge and malformed queries, then small ones side by side.

python benchmarks/serve.py [--seconds 60] [--clients 32] [--oxigraph PATH-OF-OXIGRAPH]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from kg.resources import seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT: Final = 2.0
PREFIX: Final = "PREFIX hw: <https://w3id.org/headwater/ns#> PREFIX schema: <https://schema.org/> "
SMALL: Final = PREFIX + "SELECT ?claim ?says WHERE { ?claim a hw:Claim ; schema:text ?says } LIMIT 10"
SLOW: Final = PREFIX + "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?a || ?l + ?c = 17) }"
HUGE: Final = PREFIX + "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BROKEN: Final = "SELECT ?x WHERE { ?x"
MIX: Final = {"small": (SMALL, 84), "malformed": (BROKEN, 8), "slow": (SLOW, 4), "huge": (HUGE, 4)}
MEANT: Final = {"small": {200, 503}, "malformed": {400, 503}, "slow": {504, 503}, "huge": {400, 503, 504}}


async def asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, query: str) -> int:
    """One request on an open connection; the status."""
    head = f"GET {path}?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\nAccept: application/sparql-results+json\r\n\r\n"
    writer.write(head.encode())
    told = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(told.split(" ", 2)[1])
    if "transfer-encoding: chunked" in told:
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(int(told.split("content-length:")[1].split("\r\n")[0]))
    return status


async def client(
    address: str, mix: dict[str, tuple[str, int]], until: float, seen: Counter[tuple[str, int]], times: dict[str, list[float]]
) -> None:
    """Ask one query after the other, a new connection only when the last was lost."""
    parts = urlsplit(address)
    draw = random.Random(id(seen) + time.monotonic_ns())  # noqa: S311 - no secret
    names, weights = list(mix), [weight for _, weight in mix.values()]
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    while time.monotonic() < until:
        (name,) = draw.choices(names, weights)
        begun = time.monotonic()
        status = await asked(reader, writer, parts.path, mix[name][0])
        seen[name, status] += 1
        times[name].append(time.monotonic() - begun)
    writer.close()


async def load(
    address: str, clients: int, seconds: float, mix: dict[str, tuple[str, int]], pid: int
) -> tuple[Counter[tuple[str, int]], dict[str, list[float]], int]:
    """What clients saw, how long it took, and the most memory that the server took meanwhile, in bytes."""
    seen: Counter[tuple[str, int]] = Counter()
    times: dict[str, list[float]] = defaultdict(list)
    until = time.monotonic() + seconds
    running = asyncio.gather(*(client(address, mix, until, seen, times) for _ in range(clients)))
    most = 0
    while not running.done():
        most = max(most, memory(pid))
        await asyncio.wait([running], timeout=0.5)
    await running
    return seen, times, most


def memory(pid: int) -> int:
    """The proportional share of memory of a process and all below it (Linux)."""
    below = defaultdict(list)
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            below[int(status.read_text().rpartition(")")[2].split()[1])].append(int(status.parent.name))
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        waiting += below[one]
        with contextlib.suppress(OSError, IndexError):
            total += int(Path(f"/proc/{one}/smaps_rollup").read_text().split("Pss:")[1].split()[0]) * 1024
    return total


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
def oxigraph(path: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Oxigraph's own server over the same graph."""
    dump = [sys.executable, "-m", "kg", "dump", "--graph", str(seeds()), "-o", str(folder / "dump")]
    subprocess.run(dump, check=True, stdout=subprocess.DEVNULL)
    store = ["--location", str(folder / "store")]
    subprocess.run([path, "load", *store, "--file", str(folder / "dump" / "graph.nq")], check=True, stderr=subprocess.DEVNULL)
    bound = ["--bind", "127.0.0.1:7879", "--union-default-graph"]
    server = subprocess.Popen([path, "serve-read-only", *store, *bound], stderr=subprocess.DEVNULL)
    try:
        time.sleep(2)
        yield "http://127.0.0.1:7879/query", server.pid
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--oxigraph", default="")
    told = parser.parse_args()
    print(f"{os.cpu_count()} cores, {told.clients} clients, {told.seconds:g} s, time limit {LIMIT:g} s")
    with headwater("--timeout", str(LIMIT), "--queue", "64") as (address, pid):
        quiet = memory(pid)
        seen, _, most = asyncio.run(load(address, told.clients, told.seconds, MIX, pid))
        for (name, status), number in sorted(seen.items()):
            print(f"  {name:<10} {status}  {number:>7,}{'' if status in MEANT[name] else '  NOT MEANT'}")
        print(f"  memory: {quiet / 1e6:.0f} MB before, at most {most / 1e6:.0f} MB")
        late = asyncio.run(load(address, 1, LIMIT * 10, {"slow": MIX["slow"]}, pid))[1]["slow"]
        print(f"  slow queries: stopped at most {max(late) - LIMIT:.3f} s after the limit, {len(late)} asked one by one")
        late = asyncio.run(load(address, 2, LIMIT * 5, {"slow": MIX["slow"]}, pid))[1]["slow"]
        print(f"  slow queries, two at once: at most {max(late) - LIMIT:.3f} s after the limit")
    with tempfile.TemporaryDirectory() as folder, headwater() as ours, contextlib.ExitStack() as stack:
        sides = {"headwater": ours}
        if told.oxigraph:
            sides["oxigraph"] = stack.enter_context(oxigraph(told.oxigraph, Path(folder)))
        rates: dict[str, list[float]] = defaultdict(list)
        for _ in range(3):
            for name, (address, pid) in sides.items():
                seen = asyncio.run(load(address, told.clients, 5, {"small": MIX["small"]}, pid))[0]
                assert set(seen) == {("small", 200)}, seen  # noqa: S101 - nothing else is compared
                rates[name].append(seen.total() / 5)
        for name, found in rates.items():
            print(f"  small queries, {name}: {', '.join(f'{rate:,.0f}' for rate in found)} a second")


if __name__ == "__main__":
    main()
