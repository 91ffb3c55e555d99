"""What the server has in memory between requests: its workers, cached answers, and the description of its graph."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kg.rdf.dataset import described
from kg.serve.answer_cache import AnswerCache
from kg.serve.http_limits import MAX_ANSWERS_BYTES, MAX_BODIES_BYTES, ByteBudget
from kg.serve.urls import UrlMap
from kg.serve.worker_pool import WorkerPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.serve.served_graph import ServedGraph
    from kg.serve.settings import Settings
    from kg.serve.updates import Updater


class ServerState:
    """One version of the graph, and the next once an update has changed it."""

    def __init__(self, served: ServedGraph, settings: Settings, updater: Updater | None = None) -> None:
        self.settings = settings
        self.updater = updater
        self.info = served.info
        self.urls = UrlMap(served.info.base, {})
        self.pool = self._pool_of(served)
        self.cache = AnswerCache()
        self.bodies = ByteBudget(MAX_BODIES_BYTES)
        self.answers = ByteBudget(MAX_ANSWERS_BYTES)
        # Large forms are decoded one at a time.
        self.decoding = asyncio.Lock()
        self._retiring: dict[WorkerPool, asyncio.Task[None]] = {}

    def _pool_of(self, served: ServedGraph) -> WorkerPool:
        settings = self.settings
        return WorkerPool(served.forkserver, settings.workers, settings.queue, settings.seconds)

    def on_dead(self, do: Callable[[], None]) -> None:
        """Set what to do when no worker can be started any more."""
        self.pool.on_dead = do
        if self.updater is not None:
            self.updater.pool.on_dead = do

    async def replace(self, open_graph: Callable[[], ServedGraph]) -> None:
        """Open the graph as it is now and serve it; queries that are being answered end on the version before."""
        served = await asyncio.to_thread(open_graph)
        before, self.pool = self.pool, await asyncio.to_thread(self._pool_of, served)
        self.pool.on_dead = before.on_dead
        self.cache, self.info = AnswerCache(), served.info
        self._retiring[before] = asyncio.get_running_loop().create_task(self._retire(before))

    async def _retire(self, pool: WorkerPool) -> None:
        await pool.drain()
        await pool.close()
        del self._retiring[pool]

    async def close(self) -> None:
        """End all processes."""
        for pool, task in [*self._retiring.items()]:
            task.cancel()
            await pool.close()
        await self.pool.close()
        if self.updater is not None:
            await self.updater.close()

    def description(self, origin: str, media: str) -> bytes:
        """The graph and its endpoint described, for the address at which the client asked."""
        info, endpoint, writable = self.info, f"{origin.rstrip('/')}/sparql", self.updater is not None
        return described(info.base, info.name, info.base, info.counts, media, endpoint=endpoint, writable=writable)
