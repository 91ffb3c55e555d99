"""A few workers and a bounded queue before them; a job that takes too long costs its worker, which is replaced."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.serve.frames import Reply, pack, read_reply

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

    from kg.serve.frames import Job
    from kg.serve.holder import Holder

_BUFFER: Final = 1 << 20
PLAIN: Final = "text/plain; charset=utf-8"


@dataclass  # not frozen: what handles an exception sets its traceback
class Busy(Exception):  # noqa: N818 - a state, not a fault
    """All workers are at work and the queue is full; `seconds` is when to try again."""

    seconds: int


@dataclass(slots=True)
class _Worker:
    pid: int
    reader: StreamReader
    writer: StreamWriter

    def end(self) -> None:
        """Kill the process, whatever it is doing."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.writer.close()


class Pool:
    """Hands jobs to workers, at most `waiting` of them in a queue."""

    def __init__(self, holder: Holder, workers: int, waiting: int, seconds: float) -> None:
        self.holder = holder
        self.seconds = seconds
        self._most = workers + waiting
        self._taken = 0
        self._turn = asyncio.Semaphore(workers)
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []

    async def do(self, job: Job) -> Reply:
        """What the job comes to. Raises Busy when the queue is full."""
        if self._taken >= self._most:
            raise Busy(max(1, round(self.seconds)))
        self._taken += 1
        try:
            async with self._turn:
                return await self._handed(job)
        finally:
            self._taken -= 1

    async def _handed(self, job: Job) -> Reply:
        worker = self._idle.pop() if self._idle else await self._new()
        self._busy.append(worker)
        whole = False
        try:
            worker.writer.write(pack(job))
            async with asyncio.timeout(self.seconds):
                reply = await read_reply(worker.reader)
            whole = True
        except TimeoutError:
            return Reply(504, PLAIN, f"stopped after {self.seconds:g} seconds, the time limit here; ask for less\n".encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            return Reply(503, PLAIN, b"stopped: it took more memory than it may; ask for less\n")
        finally:
            self._busy.remove(worker)
            # Half a reply is still to come from a worker that was left: it can only be ended.
            if whole:
                self._idle.append(worker)
            else:
                worker.end()
        return reply

    async def _new(self) -> _Worker:
        end = self.holder.worker()
        reader, writer = await asyncio.open_connection(sock=end.link, limit=_BUFFER)
        return _Worker(end.pid, reader, writer)

    async def close(self) -> None:
        """Let the workers that wait go, and end those at work."""
        for worker in self._busy:
            worker.end()
        for worker in self._idle:
            worker.writer.close()
        # The connections must be closed before the holding process is waited for: it waits for its workers.
        for worker in (*self._busy, *self._idle):
            with suppress(ConnectionError):
                await worker.writer.wait_closed()
