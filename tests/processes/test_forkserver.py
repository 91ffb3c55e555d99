"""The fork server: workers share its memory, and end before it does."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from kg.processes.child import ChildEndedError
from kg.processes.forkserver import ForkServer, ForkServerError, serve_jobs
from tests.processes.test_child import block

if TYPE_CHECKING:
    from collections.abc import Iterator


def do(job: Any) -> Any:  # noqa: ANN401 - any value
    if job == "block":
        block()
    if job == "fail":
        raise ValueError(job)
    return job, os.getpid()


@pytest.fixture
def forkserver() -> Iterator[ForkServer]:
    server = ForkServer.start(serve_jobs(do, memory=None, seconds=600))
    yield server
    server.close()


def test_a_worker_does_one_job_after_the_other_and_survives_one_that_fails(forkserver: ForkServer) -> None:
    worker = forkserver.fork()
    assert worker.request(1) == (1, worker.pid)
    with pytest.raises(ValueError, match="fail"):
        worker.request("fail")
    assert worker.request(2) == (2, worker.pid)
    assert worker.finish() == 0


def test_each_worker_is_a_process_of_its_own(forkserver: ForkServer) -> None:
    first, second = forkserver.fork(), forkserver.fork()
    assert len({first.request(1)[1], second.request(1)[1], os.getpid()}) == 3
    assert [first.finish(), second.finish()] == [0, 0]


def test_a_worker_that_is_killed_says_how_it_ended(forkserver: ForkServer) -> None:
    worker = forkserver.fork()
    os.kill(worker.pid, signal.SIGTERM)
    with pytest.raises(ChildEndedError, match="signal 15"):
        worker.request(1)
    assert os.WTERMSIG(worker.stop()) == signal.SIGTERM


def test_no_worker_is_left_when_the_fork_server_is_closed(forkserver: ForkServer) -> None:
    idle, busy = forkserver.fork(), forkserver.fork()
    busy.channel.send("block")
    forkserver.close()
    for worker in (idle, busy):
        with pytest.raises(ProcessLookupError):
            os.kill(worker.pid, 0)
        worker.channel.close()


def test_a_fork_server_that_was_killed_is_an_error_and_takes_its_workers_along() -> None:
    forkserver = ForkServer.start(serve_jobs(do, memory=None, seconds=600))
    worker = forkserver.fork()
    os.kill(forkserver.pid, signal.SIGKILL)
    with pytest.raises(ForkServerError, match="start the server again"):
        forkserver.fork()
    with pytest.raises(ForkServerError):
        worker.request("block")
    worker.channel.close()
    forkserver.close()
