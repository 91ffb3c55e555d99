"""One row of a table, with what each of its columns holds."""

from __future__ import annotations

from msgspec import Struct, field

from kg.formats.csv_claims import unguarded
from kg.formats.tables.sheet import Cell, Sheet, cell_text, place_of
from kg.formats.tables.workbook import reference

# A cell of a role: its text, the address behind it, and the name of its column.
CellOf = tuple[str, str, str]


class TableRow(Struct):
    """One row: its cells by column, the addresses behind them, and what each column holds."""

    sheet: Sheet
    number: int
    header: list[str]
    roles: dict[int, str]
    texts: dict[int, str]
    links: dict[int, str]
    cells: list[Cell]
    evidence: list[CellOf] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where the row stands, in words."""
        return place_of(self.sheet, self.number)

    def all_of(self, role: str) -> list[CellOf]:
        """The filled cells of a role, and the evidence that another sheet gives."""
        found = list(self.evidence) if role == "evidence" else []
        for at, name in self.roles.items():
            if name == role and (self.texts.get(at) or at in self.links):
                found.append((unguarded(self.texts.get(at, "")), self.links.get(at, ""), self._column(at)))
        return found

    def one(self, role: str) -> str:
        """The text of a role; empty where it has none."""
        return next((text for text, _, _ in self.all_of(role)), "")

    def where(self, role: str) -> str:
        """The column of a role, in words."""
        return next((self._column(at) for at, name in self.roles.items() if name == role), "")

    def _column(self, at: int) -> str:
        if self.sheet.name:
            return f"cell {reference(self.number - 1, at)}"
        return f"column {self.header[at]}" if at < len(self.header) else ""

    @property
    def to_mend(self) -> tuple[list[str], list[str]]:
        """The row as it stands in the file, with its header."""
        return self.header, [cell_text(cell) for cell in self.cells]
