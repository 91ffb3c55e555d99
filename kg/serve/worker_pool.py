"""The workers, one job each at a time, and a bounded queue before them; a worker that is stopped is replaced."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from starlette.exceptions import HTTPException

from kg.errors import count
from kg.processes.child import ChildEndedError, WorkerHandle
from kg.processes.forkserver import ForkServerError
from kg.processes.limits import crashed, stopped
from kg.serve.http_limits import PLAIN
from kg.serve.jobs import JobResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.processes.forkserver import ForkServer
    from kg.serve.jobs import Job

T = TypeVar("T")


class WorkerPool:
    """Runs jobs on so many `workers`; at most `queue` more wait.

    A job ends `seconds` after it was accepted: by 504, or by 503 if it waited for a worker for more than half of that time.
    `on_dead` is called when no worker can be started any more.
    """

    def __init__(self, forkserver: ForkServer, workers: int, queue: int, seconds: float) -> None:
        self.forkserver = forkserver
        self.workers = workers
        self.queue = queue
        self.seconds = seconds
        self.on_dead: Callable[[], None] = lambda: None
        self._dead: ForkServerError | None = None
        self._closing = False
        self._accepted = 0
        self._idle: asyncio.Queue[WorkerHandle] = asyncio.Queue()
        self._drained = asyncio.Event()
        self._replacing: set[asyncio.Task[None]] = set()
        # A worker is waited for in a thread; another one may be needed to replace it.
        self._threads = ThreadPoolExecutor(2 * workers + 1)
        for _ in range(workers):
            self._idle.put_nowait(forkserver.fork())

    def check_room(self) -> None:
        """Raise HTTPException if all workers are busy and the queue is full, ForkServerError if there are none any more."""
        if self._dead is not None:
            raise self._dead
        if self._accepted >= self.workers + self.queue:
            raise self._busy("all workers are busy and the queue is full; try again")

    async def run(self, job: Job) -> JobResult:
        """The result of a job. Raises HTTPException if there is no room for it, or no time left when its turn comes.

        If the task is cancelled, the job is stopped.
        """
        self.check_room()
        self._accepted += 1
        begun = asyncio.get_running_loop().time()
        waited = self.seconds
        try:
            async with asyncio.timeout(self.seconds):
                worker = await self._idle.get()
                waited = asyncio.get_running_loop().time() - begun
                return await self._run_on(worker, job)
        except TimeoutError:
            if waited > self.seconds / 2:
                raise self._busy(f"all workers were busy for {count(round(waited, 2), 'second')}; try again") from None
            why = f"stopped after {count(self.seconds, 'second')}, the time limit here; ask for less\n"
            return JobResult(504, PLAIN, why.encode())
        finally:
            self._accepted -= 1
            if not self._accepted:
                self._drained.set()

    async def _run_on(self, worker: WorkerHandle, job: Job) -> JobResult:
        finished = False
        try:
            result: JobResult = await self._in_thread(worker.request, job)
            finished = True
        except ChildEndedError as error:
            return _crash_result(error)
        finally:
            if finished:
                self._idle.put_nowait(worker)
            else:
                self._discard(worker)
        return result

    def _discard(self, worker: WorkerHandle) -> None:
        """End a worker at once, and start another in the background."""
        worker.kill()
        if not self._closing:
            task = asyncio.get_running_loop().create_task(self._replace(worker))
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)

    async def _replace(self, worker: WorkerHandle) -> None:
        try:
            await self._in_thread(worker.stop)
            self._idle.put_nowait(await self._in_thread(self.forkserver.fork))
        except ForkServerError as error:
            self._dead = error
            self.on_dead()

    async def _in_thread(self, do: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, do, *args)

    def _busy(self, why: str) -> HTTPException:
        return HTTPException(503, why, {"Retry-After": str(max(1, round(self.seconds)))})

    async def drain(self) -> None:
        """Wait until every accepted job has its result."""
        while self._accepted:
            self._drained.clear()
            await self._drained.wait()

    async def close(self) -> None:
        """End all workers, those without work by themselves, and the fork server."""
        self._closing = True
        if self._replacing:
            await asyncio.wait(self._replacing)
        with suppress(ForkServerError):
            while not self._idle.empty():
                await self._in_thread(self._idle.get_nowait().finish)
        await self._in_thread(self.forkserver.close)
        self._threads.shutdown()


def _crash_result(error: ChildEndedError) -> JobResult:
    """What to say about a job whose worker ended by itself, or was ended by another program."""
    status = 400 if crashed(error.status) else 503 if stopped(error.status) else 500
    return JobResult(status, PLAIN, f"{error}\n".encode())
