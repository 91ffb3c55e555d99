"""Limits for copied processes: how one ends with its parent, how much time and memory it may take, and why one ended."""

from __future__ import annotations

import errno
import faulthandler
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The exit code of a process that could not get more memory.
NO_MEMORY: Final = errno.ENOMEM
# How the engine ends when a query is too much for its stack.
_CRASHES: Final = frozenset({-signal.SIGSEGV, -signal.SIGBUS})
CAN_FORK: Final = hasattr(os, "fork")
# PR_SET_PDEATHSIG of <sys/prctl.h>.
_PARENT_DEATH_SIGNAL: Final = 1
_PARENT_CHECK_SECONDS: Final = 0.5
T = TypeVar("T")


def stopped(status: int) -> bool:
    """Whether a process, by its wait status, ended for lack of memory or by a signal, and not by a fault in this program."""
    return os.waitstatus_to_exitcode(status) in {
        NO_MEMORY,
        -signal.SIGABRT,
        -signal.SIGKILL,
        -signal.SIGTERM,
        *_CRASHES,
    }


def crashed(status: int) -> bool:
    """Whether a process, by its wait status, ended because a query was too much for the engine."""
    return os.waitstatus_to_exitcode(status) in _CRASHES


def why_ended(status: int) -> str:
    """Why a process ended without an answer, as far as its wait status shows."""
    code = os.waitstatus_to_exitcode(status)
    if code in {NO_MEMORY, -signal.SIGABRT}:  # the engine aborts when it gets no more memory
        return "it took more memory than it may; ask for less"
    if code in _CRASHES:
        return "it is too long or too complex for the engine; ask in several queries"
    if code == -signal.SIGKILL:
        return "its process was ended by signal 9, perhaps because this machine ran out of memory"
    return f"its process was ended by signal {-code}" if code < 0 else "its process ended with an error in the program"


def die_with_parent(parent: int) -> None:
    """Let this copy end when the process that made it has ended, in whatever way.

    Linux does it for us. Elsewhere a thread does, as soon as the engine lets it run.
    """
    control = process_control()
    if control is not None:
        control(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        return

    Thread(target=_watch, args=(parent,), daemon=True).start()


@cache
def process_control() -> Callable[[int, int], int] | None:
    """Linux's prctl; None elsewhere. Called once before many copies are made, each of which would otherwise look for it."""
    if os.uname().sysname != "Linux":
        return None
    import ctypes

    found: Callable[[int, int], int] = ctypes.CDLL(None).prctl
    return found


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        sleep(_PARENT_CHECK_SECONDS)
    os._exit(1)


def run_in_thread(do: Callable[[], T]) -> T:
    """The result of a function that runs in a thread of its own.

    The engine seeds its random numbers for each thread. The thread that copied a process would draw the same numbers as the
    process itself, and two copies would make the same UUIDs and blank nodes.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(do).result()


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Kill this process if the work takes longer, whatever the engine is doing. For copies of a process only."""
    if seconds is None or not CAN_FORK:
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def silence_stderr() -> None:
    """Discard standard error: the engine reports there that it ran out of memory, and the caller gets one line about it."""
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def bound_memory(most: int | None) -> None:
    """Limit this process to that many bytes more than it has now, and to no core file."""
    if most is None or not sys.platform.startswith("linux"):
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no path of the user's
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + most, now + most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
