"""Tables as blocks: each cell with its column heads, its row head and the caption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.text.document import BlockKind, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.document import Builder

_NUMBER: Final = re.compile(r"\d")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d(?:\s?[-/–]\s?\d{2,4})?")
_MOST_HEAD_ROWS: Final = 3


class Cell(Struct):
    """One cell: its text, whether it is marked as a head, and the cell whose span it continues."""

    pieces: list[Piece]
    head: bool = False
    ids: tuple[str, ...] = ()
    like: Cell | None = None

    @property
    def text(self) -> str:
        """Its words."""
        whole = self.like or self
        return " ".join("".join(piece.text for piece in whole.pieces).split())


def add_table(builder: Builder, rows: Sequence[Sequence[Cell]], caption: str | None = None) -> None:
    """Add the cells of a table. One column, or one row, is no table but text."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    if len(filled) < 2 or max(len(row) for row in filled) < 2:
        for cell in (cell for row in filled for cell in row if cell.like is None):
            builder.add(BlockKind.PARAGRAPH, cell.pieces, ids=cell.ids)
        return
    heads = _head_rows(filled)
    columns = [
        tuple(dict.fromkeys(row[place].text for row in filled[:heads] if place < len(row) and row[place].text))
        for place in range(max(map(len, filled)))
    ]
    for row in filled[:heads]:
        for cell in row:
            if cell.like is None:
                builder.add(BlockKind.HEAD, cell.pieces, caption=caption, ids=cell.ids)
    for row in filled[heads:]:
        _add_row(builder, row, columns, caption)


def _head_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top hold heads: those marked so, else a first row whose cells are no numbers but years."""
    number = 0
    while number < min(_MOST_HEAD_ROWS, len(rows) - 1) and all(cell.head for cell in rows[number] if cell.text):
        number += 1
    if number:
        return number
    plain = all(not _NUMBER.search(cell.text) or _YEAR.fullmatch(cell.text) for cell in rows[0][1:])
    below = any(_NUMBER.search(cell.text) for row in rows[1:] for cell in row[1:])
    return 1 if plain and below else 0


def _add_row(builder: Builder, row: Sequence[Cell], columns: Sequence[tuple[str, ...]], caption: str | None) -> None:
    leads = 1
    while leads < len(row) - 1 and row[leads].head:
        leads += 1
    heads = tuple(cell.text for cell in row[:leads] if cell.text)
    for place, cell in enumerate(row):
        if cell.like is not None:
            continue
        if place < leads:
            builder.add(BlockKind.HEAD, cell.pieces, caption=caption, ids=cell.ids)
        else:
            builder.add(BlockKind.CELL, cell.pieces, heads=(*columns[place], *heads), caption=caption, ids=cell.ids)
