"""The sheets of an XLSX or ODS file. Formulas are never evaluated: a cell has the value that was stored with it, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import BadDataError, Problem, UsageError, nearest
from kg.formats.tables.archive import SheetFacts, look_through
from kg.formats.tables.sheet import MOST_COLUMNS, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.tables.sheet import Cell, Row

_LETTERS: Final = 26
_MOST_SHOWN: Final = 8


def read_sheets(path: Path, name: str | None = None) -> list[Sheet]:
    """The visible sheets, or the one of a name.

    Raises UsageError where the library that reads them is not installed or there is no sheet of that name, BadDataError for a file
    that cannot be read.
    """
    facts = look_through(path)
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise UsageError(
            "spreadsheets need python-calamine; install the extra: pip install headwater[formats]"
        ) from error
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        hidden = {meta.name for meta in book.sheets_metadata if meta.visible != calamine.SheetVisibleEnum.Visible}
        if name is not None and name not in book.sheet_names:
            raise UsageError(f"{path}: no sheet “{name}”{nearest(name, book.sheet_names)}")
        chosen = [each for each in book.sheet_names if (each == name if name else each not in hidden)]
        return [
            _sheet(each, book.get_sheet_by_name(each).to_python(skip_empty_area=False), facts.get(each, SheetFacts()))
            for each in chosen
        ]
    except (calamine.CalamineError, OSError) as error:
        raise BadDataError([Problem(str(path), 0, 0, f"the spreadsheet cannot be read: {error}")]) from error


def _sheet(name: str, values: list[list[Cell]], facts: SheetFacts) -> Sheet:
    values = [row[:MOST_COLUMNS] for row in values]
    notes = [*_filled(values, facts), *_formula_notes(facts)]

    def rows() -> Iterator[Row]:
        yield from enumerate(values, 1)

    return Sheet(name, rows, facts.links, frozenset(facts.percent), tuple(notes))


def _filled(values: list[list[Cell]], facts: SheetFacts) -> Iterator[tuple[str, str, str]]:
    """Give every cell of merged ones their value; cells merged over columns only are headings, and stay as they are."""
    for (top, left), (bottom, right) in facts.merged:
        if bottom == top or top >= len(values) or left >= len(values[top]):
            continue
        value = values[top][left]
        for row in range(top, min(bottom + 1, len(values))):
            for column in range(left, min(right + 1, len(values[row]))):
                values[row][column] = value
        yield f"cell {reference(top, left)}", "merged cells: the value counts for each row", str(value)


def _formula_notes(facts: SheetFacts) -> Iterator[tuple[str, str, str]]:
    if empty := [cell for cell, has_value in facts.formulas.items() if not has_value]:
        yield (
            _cells(empty),
            "formulas without a stored value: the cells are empty; open and save the file in a spreadsheet",
            "",
        )
    if stored := [cell for cell, has_value in facts.formulas.items() if has_value]:
        yield _cells(stored), "formulas: the value stored with them was taken, nothing was calculated", ""


def _cells(cells: list[tuple[int, int]]) -> str:
    shown = ", ".join(reference(*cell) for cell in sorted(cells)[:_MOST_SHOWN])
    return f"cell {shown}" if len(cells) == 1 else f"cells {shown}{' …' if len(cells) > _MOST_SHOWN else ''}"


def reference(row: int, column: int) -> str:
    """The name of a cell, from its row and column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
