"""Regular expressions that an earlier process compiled, kept in the user's cache as Python keeps compiled modules.

Compiling the 150 that read numbers in words took a tenth of the time of a trace. Python has no public way to store a compiled pattern, so
this uses its own modules below `re`; where a later version of Python has other ones, or the file is missing, damaged or cannot be written,
patterns are compiled as usual.
"""

from __future__ import annotations

import atexit
import os
import re
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from kg.user_cache import user_cache
from kg.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

# In a checkout, whose patterns change while its version does not, old ones are dropped from so many on.
_MOST: Final = 2_000


class Code(msgspec.Struct, frozen=True):
    """What the engine of `re` runs for one pattern; `names` are its named groups with their numbers."""

    flags: int
    code: tuple[int, ...]
    groups: int
    names: dict[str, int]


def compiled(expression: str, flags: int) -> re.Pattern[str]:
    """A pattern, compiled now only where no earlier process did. Raises re.error for a malformed one."""
    known, key = _known(), f"{int(flags)} {expression!a}"  # in ASCII, since a pattern may hold a lone surrogate
    code = known.get(key)
    if code is not None and (ready := _pattern(expression, code)):
        return ready
    found = re.compile(expression, flags)
    if made := _code(expression, flags):
        _added()[key] = known[key] = made
    return found


def _pattern(expression: str, code: Code) -> re.Pattern[str] | None:
    numbers = [None, *[None] * code.groups]
    names: list[str | None] = list(numbers)
    try:
        for name, number in code.names.items():
            names[number] = name
        from re import _compiler  # type: ignore[attr-defined]

        made: re.Pattern[str] = _compiler._sre.compile(
            expression, code.flags, list(code.code), code.groups, code.names, tuple(names)
        )
    except (ImportError, AttributeError, IndexError, OverflowError, RuntimeError, TypeError):
        return None  # of another version of Python, or damaged: the engine checks what it is given
    return made


def _code(expression: str, flags: int) -> Code | None:
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(expression, int(flags))
        code = _compiler._code(parsed, int(flags))
        state = parsed.state
        return Code(int(flags) | int(state.flags), tuple(map(int, code)), state.groups - 1, dict(state.groupdict))
    except (ImportError, AttributeError, TypeError):
        return None


@cache
def _known() -> dict[str, Code]:
    """What is stored."""
    path = _path()
    if path is not None:
        with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, Code])
    return {}


@cache
def _added() -> dict[str, Code]:
    """What this process compiled, which is stored when it ends."""
    atexit.register(_save)
    return {}


def _save() -> None:
    """Store what was compiled, in one step; a process that ends at the same time may undo it, and compiles the rest next time."""
    path = _path()
    if path is None:
        return
    stage = path.with_name(f".{path.name}.{os.getpid()}")
    kept = _known() if len(_known()) <= _MOST else _added()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        stage.write_bytes(msgspec.msgpack.encode(kept))
        stage.replace(path)


def _path() -> Path | None:
    place = user_cache()
    return place and place / f"patterns-{__version__}-{sys.implementation.cache_tag}.{sys.hexversion:x}"
