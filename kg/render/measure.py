"""How wide a text is and where to break it, without a font at hand: the widths of Arial, with a little to spare."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from unicodedata import combining, east_asian_width

# Thousandths of the font size.
_WIDTHS: Final = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys("ft!,./:;I []\\()-·‘’", 300),
    **dict.fromkeys('r“”"*{}', 350),
    **dict.fromkeys("Jckvxyz", 500),
    **dict.fromkeys("ABEKPSVXYZ&", 675),
    **dict.fromkeys("CDHNRUw", 725),
    **dict.fromkeys("GOQ", 780),
    **dict.fromkeys("Mm", 840),
    **dict.fromkeys("W%@—…", 1000),
    **dict.fromkeys("→↻●○∅≠", 1000),
}
_REST: Final = 560
_BOLD: Final = 1.08
_SPARE: Final = 1.02


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text in the units of its font size."""
    total = 0
    for sign in text:
        known = _WIDTHS.get(sign)
        if known is None:
            known = 0 if combining(sign) else 1000 if east_asian_width(sign) in "WF" else _REST
        total += known
    return total * size / 1000 * (_BOLD if bold else 1) * _SPARE


def wrapped(text: str, size: float, room: float, most: int, bold: bool = False) -> list[str]:
    """The text in at most some lines of a width, the last one cut with an ellipsis where there is more.

    A word longer than a line is broken where the line ends.
    """
    lines: list[str] = []
    line = ""
    words = text.split()
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold) <= room:
            line = longer
            continue
        if len(lines) == most - 1:
            return [*lines, _cut(longer, size, room, bold)]
        if line:
            lines.append(line)
            words.insert(0, word)
            line = ""
            continue
        head = _fitting(word, size, room, bold)
        lines.append(head)
        words.insert(0, word[len(head) :])
    return [*lines, line] if line else lines


def _fitting(word: str, size: float, room: float, bold: bool) -> str:
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(word[:middle], size, bold) <= room else (low, middle - 1)
    return word[:low]


def _cut(text: str, size: float, room: float, bold: bool) -> str:
    return _fitting(text, size, room - width("…", size, bold), bold).rstrip(" ,;:") + "…"
