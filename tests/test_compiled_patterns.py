"""Patterns that an earlier process compiled."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from kg.compiled_patterns import Code

if TYPE_CHECKING:
    from pathlib import Path

PATTERNS = [
    (r"(?P<n>\d+)\s(?P<unit>people|children)\b", re.IGNORECASE),
    (r"(?:(a)|b)+(?<!\ud800)[^\W\d_]*?(?=c|$)", 0),
    (r"^ x  # spaced", re.VERBOSE | re.MULTILINE),
]
PROGRAM = f"""
import re
from kg import compiled_patterns
known = len(compiled_patterns._known())
for expression, flags in {[(expression, int(flags)) for expression, flags in PATTERNS]!r}:
    one, other = compiled_patterns.compiled(expression, flags), re.compile(expression, flags)
    assert (one.pattern, one.flags, one.groups, one.groupindex) == (other.pattern, other.flags, other.groups, other.groupindex)
    for text in ("12 Children, 7 people", "abcab", "x\\nx"):
        assert [(m.span(), m.groupdict(), m.lastgroup) for m in one.finditer(text)] == [
            (m.span(), m.groupdict(), m.lastgroup) for m in other.finditer(text)
        ]
print(known)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of a user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def known_by_a_new_process() -> int:
    """How many patterns a process finds stored; it asserts that they match as those of `re` do."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert not done.stderr
    return int(done.stdout)


def test_patterns_are_compiled_once_and_match_alike_afterwards(home: Path) -> None:
    assert known_by_a_new_process() == 0
    assert known_by_a_new_process() == len(PATTERNS)
    assert len(list((home / "headwater").iterdir())) == 1


def test_a_damaged_file_is_made_again(home: Path) -> None:
    known_by_a_new_process()
    (file,) = (home / "headwater").iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    assert known_by_a_new_process() == 0
    stored = msgspec.msgpack.decode(file.read_bytes(), type=dict[str, Code])
    wrong = {key: msgspec.structs.replace(code, code=code.code[1:]) for key, code in stored.items()}
    file.write_bytes(msgspec.msgpack.encode(wrong))
    assert known_by_a_new_process() == len(PATTERNS)
    assert msgspec.msgpack.decode(file.read_bytes(), type=dict[str, Code]) == stored


def test_a_cache_that_cannot_be_written_is_done_without(home: Path) -> None:
    (home / "headwater").write_text("a file", encoding="utf-8")
    assert known_by_a_new_process() == 0
