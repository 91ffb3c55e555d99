"""Requests made to exhaust the server's memory or to keep others waiting; figures by `python -m tests.attack.test_server`."""

from __future__ import annotations

import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.serve.conftest import ASK, query, started

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

MB = 1_000_000
HEAD = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n"


def peak(pid: int) -> int:
    """The most memory that a process has taken so far, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def exchange(client: httpx.Client, *parts: bytes) -> bytes:
    """The beginning of what a server says to the parts of a request; empty if it closes the connection."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=120) as link:
        with suppress(ConnectionError):
            for part in parts:
                link.sendall(part)
            return link.recv(12)
        return b""


def accept_headers(client: httpx.Client) -> None:
    """Many different Accept headers of a megabyte, and as many just below the limit."""
    ranges = [f"a/b{number};q=0.1," for number in range(100)]
    for number in range(100):
        head = f"GET /sparql?query=ASK{{}} HTTP/1.1\r\nHost: localhost\r\nAccept: x/y{number},"
        exchange(client, head.encode(), b"*/*;q=0.1," * 104_000, b"\r\n\r\n")
        exchange(client, head.encode(), "".join(ranges[:99]).encode(), b" " * 28_000, b"\r\n\r\n")


def bodies(client: httpx.Client) -> None:
    """A hundred clients at once, each with a body as large as is allowed and not quite whole."""
    form, direct = "application/x-www-form-urlencoded", "application/sparql-query"
    links = []
    for number in range(100):
        media, size = (form, MB) if number % 2 else (direct, 4 * MB)
        link = socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=120)
        links.append(link)
        with suppress(ConnectionError):
            link.sendall(HEAD.format(media, size).encode() + b"query=" + b"%41" * ((size - 10) // 3))
    for link in links:
        link.close()


def escapes(client: httpx.Client) -> None:
    """Twenty clients at once, each with a form that is nothing but percent-encoding."""
    form = b"query=" + b"%41" * ((MB - 6) // 3)
    head = HEAD.format("application/x-www-form-urlencoded", len(form)).encode()
    with ThreadPoolExecutor(20) as threads:
        list(threads.map(lambda _: exchange(client, head, form), range(20)))


def unread_answers(client: httpx.Client) -> None:
    """Sixty clients that ask for an answer of 11 MB and do not read it."""
    links = []
    for number in range(60):
        link = socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=120)
        links.append(link)
        sparql = quote(f"SELECT ?a ?b ?c {{ ?a ?b ?c . ?d ?e ?f }} LIMIT 40000 # {number}")
        link.sendall(f"GET /sparql?query={sparql} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        link.recv(1)
    for link in links:
        link.close()


ATTACKS: dict[str, tuple[Callable[[httpx.Client], None], int]] = {
    "accept headers": (accept_headers, 30 * MB),
    "bodies": (bodies, 200 * MB),
    "escapes": (escapes, 250 * MB),
    "unread answers": (unread_answers, 600 * MB),
}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here")
@pytest.mark.parametrize("name", ATTACKS)
def test_the_memory_of_the_server_is_bounded_and_others_are_answered_afterwards(name: str) -> None:
    attack, most = ATTACKS[name]
    with started("--timeout", "60") as (client, server):
        query(client, ASK)
        before = peak(server.pid)
        attack(client)
        assert peak(server.pid) - before < most
        assert query(client, f"{ASK} # afterwards").status_code == 200


def longest_wait(client: httpx.Client, over: Event) -> float:
    """The longest that another client waits for a cached answer meanwhile, in seconds."""
    longest = 0.0
    while not over.is_set():
        begun = monotonic()
        if query(client, ASK).status_code == 200:
            longest = max(longest, monotonic() - begun)
    return longest


if __name__ == "__main__":
    for name, (attack, _) in ATTACKS.items():
        with started("--timeout", "60") as (client, server), ThreadPoolExecutor(1) as other:
            query(client, ASK)
            before, begun, over = peak(server.pid), monotonic(), Event()
            waiting = other.submit(longest_wait, client, over)
            attack(client)
            over.set()
            taken = (peak(server.pid) - before) / MB
            line = f"{taken:.0f} MB more; another client waited at most {waiting.result():.2f} s"
            sys.stdout.write(f"{name}: {monotonic() - begun:.1f} s, {line}\n")
