"""A table as rows of cells, whichever file it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from msgspec import Struct, field

MOST_COLUMNS: Final = 2000
LONGEST_CELL: Final = 32_767

Cell = str | int | float | bool | date | datetime | time | timedelta
Row = tuple[int, list[Cell]]
# A remark about a file: where, what, and the words that it is about.
Note = tuple[str, str, str]


class Sheet(Struct, frozen=True):
    """One table: its name, and its rows with the number that each has in the file; `rows` may be called again.

    `links` are the addresses behind cells, `percent` the cells shown as shares, both by row and column counted from 0; `notes` are
    remarks about the file, `described` the delimiter and encoding that were found, in words; `unit` is what one row is called.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    percent: frozenset[tuple[int, int]] = frozenset()
    notes: Sequence[Note] = ()
    described: str = ""
    unit: str = "row"


def cell_text(cell: Cell | None, percent: bool = False) -> str:
    """A cell as the text that a person sees, as far as it can be told: whole numbers without a point, days without a time."""
    if cell is None or isinstance(cell, str):
        return (cell or "").strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return _number_text(cell, percent)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number_text(number: float, percent: bool) -> str:
    """A number in full, rounded to the 15 digits that a spreadsheet keeps."""
    exact = Decimal(repr(number)) * (100 if percent else 1)
    if not exact.is_finite():
        return str(number)
    text = f"{round(exact, 15 - max(exact.adjusted() + 1, 0)):f}" if exact else "0"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if percent else text


def place_of(sheet: Sheet, row: int) -> str:
    """Where a row stands, in words."""
    return f"sheet {sheet.name}, row {row}" if sheet.name else f"{sheet.unit} {row}"
