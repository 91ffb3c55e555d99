"""Inputs made by changing small ones at random, given to every reader in one process: `python -m tests.attack.fuzz INPUTS [SEED]`.

Whatever a reader raises but an error of its own, an input that takes over five seconds of processor time, one that takes the process over
500 MB and one that ends it is a fault, printed with the input. Slow readers get more of the time, quick ones more inputs. An input that
is read, or refused in words that were not seen before, becomes one of those that are changed. A reader runs in this process even where
`kg` runs it in another with limits (PDF, DOCX).
"""

from __future__ import annotations

import logging
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn
from zlib import crc32

from kg.errors import HeadwaterError
from tests.attack.fuzz_readers import Reader, members, readers, repack

if TYPE_CHECKING:
    from types import FrameType

_SECONDS: Final = 5.0
_MEGABYTES: Final = 500
_REPORT: Final = 10_000
_INPUTS: Final = 60
_LONGEST: Final = 20_000
_PIECES: Final = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xf3\xa0\x80\xa0", b"'", b'"', b"{", b"}", b"[", b"]", b"<", b">", b"&",
    b"#", b":", b"- ", b"\n", b"\r\n", b"\t", b",", b"%", b"-1", b"1e999", b"9" * 40, b"NaN", b"null", b"*a", b"&a ", b"!!python/object:x ",
    b"|\n", b"---\n", b"_:b", b"@prefix", b"<!--", b"<![CDATA[", b"\\u0000", b"\\", "١٢".encode(), "½".encode(), "é".encode(),
    b"true", b"[]", b"{}", b'""', b"0", b"0000-00-00", b"9999-99-99", b"https://[", b"doi:10.1/", b"\\ud800", b"$1", b"-0", b"..", b"/",
)  # fmt: skip


class TooSlowError(BaseException):
    """An input took more processor time than it may; not an Exception, so that no reader takes it for one of its own."""


@dataclass
class Tally:
    """What was given to one reader, and what it took."""

    reader: Reader
    inputs: list[bytes]
    given: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    answers: set[str] = field(default_factory=set)


def changed(data: bytes, other: bytes, choose: random.Random) -> bytes:
    """The bytes with a few pieces removed, doubled, replaced, put in or taken from another input."""
    made = bytearray(data)
    for _ in range(choose.choice((1, 1, 2, 3, 6))):
        start = choose.randint(0, len(made))
        end = min(len(made), start + choose.choice((0, 1, 2, 8, 40)))
        cut = choose.randint(0, len(other))
        new = (
            b"",
            bytes(made[start:end]) * 2,
            choose.choice(_PIECES),
            bytes([choose.randrange(256)]),
            other[cut : cut + 40],
        )
        made[start:end] = choose.choice(new)
    return bytes(made[:_LONGEST])


def next_input(tally: Tally, choose: random.Random) -> bytes:
    """An input of a reader, changed; of a packed file, most often one of its members is."""
    data, other = choose.choice(tally.inputs), choose.choice(tally.inputs)
    if not tally.reader.packed or choose.random() < 0.1:
        return changed(data, other, choose) if not tally.reader.packed else _flipped(data, choose)
    content = members(data)
    name = choose.choice(list(content))
    content[name] = changed(content[name], content[choose.choice(list(content))], choose)
    return repack(content)


def _flipped(data: bytes, choose: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(choose.randint(1, 4)):
        made[choose.randrange(len(made))] = choose.randrange(256)
    return bytes(made)


def give(tally: Tally, made: bytes) -> str | None:
    """Give an input to a reader; returns what is wrong with how it took it."""
    before, fault = time.process_time(), None
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        answer = _answer(tally.reader, made)
    except TooSlowError:
        answer, fault = "", f"over {_SECONDS:.0f} seconds\n{traceback.format_exc(limit=-6)}"
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - what is looked for, a panic of a library in Rust among it
        answer, fault = "", traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    taken = time.process_time() - before
    tally.given += 1
    tally.seconds += taken
    tally.slowest = max(tally.slowest, taken)
    if answer and answer not in tally.answers and taken < _SECONDS / 10 and not tally.reader.packed:
        tally.answers.add(answer)
        if len(tally.inputs) < _INPUTS:
            tally.inputs.append(made)
        else:
            tally.inputs[crc32(answer.encode()) % _INPUTS] = made
    return fault


def _answer(reader: Reader, made: bytes) -> str:
    """The kind of answer of a reader: its message without numbers and quotations."""
    try:
        reader.read(made)
    except HeadwaterError as error:
        return re.sub(r"[“\"'‘].*?[”\"'’]|[\d.,]+|[^\x20-\x7e]+", "#", str(error))[:80]
    return "read"


def work(number: int, seed: int, folder: Path) -> int:
    """Give so many changed inputs to the readers; returns how many were faults."""
    signal.signal(signal.SIGVTALRM, _too_slow)
    choose = random.Random(seed)  # noqa: S311 - the same inputs for the same seed
    logging.disable()
    tallies = [Tally(reader, list(reader.inputs)) for reader in readers(folder)]
    for one in tallies:  # what is imported at the first use is not the time of an input
        one.reader.read(one.inputs[0])
    faults: Counter[str] = Counter()
    for given in range(1, number + 1):
        tally = min(tallies, key=lambda one: one.seconds * one.given**0.5)
        made = next_input(tally, choose)
        (folder / "last").write_bytes(f"{given}\n{tally.reader.name}\n".encode() + made)
        fault = give(tally, made)
        if peak() > _MEGABYTES and not faults["memory"]:
            fault = f"{fault or ''}\nmemory {peak()} MB"
            faults["memory"] += 1
        if fault:
            kind = " ".join(fault.split()[-12:])
            faults[kind] += 1
            if faults[kind] <= 2:
                shown = made if not tally.reader.packed else f"a packed file of {len(made):,} bytes"
                print("FAULT", tally.reader.name, shown, fault, sep="\n", flush=True)  # noqa: T201
        if given % _REPORT == 0:
            report(tallies, faults)
    report(tallies, faults)
    for tally in sorted(tallies, key=lambda one: one.reader.name):
        print(f"  {tally.reader.name}: {tally.given:,}, slowest {tally.slowest:.2f} s, {len(tally.answers)} answers")  # noqa: T201
    return sum(faults.values())


def report(tallies: list[Tally], faults: Counter[str]) -> None:
    """One line of what was done so far."""
    number, seconds = sum(one.given for one in tallies), sum(one.seconds for one in tallies)
    slowest = max(tallies, key=lambda one: one.slowest)
    print(  # noqa: T201
        f"{number:,} inputs in {seconds:.0f} s of processor time ({number / max(seconds, 0.01):.0f} a second), "
        f"{sum(faults.values())} faults, slowest {slowest.slowest:.2f} s ({slowest.reader.name}), {peak()} MB at most",
        flush=True,
    )


def peak() -> int:
    """The most memory that this process has taken, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _too_slow(_: int, __: FrameType | None) -> NoReturn:
    raise TooSlowError


def main(number: int, seed: int) -> int:
    """Work in a child, so that an input that ends the process is seen; returns how many faults there were."""
    failed = 0
    while number > 0:
        with tempfile.TemporaryDirectory(dir=_fast_folder()) as name:
            folder = Path(name)
            pid = os.fork()
            if pid == 0:
                _child(number, seed, folder)
            _, status = os.waitpid(pid, 0)
            if os.WIFEXITED(status):
                return failed + os.WEXITSTATUS(status)
            failed, seed = failed + 1, seed + 1
            last = (folder / "last").read_bytes() if (folder / "last").exists() else b"0"
            number -= max(1, int(last.partition(b"\n")[0]))
            print("ENDED THE PROCESS", os.WTERMSIG(status), last, flush=True)  # noqa: T201
    return failed


def _child(number: int, seed: int, folder: Path) -> NoReturn:
    status: Any = 1
    try:
        status = min(work(number, seed, folder), 100)
    except BaseException:  # noqa: BLE001 - the process ends below
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _fast_folder() -> str | None:
    """A folder in memory, since each input is written to a file."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0) > 0)
