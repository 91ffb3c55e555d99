"""A process that starts copies of itself on request: workers that share its memory and are ready in milliseconds.

It is started before the server's event loop and threads, so that copying it is safe. Its user gets a channel to each copy, and
asks it to reap one that has ended. No copy outlives it, and it does not outlive the process that started it.
"""

from __future__ import annotations

import gc
import socket
import struct
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from kg.errors import HeadwaterError
from kg.processes.child import GRACE_SECONDS, Channel, WorkerHandle, bounded, reap, start
from kg.processes.limits import time_limit

if TYPE_CHECKING:
    from collections.abc import Callable

_FORK, _KILL, _WAIT = b"f", b"k", b"w"
_NUMBER: Final = struct.Struct(">I")
# How long a fork server may take to end its workers before it is killed.
_CLOSE_SECONDS: Final = 30.0


class ForkServerError(HeadwaterError):
    """The fork server has ended, as happens when memory runs out: no more workers can be started."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(
            "the process that holds the graph has ended, perhaps for lack of memory; start the server again"
        )


class ForkServer:
    """A client of a fork server. Its methods may be called from several threads."""

    def __init__(self, process: WorkerHandle) -> None:
        self.pid = process.pid
        self._process = process
        self._control = process.channel.socket
        self._control.settimeout(None)
        self._lock = Lock()

    @classmethod
    def start(cls, work: Callable[[Channel], None]) -> ForkServer:
        """Start a fork server that is a copy of this process and whose own copies do the work."""
        return cls(start(partial(serve_forks, work)))

    def fork(self) -> WorkerHandle:
        """Start a worker. Raises ForkServerError if the fork server has ended."""
        with self._lock:
            try:
                self._control.sendall(_FORK)
                number, fds, _, _ = socket.recv_fds(self._control, _NUMBER.size, 1)
            except OSError as error:
                raise ForkServerError from error
        if not fds:
            raise ForkServerError
        return WorkerHandle(_NUMBER.unpack(number)[0], Channel(socket.socket(fileno=fds[0])), self._reap)

    def _reap(self, pid: int, kill: bool) -> int:
        with self._lock:
            try:
                self._control.sendall((_KILL if kill else _WAIT) + _NUMBER.pack(pid))
                status = self._control.recv(_NUMBER.size, socket.MSG_WAITALL)
            except OSError as error:
                raise ForkServerError from error
        if not status:
            raise ForkServerError
        return int(_NUMBER.unpack(status)[0])

    def close(self) -> None:
        """End the fork server, and every worker with it."""
        with self._lock, suppress(OSError):  # it may have ended already
            self._control.shutdown(socket.SHUT_WR)
            self._control.settimeout(_CLOSE_SECONDS)
            self._control.recv(1)  # it closes its end once it has reaped its workers
        self._process.stop()


def serve_forks(work: Callable[[Channel], None], channel: Channel) -> None:
    """Be a fork server: start a copy for each request, and reap those that have ended, until the other process closes the channel."""
    gc.freeze()
    control, running = channel.socket, set[int]()
    while request := control.recv(1):
        if request == _FORK:
            child = start(partial(_work_alone, work, control))
            running.add(child.pid)
            socket.send_fds(control, [_NUMBER.pack(child.pid)], [child.channel.socket.fileno()])
            child.channel.close()
        else:
            pid = _NUMBER.unpack(control.recv(_NUMBER.size, socket.MSG_WAITALL))[0]
            running.discard(pid)
            control.sendall(_NUMBER.pack(reap(pid, kill=request == _KILL)))
    for pid in running:
        reap(pid, kill=True)


def _work_alone(work: Callable[[Channel], None], control: socket.socket, channel: Channel) -> None:
    """Do the work of a copy, which has no use for the fork server's own connection."""
    control.close()
    work(channel)


def serve_jobs(do: Callable[[Any], object], memory: int | None, seconds: float) -> Callable[[Channel], None]:
    """The work of a worker: one job after the other, each within limits, until the other process closes the channel."""

    def work(channel: Channel) -> None:
        bounded(partial(_serve_jobs, channel, do, seconds + GRACE_SECONDS), memory)

    return work


def _serve_jobs(channel: Channel, do: Callable[[Any], object], seconds: float) -> None:
    while True:
        job = channel.receive()  # EOFError at the end, which ends the process
        with time_limit(seconds):
            channel.report(partial(do, job))
