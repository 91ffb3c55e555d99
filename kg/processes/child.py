"""A child process: a copy of this one that does one piece of work, reports by values, and can be killed at any moment.

Every process of this program is made here: the one that evaluates a query, those that share work, and those of the server. The
engine has no way to interrupt a query; a process can always be ended. A copy is made in milliseconds and reads what this process
has in memory, or on disk, without loading anything.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from kg.errors import HeadwaterError
from kg.processes.limits import (
    NO_MEMORY,
    bound_memory,
    die_with_parent,
    process_control,
    run_in_thread,
    silence_stderr,
    time_limit,
    why_ended,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    # Kills a child if asked to, waits for its end, and returns its wait status.
    Reap = Callable[[int, bool], int]

T = TypeVar("T")
# A child that nobody ended at its time limit ends itself so many seconds later.
GRACE_SECONDS: Final = 5.0


class ChildEndedError(HeadwaterError):
    """A child process ended before it reported; `status` is its wait status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"stopped: {why_ended(status)}")
        self.status = status


class Channel:
    """One end of a connection between two processes of this program; values are pickled."""

    def __init__(self, link: socket.socket) -> None:
        self.socket = link
        self._reader = link.makefile("rb")

    def send(self, value: object) -> None:
        """Send a value. Raises EOFError if the other process has ended."""
        try:
            self.socket.sendall(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        except ConnectionError as error:
            raise EOFError from error

    def receive(self) -> Any:  # noqa: ANN401 - whatever was sent
        """The next value. Raises EOFError if the other process has ended."""
        try:
            return pickle.load(self._reader)  # noqa: S301 - written by a copy of this process
        except (ConnectionError, pickle.UnpicklingError) as error:
            raise EOFError from error

    def report(self, do: Callable[[], T]) -> T | None:
        """Send what a function returns, or the exception that it raises; return what it returned."""
        value = None
        try:
            value = do()
            message: tuple[bool, object] = (True, value)
        except MemoryError:
            raise  # there may be no memory left to send it
        except BaseException as error:  # noqa: BLE001 - whatever ended the work, Ctrl-C and exits too, is raised again in the process that waits for it
            message = (False, _portable(error))
        self.send(message)
        return value

    def result(self) -> Any:  # noqa: ANN401 - whatever was reported
        """The value of the next report. Raises the exception that was reported, or EOFError if the other process has ended."""
        succeeded, value = self.receive()
        if not succeeded:
            raise value
        return value

    def close(self) -> None:
        """Close this end."""
        self._reader.close()
        self.socket.close()


class WorkerHandle:
    """A child process as its user sees it: its number and a channel to it. It may be stopped from another thread."""

    def __init__(self, pid: int, channel: Channel, reap: Reap) -> None:
        self.pid = pid
        self.channel = channel
        self._reap = reap
        self._status: int | None = None
        self._lock = Lock()

    def result(self, seconds: float | None = None) -> Any:  # noqa: ANN401 - whatever was reported
        """The value of the next report.

        Raises the exception that was reported, TimeoutError after so many seconds, and ChildEndedError if the child ended first.
        """
        self.channel.socket.settimeout(seconds)
        try:
            return self.channel.result()
        except EOFError as error:
            raise ChildEndedError(self.stop()) from error

    def request(self, value: object) -> Any:  # noqa: ANN401 - whatever is reported
        """Send a value and return what is reported about it. Raises as `result` does."""
        # A child that has ended is noticed when its report is read.
        with suppress(EOFError):
            self.channel.send(value)
        return self.result()

    def kill(self) -> None:
        """End the child at once, without waiting for it."""
        if self._status is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def stop(self) -> int:
        """End the child if it has not ended by itself; return its wait status."""
        return self._wait(kill=True)

    def finish(self) -> int:
        """Let the child end by itself when it finds the channel closed; return its wait status."""
        self.channel.close()
        return self._wait(kill=False)

    def _wait(self, kill: bool) -> int:
        with self._lock:
            if self._status is None:
                self._status = (
                    signal.SIGKILL
                )  # what it is if the process that could tell has ended, and this one with it
                try:
                    self._status = self._reap(self.pid, kill)
                finally:
                    self.channel.close()
            return self._status


def start(work: Callable[[Channel], object]) -> WorkerHandle:
    """Start a copy of this process that does some work and ends. `work` gets a channel to this process."""
    ours, theirs = socket.socketpair()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # it is None where the program was started without one
            stream.flush()
    process_control()
    parent = os.getpid()
    # Ctrl-C waits until the child can be ended: during a fork Python would report the interrupt and forget it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pid = os.fork()
    if pid == 0:
        ours.close()
        _run(work, Channel(theirs), parent, before)
    theirs.close()
    child = WorkerHandle(pid, Channel(ours), reap)
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    except KeyboardInterrupt:
        child.stop()
        raise
    return child


def reap(pid: int, kill: bool) -> int:
    """Kill a child of this process if asked to, wait for its end, and return its wait status."""
    if kill:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return 0  # where this program lets the system reap its children


def call(do: Callable[[], T], seconds: float | None = None, memory: int | None = None) -> T:
    """What a function returns, called in a child with limits.

    Raises what the function raises, TimeoutError at the time limit, and ChildEndedError if the child was killed or ran out of memory.
    """

    def limited() -> T:
        with time_limit(None if seconds is None else seconds + GRACE_SECONDS):
            return bounded(do, memory)

    child = start(lambda channel: channel.report(limited))
    try:
        value: T = child.result(seconds)
        child.finish()
    finally:
        child.stop()
    return value


def bounded(do: Callable[[], T], memory: int | None) -> T:
    """What a function returns, run in this child with so many bytes more than it has, and without standard error."""
    silence_stderr()
    # With a backtrace, the engine's report that it got no memory asks for memory itself, and then waits for its own lock for ever.
    os.environ["RUST_BACKTRACE"] = "0"
    bound_memory(memory)
    return run_in_thread(do)


def _run(work: Callable[[Channel], object], channel: Channel, parent: int, mask: set[signal.Signals | int]) -> NoReturn:
    """Do the work in the child, and end it without running what this program would run at its end."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits, which then ends this one
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        die_with_parent(parent)
        work(channel)
        code = 0
    except MemoryError:
        code = NO_MEMORY
    except EOFError:
        code = 0  # nobody waits for a report any more
    finally:
        os._exit(code)


def _portable(error: BaseException) -> BaseException:
    """The same exception if it can be pickled and read again, and otherwise a RuntimeError with its text."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - written one call before
    except Exception:  # noqa: BLE001 - unpickling calls the constructor of the exception, a class of any library, which may raise anything
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
