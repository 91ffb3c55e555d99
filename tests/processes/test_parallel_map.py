"""Work shared out among copies of this process."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.processes import parallel_map as parallel
from kg.processes.parallel_map import SharedWorkError, in_time, made_apart, no_collections, shared_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def test_what_jobs_return_comes_in_their_order_and_each_but_the_first_from_a_copy() -> None:
    where = shared_out([os.getpid, os.getpid, lambda: 7])
    assert where[0] == os.getpid()
    assert where[1] != os.getpid()
    assert where[2] == 7


def test_what_a_copy_raises_is_raised_here() -> None:
    def fails() -> int:
        raise UsageError("no such thing")

    with pytest.raises(UsageError, match="no such thing"):
        shared_out([lambda: 1, fails])


def test_a_copy_that_is_killed_is_an_error_and_not_an_answer() -> None:
    def dies() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(SharedWorkError, match="stopped"):
        shared_out([lambda: None, dies])


def test_the_copies_are_waited_for_when_the_first_job_fails(tmp_path: Path) -> None:
    def fails() -> int:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text(encoding="utf-8"):
            sleep(0.01)
        raise UsageError("here")

    def tells_who_it_is() -> int:
        return (tmp_path / "pid").write_text(str(os.getpid()), encoding="utf-8")

    with pytest.raises(UsageError, match="here"):
        shared_out([fails, tells_who_it_is])
    with pytest.raises(ChildProcessError):
        os.waitpid(int((tmp_path / "pid").read_text(encoding="utf-8")), os.WNOHANG)


def test_without_copies_everything_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "CAN_FORK", False)
    assert shared_out([os.getpid, os.getpid]) == [os.getpid()] * 2


@pytest.mark.parametrize("on", [True, False])
def test_collections_are_as_before_afterwards(on: bool) -> None:
    before = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        with no_collections():
            assert not gc.isenabled()
        assert gc.isenabled() == on
        with pytest.raises(UsageError), no_collections():
            raise UsageError("")
        assert gc.isenabled() == on
    finally:
        (gc.enable if before else gc.disable)()


def test_large_answers_of_several_copies_do_not_wait_for_each_other() -> None:
    sizes = [len(part) for part in shared_out([partial(bytes, 3_000_000)] * 4)]
    assert sizes == [3_000_000] * 4


def test_a_copy_does_not_outlive_the_process_that_it_works_for(tmp_path: Path) -> None:
    work = (
        "import os, sys, time; from pathlib import Path; from kg.processes.parallel_map import shared_out\n"
        "def long(): Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)\n"
        "shared_out([lambda: time.sleep(60), long])"
    )
    told = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", work, str(told)]) as process:
        while not told.exists() or not told.read_text(encoding="utf-8"):
            sleep(0.05)
        process.kill()
    for _ in range(200):
        if not _runs(int(told.read_text(encoding="utf-8"))):
            return
        sleep(0.05)
    pytest.fail("the copy goes on")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def test_jobs_that_are_all_done_in_copies_leave_this_process_alone() -> None:
    where = shared_out([os.getpid, os.getpid], here=False)
    assert os.getpid() not in where
    assert len(set(where)) == 2


def test_the_job_of_a_copy_that_is_killed_is_told_by_its_number() -> None:
    def dies() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(SharedWorkError) as caught:
        shared_out([lambda: None, dies], here=False)
    assert caught.value.number == 1


def test_copies_at_work_are_ended_when_the_first_job_fails() -> None:
    def fails() -> None:
        raise UsageError("here")

    begun = monotonic()
    with pytest.raises(UsageError, match="here"):
        shared_out([fails, lambda: sleep(60)])
    assert monotonic() - begun < 30


def test_work_that_takes_too_long_ends_its_copy() -> None:
    def long() -> None:
        with in_time(0.2):
            sleep(60)

    with pytest.raises(SharedWorkError):
        shared_out([long], here=False)


def test_what_copies_make_comes_as_it_is_made_all_of_it_and_from_apart() -> None:
    def makes(start: int) -> Iterator[tuple[int, int, bytes]]:
        for number in range(start, start + 3):
            yield os.getpid(), number, bytes(300_000)

    def makes_none() -> Iterator[tuple[int, int, bytes]]:
        yield from ()

    jobs: list[Callable[[], Iterator[tuple[int, int, bytes]]]] = [partial(makes, 0), partial(makes, 10), makes_none]
    made = list(made_apart(jobs))
    assert sorted(number for _, number, _ in made) == [0, 1, 2, 10, 11, 12]
    assert os.getpid() not in {pid for pid, _, _ in made}
    assert len({pid for pid, _, _ in made}) == 2
    assert [number for _, number, _ in made_apart([partial(makes, 5)])] == [5, 6, 7]


def test_a_copy_that_fails_or_dies_in_the_middle_is_told() -> None:
    def fails() -> Iterator[int]:
        yield 1
        raise UsageError("no such thing")

    def dies() -> Iterator[int]:
        yield 1
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(UsageError, match="no such thing"):
        list(made_apart([fails, lambda: iter([2])]))
    with pytest.raises(SharedWorkError, match="stopped") as caught:
        list(made_apart([lambda: iter([2]), dies]))
    assert caught.value.number == 1


def test_who_stops_listening_leaves_no_copy_at_work(tmp_path: Path) -> None:
    def goes_on() -> Iterator[int]:
        yield os.getpid()
        sleep(60)
        (tmp_path / "late").touch()
        yield 0

    with closing(made_apart([goes_on, goes_on])) as heard:
        pid = next(heard)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
