"""Characters that nobody sees in a file, written as they are or as escapes of its syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.formats.registry import CSV
from kg.model.plain_text import hidden_characters
from kg.patterns import regex

if TYPE_CHECKING:
    import re
    from pathlib import Path

# A backslash that is escaped begins no escape. A pair of surrogates, as JSON writes what is beyond the first 65,536, is one character.
_ESCAPE: Final = regex(
    r"\\\\|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))|&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));"
)
_LAST: Final = 0x10FFFF


class HiddenText(Struct, frozen=True):
    """How many invisible characters a file holds, and the first line with one."""

    number: int
    line: int
    content: str


def hidden_text(path: Path) -> HiddenText | None:
    """The invisible characters of a file of records or RDF; None if it has none. Raises OSError."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix.lower() not in CSV.endings:
        text = _ESCAPE.sub(_character, text)
    number = hidden_characters(text)
    if not number:
        return None
    # An escaped line break is none of the file's lines.
    lines = enumerate(text.split("\n"), 1)
    return HiddenText(number, *next((line, content) for line, content in lines if hidden_characters(content)))


def _character(escape: re.Match[str]) -> str:
    high, low, *others = escape.groups()
    if high:
        return (chr(int(high, 16)) + chr(int(low, 16))).encode("utf-16", "surrogatepass").decode("utf-16")
    *hexadecimal, decimal = others
    written = next(filter(None, hexadecimal), None)
    number = int(written, 16) if written else int(decimal) if decimal else ord("\n")
    return escape[0] if number in {0, ord("\n")} or number > _LAST else chr(number)
