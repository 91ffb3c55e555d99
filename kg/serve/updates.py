"""Updates: one at a time, each carried out by a worker of its own, then the graph opened again beside the version that is read.

The server process never opens the store, so it is open for writing only while an update is carried out, and for reading only
while the next version is read from it. Readers go on with the version before, in memory.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field  # noqa: TID251 - `repr=False`, which Struct has no word for, hides the token
from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from kg.api import open_graph
from kg.errors import HeadwaterError, UsageError
from kg.processes.forkserver import ForkServer, serve_jobs
from kg.serve.http_limits import PLAIN
from kg.serve.jobs import Job, JobResult
from kg.serve.served_graph import ServedGraph, open_and_serve, wait_until_open
from kg.serve.worker_pool import WorkerPool
from kg.sparql.update import checked_update, update_folder, without_derived
from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.serve.settings import Settings
    from kg.serve.sparql_request import UpdateRequest

# An update is tried on a copy of the graph, in memory.
UPDATE_MEMORY: Final = 4 * 1024 * 1024 * 1024
MAX_WAITING_UPDATES: Final = 16
_NO_SPACE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# Serves the graph that a function opens.
Replace = Callable[[Callable[[], ServedGraph]], Awaitable[None]]


@dataclass
class Updater:
    """Carries out updates of one store folder. `lock` is the folder, open and locked against other servers."""

    path: str
    token: str = field(repr=False)
    lock: int
    opener: ForkServer
    pool: WorkerPool
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _accepted: int = 0

    def check_room(self) -> None:
        """Raise HTTPException if too many updates wait."""
        if self._accepted > MAX_WAITING_UPDATES:
            retry = {"Retry-After": str(max(1, round(self.pool.seconds)))}
            raise HTTPException(503, "too many updates are waiting; try again", retry)

    async def run(self, update: UpdateRequest, replace: Replace) -> JobResult:
        """The result of an update, once queries see it: `replace` serves the graph as it is then.

        Raises HTTPException if too many updates wait, or if queries cannot see this one.
        """
        self.check_room()
        self._accepted += 1
        try:
            async with self._turn:
                result = await self.pool.run(Job("update", "text", {"update": update}))
                if result.status == 204:
                    await self._show(replace)
                return result
        finally:
            self._accepted -= 1

    async def _show(self, replace: Replace) -> None:
        try:
            await replace(self.open)
        except HeadwaterError as error:
            why = f"the update was written, but queries still see the graph before it: {error}"
            raise HTTPException(500, why) from error

    def open(self) -> ServedGraph:
        """Open the graph as it is now. Raises HeadwaterError if it cannot be opened."""
        return wait_until_open(self.opener.fork())

    async def close(self) -> None:
        """End the processes that open the graph and carry out updates."""
        await self.pool.close()
        await asyncio.to_thread(self.opener.close)
        os.close(self.lock)


def start_updater(path: str, token: str, settings: Settings) -> Updater:
    """An updater of a store folder. To be called before an event loop or a thread is started.

    Raises UsageError if the folder cannot be written to.
    """
    lock = _locked(path)
    opener = ForkServer.start(partial(open_and_serve, partial(_open_store, path), settings))
    updates = ForkServer.start(serve_jobs(partial(run_update, path), UPDATE_MEMORY, settings.seconds))
    return Updater(path, token, lock, opener, WorkerPool(updates, 1, 0, settings.seconds))


def _locked(path: str) -> int:
    """The open folder, locked for as long as this process and its copies live."""
    if not os.access(path, os.W_OK):
        raise UsageError(f"--writable: {path} cannot be written to")
    folder = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(folder)
        raise UsageError(f"--writable: another server takes updates of {path}") from error
    return folder


def _open_store(path: str) -> Graph:
    """The graph of a store folder, copied into memory, so that no reader of the folder is left when it is written to."""
    graph = open_graph(path)
    if isinstance(graph.store, OxigraphStore):
        graph.store = OxigraphStore(without_derived(graph.store.quads))
        graph.store.imply()
    return graph


def run_update(path: str, job: Job) -> JobResult:
    """The result of an update of a store folder, which is closed afterwards."""
    request: UpdateRequest = job.args["update"]
    try:
        update_folder(path, checked_update(request.sparql, request.using, request.using_named))
    except HeadwaterError as error:
        return _failure(error, path)
    return JobResult(204, PLAIN, b"")


def _failure(error: BaseException, path: str) -> JobResult:
    """The answer to a client about an update that failed, without the server's paths."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and any(os.strerror(number) in str(cause) for number in _NO_SPACE):
            return JobResult(507, PLAIN, b"the disk of the server is full; nothing was written\n")
        cause = cause.__cause__
    return JobResult(400, PLAIN, f"{error}\n".replace(path, "the store").encode())
