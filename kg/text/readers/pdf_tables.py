"""Tables of a PDF: lines one below the other that end in as many numbers, under a line that heads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.text.document import Piece
from kg.text.readers.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.readers.pdf_runs import Line

_NUMBER: Final = re.compile(r"[-−–]?[£$€]?\d[\d,.]*(?:%|[a-z]{1,2})?|[-–—]|n/?a|\.\.", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d(?:[/–-]\d{2,4})?")
_CAPTION: Final = re.compile(r"(?:Table|Figure)\s+\w{1,4}[.:]\s")
_ENDS: Final = re.compile(r"[.!?;:,]\Z")
_LONGEST_LABEL: Final = 8
_MOST_CAPTION_LINES: Final = 4
_FEWEST_ROWS: Final = 2


class Table(Struct):
    """A table: its caption, its cells, and the number of the line behind its last."""

    caption: str | None
    rows: list[list[Cell]]
    end: int


def tables(lines: Sequence[Line]) -> dict[int, Table]:
    """The tables of some lines, by the number of the line that each begins with."""
    found: dict[int, Table] = {}
    at = 1
    while at < len(lines):
        first = _row(lines[at]) if lines[at - 1].page == lines[at].page else None
        head = _head(lines[at - 1], len(first) - 1) if first else None
        rows = _rows(lines, at) if head else []  # only under a head: of every row of a long list it would take too long
        if head is None or len(rows) < _FEWEST_ROWS:
            at += 1
            continue
        start, caption = _caption(lines, at - 1)
        cells = [[Cell([Piece(text)], head=True) for text in head]]
        cells += [[Cell([Piece(text)], head=not place) for place, text in enumerate(row)] for row in rows]
        found[start] = Table(caption, cells, at + len(rows))
        at += len(rows)
    return found


def _rows(lines: Sequence[Line], at: int) -> list[list[str]]:
    """The rows that begin at a line: as many as have as many cells as the first."""
    found: list[list[str]] = []
    for line in lines[at:]:
        row = _row(line)
        if row is None or line.page != lines[at].page or (found and len(row) != len(found[0])):
            break
        found.append(row)
    return found


def _row(line: Line) -> list[str] | None:
    """The label and the numbers of a row; None for a line that is none."""
    words = line.text.split()
    first = len(words)
    while first > 1 and _NUMBER.fullmatch(words[first - 1]):
        first -= 1
    label = " ".join(words[:first])
    if first == len(words) or first > _LONGEST_LABEL or _ENDS.search(label) or not re.search(r"\w", label):
        return None
    return [label, *words[first:]]


def _head(line: Line, columns: int) -> list[str] | None:
    """The heads of so many columns and of the labels: parted by wide gaps, or a word each; None where they are not so many."""
    for parts in (list(line.cells), line.text.split()):
        if any(_NUMBER.fullmatch(part) and not _YEAR.fullmatch(part) for part in parts) or _ENDS.search(line.text):
            continue
        if len(parts) == columns + 1:
            return parts
        if len(parts) == columns and columns > 1:
            return ["", *parts]
    return None


def _caption(lines: Sequence[Line], head: int) -> tuple[int, str | None]:
    """The line that a table with its caption begins with, and the caption."""
    for start in range(head - 1, max(-1, head - 1 - _MOST_CAPTION_LINES), -1):
        if lines[start].page != lines[head].page:
            break
        if _CAPTION.match(lines[start].text):
            return start, " ".join(line.text for line in lines[start:head])
    return head, None
