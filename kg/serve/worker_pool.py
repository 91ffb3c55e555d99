"""A few workers and a bounded queue before them; a job that takes too long costs its worker, which is replaced.

Small jobs come by the thousand and waking a process costs more than answering one of them, so a worker is handed a few at once
and does them in turn. What waits behind a job that turns out to be slow is handed to another worker too: jobs only read, so the
first reply counts and a second is dropped. A worker that is slow at what another has been handed is ended.

While all workers are at slow jobs there is one more, for those that have not been seen to be slow. What turns out to be slow there is
put off until one of the others is free, so that small jobs wait for a moment behind each slow one and not until it is done.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Final, cast

from kg.errors import count
from kg.processes.forkserver import HolderGoneError
from kg.processes.limits import crashed, stopped, why_ended
from kg.processes.messages import Reply, pack, replies_in

if TYPE_CHECKING:
    from starlette.types import Receive

    from kg.processes.forkserver import Holder
    from kg.processes.messages import Job

PLAIN: Final = "text/plain; charset=utf-8"
_AT_ONCE: Final = 32
# A job that has not been answered after so many seconds is slow: nothing waits behind it, and its client is watched.
_SLOW: Final = 0.02
# The first job of a new worker takes longer: the memory that it shares becomes its own as it is written to.
_WARMING_UP: Final = 0.05
# And after so many more, where as many slow ones are being done as may be, it is put off.
_PUT_OFF: Final = 0.03


@dataclass  # not frozen: what handles an exception sets its traceback
class Busy(Exception):  # noqa: N818 - a state, not a fault
    """All workers are at work and the queue is full; `seconds` is when to try again."""

    seconds: int


class Left(Exception):  # noqa: N818 - a state, not a fault
    """The client has gone, so its job was dropped."""


@dataclass(slots=True, eq=False)
class _Task:
    """A job on its way, where its reply is awaited, what tells that the client has left, and the worker that was handed it last.

    `slow` is one that was put off.
    """

    frame: bytes
    reply: asyncio.Future[Reply]
    receive: Receive | None
    worker: _Worker | None = None
    slow: bool = False

    def done(self, reply: Reply) -> None:
        """Tell whoever waits, unless they were told or have gone."""
        if not self.reply.done():
            self.reply.set_result(reply)

    def drop(self) -> None:
        """Nobody waits any more: end the worker that is at it."""
        if not self.reply.done():
            self.reply.set_exception(Left())
            if self.worker is not None and self.worker.tasks[0] is self:
                self.worker.end()


class _Worker(asyncio.Protocol):
    """The server's end of the connection to one worker; the first of its tasks is the one that it is at."""

    def __init__(self, pool: Pool, pid: int) -> None:
        self.pool = pool
        self.pid = pid
        self.tasks: deque[_Task] = deque()
        self.slow = False
        self._warm = False
        self._until_slow = _SLOW
        self._held = bytearray()
        self._unsent: list[bytes] = []
        self._clock: asyncio.TimerHandle | None = None
        self._due = inf
        self._then: Callable[[], None] = self._is_slow

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self.transport = cast("asyncio.Transport", transport)

    def give(self, task: _Task) -> None:
        """Let it do a job after those it has; what is given in one turn of the loop is sent in one piece."""
        task.worker = self
        self.tasks.append(task)
        if len(self.tasks) == 1:
            self._begin()
        if not self._unsent:
            self.pool.loop.call_soon(self._send)
        self._unsent.append(task.frame)

    def data_received(self, data: bytes) -> None:
        """Take what comes of the replies."""
        self._held += data
        for reply in replies_in(self._held):
            self.tasks.popleft().done(reply)
            self._warm = True
            self._begin()
        self.pool.hand()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """The process has ended; where nobody here ended it, whoever waits is told how."""
        if self._clock is not None:
            self._clock.cancel()
        if self._mine:
            task = self.tasks.popleft()
            if not task.reply.done():
                task.done(self.pool.ended(self.pid))
        self.pool.lost(self)

    def end(self) -> None:
        """Kill the process, whatever it is doing."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.transport.abort()

    def _send(self) -> None:
        self.transport.write(b"".join(self._unsent))
        self._unsent.clear()

    def _begin(self) -> None:
        """From now on the first task is being done, if there is any."""
        self._due = inf
        self.slow = bool(self.tasks) and self.tasks[0].slow
        if self.slow:
            self._after(self.pool.seconds, self._late)
        elif self.tasks:
            self._until_slow = min(_SLOW if self._warm else _SLOW + _WARMING_UP, self.pool.seconds)
            self._after(self._until_slow, self._is_slow)

    @property
    def _mine(self) -> bool:
        """Whether it is at a job that no other worker has been handed since."""
        return bool(self.tasks) and self.tasks[0].worker is self

    def _is_slow(self) -> None:
        self.slow = True
        if not self._mine or self.tasks[0].reply.done():
            self.end()
            return
        self._after(_PUT_OFF, self._is_too_slow)
        self.pool.watch(self.tasks[0])
        self.pool.again([task for task in [*self.tasks][1:] if task.worker is self])

    def _is_too_slow(self) -> None:
        if self.pool.may_be_slow:
            self._after(max(0.0, self.pool.seconds - self._until_slow - _PUT_OFF), self._late)
            return
        if self._mine:
            self.pool.put_off(self.tasks[0])
        self.end()

    def _late(self) -> None:
        why = f"stopped after {count(self.pool.seconds, 'second')}, the time limit here; ask for less\n"
        self.tasks[0].done(Reply(504, PLAIN, why.encode()))
        self.end()

    def _after(self, seconds: float, do: Callable[[], None]) -> None:
        """Do something in so many seconds, unless the next job has begun by then: a clock for each job would cost more than it tells."""
        self._due, self._then = self.pool.loop.time() + seconds, do
        if self._clock is not None and self._clock.when() > self._due:
            self._clock.cancel()
            self._clock = None
        if self._clock is None:
            self._clock = self.pool.loop.call_at(self._due, self._rings)

    def _rings(self) -> None:
        self._clock = None
        if self.pool.loop.time() >= self._due:
            self._due = inf
            self._then()
        elif self._due < inf:
            self._clock = self.pool.loop.call_at(self._due, self._rings)


async def _drop_when_left(task: _Task, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    task.drop()


@dataclass(eq=False)
class Pool:
    """Hands jobs to at most so many `workers`, and one more while all of them are slow; lets at most `waiting` jobs queue.

    To be made in the event loop.

    `gone` is called where no worker can be made any more; from then on every job is answered by saying so.
    """

    holder: Holder
    workers: int
    waiting: int
    seconds: float
    gone: Callable[[], None] = lambda: None
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    _queue: deque[_Task] = field(default_factory=deque)
    _slow: deque[_Task] = field(default_factory=deque)
    _all: set[_Worker] = field(default_factory=set)
    _starting: set[asyncio.Task[None]] = field(default_factory=set)
    _watching: set[asyncio.Task[None]] = field(default_factory=set)
    _taken: int = 0
    _over: Reply | None = None

    async def do(self, job: Job, receive: Receive | None = None) -> Reply:
        """What the job comes to. Raises Busy when the queue is full, and Left once `receive` says that the client has gone."""
        if self._taken >= self.workers + self.waiting:
            raise Busy(max(1, round(self.seconds)))
        task = _Task(pack(job), self.loop.create_future(), receive)
        self._taken += 1
        try:
            self._queue.append(task)
            self.hand()
            if task.worker is None:
                self.watch(task)
            return await task.reply
        finally:
            self._taken -= 1

    def ended(self, pid: int) -> Reply:
        """What to tell whoever waited for a worker that has ended by itself, or was ended by someone else."""
        try:
            status = self.holder.how_ended(pid)
        except HolderGoneError as error:
            return Reply(503, PLAIN, f"{error}\n".encode())
        return Reply(
            400 if crashed(status) else 503 if stopped(status) else 500,
            PLAIN,
            f"stopped: {why_ended(status)}\n".encode(),
        )

    def watch(self, task: _Task) -> None:
        """Drop a job once its client has left. To watch it costs something, so only those are watched that take or wait long."""
        if task.receive is not None:
            watching = self.loop.create_task(_drop_when_left(task, task.receive))
            task.receive = None
            self._watching.add(watching)
            watching.add_done_callback(self._watching.discard)

    def again(self, tasks: list[_Task]) -> None:
        """Let other workers do what a worker has not come to."""
        for task in reversed(tasks):
            task.worker = None
            self._queue.appendleft(task)
        self.hand()

    def put_off(self, task: _Task) -> None:
        """Let a job wait until a worker is free for a slow one."""
        task.worker, task.slow = None, True
        self._slow.append(task)

    @property
    def may_be_slow(self) -> bool:
        """Whether no more workers are at slow jobs than there may be."""
        return self._slow_workers() <= self.workers

    def _slow_workers(self) -> int:
        return sum(worker.slow for worker in self._all)

    def lost(self, worker: _Worker) -> None:
        """Forget a worker that has ended; what it was still to do, others do."""
        self._all.discard(worker)
        self.again([task for task in worker.tasks if task.worker is worker])

    def hand(self) -> None:
        """Hand what waits to workers that have room for it, the least occupied first; start one where all are at work."""
        while self._over and (self._queue or self._slow):
            (self._queue or self._slow).popleft().done(self._over)
        reserved = self._hand_slow() if self._slow else None
        while self._queue:
            if self._queue[0].reply.done():
                self._queue.popleft()
                continue
            best = self._least_occupied(reserved)
            if best is None or best.tasks:
                self._start_one()
            if best is None:
                return
            best.give(self._queue.popleft())
        if len(self._all) > self.workers:
            self._let_go()

    def _hand_slow(self) -> _Worker | None:
        """Hand on what was put off, as far as workers may be slow; where one is first to do what it has, that one."""
        while self._slow and self._slow_workers() < self.workers:
            if self._slow[0].reply.done():
                self._slow.popleft()
                continue
            best = self._least_occupied()
            if best is None or best.tasks:
                self._start_one()
                return best
            best.give(self._slow.popleft())
        return None

    def _least_occupied(self, reserved: _Worker | None = None) -> _Worker | None:
        free = [
            worker
            for worker in self._all
            if not worker.slow and len(worker.tasks) < _AT_ONCE and worker is not reserved
        ]
        return min(free, key=lambda worker: len(worker.tasks), default=None)

    def _let_go(self) -> None:
        """Let the one worker more go once it has nothing to do and the others are not all slow."""
        idle = next((worker for worker in self._all if not worker.tasks), None)
        if idle is not None and self._slow_workers() < self.workers:
            self._all.discard(idle)
            idle.transport.close()

    def _start_one(self) -> None:
        """Start a worker, where there may be one more."""
        most = self.workers + (self._slow_workers() >= self.workers)
        if len(self._all) + len(self._starting) < most:
            start = self.loop.create_task(self._start())
            self._starting.add(start)
            start.add_done_callback(self._starting.discard)

    async def _start(self) -> None:
        try:
            end = self.holder.copy()
        except HolderGoneError as error:
            self._over = Reply(503, PLAIN, f"{error}\n".encode())
            self.hand()
            self.gone()
            return
        _, worker = await self.loop.create_connection(lambda: _Worker(self, end.pid), sock=end.link)
        self._all.add(worker)
        self.hand()

    async def rest(self) -> None:
        """Wait until all that was asked is answered."""
        while self._taken:
            await asyncio.sleep(_SLOW)

    async def close(self) -> None:
        """Let the workers that wait go, and end those at work."""
        for worker in [*self._all]:
            if worker.tasks:
                worker.end()
            else:
                worker.transport.close()
        # The connections must be closed before the holding process is waited for: it waits for its workers.
        while self._all:
            await asyncio.sleep(0.001)
