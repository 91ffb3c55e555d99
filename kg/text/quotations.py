"""Which parts of a paragraph stand between quotation marks, nested ones and those that run on included."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = re.compile(r"[“”\"]")
_SHORTEST: Final = 4


def quoted_parts(text: str) -> list[tuple[int, int]]:
    """The characters of each quotation of some words; a paragraph that opens one without closing it is one to its end."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    depth = 0
    for match in _MARKS.finditer(text):
        opens = match.group() == "“" or (match.group() == '"' and opened is None)
        if opens:
            depth += 1
            opened = match.end() if opened is None else opened
        elif opened is not None:
            depth -= 1
            if depth <= 0:
                found.append((opened, match.start()))
                opened, depth = None, 0
    if opened is not None and text[opened - 1] == "“":
        found.append((opened, len(text)))
    return [(start, end) for start, end in found if len(text[start:end].split()) >= _SHORTEST]
