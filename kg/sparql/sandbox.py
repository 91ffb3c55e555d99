"""A query in a process of its own, which is ended at its time limit, on Ctrl-C, or when it takes too much memory.

The engine has no way to interrupt a query; a process can always be ended. It is a copy of this one, made in a few milliseconds,
so it reads the same store, in memory or on disk, without loading anything.
"""

from __future__ import annotations

import errno
import faulthandler
import json
import os
import select
import signal
import sys
from contextlib import suppress
from functools import cache
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

from kg.errors import HeadwaterError, LimitError, QueryError, too_slow
from kg.sparql.evaluate import answer
from kg.sparql.query import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from kg.sparql.query import Limits, Question

# What a process ends with that could have no more memory.
NO_MEMORY: Final = errno.ENOMEM
# How the engine ends where a query is too much for its stack.
_FELL_OVER: Final = frozenset({-signal.SIGSEGV, -signal.SIGBUS})
CAN_FORK: Final = hasattr(os, "fork")
_CHUNK: Final = 1 << 20
# PR_SET_PDEATHSIG of <sys/prctl.h>.
_SIGNAL_OF_PARENTS_DEATH: Final = 1
_LOOK_EVERY: Final = 0.5
T = TypeVar("T")


def answer_within(store: ox.Store, question: Question, limits: Limits) -> Reply:
    """The answer to a question, at most so costly. Raises QueryError, and LimitError when a limit ends it."""
    if not CAN_FORK:  # no process can be copied: only the size is bounded
        return answer(store, question, limits.answer)
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    # Ctrl-C waits for the moment from which the copy is sure to be ended.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    here = os.getpid()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        leave_with(here)
        _work(store, question, limits, writer)
    os.close(writer)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        told = _read(reader, limits.seconds)
        _, status = os.waitpid(pid, 0)
        pid = 0
    finally:
        os.close(reader)
        if pid:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
    return _reply(told, status)


def _read(reader: int, seconds: float | None) -> bytes:
    until = None if seconds is None else monotonic() + seconds
    parts: list[bytes] = []
    while True:
        left = None if until is None else max(0.0, until - monotonic())
        ready, _, _ = select.select([reader], [], [], left)
        if not ready and seconds is not None:
            raise too_slow(seconds)
        part = os.read(reader, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _reply(told: bytes, status: int) -> Reply:
    if status:
        raise (LimitError if stopped(status) else RuntimeError)(f"the query was stopped: {why_ended(status)}")
    head, _, body = told.partition(b"\n")
    kind, *rest = json.loads(head)
    if kind == "limit":
        raise LimitError(rest[0])
    if kind == "refused":
        raise QueryError(rest[0])
    if kind == "fault":
        raise RuntimeError(rest[0])
    return Reply(kind, rest[0], body)


def stopped(status: int) -> bool:
    """Whether what ended a process, by its wait status, was want of memory or the will of someone, and no fault of ours."""
    return os.waitstatus_to_exitcode(status) in {
        NO_MEMORY,
        -signal.SIGABRT,
        -signal.SIGKILL,
        -signal.SIGTERM,
        *_FELL_OVER,
    }


def fell_over(status: int) -> bool:
    """Whether a process ended since a query was too much for the engine, by its wait status."""
    return os.waitstatus_to_exitcode(status) in _FELL_OVER


def why_ended(status: int) -> str:
    """What is known of why a process ended without an answer, by its wait status."""
    code = os.waitstatus_to_exitcode(status)
    if code in {NO_MEMORY, -signal.SIGABRT}:  # the engine aborts where it gets no more
        return "it took more memory than it may; ask for less"
    if code in _FELL_OVER:
        return "it is too long or too complex for the engine; ask in several queries"
    if code == -signal.SIGKILL:
        return "its process was ended by signal 9, perhaps because this machine ran out of memory"
    return f"its process was ended by signal {-code}" if code < 0 else "its process ended by a fault of ours"


def _work(store: ox.Store, question: Question, limits: Limits, writer: int) -> NoReturn:
    """Answer in the copied process, and leave it without running what this program would run at its end."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        hush()
        bound_memory(limits.memory)
        _write(writer, in_thread(lambda: told(store, question, limits.answer)))
        code = 0
    except MemoryError:
        code = NO_MEMORY
    finally:
        os._exit(code)


def leave_with(parent: int) -> None:
    """Let this copy end when the process that made it has ended, in whatever way.

    Linux sees to it. Elsewhere a thread does, as soon as the engine lets it run.
    """
    control = process_control()
    if control is not None:
        control(_SIGNAL_OF_PARENTS_DEATH, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        return
    from threading import Thread

    Thread(target=_watch, args=(parent,), daemon=True).start()


@cache
def process_control() -> Callable[[int, int], int] | None:
    """Linux's prctl; None elsewhere. To be called before many copies are made, each of which would look for it."""
    if os.uname().sysname != "Linux":
        return None
    import ctypes

    found: Callable[[int, int], int] = ctypes.CDLL(None).prctl
    return found


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        sleep(_LOOK_EVERY)
    os._exit(1)


def in_thread(do: Callable[[], T]) -> T:
    """What a function gives in a thread of its own.

    The engine draws random numbers for each thread. In the thread that copied a process they would be those that the process itself
    draws next, and two copies would make up the same UUIDs and blank nodes.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(do).result()


def told(store: ox.Store, question: Question, most_bytes: int) -> bytes:
    """The answer, or why there is none, as one line of JSON and what follows it."""
    try:
        reply = answer(store, question, most_bytes)
        return json.dumps([reply.kind, reply.media]).encode() + b"\n" + reply.body
    except LimitError as error:
        head = ["limit", str(error)]
    except HeadwaterError as error:
        head = ["refused", str(error)]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - told to the process that asked, which raises it there
        head = ["fault", f"{type(error).__name__}: {error}"]
    return json.dumps(head).encode() + b"\n"


def hush() -> None:
    """Say nothing on standard error: the engine announces there that it runs out of memory, and who asked is told in a line."""
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def bound_memory(most: int | None) -> None:
    """Let this process take so many bytes more than it has, and no core file."""
    if most is None or not sys.platform.startswith("linux"):
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no path of the user's
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + most, now + most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(writer: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(writer, view[:_CHUNK]) :]
