"""XLSX spreadsheets: tables of claims in, and out a workbook to edit, with drop-downs and the links in a second sheet.

No text is ever written as a formula or an address that a spreadsheet would follow: cells are text, whatever they begin with.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Final

from kg.errors import count
from kg.formats.csv_claims import claim_rows
from kg.formats.csv_columns import COLUMNS
from kg.formats.csv_links import ROLES
from kg.formats.tables.importer import table_parts
from kg.formats.tables.link_rows import OF_LINKS
from kg.formats.tables.workbook import read_sheets
from kg.formats.tables.workbook_writer import MOST_ROWS, add_sheet, workbook
from kg.model.words import Checking, Relation, Shown, Working

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part
    from kg.model.link import Link
    from kg.model.reading import Sighting
    from kg.model.records import Records

CLAIM_COLUMNS: Final = tuple(column for column in COLUMNS if column not in ROLES)
LINK_COLUMNS: Final = ("from", "relation", "to", *OF_LINKS)
CHOICES: Final = {
    "working": tuple(str(word) for word in Working),
    "checked by": tuple(str(word) for word in Checking),
    "relation": tuple(str(word) for word in Relation),
    "shown": tuple(str(word) for word in Shown),
}
# What stands in the second sheet, so that losing it in the first loses nothing.
_IN_LINKS: Final = ("a link of the document as a whole", "its locator, outcome or reading")


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The parts of the tables in a spreadsheet."""
    return table_parts(path, read_sheets(path, context.choices.sheet), context)


def write(records: Records, stream: IO[bytes]) -> tuple[str, ...]:
    """Write a workbook of claims and links; returns, in words, what it could not hold."""
    rows, losses = claim_rows(records)
    kept = [[cell for column, cell in zip(COLUMNS, row, strict=True) if column in CLAIM_COLUMNS] for row in rows]
    links = [_link_cells(link) for link in records.links if link.group is None]
    with workbook(stream) as book:
        add_sheet(book, "Claims", CLAIM_COLUMNS, kept, CHOICES)
        add_sheet(book, "Links", LINK_COLUMNS, links, CHOICES)
    more = [
        f"{count(len(each) - MOST_ROWS, 'row')} more than a sheet holds"
        for each in (kept, links)
        if len(each) > MOST_ROWS
    ]
    lost = [loss for loss in losses if not loss.endswith(_IN_LINKS)]
    lost += [f"{link.id}: {what}" for link in records.links for what in _unsaid(link)]
    return (*lost, *more)


_YES_NO: Final[dict[bool | None, str | None]] = {True: "yes", False: "no", None: None}


def _link_cells(link: Link) -> list[str]:
    outcome = {str(link.outcome.kind): _seen(link.outcome.when)} if link.outcome else {}
    cells: dict[str, Any] = {
        "from": link.source,
        "relation": str(link.relation),
        "to": link.target,
        "at": link.locator,
        "quote": link.quote,
        "shown": link.shown,
        "on": link.on,
        "not found": outcome.get("not found"),
        "not in it": outcome.get("not in it"),
        "empowered": _YES_NO[link.empowered],
        "for": link.used_for,
        "presumed": _YES_NO[link.presumed],
        "recorded by": link.recorded_by,
        "read": _seen(link.reading.read),
        "seen in": link.reading.seen_in,
    }
    return [str(cells[column] or "") for column in LINK_COLUMNS]


def _unsaid(link: Link) -> list[str]:
    seen = link.reading.model_copy(update={"read": None, "seen_in": None})
    return [] if seen == type(seen)() else ["its reading, apart from “read” and “seen in”"]


def _seen(sighting: Sighting | None) -> str:
    return (str(sighting) or "yes") if sighting else ""
