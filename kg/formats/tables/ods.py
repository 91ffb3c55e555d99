"""ODS spreadsheets: tables of claims in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.formats.tables.importer import table_parts
from kg.formats.tables.workbook import read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The parts of the tables in a spreadsheet."""
    return table_parts(path, read_sheets(path, context.choices.sheet), context)
