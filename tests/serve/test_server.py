"""How the server starts and ends: no process is left, what is still asked is told so, and nothing else is logged."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from kg.resources import seeds
from tests.serve.conftest import ASK, SLOW, all_have_ended, asking, query, read_all, served, started, wait_until_busy

pytestmark = pytest.mark.end_to_end

ONE_WORKER = ("--workers", "1", "--queue", "0", "--timeout", "3600")


def children(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    run = subprocess.run(["pgrep", "-P", str(pid)], check=False, capture_output=True, text=True)
    found = list(map(int, run.stdout.split()))
    return [*found, *(lower for child in found for lower in children(child))]


@pytest.mark.slow
def test_a_server_whose_processes_were_all_killed_says_so_and_ends(tiny: Path) -> None:
    with started(graph=str(tiny)) as (client, server):
        for pid in children(server.pid):
            os.kill(pid, signal.SIGKILL)
        with suppress(httpx.TransportError):  # it may be closing already
            done = query(client, ASK)
            assert (done.status_code, "process that holds the graph" in done.text) == (503, True)
        assert server.wait() == 3
        assert server.stderr is not None
        assert server.stderr.read().splitlines() == [
            "kg: the process that holds the graph has ended, perhaps for lack of memory; start the server again"
        ]


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["server", "fork server"])
def test_a_server_that_is_killed_leaves_no_process_and_its_port_is_free(tiny: Path, victim: str) -> None:
    with started(*ONE_WORKER, graph=str(tiny)) as (client, server), asking(client, SLOW):
        found = children(server.pid)
        assert len(found) == 2  # the fork server, and a worker
        os.kill(found[0] if victim == "fork server" else server.pid, signal.SIGKILL)
        assert all_have_ended(server)
        socket.create_server((client.base_url.host, client.base_url.port or 80)).close()


@pytest.mark.slow
@pytest.mark.parametrize("half", [True, False])
def test_a_request_that_is_cut_off_does_no_harm_and_is_not_logged(tiny: Path, half: bool) -> None:
    with started(graph=str(tiny)) as (client, server):
        with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as cut:
            head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
            cut.sendall(head + b"Content-Length: 1000\r\n\r\nASK {")
            if half:
                cut.shutdown(socket.SHUT_WR)
        assert query(client, "ASK {}").status_code == 200
        server.send_signal(signal.SIGINT)
        assert server.communicate()[1].strip() == "kg: stopped"


@pytest.mark.slow
def test_a_client_that_leaves_gives_its_worker_back_and_leaves_no_trace(tiny: Path) -> None:
    with started(*ONE_WORKER, graph=str(tiny)) as (client, server):
        with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as gone:
            asked = [f"/sparql?query={quote(SLOW)}", *["/void"] * 9]
            gone.sendall("".join(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n" for path in asked).encode())
            wait_until_busy(client)
        while (done := query(client, ASK)).status_code == 503:
            pass
        assert done.status_code == 200
        server.send_signal(signal.SIGINT)
        assert server.communicate()[1].strip() == "kg: stopped"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("signals", "code", "says"),
    [
        ([signal.SIGINT], 130, "kg: stopped"),
        ([signal.SIGTERM], -signal.SIGTERM, ""),
        ([signal.SIGINT] * 2, 130, "kg: stopped"),
    ],
)
def test_a_query_that_is_cut_off_by_the_end_is_told_so(
    tiny: Path, signals: list[signal.Signals], code: int, says: str
) -> None:
    with started(*ONE_WORKER, graph=str(tiny)) as (client, server), asking(client, SLOW) as link:
        for number in signals:
            server.send_signal(number)
        said = read_all(link)
        assert (said[9:12], said.endswith(b"\r\n\r\nthe server is stopping\n")) == (b"503", True)
        assert all_have_ended(server)
        assert (server.wait(), server.stderr and server.stderr.read().strip()) == (code, says)


def test_a_query_that_takes_too_much_memory_or_gives_too_much_costs_only_itself(tiny: Path) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{number}, ?x{number}) AS ?x{number + 1})" for number in range(32))
    with served("--timeout", "3600", "--max-size", "1", "--workers", "1", graph=str(tiny)) as client:
        long = query(client, f"SELECT (STRLEN(?x32) AS ?length) {{ BIND('x' AS ?x0) {doubled} }}")
        assert (long.status_code, "memory" in long.text) == (503, True)
        large = query(client, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
        assert (large.status_code, "larger than 1 MB" in large.text) == (400, True)
        assert query(client, ASK).status_code == 200


def test_a_query_that_takes_too_long_is_stopped(tiny: Path) -> None:
    with served("--timeout", "0.5", graph=str(tiny)) as client:
        done = query(client, SLOW)
        assert (done.status_code, done.text.startswith("stopped after 0.5 seconds, the time limit here")) == (504, True)


@pytest.mark.parametrize("named", [True, False])
def test_a_store_with_an_unnamed_graph_and_one_with_nothing_are_served(tmp_path: Path, named: bool) -> None:
    made = ox.Store(str(tmp_path / "store"))
    if named:
        made.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.Literal("a"), ox.DefaultGraph()))
    made.flush()
    del made
    with served(graph=str(tmp_path / "store")) as client:
        addresses = ("/", "/claims", "/void", "/sparql", "/api/check")
        assert {client.get(address).status_code for address in addresses} == {200}


def test_a_place_to_listen_that_does_not_exist_is_one_line() -> None:
    arguments = [sys.executable, "-m", "kg", "serve", "--host", "nowhere.invalid", "--graph", str(seeds())]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    assert (done.returncode, len(done.stderr.splitlines()), "--host" in done.stderr) == (2, 1, True)


def test_a_graph_that_cannot_be_opened_is_reported_as_by_other_commands(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("source: [", encoding="utf-8")
    arguments = [sys.executable, "-m", "kg", "serve", "--port", "0", "--graph", str(tmp_path)]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    assert (done.returncode, "a.yaml:2:1" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


@pytest.mark.skipif(not Path("/proc/net/if_inet6").exists(), reason="no IPv6 here")
def test_a_server_listens_on_ipv6(tiny: Path) -> None:
    with served("--host", "::1", graph=str(tiny)) as client:
        assert str(client.base_url).startswith("http://[::1]:")
        assert query(client, ASK).status_code == 200
