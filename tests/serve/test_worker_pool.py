"""The worker pool: one job a worker, a bounded queue, and what becomes of a job that is stopped."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from starlette.exceptions import HTTPException

from kg.processes.forkserver import ForkServer, ForkServerError, serve_jobs
from kg.serve.jobs import Job, JobResult
from kg.serve.worker_pool import WorkerPool
from tests.processes.test_child import block, end_by
from tests.serve.conftest import run_async

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

STARTED, START = os.pipe()
PID = Job("pid", "text")
BLOCK = Job("block", "text")
MEMORY = 100_000_000


def do(job: Job) -> JobResult:
    """The process that does the job; `block` says that it has begun and never ends."""
    match job.kind:
        case "block":
            os.write(START, b"x")
            block()
        case "signal":
            end_by(job.args["number"])
        case "memory":
            bytearray(3 * MEMORY)
        case "fail":
            raise ValueError("a fault")
    return JobResult(200, "text/plain", str(os.getpid()).encode())


@asynccontextmanager
async def pool(workers: int = 1, queue: int = 10, seconds: float = 600) -> AsyncIterator[WorkerPool]:
    made = WorkerPool(ForkServer.start(serve_jobs(do, MEMORY, 600)), workers, queue, seconds)
    try:
        yield made
    finally:
        await made.close()


async def begun(running: WorkerPool) -> asyncio.Task[JobResult]:
    """A job that a worker has begun and does not end."""
    task = asyncio.create_task(running.run(BLOCK))
    await asyncio.to_thread(os.read, STARTED, 1)
    return task


def test_each_worker_has_one_job_and_a_free_one_takes_the_next() -> None:
    async def check() -> None:
        async with pool(workers=2) as running:
            busy = [await begun(running), await begun(running)]
            waiting = asyncio.create_task(running.run(PID))
            busy[0].cancel()
            assert (await waiting).status == 200
            busy[1].cancel()

    run_async(check)


def test_a_job_that_takes_too_long_is_stopped_and_its_worker_replaced() -> None:
    async def check() -> None:
        async with pool(seconds=0.2) as running:
            stopped = await running.run(BLOCK)
            os.read(STARTED, 1)
            assert (stopped.status, stopped.body) == (
                504,
                b"stopped after 0.2 seconds, the time limit here; ask for less\n",
            )
            running.seconds = 600
            assert (await running.run(PID)).status == 200

    run_async(check)


def test_beyond_the_queue_a_job_is_refused_at_once_with_when_to_try_again() -> None:
    async def check() -> None:
        async with pool(queue=1) as running:
            busy = await begun(running)
            waiting = asyncio.create_task(running.run(PID))
            await asyncio.sleep(0)
            with pytest.raises(HTTPException) as caught:
                await running.run(PID)
            assert (caught.value.status_code, caught.value.headers) == (503, {"Retry-After": "600"})
            busy.cancel()
            assert (await waiting).status == 200

    run_async(check)


def test_a_job_whose_turn_does_not_come_in_time_is_refused() -> None:
    async def check() -> None:
        async with pool(workers=0, queue=1, seconds=0.05) as running:
            with pytest.raises(HTTPException, match=r"busy for 0\.05 seconds") as caught:
                await running.run(PID)
            assert (caught.value.status_code, caught.value.headers) == (503, {"Retry-After": "1"})
            running.seconds = 600
            waiting = asyncio.create_task(running.run(PID))
            await asyncio.sleep(0)
            waiting.cancel()

    run_async(check)


def test_a_job_that_is_cancelled_in_the_queue_never_runs() -> None:
    async def check() -> None:
        async with pool() as running:
            busy = await begun(running)
            waiting = [asyncio.create_task(running.run(BLOCK)), asyncio.create_task(running.run(PID))]
            await asyncio.sleep(0)
            waiting[0].cancel()
            busy.cancel()
            assert (await waiting[1]).status == 200

    run_async(check)


@pytest.mark.parametrize(
    ("job", "status", "why"),
    [
        (Job("signal", "text", {"number": signal.SIGKILL}), 503, b"signal 9, perhaps"),
        (Job("signal", "text", {"number": signal.SIGTERM}), 503, b"signal 15"),
        (Job("signal", "text", {"number": signal.SIGSEGV}), 400, b"too complex for the engine"),
        (Job("signal", "text", {"number": signal.SIGABRT}), 503, b"more memory than it may"),
        (Job("memory", "text"), 503, b"more memory than it may"),
    ],
)
def test_a_job_whose_worker_ends_says_how_and_the_next_one_is_done(job: Job, status: int, why: bytes) -> None:
    async def check() -> None:
        async with pool() as running:
            ended = await running.run(job)
            assert (ended.status, why in ended.body) == (status, True)
            assert (await running.run(PID)).status == 200

    run_async(check)


def test_a_fault_in_a_job_is_raised_and_the_next_one_is_done() -> None:
    async def check() -> None:
        async with pool() as running:
            with pytest.raises(ValueError, match="a fault"):
                await running.run(Job("fail", "text"))
            assert (await running.run(PID)).status == 200

    run_async(check)


def test_a_pool_whose_fork_server_was_killed_says_so_and_takes_no_job() -> None:
    async def check() -> None:
        async with pool() as running:
            dead = asyncio.Event()
            running.on_dead = dead.set
            os.kill(running.forkserver.pid, signal.SIGKILL)
            with pytest.raises(ForkServerError, match="start the server again"):
                await running.run(BLOCK)
            await dead.wait()
            with pytest.raises(ForkServerError):
                await running.run(PID)

    run_async(check)


def test_a_pool_that_is_drained_has_answered_everything() -> None:
    async def check() -> None:
        async with pool() as running:
            jobs = [asyncio.create_task(running.run(PID)) for _ in range(5)]
            await asyncio.sleep(0)
            await running.drain()
            assert [(await job).status for job in jobs] == [200] * 5
            await running.drain()

    run_async(check)


def test_no_process_is_left_when_a_pool_is_closed() -> None:
    async def check() -> int:
        async with pool(workers=2) as running:
            worker = int((await running.run(PID)).body)
            busy = await begun(running)
        with pytest.raises(ForkServerError):
            await busy
        return worker

    worker = run_async(check)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
