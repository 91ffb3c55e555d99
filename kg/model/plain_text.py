"""Text from records made safe to show on one line."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kg.patterns import regex

# C0 and C1 controls, bidirectional marks, overrides and isolates, the byte order mark, halves of surrogate pairs, noncharacters.
_STEERING: Final = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff"
# What is never seen and can carry hidden words to a program that reads them: soft hyphens, fillers, zero-width spaces, invisible
# operators, deprecated format characters, annotation marks, tag characters, variation selectors beyond the sixteen of emoji.
_INVISIBLE: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# A joiner or an emoji's variation selector is a part of a letter where it stands alone between characters beyond ASCII.
_JOINED: Final = "[^\x00-\x7f\u200c\u200d\ufe00-\ufe0f]"
_LOOSE: Final = (
    f"(?<!{_JOINED})[\u200c\u200d]|[\u200c\u200d](?!{_JOINED})"
    f"|(?<!{_JOINED})[\ufe00-\ufe0f]|[\ufe00-\ufe0f](?=[\ufe00-\ufe0f])"
)
# A pattern that matches one character, to be put into others.
UNSAFE: Final = f"[{_STEERING}{_INVISIBLE}]|{_LOOSE}"
_ALL: Final = regex(UNSAFE)
_HIDDEN: Final = regex(f"[{_INVISIBLE}]|{_LOOSE}")
_BREAKS: Final = regex("\r\n|[\t\n\x0b\x0c\r\x85\u2028\u2029]")


def plain_text(text: str) -> str:
    """The text on one line: tabs and line breaks as a space each, other control and invisible characters left out."""
    return text if text.isascii() and text.isprintable() else _ALL.sub("", _BREAKS.sub(" ", text))


def hidden_characters(text: str) -> int:
    """How many characters of a text are never seen and could carry hidden words."""
    return 0 if text.isascii() else len(_HIDDEN.findall(text))


def folded(text: str) -> str:
    """A text without regard to case, spacing and punctuation, to tell whether two are the same."""
    folded_text = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
    return folded_text or text.strip()
