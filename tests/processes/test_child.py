"""A child process: what it reports, what ends it, and that it does not outlive its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Never

import pytest

from kg.errors import BadDataError, HeadwaterError, Problem
from kg.processes.child import ChildEndedError, call, start

if TYPE_CHECKING:
    from kg.processes.child import Channel


def block() -> Never:
    """Wait for something that never happens."""
    Event().wait()
    raise AssertionError


def end_by(number: int) -> Never:
    """End this process by a signal, which may come a moment later."""
    os.kill(os.getpid(), number)
    block()


class TwoArgumentsError(Exception):
    """An exception that cannot be made from its text alone."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def test_a_call_returns_what_the_function_returns_in_another_process() -> None:
    assert call(os.getpid) != os.getpid()


def test_an_exception_of_ours_comes_back_with_its_evidence() -> None:
    def fail() -> None:
        raise BadDataError([Problem("a.yaml", 3, 1, "wrong")])

    with pytest.raises(BadDataError) as caught:
        call(fail)
    assert caught.value.problems == (Problem("a.yaml", 3, 1, "wrong"),)


def test_an_exception_that_cannot_be_sent_comes_back_as_its_text() -> None:
    def fail() -> None:
        raise TwoArgumentsError("one", "two")

    with pytest.raises(RuntimeError, match="TwoArgumentsError: one two"):
        call(fail)


def test_a_call_that_takes_too_long_is_killed() -> None:
    with pytest.raises(TimeoutError):
        call(block, seconds=0.01)


def test_a_call_that_takes_too_much_memory_ends_and_says_so() -> None:
    with pytest.raises(ChildEndedError, match="more memory than it may"):
        call(lambda: len(bytearray(300_000_000)), memory=100_000_000)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (signal.SIGKILL, "signal 9, perhaps"),
        (signal.SIGTERM, "signal 15"),
        (signal.SIGSEGV, "too complex for the engine"),
        (signal.SIGABRT, "more memory than it may"),
    ],
)
def test_a_call_that_is_ended_by_a_signal_says_by_which(number: signal.Signals, why: str) -> None:
    with pytest.raises(ChildEndedError, match=why):
        call(lambda: end_by(number))


def test_ctrl_c_is_for_the_process_that_waits() -> None:
    assert call(lambda: os.kill(os.getpid(), signal.SIGINT)) is None


def test_a_child_that_is_stopped_twice_is_reaped_once() -> None:
    child = start(lambda _: block())
    assert os.WTERMSIG(child.stop()) == signal.SIGKILL
    assert child.stop() == child.finish()
    with pytest.raises(ChildProcessError):
        os.waitpid(child.pid, os.WNOHANG)


def test_a_child_ends_by_itself_when_nobody_is_at_the_other_end() -> None:
    def wait(channel: Channel) -> None:
        channel.receive()

    assert start(wait).finish() == 0


def test_a_child_answers_requests_in_turn() -> None:
    def double(channel: Channel) -> None:
        while True:
            channel.report(partial(int.__mul__, channel.receive(), 2))

    child = start(double)
    assert [child.request(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert child.finish() == 0
    with pytest.raises(HeadwaterError):
        start(lambda _: None).request(1)


def test_a_child_does_not_outlive_the_process_that_started_it() -> None:
    work = (
        "from threading import Event; from kg.processes.child import start\n"
        "def block(channel): channel.send(1); Event().wait()\n"
        "child = start(block); child.channel.receive(); print('started', flush=True); Event().wait()"
    )
    with subprocess.Popen([sys.executable, "-c", work], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        process.kill()
        # The child has the other end of the pipe too: it is closed once both are gone.
        assert process.stdout.read() == ""
