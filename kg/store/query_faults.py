"""What is wrong with a query, in one line: where, near what, and what was expected there."""

from __future__ import annotations

import re
from typing import Final

_PLACE: Final = re.compile(r"(\d+):(\d+)")
_EXPECTED: Final = re.compile(r"expected (?:one of )?(.*)", re.DOTALL)
# Keywords and signs; the parser also lists whole character classes, which tell nobody anything.
_WORD: Final = re.compile(r"\"[^\"]+\"|[A-Za-z][A-Za-z ]*")
_MOST_EXPECTED: Final = 6
_NEAR: Final = 24


def unreadable(sparql: str, message: str, lines_before: int) -> str:
    """The parser's message about a query as one line; `lines_before` came before the text that the user wrote."""
    place = _PLACE.search(message)
    if place is None:
        return f"the query cannot be parsed: {' '.join(message.split())}"
    line, column = max(1, int(place[1]) - lines_before), int(place[2])
    lines = sparql.splitlines() or [""]
    text = lines[line - 1] if line <= len(lines) else ""
    return f"the query cannot be parsed: line {line}, column {column}{_near(text, column)}{_reason(text, column, message)}"


def _near(text: str, column: int) -> str:
    rest = text[column - 1 :].strip()
    return f", at “{rest[:_NEAR]}{'…' if len(rest) > _NEAR else ''}”" if rest else ", at the end of the line"


def _reason(text: str, column: int, message: str) -> str:
    if "Prefix not found" in message:
        names = re.findall(r"([A-Za-z][\w.-]*):", text[: column + 1])
        return f": the prefix “{names[-1] if names else ''}:” is not declared"
    listed = _EXPECTED.search(message)
    words = [part.strip() for part in listed[1].split(", ")] if listed else []
    plain = [word.strip('"') for word in words if _WORD.fullmatch(word)]
    return f"; expected {' or '.join(plain)}" if 0 < len(plain) == len(words) <= _MOST_EXPECTED else ""
