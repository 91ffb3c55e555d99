"""A second sheet with the evidence of the claims in the first: its rows name a claim by its number, its id or its words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from kg.model.plain_text import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.importing.context import Context
    from kg.formats.tables.columns import Column
    from kg.formats.tables.table_row import CellOf, TableRow

# What names the claim of another sheet, and what says where evidence is.
_KEYS: Final = ("row number", "claim", "says")
_VALUES: Final = frozenset({"evidence", "url", "cites", "publisher", "title", "source"})
_SHARE: Final = 0.5


class EvidenceRows(Struct):
    """The rows of sheets of evidence, by what names their claim, until the rows of claims are read."""

    context: Context
    key: str
    by_claim: dict[str, list[tuple[list[CellOf], TableRow]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: TableRow) -> None:
        """Take one row: a name and an address in it are one piece of evidence."""
        self.context.read("evidence row")
        cells = row.all_of("evidence")
        text = " ".join(text for text, _, _ in cells if text)
        behind = next((behind for _, behind, _ in cells if behind), "")
        if cells:
            self.by_claim[folded(row.one(self.key))].append(([(text, behind, f"from {row.place}")], row))

    def of(self, row: TableRow) -> list[CellOf]:
        """The evidence of the claim in a row."""
        return [cell for cells, _ in self.by_claim.pop(folded(row.one(self.key)), ()) for cell in cells]

    def rest(self) -> None:
        """Leave out what names no claim of the file."""
        for name, rows in self.by_claim.items():
            for _, row in rows:
                self.context.left_out(row.place, "no row of claims has this number, id or words", name, row=row.to_mend)


def evidence_roles(
    columns: list[Column], roles: dict[int, str], claims: list[Column], of: dict[int, str]
) -> dict[int, str]:
    """What the columns of a sheet hold where it is one of evidence beside a sheet of `claims` with the roles `of`; else nothing."""
    if "verdict" in roles.values():
        return {}
    for column, key in _keys(columns, roles):
        named = next((other for other in claims if of.get(other.number) == key), None)
        values = {
            other.number: "evidence"
            for other in columns
            if other is not column and other.header and (roles.get(other.number) in _VALUES or other.addresses)
        }
        if values and named is not None and _speak_of(column, named):
            return {column.number: key} | values
    return {}


def _keys(columns: list[Column], roles: dict[int, str]) -> Iterator[tuple[Column, str]]:
    """The columns that may name claims, each with what they may name them by."""
    for column in columns:
        if roles.get(column.number) in _KEYS:
            yield from ((column, key) for key in (roles[column.number], *_KEYS))


def _speak_of(column: Column, named: Column) -> bool:
    """Whether most of what stands in a column stands in the column of the claims' sheet."""
    known = {folded(word) for word in named.words}
    found = sum(folded(word) in known for word in column.words)
    return found > 0 and found >= min(len(column.words), len(known)) * _SHARE
