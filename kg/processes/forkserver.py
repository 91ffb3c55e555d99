"""The process that holds the graph and makes workers: each a copy of itself, ready in milliseconds, that can be ended at any time.

It is made before the server begins, so it runs no event loop and no threads, and copying it is safe. The memory of the graph is
shared by all copies. A worker ends when its connection closes, and one that is at work then is ended by the process that made it: none
outlives the server, however that ends.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final, NoReturn

from kg.errors import HeadwaterError
from kg.processes.limits import NO_MEMORY, bound_memory, die_with_parent, process_control, run_in_thread, silence_stderr
from kg.processes.messages import packed, received

if TYPE_CHECKING:
    from kg.processes.messages import Job, Reply

# What a copy does with its connection to the server.
Start = Callable[[socket.socket], None]

# What the server sends to a holding process: a copy is wanted; or how did the copy of this number end?
_COPY: Final = b"c"
_ENDED: Final = b"e"
_NUMBER: Final = struct.Struct(">I")
# More copies than run at once: one whose end nobody asks after was ended by the server itself.
_REMEMBERED: Final = 256
# What a worker gets beyond the time limit of its job before it ends itself, should nobody else end it.
_GRACE = 5
# How long workers without work may take to end by themselves once the server has gone.
_LEAVE_TAKING: Final = 1.0


class HolderGoneError(HeadwaterError):
    """The process that makes copies has ended, as happens where memory runs out: there can be no more of them."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(
            "the process that holds the graph has ended, perhaps for want of memory; start the server again"
        )


@dataclass(frozen=True, slots=True)
class End:
    """A copy as the server sees it: its process, and the connection to it."""

    pid: int
    link: socket.socket


class Holder:
    """The server's hand on a process that makes copies of itself; `ours` where it is a child of the server's own."""

    def __init__(self, pid: int, control: socket.socket, ours: bool) -> None:
        self.pid = pid
        self._control = control
        self._ours = ours

    @classmethod
    def started(cls, start: Start) -> Holder:
        """A holding process that is a copy of this one; what its copies do is to `start` with a connection to the server."""
        control, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            control.close()
            _leave_after(lambda: hold(theirs, start))
        theirs.close()
        return cls(pid, control, ours=True)

    def copy(self) -> End:
        """A new copy, which has started. Raises HolderGoneError where the process that makes copies has ended."""
        try:
            self._control.sendall(_COPY)
            told, fds, _, _ = socket.recv_fds(self._control, 16, 1)
        except OSError as error:
            raise HolderGoneError from error
        if not fds:
            raise HolderGoneError
        return End(int(told), socket.socket(fileno=fds[0]))

    def how_ended(self, pid: int) -> int:
        """The wait status of a copy that has ended. Raises HolderGoneError where the process that made it has ended too."""
        try:
            self._control.sendall(_ENDED + _NUMBER.pack(pid))
            told = self._control.recv(_NUMBER.size)
        except OSError as error:
            raise HolderGoneError from error
        if not told:
            raise HolderGoneError
        status: int = _NUMBER.unpack(told)[0]
        return status

    def close(self) -> None:
        """End the holding process; one that does not go by itself is killed."""
        self._control.close()
        until = monotonic() + _GRACE
        while self._ours and os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            if monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                return
            sleep(0.01)


def hold(control: socket.socket, start: Start) -> None:
    """Make a copy of this process whenever one is asked for, until the server has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then lets go of this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()
    made: set[int] = set()
    statuses: dict[int, int] = {}
    while asked := control.recv(1):
        _reap(made, statuses)
        if asked == _ENDED:
            pid: int = _NUMBER.unpack(control.recv(_NUMBER.size))[0]
            if pid in made:
                made.discard(pid)
                statuses[pid] = os.waitpid(pid, 0)[1]
            control.sendall(_NUMBER.pack(statuses[pid]))
        else:
            made.add(_copy(control, start))
    until = monotonic() + _LEAVE_TAKING
    while made and monotonic() < until:  # those that have nothing to do end by themselves
        sleep(0.01)
        _reap(made, statuses)
    for pid in made:
        # One that is still there is at something that nobody waits for.
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _copy(control: socket.socket, start: Start) -> int:
    """Make a copy, tell the server of it, and return its number."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        control.close()
        theirs.close()
        _leave_after(lambda: start(ours))
    ours.close()
    with suppress(ConnectionError):  # the server has gone meanwhile, and the copy is ended with the others
        socket.send_fds(control, [str(pid).encode()], [theirs.fileno()])
    theirs.close()
    return pid


def _reap(made: set[int], statuses: dict[int, int]) -> None:
    """Let go of the copies that have ended, and remember how the last of them did."""
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            made.discard(found[0])
            statuses[found[0]] = found[1]
    while len(statuses) > _REMEMBERED:
        del statuses[next(iter(statuses))]


def _leave_after(do: Callable[[], None]) -> NoReturn:
    """Do something as a copied process, and leave it without running what this program would run at its end."""
    code = 1
    try:
        do()
        code = 0
    except MemoryError:
        code = NO_MEMORY
    finally:
        os._exit(code)


def working(do: Callable[[Job], Reply], memory: int | None, seconds: float) -> Start:
    """What makes a copy a worker: it does one job after the other, each within limits, until the server closes the connection."""
    process_control()

    def work(link: socket.socket) -> None:
        die_with_parent(os.getppid())
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        silence_stderr()
        bound_memory(memory)
        run_in_thread(lambda: _jobs(link, do, seconds))

    return work


def _jobs(link: socket.socket, do: Callable[[Job], Reply], seconds: float) -> None:
    for job in received(link):
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
        link.sendall(packed(do(job)))
        signal.setitimer(signal.ITIMER_REAL, 0)
