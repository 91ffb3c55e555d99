"""Servers on free ports of this machine, and what the tests do with them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import pytest

from kg.resources import seeds

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

# On a user's machine the extra may be missing; where everything must be tested, it may not.
if os.environ.get("CI") != "true":
    pytest.importorskip("uvicorn")
    pytest.importorskip("httpx")

import httpx

T = TypeVar("T")
ASK = "ASK { ?claim a hw:Claim }"
SLOW = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?a != ?a || ?l + ?o = 17) }"
HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
RECORD = """
source: report
title: A report
claims:
  one: {says: Ten things were counted., figure: 10 things}
"""
# A test that waits longer for what must happen at once has failed.
_GUARD_SECONDS = 120


@contextmanager
def served(*options: str, graph: str | None = None) -> Iterator[httpx.Client]:
    """A client of `kg serve` with these options; the server is stopped as Ctrl-C does."""
    with started(*options, graph=graph) as (client, _):
        yield client


@contextmanager
def started(*options: str, graph: str | None = None) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    """The same, with the process; it leads a group of its own, and all processes of the server share its standard output."""
    arguments = [sys.executable, "-m", "kg", "serve", "--port", "0", "--graph", graph or str(seeds()), *options]
    pipe = subprocess.PIPE
    server = subprocess.Popen(arguments, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        assert "http://" in line, line + server.stderr.read()
        address = line.split("http://")[1].split("/")[0]
        with httpx.Client(base_url=f"http://{address}", timeout=_GUARD_SECONDS, trust_env=False) as client:
            yield client, server
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=_GUARD_SECONDS)


def all_have_ended(server: subprocess.Popen[str]) -> bool:
    """Wait until every process of a server has ended: each has its standard output open."""
    assert server.stdout is not None
    return server.stdout.read() == ""


def query(client: httpx.Client, sparql: str) -> httpx.Response:
    """The response to a query."""
    return client.get("/sparql", params={"query": sparql})


@contextmanager
def asking(client: httpx.Client, sparql: str) -> Iterator[socket.socket]:
    """A connection over which a query was sent to a server with one worker and no queue, which is busy with it now."""
    address = (client.base_url.host, client.base_url.port or 80)
    with socket.create_connection(address, timeout=_GUARD_SECONDS) as link:
        head = f"GET /sparql?query={quote(sparql)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        link.sendall(head.encode())
        wait_until_busy(client)
        yield link


def wait_until_busy(client: httpx.Client) -> None:
    """Wait until a server without a queue refuses a query because its workers are busy."""
    number = 0
    while query(client, f"ASK {{}} # {(number := number + 1)}").status_code != 503:
        pass


def post_head(client: httpx.Client, media: str, length: int) -> bytes:
    """The beginning of the response to a POST of which only the head was sent."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=_GUARD_SECONDS) as link:
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n"
        link.sendall(head.encode())
        return link.recv(1000)


def read_all(link: socket.socket) -> bytes:
    """What comes over a connection until it is closed."""
    return b"".join(iter(lambda: link.recv(1 << 16), b""))


def run_async(make: Callable[[], Coroutine[None, None, T]]) -> T:
    """What a coroutine returns, in a thread of its own: the browser of other tests has an event loop in this one."""

    async def guarded() -> T:
        async with asyncio.timeout(_GUARD_SECONDS):
            return await make()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, guarded()).result()


@pytest.fixture(scope="session")
def site(_own_environment: None) -> Iterator[httpx.Client]:
    """A client of a server of the bundled seeds."""
    with served("--timeout", "5") as client:
        yield client


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one record, which is opened quickly."""
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "report.yaml").write_text(RECORD, encoding="utf-8")
    return folder
