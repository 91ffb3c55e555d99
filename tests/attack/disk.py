"""What a command changes on the disk, call by call: it is killed at any of them, or the disk as a power cut would leave it is rebuilt.

`disk_shim.c`, built with the C compiler at hand, is loaded before the C library and sees every change below a folder, those of the engine
and of SQLite too. A power cut leaves what was synced. What was not may be gone: bytes written to a file, names given in a folder, or both.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

COMPILER: Final = shutil.which("cc") or shutil.which("gcc")
_SOURCE: Final = Path(__file__).with_name("disk_shim.c")


def build(place: Path) -> Path:
    """The compiled library, in a folder."""
    made = place / "disk_shim.so"
    subprocess.run([COMPILER or "cc", "-shared", "-fPIC", "-O1", "-o", made, _SOURCE, "-lpthread"], check=True)
    return made


def run_with(module: str, *arguments: str) -> int:
    """Run a module of the tests with the library loaded before all others; returns its exit code."""
    with tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, "LD_PRELOAD": str(build(Path(place)))}
        return subprocess.run([sys.executable, "-m", module, *arguments], check=False, env=environment).returncode


def silence(said: Path | None = None) -> None:
    """Let this process say nothing more, or say it into a file."""
    silent = os.open(said or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(silent, 1)
    os.dup2(silent, 2)


@dataclass(frozen=True)
class Ended:
    """How a job ended: its exit code, or less than 0 if it was killed; and how many changes it had begun."""

    code: int
    changes: int


def watched(
    work: Callable[[], int],
    folder: Path,
    log: Path | None = None,
    end: int = 0,
    full: int = 0,
    said: Path | None = None,
) -> Ended:
    """Do work in a child process group that is killed before change number `end` below a folder (0: never).

    From change number `full` on, nothing more can be written there. What it says goes into a file, if there is one.
    """
    shim = ctypes.CDLL(None)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 3
        try:
            os.setsid()
            os.close(reading)
            number = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND) if log else -1
            silence(said)
            shim.disk_full(ctypes.c_long(full))
            shim.disk_begin(os.fsencode(folder), number, ctypes.c_long(end))
            code = work()
        finally:
            os.write(writing, str(shim.disk_changes()).encode())
            os._exit(code)
    os.close(writing)
    told = os.read(reading, 20)
    os.close(reading)
    _, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status)
    assert not killed or os.WTERMSIG(status) == signal.SIGKILL
    return Ended(-1 if killed else os.WEXITSTATUS(status), int(told or 0))


@dataclass(frozen=True)
class Change:
    """One change: what was done, to which file (its number on the disk), where, and with which bytes."""

    what: str
    number: int
    offset: int
    path: Path
    other: Path
    data: bytes


def changes(log: Path) -> list[Change]:
    """The changes that were logged, in order."""
    found, data, at = [], log.read_bytes(), 0
    while at < len(data):
        end = data.index(b"\n", at)
        what, number, offset, size, path, other = os.fsdecode(data[at:end]).split("\t")
        at = end + 1 + int(size)
        found.append(Change(what, int(number), int(offset), Path(path), Path(other), data[end + 1 : at]))
    return found


@dataclass
class Disk:
    """A folder in memory: the names and bytes of its files as a process sees them, and what of both is on the disk."""

    names: dict[Path, int] = field(default_factory=dict)
    content: dict[int, bytearray] = field(default_factory=dict)
    folders: set[int] = field(default_factory=set)
    safe_names: dict[Path, int] = field(default_factory=dict)
    safe_content: dict[int, bytes] = field(default_factory=dict)
    # A number is given again when its file is removed; here each file has one of its own.
    own_number: dict[int, int] = field(default_factory=dict)
    given: int = 0

    @classmethod
    def of(cls, folder: Path) -> Disk:
        """A folder as it is, all of it on the disk."""
        disk = cls()
        for path in (folder, *folder.rglob("*")):
            number = path.lstat().st_ino
            disk.names[path] = number
            if path.is_dir():
                disk.folders.add(number)
            else:
                disk.content[number] = bytearray(path.read_bytes())
                disk.safe_content[number] = path.read_bytes()
        disk.safe_names = dict(disk.names)
        return disk

    def do(self, change: Change) -> None:
        """Let one more change happen."""
        if change.what in {"create", "folder"}:
            self.given += 1
            self.own_number[change.number] = -self.given
        getattr(self, f"_{change.what}")(replace(change, number=self.own_number.get(change.number, change.number)))

    def _create(self, change: Change) -> None:
        self.names[change.path] = change.number
        self.content[change.number] = bytearray()

    def _folder(self, change: Change) -> None:
        self.names[change.path] = change.number
        self.folders.add(change.number)

    def _truncate(self, change: Change) -> None:
        self.content[change.number] = bytearray()

    def _size(self, change: Change) -> None:
        self._file(change)[:] = self._file(change)[: change.offset].ljust(change.offset, b"\0")

    def _write(self, change: Change) -> None:
        file = self._file(change)
        file.extend(b"\0" * (change.offset - len(file)))
        file[change.offset : change.offset + len(change.data)] = change.data

    def _file(self, change: Change) -> bytearray:
        return self.content.setdefault(change.number, bytearray())

    def _sync(self, change: Change) -> None:
        if change.number not in self.folders:
            self.safe_content[change.number] = bytes(self._file(change))
            return
        of_folder = {path: number for path, number in self.names.items() if path.parent == change.path}
        self.safe_names = {path: n for path, n in self.safe_names.items() if path.parent != change.path} | of_folder

    def _rename(self, change: Change) -> None:
        moved = [path for path in self.names if path == change.path or change.path in path.parents]
        for names in (self.names, self.safe_names):
            # What lies in a folder that is moved goes with it; the name of the folder itself waits for its sync.
            for path in moved:
                if path in names and (names is self.names or path != change.path):
                    names[change.other / path.relative_to(change.path)] = names.pop(path)

    def _link(self, change: Change) -> None:
        self.names[change.other] = change.number

    def _remove(self, change: Change) -> None:
        self.names.pop(change.path, None)

    def rebuild(self, top: Path, place: Path, *, names: bool, content: bool) -> None:
        """Write the folder `top` to a place as a power cut leaves it: with all names or only those synced, and the same for bytes."""
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        held = self.names if names else self.safe_names
        for path, number in sorted(held.items()):
            target = place / path.relative_to(top)
            if not target.parent.is_dir():
                continue  # the folder that it lies in is gone
            if number in self.folders:
                target.mkdir(exist_ok=True)
            else:
                data = self.content if content else self.safe_content
                target.write_bytes(data.get(number, b""))


def moments(number: int, most: int) -> list[int]:
    """At most so many of the numbers from 1, spread evenly, the last among them."""
    return sorted({max(1, number - number * part // most) for part in range(most)})


def cuts(done: Sequence[Change], most: int) -> Iterable[int]:
    """After how many changes to cut: beside those that decide something, up to so many, and at the end."""
    deciding = [n for n, change in enumerate(done, 1) if change.what in {"rename", "remove", "sync", "link"}]
    chosen = [deciding[at - 1] for at in moments(len(deciding), most)] if deciding else []
    return sorted({*chosen, *(max(0, at - 1) for at in chosen), len(done)})
