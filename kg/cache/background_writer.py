"""The cache of a large workspace, written by a copy of this process while this one goes on with what it has in memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from kg.processes.child import ChildEndedError, start
from kg.processes.limits import CAN_FORK

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.processes.child import Channel

    # The folder of a generation, None where there is none to be had, and notes for the reader.
    Written = tuple[Path | None, list[str]]

_THREADS: Final = Path("/proc/self/task")


def may_write_behind() -> bool:
    """Whether a copy of this process could write a store: threads, such as the engine's for files, would not be in it."""
    return CAN_FORK and _THREADS.is_dir() and len(os.listdir(_THREADS)) == 1  # noqa: PTH208 - its number is all that is asked


def write_behind(write: Callable[[], Written]) -> Callable[[], Written]:
    """Begin to write in a copy of this process, and return a function that waits for what it returns."""

    def report(channel: Channel) -> None:
        channel.report(write)

    child = start(report)

    def written() -> Written:
        try:
            found = cast("Written", child.result())
            child.finish()
        except ChildEndedError as error:
            return None, [f"the cache was not written: {error}"]
        finally:
            child.stop()
        return found

    return written
