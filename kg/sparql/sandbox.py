"""A query in a process of its own, which is ended at its time limit, on Ctrl-C, or when it takes too much memory.

The engine has no way to interrupt a query; a process can always be ended. It is a copy of this one, made in a few milliseconds,
so it reads the same store, in memory or on disk, without loading anything.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Final, NoReturn

from kg.errors import HeadwaterError, LimitError, QueryError, too_slow
from kg.processes.limits import (
    CAN_FORK,
    NO_MEMORY,
    bound_memory,
    die_with_parent,
    run_in_thread,
    silence_stderr,
    stopped,
    why_ended,
)
from kg.sparql.evaluate import answer
from kg.sparql.query import Reply

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.sparql.query import Limits, Question

_CHUNK: Final = 1 << 20


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
        die_with_parent(here)
        _work(store, question, limits, writer)
    os.close(writer)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        encoded = _read(reader, limits.seconds)
        _, status = os.waitpid(pid, 0)
        pid = 0
    finally:
        os.close(reader)
        if pid:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
    return _reply(encoded, status)


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


def _reply(encoded: bytes, status: int) -> Reply:
    if status:
        raise (LimitError if stopped(status) else RuntimeError)(f"the query was stopped: {why_ended(status)}")
    head, _, body = encoded.partition(b"\n")
    kind, *rest = json.loads(head)
    if kind == "limit":
        raise LimitError(rest[0])
    if kind == "refused":
        raise QueryError(rest[0])
    if kind == "fault":
        raise RuntimeError(rest[0])
    return Reply(kind, rest[0], body)


def _work(store: ox.Store, question: Question, limits: Limits, writer: int) -> NoReturn:
    """Answer in the copied process, and leave it without running what this program would run at its end."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        silence_stderr()
        bound_memory(limits.memory)
        _write(writer, run_in_thread(lambda: encode_reply(store, question, limits.answer)))
        code = 0
    except MemoryError:
        code = NO_MEMORY
    finally:
        os._exit(code)


def encode_reply(store: ox.Store, question: Question, most_bytes: int) -> bytes:
    """The answer, or why there is none, as one line of JSON, followed by the body."""
    try:
        reply = answer(store, question, most_bytes)
        return json.dumps([reply.kind, reply.media]).encode() + b"\n" + reply.body
    except LimitError as error:
        head = ["limit", str(error)]
    except HeadwaterError as error:
        head = ["refused", str(error)]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - sent to the process that asked, which raises it there
        head = ["fault", f"{type(error).__name__}: {error}"]
    return json.dumps(head).encode() + b"\n"


def _write(writer: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(writer, view[:_CHUNK]) :]
