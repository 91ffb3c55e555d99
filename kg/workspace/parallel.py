"""Work shared out among copies of this process, which see all that it holds and send back what they made."""

from __future__ import annotations

import gc
import os
import pickle
from contextlib import contextmanager
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

from kg.errors import HeadwaterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

T = TypeVar("T")
CAN_FORK: Final = hasattr(os, "fork")
_LOOK_EVERY: Final = 0.5


class SharedWorkError(HeadwaterError):
    """A copy of this process that was ended from outside, as happens where memory runs out."""


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


def shared_out(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """What the jobs return, in their order: the first is done here, each of the others in a copy of this process.

    What a job returns can be pickled. Whatever a job raises is raised here, once every copy has ended; SharedWorkError is where one
    was killed. Without a way to copy a process all are done here.
    """
    if not CAN_FORK or len(jobs) < 2:
        return [job() for job in jobs]
    copies = [_copy(job) for job in jobs[1:]]
    try:
        return [jobs[0](), *(_told(pickle.load(pipe)) for _, pipe in copies)]  # noqa: S301 - written by a copy of this process
    except (EOFError, pickle.UnpicklingError) as error:
        raise SharedWorkError("a part of the work was stopped, perhaps for want of memory; try again with more of it free") from error
    finally:
        for pid, pipe in copies:
            pipe.close()
            os.waitpid(pid, 0)


def _told(answer: tuple[bool, T | BaseException]) -> T:
    done, value = answer
    if isinstance(value, BaseException) and not done:
        raise value
    return value  # type: ignore[return-value]  # a job that was done


def _copy(job: Callable[[], T]) -> tuple[int, IO[bytes]]:
    reader, writer = os.pipe()
    here = os.getpid()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        Thread(target=_leave_with, args=(here,), daemon=True).start()
        _work(job, writer)
    os.close(writer)
    return pid, os.fdopen(reader, "rb")


def _leave_with(parent: int) -> None:
    """End this copy when the process that it works for is gone, however that was ended."""
    while os.getppid() == parent:
        sleep(_LOOK_EVERY)
    os._exit(1)


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
