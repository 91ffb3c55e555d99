"""What the server keeps between requests: its workers, the answers it keeps, and the description of its graph."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.rdf.dataset import described
from kg.serve.answer_cache import Kept
from kg.serve.worker_pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.serve.updates import Opened, Writer
    from kg.serve.urls import Site
    from kg.store.statistics import Statistics


@dataclass(slots=True)
class State:
    """One view of the graph, and the next once it has changed. The pool is made when the event loop runs."""

    site: Site
    title: str
    counts: Statistics
    pool: Pool
    writer: Writer | None = None
    kept: Kept = field(default_factory=Kept)
    _before: dict[Pool, asyncio.Task[None]] = field(default_factory=dict)

    def when_gone(self, do: Callable[[], None]) -> None:
        """What to do where a process that others are copied from has ended."""
        self.pool.gone = do
        if self.writer is not None:
            self.writer.hands.gone = do

    def renew(self, opened: Opened) -> None:
        """Show the graph as it is now; what was asked of the view before is still answered by it."""
        before = self.pool
        self.pool = Pool(opened.holder, before.workers, before.waiting, before.seconds, before.gone)
        self.kept, self.counts = Kept(), opened.counts
        self._before[before] = asyncio.get_running_loop().create_task(self._retire(before))

    async def _retire(self, pool: Pool) -> None:
        await pool.rest()
        await _end(pool)
        del self._before[pool]

    async def close(self) -> None:
        """End all processes."""
        for pool, retiring in [*self._before.items()]:
            retiring.cancel()
            await _end(pool)
        await _end(self.pool)
        if self.writer is not None:
            await self.writer.close()

    def description(self, origin: str, media: str) -> bytes:
        """The graph and its endpoint described, for the address under which they were asked for."""
        endpoint = f"{origin.rstrip('/')}/sparql"
        base = self.site.base
        return described(
            base, self.title, base, self.counts, media, endpoint=endpoint, writable=self.writer is not None
        )


async def _end(pool: Pool) -> None:
    await pool.close()
    pool.holder.close()
