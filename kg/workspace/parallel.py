"""Work shared out among copies of this process, which see all that it holds and send back what they made."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from kg.errors import HeadwaterError
from kg.store.child import CAN_FORK, leave_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

T = TypeVar("T")


class SharedWorkError(HeadwaterError):
    """A copy of this process that was ended from outside, as happens where memory runs out; `number` is that of its job."""

    def __init__(self, number: int) -> None:
        super().__init__("a part of the work was stopped, perhaps for want of memory; try again with more of it free")
        self.number = number


def cores() -> int:
    """How many processes can work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def no_collections() -> Iterator[None]:
    """Millions of records are made and kept meanwhile: looking among them for what can be thrown away costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def in_time(seconds: float) -> Iterator[None]:
    """End this process at once where it takes longer, whatever the engine is at: for jobs that are done in copies."""
    if not CAN_FORK:
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


def shared_out(jobs: Sequence[Callable[[], T]], here: bool = True) -> list[T]:
    """What the jobs return, in their order: the first is done here, each of the others in a copy of this process.

    With `here` false all are done in copies, so that Ctrl-C ends them whatever they are at. What a job returns can be pickled.
    Whatever a job raises is raised here; SharedWorkError is where one was killed. No copy is left at work. Without a way to
    copy a process all are done here.
    """
    own = 1 if here else 0
    if not CAN_FORK or len(jobs) <= own:
        return [job() for job in jobs]
    copies = [_copy(job) for job in jobs[own:]]
    try:
        found = [job() for job in jobs[:own]]
        return [*found, *(_answer(pipe, number) for number, (_, pipe) in enumerate(copies, own))]
    finally:
        for pid, pipe in copies:
            pipe.close()
            # One that is done has ended by itself or is about to; any other is of no use any more.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):  # where this process lets the system take its children away
                os.waitpid(pid, 0)


def _answer(pipe: IO[bytes], number: int) -> Any:  # noqa: ANN401 - whatever the job returns
    """What the copy at the other end of a pipe returned; raises what it raised."""
    try:
        done, value = pickle.load(pipe)  # noqa: S301 - written by a copy of this process
    except (EOFError, pickle.UnpicklingError) as error:
        raise SharedWorkError(number) from error
    if not done:
        raise value
    return value


def _copy(job: Callable[[], T]) -> tuple[int, IO[bytes]]:
    reader, writer = os.pipe()
    here = os.getpid()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as where the program was started without one
            stream.flush()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits, which then ends this one
        leave_with(here)
        _work(job, writer)
    os.close(writer)
    return pid, os.fdopen(reader, "rb")


def _work(job: Callable[[], T], writer: int) -> NoReturn:
    """Do one job in the copy, and leave it without running what this program would run at its end."""
    code = 1
    try:
        answer: tuple[bool, object]
        try:
            answer = True, job()
        except BaseException as error:  # noqa: BLE001 - raised again where the job was given out
            answer = False, error
        with os.fdopen(writer, "wb") as pipe:
            pickle.dump(answer, pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)
