"""How the server ends: what is still asked is told so, nothing is logged, and no process is left."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from kg.resources import seeds
from tests.serve.conftest import started
from tests.serve.test_limits import ASK, SLOW, ask


@pytest.mark.parametrize(
    ("signals", "code", "says"),
    [
        ([signal.SIGINT], 130, "kg: stopped"),
        ([signal.SIGTERM], -signal.SIGTERM, ""),
        ([signal.SIGINT] * 2, 130, "kg: stopped"),
    ],
)
def test_a_query_that_is_cut_off_by_the_end_is_told_so(signals: list[int], code: int, says: str) -> None:
    with started("--timeout", "60") as (client, server), ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(ask, client, SLOW)
        sleep(0.5)
        for number in signals:
            server.send_signal(number)
            sleep(0.2)
        done = waiting.result()
        assert (done.status_code, done.text) == (503, "the server is stopping\n")
        _, said = server.communicate(timeout=10)
        assert (server.returncode, said.strip()) == (code, says)
        assert not subprocess.run(["pgrep", "-g", str(server.pid)], check=False, capture_output=True).stdout


def test_what_is_answered_within_a_moment_is_still_answered() -> None:
    with started("--timeout", "1.5") as (client, server), ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(ask, client, SLOW)
        sleep(0.5)
        server.send_signal(signal.SIGINT)
        assert waiting.result().status_code == 504
        assert server.wait(timeout=10) == 130


def test_a_place_to_listen_that_there_is_not_is_one_line() -> None:
    arguments = [sys.executable, "-m", "kg", "serve", "--host", "nowhere.invalid", "--graph", str(seeds())]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    assert (done.returncode, len(done.stderr.splitlines()), "--host" in done.stderr) == (2, 1, True)


@pytest.mark.skipif(not Path("/proc/net/if_inet6").exists(), reason="no IPv6 here")
def test_a_server_listens_on_ipv6() -> None:
    with started("--host", "::1") as (client, _):
        assert str(client.base_url).startswith("http://[::1]:")
        assert ask(client, ASK).status_code == 200
