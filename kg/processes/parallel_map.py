"""Work shared out among copies of this process, which see all that it holds and send back what they made."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from contextlib import contextmanager, suppress
from enum import Enum
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from kg.errors import HeadwaterError
from kg.processes.limits import CAN_FORK, die_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
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
    with _copies([partial(_once, job) for job in jobs[own:]]) as pipes:
        found = [job() for job in jobs[:own]]
        return [*found, *(_answer(pipe, number) for number, pipe in enumerate(pipes, own))]


def made_apart(jobs: Sequence[Callable[[], Iterable[T]]]) -> Generator[T, None, None]:
    """What the jobs make one by one, as it comes: each job is done in a copy of this process, and they are heard in turn.

    What a job makes can be pickled. Raises as `shared_out` does; a single job, and all without a way to copy, are done here.
    """
    if not CAN_FORK or len(jobs) == 1:
        yield from chain.from_iterable(job() for job in jobs)
        return
    with _copies(jobs) as pipes:
        heard = dict(enumerate(pipes))
        while heard:
            for number, pipe in [*heard.items()]:
                made = _answer(pipe, number)
                if made is _End.END:
                    del heard[number]
                else:
                    yield made


class _End(Enum):
    """What a copy says when it has made everything; an enumeration is itself again when it was pickled."""

    END = "end"


def _once(job: Callable[[], T]) -> Iterator[T]:
    yield job()


@contextmanager
def _copies(jobs: Sequence[Callable[[], Iterable[object]]]) -> Iterator[list[IO[bytes]]]:
    """The pipes from copies of this process, each at its job; none is left at work."""
    copies = [_copy(job) for job in jobs]
    try:
        yield [pipe for _, pipe in copies]
    finally:
        for pid, pipe in copies:
            pipe.close()
            # One that is done has ended by itself or is about to; any other is of no use any more.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):  # where this process lets the system take its children away
                os.waitpid(pid, 0)


def _answer(pipe: IO[bytes], number: int) -> Any:  # noqa: ANN401 - whatever the job returns
    """What the copy at the other end of a pipe made next; raises what it raised."""
    try:
        done, value = pickle.load(pipe)  # noqa: S301 - written by a copy of this process
    except (EOFError, pickle.UnpicklingError) as error:
        raise SharedWorkError(number) from error
    if not done:
        raise value
    return value


def _copy(job: Callable[[], Iterable[object]]) -> tuple[int, IO[bytes]]:
    reader, writer = os.pipe()
    here = os.getpid()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as where the program was started without one
            stream.flush()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits, which then ends this one
        die_with_parent(here)
        _work(job, writer)
    os.close(writer)
    return pid, os.fdopen(reader, "rb")


def _answers(job: Callable[[], Iterable[object]]) -> Iterator[tuple[bool, object]]:
    """Whether all is well, and what is made or was raised."""
    try:
        for made in job():
            yield True, made
    except BaseException as error:  # noqa: BLE001 - raised again where the job was given out
        yield False, error
    else:
        yield True, _End.END


def _work(job: Callable[[], Iterable[object]], writer: int) -> NoReturn:
    """Do one job in the copy, and leave it without running what this program would run at its end."""
    code = 1
    try:
        with os.fdopen(writer, "wb") as pipe:
            for answer in _answers(job):
                pickle.dump(answer, pipe, pickle.HIGHEST_PROTOCOL)
                pipe.flush()
        code = 0
    finally:
        os._exit(code)
