"""The dates of a row, as the table orders them; what cannot be read is in doubt, and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.formats.tables.dates import SHORT, Unclear, read_date, with_century

if TYPE_CHECKING:
    from kg.formats.importing.context import Context
    from kg.formats.tables.mapping import Mapping
    from kg.formats.tables.table_row import TableRow


def date_of(row: TableRow, role: str, context: Context, mapping: Mapping) -> str | None:
    """A date of a row as EDTF; None where it has none, or one that cannot be read, which is said."""
    text = row.one(role)
    if not text:
        return None
    where = f"{row.place}, {row.where(role)}"
    found = read_date(text, mapping.day_first)
    if found == SHORT and mapping.recent:
        found = read_date(with_century(text), mapping.day_first)
        what = "a year of two digits was read as one of this century, as all whole years of the column are"
        context.in_doubt(where, what, text)
    if isinstance(found, Unclear):
        context.in_doubt(where, f"a date was left out: {found.why}", text)
        return None
    return found


def note_order(row: TableRow, checked: str | None, context: Context, mapping: Mapping) -> None:
    """Say where a claim is dated after its check: one of the two dates is wrong, or their columns are mixed up."""
    made = read_date(row.one("issued"), mapping.day_first)
    if checked and isinstance(made, str) and checked < made[: len(checked)]:
        context.in_doubt(row.place, "the check is dated before the claim", f"{checked}, {made}")
