"""The runs of text of a page of a PDF as PDFium finds them: where each begins and ends, and the size of its letters."""

from __future__ import annotations

import ctypes
import re
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# PDFium ends a line with a return, and marks a hyphen at its end by one of these.
_PART: Final = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?")
# What stands in a text for a gap as wide as between the cells of a table; only a short line is looked at for one.
WIDE: Final = "\t"
_GAP: Final = 0.8
_LONGEST_ROW: Final = 100
_LINE_HYPHEN: Final = str.maketrans({"\x02": "-", "\ufffe": "-"})
# Only digits may stand raised beside letters of another size; to ask the place of each letter takes most of the time of reading.
_CHANGES: Final = re.compile(r"\d|(?:(?<=\d)|(?<=\d\s))[^\d\s]")


class Run(Struct, frozen=True):
    """Characters of one size on one line: where they begin and end across the page, how high they stand, and their size."""

    text: str
    x: float
    end: float
    y: float
    size: float


class Line(Struct):
    """A line of a page: its text, how high and far across it stands, the size of its letters, and its parts between wide gaps."""

    text: str
    y: float
    x: float
    size: float
    page: int
    cells: tuple[str, ...] = ()


def runs_of(page: Any) -> Iterator[Run]:  # noqa: ANN401 - a page of pypdfium2
    """The runs of a page, in its own order."""
    letters = _Letters(page.get_textpage())
    for part in _PART.finditer(letters.text):
        begins = [(part.start(), letters.place(part.start()))]
        for match in _CHANGES.finditer(letters.text, part.start() + 1, part.end()):
            place = letters.place(match.start())
            if place[1:] != begins[-1][1][1:]:
                begins.append((match.start(), place))
        ends = [start for start, _ in begins[1:]] + [part.end()]
        for (first, (x, y, size)), last in zip(begins, ends, strict=True):
            text = letters.gapped(first, last, size).translate(_LINE_HYPHEN).encode("utf-16", "surrogatepass")
            yield Run(text.decode("utf-16", "replace"), x, letters.right(last - 1), y, size)


class _Letters:
    """The characters of a page, and where they stand."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401
        from pypdfium2 import raw

        self._raw, self._page = raw, page
        # One place for each of PDFium's characters, also for the halves of one beyond the first plane.
        self.text = "".join(map(chr, self._units(page.count_chars())))
        self._x, self._end, self._y = ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
        self._matrix = raw.FS_MATRIX()

    def _units(self, number: int) -> Sequence[int]:
        """The characters as UTF-16: in one piece, or one by one where that leaves some out."""
        held = (ctypes.c_ushort * (number + 1))()
        if self._raw.FPDFText_GetText(self._page, 0, number, held) == number + 1:
            return held[:number]
        return [self._raw.FPDFText_GetUnicode(self._page, at) for at in range(number)]

    def place(self, at: int) -> tuple[float, float, float]:
        """How far across and how high a character stands, and its size on the page."""
        raw, matrix = self._raw, self._matrix
        raw.FPDFText_GetCharOrigin(self._page, at, self._x, self._y)
        raw.FPDFText_GetMatrix(self._page, at, matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        return self._x.value, round(self._y.value, 1), round(raw.FPDFText_GetFontSize(self._page, at) * scale, 1)

    def gapped(self, first: int, last: int, size: float) -> str:
        """Some characters, with the spaces marked that are as wide as between cells."""
        text = self.text[first:last]
        if len(text) > _LONGEST_ROW:
            return text
        for match in re.finditer(r"(?<=\S) (?=\S)", text):
            begin = self.right(first + match.start() - 1)
            if self.place(first + match.end())[0] - begin > _GAP * size:
                text = text[: match.start()] + WIDE + text[match.end() :]
        return text

    def right(self, at: int) -> float:
        """How far across the page a character ends."""
        self._raw.FPDFText_GetCharBox(self._page, at, self._x, self._end, self._y, self._y)
        return self._end.value
