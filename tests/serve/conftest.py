"""A server of its own, on a free port of this machine, for all tests here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from kg.resources import seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

# On a user's machine the extra may be missing; where everything must hold, it may not.
if os.environ.get("CI") != "true":
    pytest.importorskip("uvicorn")
    pytest.importorskip("httpx")

import httpx


@contextmanager
def served(*options: str, graph: str | None = None) -> Iterator[httpx.Client]:
    """A client of `kg serve` with these options; the server is stopped as Ctrl-C does."""
    with started(*options, graph=graph) as (client, _):
        yield client


@contextmanager
def started(*options: str, graph: str | None = None) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    """The same, with the process; it leads a group of its own."""
    arguments = [sys.executable, "-m", "kg", "serve", "--port", "0", "--graph", graph or str(seeds()), *options]
    server = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        assert "http://" in line, line + server.stderr.read()
        address = line.split("http://")[1].split("/")[0]
        with httpx.Client(base_url=f"http://{address}", timeout=30, trust_env=False) as client:
            yield client, server
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)


@pytest.fixture(scope="session")
def site(_own_cache: None) -> Iterator[httpx.Client]:
    with served("--timeout", "5") as client:
        yield client
