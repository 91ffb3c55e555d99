"""Text from records made safe for a terminal."""

from __future__ import annotations

import re

# C0 and C1 controls, and the marks that reorder what a terminal shows.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain_text(text: str) -> str:
    """The text on one line, without control characters and direction overrides."""
    return _UNSAFE.sub("", text.replace("\n", " ").replace("\t", " "))
