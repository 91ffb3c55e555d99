"""Clients that keep a server busy: each asks one query after the other on a connection of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

END: Final = b"\r\n\r\n"
_NUMBER: Final = count()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of query: its text, how often it is asked beside others, and whether each is different from all before."""

    sparql: str
    weight: int = 1
    different: bool = False

    def request(self, path: str) -> bytes:
        """A request for it."""
        told = f"{self.sparql} OFFSET {next(_NUMBER) % 7} # {next(_NUMBER)}" if self.different else self.sparql
        head = f"GET {path}?query={quote(told)} HTTP/1.1\r\nHost: localhost\r\nAccept: application/sparql-results+json\r\n\r\n"
        return head.encode()


@dataclass(slots=True)
class Seen:
    """What clients saw: how many answers of each status, and how long each kind of query took."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    most_memory: int = 0

    def percentiles(self, name: str) -> str:
        """Half, nine in ten and ninety-nine in a hundred responses to a kind of query took no longer than these milliseconds."""
        times = sorted(self.times[name])
        return " ".join(f"{times[int(len(times) * part)] * 1000:>7,.0f}" for part in (0.5, 0.9, 0.99, 0.99999))


class _Client(asyncio.Protocol):
    """One connection. It speaks no more HTTP than a server's answers need, since what it takes is missing at the server."""

    def __init__(self, draw: Callable[[], tuple[str, bytes]], seen: Seen, until: float) -> None:
        self.draw, self.seen, self.until = draw, seen, until
        self.held = b""
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self.over.set_exception(exc or ConnectionError("the server closed a connection"))

    def data_received(self, data: bytes) -> None:
        self.held += data
        head, mark, body = self.held.partition(END)
        if not mark or not self._whole(head.lower(), body):
            return
        now = time.monotonic()
        status = int(head[9:12])
        self.seen.statuses[self.name, status] += 1
        self.seen.times[f"{self.name} {status}"].append(now - self.begun)
        self.held = b""
        if now < self.until:
            self._ask()
        else:
            self.over.set_result(None)
            self.transport.close()

    def _ask(self) -> None:
        self.name, request = self.draw()
        self.begun = time.monotonic()
        self.transport.write(request)

    @staticmethod
    def _whole(head: bytes, body: bytes) -> bool:
        _, mark, told = head.partition(b"content-length:")
        return len(body) >= int(told.partition(b"\r\n")[0]) if mark else body.endswith(b"0" + END)


def load(address: str, clients: int, seconds: float, mix: dict[str, Kind], pid: int) -> Seen:
    """What so many clients see in so many seconds, and the most memory that the server takes meanwhile."""
    return asyncio.run(_load(address, clients, seconds, mix, pid))


async def _load(address: str, clients: int, seconds: float, mix: dict[str, Kind], pid: int) -> Seen:
    seen, until = Seen(), time.monotonic() + seconds
    parts = urlsplit(address)
    names, weights = list(mix), [kind.weight for kind in mix.values()]
    fixed = {name: kind.request(parts.path) for name, kind in mix.items() if not kind.different}

    def draw() -> tuple[str, bytes]:
        (name,) = random.choices(names, weights)  # noqa: S311 - no secret
        return name, fixed.get(name) or mix[name].request(parts.path)

    loop = asyncio.get_running_loop()
    host, port = parts.hostname or "", parts.port or 80
    made = [await loop.create_connection(lambda: _Client(draw, seen, until), host, port) for _ in range(clients)]
    running = asyncio.gather(*(client.over for _, client in made))
    while not running.done():
        seen.most_memory = max(seen.most_memory, memory(pid))
        await asyncio.wait([running], timeout=1)
    await running
    return seen


def processor_seconds(pid: int) -> float:
    """How long a process has been at work, and those that it started and that have ended (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


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
