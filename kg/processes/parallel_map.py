"""Work shared among copies of this process, which see all that it has in memory and send back what they made."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from enum import Enum
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import HeadwaterError
from kg.processes.child import ChildEndedError, start
from kg.processes.limits import CAN_FORK

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from kg.processes.child import Channel, WorkerHandle

T = TypeVar("T")


class ParallelWorkError(HeadwaterError):
    """A copy of this process was killed, as happens when memory runs out; `number` is that of its job."""

    def __init__(self, number: int) -> None:
        super().__init__("a part of the work was stopped, perhaps for lack of memory; try again with more of it free")
        self.number = number


def cores() -> int:
    """How many processes can work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the garbage collector while millions of records are made: searching them for garbage takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def parallel_map(jobs: Sequence[Callable[[], T]], here: bool = True) -> list[T]:
    """What the jobs return, in their order: the first is done here, each of the others in a copy of this process.

    With `here` false all are done in copies, so that Ctrl-C ends them whatever they are doing. Results must be picklable.
    Whatever a job raises is raised here; ParallelWorkError if its process was killed. No copy is left running. Where a process
    cannot be copied, all jobs are done here.
    """
    own = 1 if here else 0
    if not CAN_FORK or len(jobs) <= own:
        return [job() for job in jobs]
    with _children([partial(_report, job) for job in jobs[own:]]) as children:
        results = [job() for job in jobs[:own]]
        return [*results, *(_result(child, number) for number, child in enumerate(children, own))]


def parallel_stream(jobs: Sequence[Callable[[], Iterable[T]]]) -> Generator[T, None, None]:
    """The items that the jobs make, as they come: each job is done in a copy of this process, and the copies take turns.

    Items must be picklable. Raises as `parallel_map` does. A single job is done here, and so are all where a process cannot be copied.
    """
    if not CAN_FORK or len(jobs) == 1:
        yield from chain.from_iterable(job() for job in jobs)
        return
    with _children([partial(_report_items, job) for job in jobs]) as children:
        running = dict(enumerate(children))
        while running:
            for number, child in [*running.items()]:
                item = _result(child, number)
                if item is _End.END:
                    del running[number]
                else:
                    yield item


class _End(Enum):
    """The last item of a copy; unlike another object, an enumeration member is the same after pickling."""

    END = "end"


def _report(job: Callable[[], object], channel: Channel) -> None:
    channel.report(job)


def _report_items(job: Callable[[], Iterable[object]], channel: Channel) -> None:
    items = chain.from_iterable(made() for made in (job,))
    while channel.report(partial(next, items, _End.END)) is not _End.END:
        pass


@contextmanager
def _children(works: Sequence[Callable[[Channel], None]]) -> Iterator[list[WorkerHandle]]:
    """Copies of this process, each at its work; none is left running."""
    children: list[WorkerHandle] = []
    try:
        children.extend(map(start, works))
        yield children
        for child in children:
            child.finish()
    finally:
        for child in children:
            child.stop()


def _result(child: WorkerHandle, number: int) -> Any:  # noqa: ANN401 - whatever the job returns
    try:
        return child.result()
    except ChildEndedError as error:
        raise ParallelWorkError(number) from error
