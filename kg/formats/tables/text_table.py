"""Tables in delimited text, in whatever columns, delimiter and encoding: in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.formats.tables.delimited import read_delimited
from kg.formats.tables.importer import table_parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The parts of the table in a text file."""
    return table_parts(path, [read_delimited(path, context.choices)], context)
