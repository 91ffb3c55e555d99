"""Work shared among copies of this process."""

from __future__ import annotations

import gc
import os
import signal
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.processes import parallel_map as module
from kg.processes.limits import time_limit
from kg.processes.parallel_map import ParallelWorkError, gc_paused, parallel_map, parallel_stream
from tests.processes.test_child import block, end_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def fail() -> int:
    raise UsageError("no such thing")


def die() -> None:
    end_by(signal.SIGKILL)


def test_results_come_in_the_order_of_the_jobs_and_all_but_the_first_from_a_copy() -> None:
    where = parallel_map([os.getpid, os.getpid, lambda: 7])
    assert where[0] == os.getpid()
    assert where[1] != os.getpid()
    assert where[2] == 7


def test_jobs_that_are_all_done_in_copies_leave_this_process_alone() -> None:
    where = parallel_map([os.getpid, os.getpid], here=False)
    assert os.getpid() not in where
    assert len(set(where)) == 2


def test_what_a_copy_raises_is_raised_here() -> None:
    with pytest.raises(UsageError, match="no such thing"):
        parallel_map([lambda: 1, fail])


@pytest.mark.parametrize("here", [True, False])
def test_a_copy_that_is_killed_is_an_error_with_the_number_of_its_job(here: bool) -> None:
    with pytest.raises(ParallelWorkError, match="stopped") as caught:
        parallel_map([lambda: None, die], here=here)
    assert caught.value.number == 1


def test_a_copy_at_work_is_ended_when_the_first_job_fails() -> None:
    reader, writer = os.pipe()

    def fail_once_the_copy_works() -> int:
        os.read(reader, 1)
        return fail()

    def work_forever() -> int:
        os.write(writer, b"x")
        block()

    with pytest.raises(UsageError, match="no such thing"):
        parallel_map([fail_once_the_copy_works, work_forever])
    os.close(writer)
    assert os.read(reader, 1) == b""  # nobody has the other end any more


def test_without_a_way_to_copy_a_process_everything_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CAN_FORK", False)
    assert parallel_map([os.getpid, os.getpid]) == [os.getpid()] * 2


def test_large_results_of_several_copies_do_not_wait_for_each_other() -> None:
    sizes = [len(part) for part in parallel_map([partial(bytes, 3_000_000)] * 4)]
    assert sizes == [3_000_000] * 4


def test_work_that_takes_too_long_ends_its_copy() -> None:
    def work_forever() -> None:
        with time_limit(0.01):
            block()

    with pytest.raises(ParallelWorkError):
        parallel_map([work_forever], here=False)


def test_items_come_as_they_are_made_and_each_job_is_done_in_a_copy() -> None:
    def make(start: int) -> Iterator[tuple[int, int, bytes]]:
        for number in range(start, start + 3):
            yield os.getpid(), number, bytes(300_000)

    def make_none() -> Iterator[tuple[int, int, bytes]]:
        yield from ()

    jobs: list[Callable[[], Iterator[tuple[int, int, bytes]]]] = [partial(make, 0), partial(make, 10), make_none]
    made = list(parallel_stream(jobs))
    assert sorted(number for _, number, _ in made) == [0, 1, 2, 10, 11, 12]
    assert os.getpid() not in {pid for pid, _, _ in made}
    assert len({pid for pid, _, _ in made}) == 2
    assert [number for _, number, _ in parallel_stream([partial(make, 5)])] == [5, 6, 7]


def test_a_copy_that_fails_or_is_killed_between_two_items_is_an_error() -> None:
    def make_and_fail() -> Iterator[int]:
        yield 1
        fail()

    def make_and_die() -> Iterator[int]:
        yield 1
        die()

    with pytest.raises(UsageError, match="no such thing"):
        list(parallel_stream([make_and_fail, lambda: iter([2])]))
    with pytest.raises(ParallelWorkError, match="stopped") as caught:
        list(parallel_stream([lambda: iter([2]), make_and_die]))
    assert caught.value.number == 1


def test_no_copy_is_left_when_items_are_not_wanted_any_more() -> None:
    def make_and_wait() -> Iterator[int]:
        yield os.getpid()
        block()

    with closing(parallel_stream([make_and_wait, make_and_wait])) as items:
        pid = next(items)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize("on", [True, False])
def test_the_garbage_collector_is_as_before_afterwards(on: bool) -> None:
    before = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        with gc_paused():
            assert not gc.isenabled()
        assert gc.isenabled() == on
        with pytest.raises(UsageError), gc_paused():
            raise UsageError("")
        assert gc.isenabled() == on
    finally:
        (gc.enable if before else gc.disable)()
