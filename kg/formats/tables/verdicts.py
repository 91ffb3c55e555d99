"""Verdicts of fact-checks in a table: a review is a source of its own, and its verdict a claim that speaks to the claim reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.formats.importing.index import short_id
from kg.formats.importing.parts import Fields, Part
from kg.formats.tables.mapping import UNKNOWN_VERDICT
from kg.formats.tables.references import ADDRESS, references, with_scheme
from kg.formats.tables.row_dates import date_of, note_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.importing.context import Context
    from kg.formats.tables.mapping import Mapping
    from kg.formats.tables.table_row import TableRow

# Kinds of sources. The rules of `kg check` know those of the person who imports by them.
OWN_TABLE: Final = "table of fact-checks"
OWN_REVIEW: Final = "own fact-check"
REVIEW: Final = "fact-check"
_ROWS_OF_PART: Final = 5000


class Verdicts:
    """Reads what a row says of the review of its claim; without an address of its own, the table is the review."""

    def __init__(self, context: Context, mapping: Mapping, stem: str, kind: str = REVIEW) -> None:
        """`kind` is that of the pages of reviews: `OWN_REVIEW` where they are those of the table's maker."""
        self.context, self.mapping, self.stem, self.kind = context, mapping, stem, kind

    def of(self, row: TableRow, claims: list[str], words: str) -> Iterator[Part]:
        """The review of the claims of a row, and what it rests on."""
        verdict = row.one("verdict")
        review = self._review(row)
        if not verdict and review is None:
            return
        source, fields = review or (
            self._table(row),
            {"title": f"Verdicts in {self.context.file}{_part(row)}", "kind": OWN_TABLE},
        )
        says = f"Rated “{verdict}”: {words}" if verdict else f"Reviewed: {words}"
        relation = self._relation(row, verdict)
        claim: Fields = {"says": says, "speaks to": [{relation: node} for node in claims]}
        if evidence := list(self._evidence(row, source)):
            claim["leans on"] = [{kind: part.source} for kind, part in evidence]
            yield from (part for _, part in evidence)
        if review is None:
            claim |= self._of_table(row)
        name = self.context.index.claim(source, says, wish=f"{verdict} {short_id(words)}")
        origins = {f"claims/{name}/says": row.where("verdict"), f"claims/{name}/leans on": row.where("evidence")}
        yield Part(source, row.place, fields, {name: claim}, origins)

    def _of_table(self, row: TableRow) -> Fields:
        """Who checked a claim, and when, where the verdict has no page that would say so."""
        reviewer, day = row.one("reviewer"), date_of(row, "reviewed", self.context, self.mapping)
        note_order(row, day, self.context, self.mapping)
        return ({"by": [reviewer]} if reviewer else {}) | ({"at": f"{row.place}, checked {day}"} if day else {})

    def _review(self, row: TableRow) -> tuple[str, Fields] | None:
        """The page of the review, where a column gives its address."""
        address = next((text or behind for text, behind, _ in row.all_of("review url")), "")
        if not address.startswith(("http://", "https://")):
            return None
        fields: Fields = {"url": address, "kind": self.kind}
        if reviewer := row.one("reviewer"):
            fields["publisher"] = [reviewer]
        issued = date_of(row, "reviewed", self.context, self.mapping)
        note_order(row, issued, self.context, self.mapping)
        if issued:
            fields["issued"] = issued
        return self.context.index.source(address), fields

    def _table(self, row: TableRow) -> str:
        """The id of the table itself, or of a part of a long one, as the place where verdicts without a page stand."""
        part = _part(row)
        return self.context.index.source(named=f"table {self.context.file}{part}", wish=f"{self.stem}{part}")

    def _relation(self, row: TableRow, verdict: str) -> str:
        relation = self.mapping.relation(verdict) if verdict else None
        if verdict and relation is None:
            what = (
                "what this verdict does to the claim is not stated: recorded beside it, no more (see the mapping file)"
            )
            self.context.in_doubt(f"{row.place}, {row.where('verdict')}", what, verdict)
        return relation or UNKNOWN_VERDICT

    def _evidence(self, row: TableRow, own: str) -> Iterator[tuple[str, Part]]:
        """What a verdict rests on, each with its saved copy where the row gives as many copies as pieces of evidence."""
        found = [pair for cell in row.all_of("evidence") for pair in references(self.context, row.place, *cell)]
        copies = [
            copy for text, behind, _ in row.all_of("evidence archive") for copy in ADDRESS.findall(text) or [behind]
        ]
        if len(copies) == len(found):
            for (_, part), copy in zip(found, copies, strict=True):
                part.fields["snapshot"] = {"at": with_scheme(copy)}
        elif copies:
            what = (
                "as many saved copies as pieces of evidence are needed to tell which is which; the copies were left out"
            )
            self.context.in_doubt(f"{row.place}, {row.where('evidence archive')}", what)
        yield from (pair for pair in found if pair[1].source != own)


def _part(row: TableRow) -> str:
    """The rows of a long table that stand together as one document, so that no record grows with the table."""
    part = row.number // _ROWS_OF_PART
    return f", rows from {part * _ROWS_OF_PART}" if part else ""
