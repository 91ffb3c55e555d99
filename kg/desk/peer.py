"""Whose program is at the other end of a connection on this machine.

A browser sends the desk's cookie to every server on 127.0.0.1, whatever its port; another user's server could send it on to the desk.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

# Every TCP connection of this machine, on Linux.
TABLE = Path("/proc/net/tcp")
_ROOT: Final = 0


def is_another_users(peer: tuple[str, int] | None, port: int) -> bool:
    """Whether a connection to a port of 127.0.0.1 comes from another user's program; False where the system does not say.

    Linux lists every connection with the user of its program; root can read the files anyway, and is let through.
    """
    if peer is None:
        return False
    try:
        lines = TABLE.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return False
    ends = (f"0100007F:{peer[1]:04X}", f"0100007F:{port:04X}")
    users = (int(line.split()[7]) for line in lines if tuple(line.split()[1:3]) == ends)
    user = next(users, None)
    return user not in {None, _ROOT, os.getuid()}
