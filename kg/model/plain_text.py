"""Text from records made safe to show on one line."""

from __future__ import annotations

import re
from typing import Final

# C0 and C1 controls, bidirectional marks, overrides and isolates, the byte order mark, halves of surrogate pairs, noncharacters.
UNSAFE: Final = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff"
_ALL: Final = re.compile(f"[{UNSAFE}]")
_BREAKS: Final = re.compile("\r\n|[\t\n\x0b\x0c\r\x85\u2028\u2029]")


def plain_text(text: str) -> str:
    """The text on one line: tabs and line breaks as a space each, every other control character left out."""
    return _ALL.sub("", _BREAKS.sub(" ", text))
