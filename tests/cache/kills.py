"""Processes that end themselves at a chosen moment: at the n-th time that they touch a folder."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Python announces what it is about to do with a file. Arguments: the moment, the folder, the signal.
_HOOK = """
import os, signal, sys
left, folder, how = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
total = 0
def touched(event, arguments):
    global left, total
    if event.partition(".")[0] in ("open", "os", "shutil", "sqlite3") and arguments and folder in str(arguments[0]):
        left, total = left - 1, total + 1
        if left == 0:
            os.kill(os.getpid(), how)
sys.addaudithook(touched)
"""


def run_until(
    moment: int, how: signal.Signals, folder: Path, script: str, *arguments: Path | str
) -> subprocess.CompletedProcess[str]:
    """Run a script that gets a signal at its n-th touch of a folder; its own arguments are `sys.argv[4:]`."""
    command = [sys.executable, "-c", _HOOK + script, str(moment), str(folder), str(int(how)), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def moments_of(folder: Path, script: str, *arguments: Path | str) -> int:
    """How often a script touches a folder."""
    counted = "import atexit; atexit.register(lambda: print(total))\n"
    return int(run_until(0, signal.SIGKILL, folder, counted + script, *arguments).stdout.split()[-1])


def sampled(moments: int, number: int) -> list[int]:
    """So many moments, the last among them."""
    return sorted({max(1, moments - moments * part // number) for part in range(number)})
