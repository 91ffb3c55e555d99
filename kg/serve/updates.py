"""Updates: one at a time, each carried out by a process of its own, then the graph opened anew beside the one that is read.

The process from which all of these are copied opens nothing itself, so the store is open for writing only while an update is
carried out, and for reading only while a new view is being filled from it. Readers go on in the view before, in memory.
"""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kg.errors import HeadwaterError
from kg.processes.forkserver import Holder, hold, working
from kg.processes.messages import Reply
from kg.serve.sparql_request import Refused
from kg.serve.worker_pool import PLAIN, Busy
from kg.sparql.update import checked_update, update_folder
from kg.store.statistics import Statistics

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from kg.processes.messages import Job
    from kg.serve.server_state import State
    from kg.serve.sparql_request import Update
    from kg.serve.worker_pool import Pool

    # Opens the graph and gives what its workers do, and what is to be known of it.
    Open = Callable[[], tuple[Callable[[socket.socket], None], dict[str, Any]]]

# An update is tried on a copy of the graph, in memory.
_MEMORY: Final = 4 * 1024 * 1024 * 1024
_MOST_WAITING: Final = 16
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Opened:
    """A graph that a holding process has opened: its name, base and counts."""

    holder: Holder
    name: str
    base: str
    counts: Statistics


def opening(open_graph: Open) -> Holder:
    """The process whose copies open the graph and hold it. To be started before an event loop or a thread."""

    def become_holder(link: socket.socket) -> None:
        try:
            start, told = open_graph()
        except HeadwaterError as error:
            link.sendall(json.dumps({"error": str(error)}).encode() + b"\n")
            return
        link.sendall(json.dumps(told).encode() + b"\n")
        hold(link, start)

    return Holder.started(become_holder)


def told_of(name: str, base: str, counts: Statistics) -> dict[str, Any]:
    """What a holding process says of the graph that it has opened."""
    return {"name": name, "base": base, "counts": asdict(counts)}


def opened(maker: Holder) -> Opened:
    """A holding process that has opened the graph; waits for it. Raises HeadwaterError where it cannot be opened."""
    end = maker.copy()
    line = bytearray()
    while not line.endswith(b"\n"):
        part = end.link.recv(_CHUNK)
        if not part:
            raise HeadwaterError("the graph could not be opened: the process that was to hold it has ended")
        line += part
    told = json.loads(line)
    if "error" in told:
        end.link.close()
        raise HeadwaterError(told["error"])
    return Opened(Holder(end.pid, end.link, ours=False), told["name"], told["base"], Statistics(**told["counts"]))


def writing(path: str, seconds: float) -> Holder:
    """The process whose copies carry updates out on a store folder. To be started before an event loop or a thread."""

    def write(job: Job) -> Reply:
        try:
            update_folder(path, checked_update(job["update"], job["using"], job["using_named"]))
        except HeadwaterError as error:
            return Reply(400, PLAIN, f"{error}\n".encode())
        return Reply(204, PLAIN, b"")

    return Holder.started(working(write, _MEMORY, seconds))


@dataclass
class Writer:
    """The server's side of updates; `claim` is the folder, held open against other servers. To be made in the event loop."""

    maker: Holder
    hands: Pool
    token: str = field(repr=False)
    claim: int
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _taken: int = 0

    async def do(self, update: Update, state: State) -> Reply:
        """What the update comes to, once it can be read. Raises Busy where too many wait, and Refused where it cannot be shown."""
        if self._taken > _MOST_WAITING:
            raise Busy(max(1, round(self.hands.seconds)))
        self._taken += 1
        try:
            async with self._turn:
                reply = await self.hands.do(
                    {"update": update.sparql, "using": update.using, "using_named": update.using_named}
                )
                if reply.status == 204:
                    await self._renew(state)
                return reply
        finally:
            self._taken -= 1

    async def _renew(self, state: State) -> None:
        try:
            made = await asyncio.to_thread(opened, self.maker)
        except HeadwaterError as error:
            raise Refused(500, f"written, but what is shown is still the graph before: {error}") from error
        state.renew(made)

    async def close(self) -> None:
        """End what carries updates out."""
        await self.hands.close()
        self.hands.holder.close()
        self.maker.close()
        os.close(self.claim)
