"""What becomes of the server when its processes are ended, and of requests that end early."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from tests.serve.conftest import started
from tests.serve.test_limits import ASK, SLOW

if TYPE_CHECKING:
    from pathlib import Path


def _below(pid: int) -> list[int]:
    """The processes that a process has made, and those that these have made."""
    found = [
        int(word)
        for word in subprocess.run(
            ["pgrep", "-P", str(pid)], check=False, capture_output=True, text=True
        ).stdout.split()
    ]
    return [*found, *(lower for child in found for lower in _below(child))]


def test_a_server_whose_processes_were_all_killed_says_so_and_ends() -> None:
    with started() as (client, server):
        assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).status_code == 200
        for pid in _below(server.pid):
            os.kill(pid, signal.SIGKILL)
        sleep(0.3)
        try:
            told = client.get("/sparql", params={"query": "ASK { ?s ?p 8 }"}, timeout=10)
            assert (told.status_code, "process that holds the graph" in told.text) == (503, True)
        except httpx.TransportError:
            pass  # it may be closing already
        assert server.wait(timeout=15) == 3
        assert server.stderr is not None
        assert [line for line in server.stderr.read().splitlines() if line] == [
            "kg: the process that holds the graph has ended, perhaps for want of memory; start the server again"
        ]


@pytest.mark.parametrize("victim", ["server", "holder"])
def test_a_server_that_is_killed_leaves_no_process_and_its_port_is_free(victim: str) -> None:
    with started("--timeout", "60") as (client, server):
        address = (client.base_url.host, client.base_url.port or 80)
        with socket.create_connection(address) as asking, socket.create_connection(address) as another:
            for number, link in enumerate((asking, another)):
                link.sendall(f"GET /sparql?query={quote(f'{SLOW} # {number}')} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            sleep(0.5)
            made = _below(server.pid)
            assert len(made) == 3  # what holds the graph, and two workers
            os.kill(made[0] if victim == "holder" else server.pid, signal.SIGKILL)
            until = monotonic() + 5
            while subprocess.run(
                ["pgrep", "-g", str(server.pid), "-r", "R,S,D"], check=False, capture_output=True
            ).stdout:
                if victim == "holder" and monotonic() < until:
                    with suppress(httpx.TransportError):
                        client.get("/sparql", params={"query": ASK})  # asking is how the server learns of it
                assert monotonic() < until
                sleep(0.05)
        socket.create_server(address).close()


@pytest.mark.parametrize("half", [True, False])
def test_a_request_that_is_cut_off_leaves_no_trace_and_no_harm(half: bool) -> None:
    with started() as (client, server):
        with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as cut:
            cut.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\nASK {"
            )
            if half:
                cut.shutdown(socket.SHUT_WR)
                cut.settimeout(5)
                cut.recv(100)
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        server.send_signal(signal.SIGINT)
        assert server.communicate(timeout=20)[1].strip() == "kg: stopped"


def test_xml_answers_hold_what_xml_can(site: httpx.Client) -> None:
    from xml.etree import ElementTree

    query = 'SELECT ?x { BIND("a\\u001Bb\\u0001c\\uFFFEd" AS ?x) }'
    found = site.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+xml"})
    assert "a\ufffdb\ufffdc\ufffdd" in "".join(ElementTree.fromstring(found.content).itertext())  # noqa: S314 - of our own server


def test_a_query_whose_client_has_left_gives_its_worker_back() -> None:
    with started("--timeout", "60", "--workers", "1", "--queue", "2") as (client, _):
        for query in (SLOW, f"{SLOW} # waits"):
            with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as gone:
                gone.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                sleep(0.3)
        begun = monotonic()
        assert client.get("/sparql", params={"query": ASK}).status_code == 200
        assert monotonic() - begun < 1


@pytest.mark.parametrize(
    ("number", "status", "why"),
    [
        (signal.SIGKILL, 503, "signal 9, perhaps"),
        (signal.SIGTERM, 503, "signal 15"),
        (signal.SIGSEGV, 400, "too complex for the engine"),
        (signal.SIGABRT, 503, "more memory than it may"),
    ],
)
def test_a_query_whose_worker_was_ended_by_someone_else_is_told_how(
    number: signal.Signals, status: int, why: str
) -> None:
    with started("--timeout", "60", "--workers", "1") as (client, server), ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(client.get, "/sparql", params={"query": SLOW})
        sleep(0.5)
        os.kill(max(_below(server.pid)), number)
        done = waiting.result()
        assert (done.status_code, why in done.text) == (status, True)
        assert client.get("/sparql", params={"query": ASK}).status_code == 200


def test_a_store_with_an_unnamed_graph_and_one_with_nothing_are_described(tmp_path: Path) -> None:
    for name in ("nothing", "unnamed"):
        made = ox.Store(str(tmp_path / name))
        if name == "unnamed":
            made.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.Literal("a"), ox.DefaultGraph()))
        made.flush()
        del made
        with started(graph=str(tmp_path / name)) as (client, _):
            assert {
                client.get(address).status_code for address in ("/", "/claims", "/void", "/sparql", "/api/check")
            } == {200}


def test_a_client_that_leaves_with_several_requests_unanswered_leaves_no_trace() -> None:
    with started("--timeout", "2", "--workers", "1") as (client, server):
        with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as gone:
            asked = [f"/sparql?query={quote(SLOW)}", *["/void"] * 9]
            gone.sendall("".join(f"GET {address} HTTP/1.1\r\nHost: x\r\n\r\n" for address in asked).encode())
            sleep(0.5)
        assert client.get("/sparql", params={"query": ASK}).status_code == 200
        sleep(2)
        server.send_signal(signal.SIGINT)
        assert server.communicate(timeout=20)[1].strip() == "kg: stopped"
