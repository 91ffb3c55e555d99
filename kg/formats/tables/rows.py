"""One row of a table as parts of records: the claim where it was made, what it rests on, and the verdict on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.formats.claim_schema import IN_LEANS_ON, IN_SPEAKS_TO
from kg.formats.csv_columns import OF_CLAIM, OF_SOURCE
from kg.formats.drafting.figures import figure_value
from kg.formats.importing.index import short_id, work_key
from kg.formats.importing.parts import Fields, Part
from kg.formats.scalars import NO, YES
from kg.formats.tables.columns import says_address
from kg.formats.tables.numbers import with_point
from kg.formats.tables.references import ADDRESS, iri_of, references, with_scheme
from kg.formats.tables.row_dates import date_of
from kg.formats.tables.verdicts import Verdicts
from kg.model.plain_text import folded
from kg.text.figures import figures_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.importing.context import Context
    from kg.formats.tables.link_rows import LinkRows
    from kg.formats.tables.mapping import Mapping
    from kg.formats.tables.table_row import TableRow

_LONGEST_DAY: Final = 18
_PER_CENT: Final = frozenset(
    {"%", "percent", "per cent", "pct", "prozent", "pour cent", "por ciento", "por cento", "per cento", "procent"}
)
_BARE_ADDRESS: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_BARE_NUMBER: Final = re.compile(r"[+-]?[\d.,'\s]*\d")
_PLAIN_CLAIM: Final = ("quote", "at", "checked by", "read", "seen in")
_LISTED: Final = {"publisher": "publisher", "authors": "authors"}


class RowReader:
    """Reads the rows of one table: `ours` says that they name claims by their ids on record, `reviews` of what kind its reviews are."""

    def __init__(
        self, context: Context, mapping: Mapping, links: LinkRows, stem: str, *, ours: bool, reviews: str
    ) -> None:
        self.context, self.mapping, self.links, self.ours = context, mapping, links, ours
        self.verdicts = Verdicts(context, mapping, stem, reviews)

    def read(self, row: TableRow) -> Iterator[Part]:
        """The parts of one row."""
        self.context.read("row")
        words = row.one("says")
        named = self.ours and row.one("claim")
        if not (words or named or row.one("figure") or row.one("value") or self._is_source_only(row)):
            self.context.left_out(row.place, "no claim in this row", row=row.to_mend)
            return
        if self.ours and not row.one("source"):
            self.context.left_out(row.place, "the id of the source is empty", row=row.to_mend)
            return
        claims = []
        for part in self._sources(row):
            claim = self._claim(row, part, words)
            if claim is not None:
                claims.append(f"{part.source}/{claim}")
            yield part
        yield from self._cited(row, claims)
        if claims:
            yield from self.verdicts.of(row, claims, words)

    def _is_source_only(self, row: TableRow) -> bool:
        return self.ours or (bool(row.one("title")) and bool(row.one("url") or row.one("publisher")))

    def _sources(self, row: TableRow) -> Iterator[Part]:
        """The sources that the claim of a row is made in: one, or one for each address."""
        fields = self._of_source(row)
        addresses = self._addresses(row)
        if self.ours:
            part = Part(row.one("source"), row.place, fields, {}, {key: row.where(key) for key in fields})
            self._drop_unchanged(part.source, part.fields, row, OF_SOURCE)
            yield part
            return
        identifiers = [
            text for cell, _, _ in row.all_of("same as") for text in re.split(r"[;\s]+", cell) if work_key(text)
        ]
        for number, address in enumerate(addresses or [None]):
            own = dict(fields) | ({"url": address} if address else {})
            if number == 0 and identifiers:
                own["same as"] = [iri_of(text) for text in identifiers]
            issued = str(own.get("issued") or row.one("issued"))
            outlet = row.one("publisher") or self._outlet(row)
            names = " ".join(filter(None, (outlet, row.one("title"))))
            names = f"{names} {issued}" if names else ""
            if not (address or identifiers or names):
                own |= {"kind": own.get("kind", "statement")}
                names = f"{row.one('by')} {row.one('says')}"
                self.context.in_doubt(row.place, "where the claim was made is not stated", row.one("says"))
            source = self._source_id(row, address, identifiers, names)
            yield Part(source, row.place, own, {}, {key: row.where(key) for key in own})

    def _source_id(self, row: TableRow, address: str | None, identifiers: list[str], names: str) -> str:
        wish = ""
        if row.one("title") and not address:
            wish = row.one("title")
        elif not address:
            outlet = row.one("publisher") or self._outlet(row) or row.one("by")
            wish = f"{outlet or 'statement'} {row.one('issued')[:_LONGEST_DAY]}"
        return self.context.index.source(address, *identifiers, wish=wish, named=names)

    def _outlet(self, row: TableRow) -> str:
        """The name that stands among addresses: “Facebook”, where the column of the others holds links."""
        text, over = row.one("url"), [row.header[at] for at, role in row.roles.items() if role == "url"]
        if self.ours or row.one("publisher") or any(map(says_address, over)):
            return ""
        return "" if ADDRESS.search(text) or _BARE_ADDRESS.fullmatch(text) else text

    def _of_source(self, row: TableRow) -> Fields:
        fields: Fields = {key: text for key in ("title", "kind") if (text := row.one(key))}
        if outlet := self._outlet(row):
            fields["publisher"] = [outlet]
        for role, key in _LISTED.items():
            if texts := [part.strip() for cell, _, _ in row.all_of(role) for part in cell.split("; ") if part.strip()]:
                fields[key] = texts
        issued = row.one("issued") if self.ours else date_of(row, "issued", self.context, self.mapping)
        if issued:
            fields["issued"] = issued
        if address := self._one_address(row, "archive"):
            fields["snapshot"] = {"at": address}
        if self.ours and (url := row.one("url")):
            fields["url"] = url
        return fields

    def _addresses(self, row: TableRow) -> list[str]:
        """The addresses where a claim stands: those of its column, else those behind its other cells."""
        found: list[str] = []
        for text, behind, column in row.all_of("url"):
            addresses = [with_scheme(address) for address in ADDRESS.findall(text)] or ([behind] if behind else [])
            if not addresses and _BARE_ADDRESS.fullmatch(text):
                addresses = [f"https://{text}"]
            if not addresses and text and text != self._outlet(row):
                self.context.in_doubt(f"{row.place}, {column}", "not an address, so it was left out", text)
            found += addresses
        if not found:
            behind_cells = (
                behind for role in ("title", "publisher", "says") for _, behind, _ in row.all_of(role) if behind
            )
            found += list(behind_cells)[:1]
        return list(dict.fromkeys(found))

    def _one_address(self, row: TableRow, role: str) -> str | None:
        for text, behind, _ in row.all_of(role):
            if match := ADDRESS.search(text):
                return with_scheme(match[0])
            if behind:
                return behind
        return None

    def _claim(self, row: TableRow, part: Part, words: str) -> str | None:
        """Put the claim of a row into the part of its source; returns its name there."""
        fields: Fields = {"says": words} if words else {}
        fields |= {key: text for key in _PLAIN_CLAIM if (text := row.one(key))}
        self._figure(row, fields)
        if about := [part for cell, _, _ in row.all_of("about") for part in re.split(r";\s+", cell) if part.strip()]:
            fields["about"] = [name if self.ours else short_id(name) or folded(name) for name in about]
        if by := [name.strip() for cell, _, _ in row.all_of("by") for name in cell.split("; ") if name.strip()]:
            fields["by"] = by
        self._making(row, fields)
        self._own_links(row, fields)
        stated = row.one("claim")
        if not (fields or stated) or (self.ours and not stated):
            return None
        name = stated if self.ours else self._name(row, part, words, stated)
        if self.ours:
            fields |= self.links.of(f"{part.source}/{name}")
            self._drop_unchanged(f"{part.source}/{name}", fields, row, OF_CLAIM)
        part.claims[name] = fields
        part.origins |= {f"claims/{name}/{key}": row.where(key) for key in fields if row.where(key)}
        return name

    def _name(self, row: TableRow, part: Part, words: str, stated: str) -> str:
        if stated and (first := self._first_words(stated, words)) != words:
            self.context.in_doubt(
                row.place, f"the id {stated} stands over other words further up", f"{words}; first: {first}"
            )
        text = words or row.one("figure") or f"{row.one('value')} {row.one('unit')} {row.one('period')} {stated}"
        return self.context.index.claim(part.source, text, wish=short_id(stated) if stated else "")

    def _first_words(self, stated: str, words: str) -> str:
        """The words of the first row of an id; they are noted in the index, since a table may have a million rows."""
        key = f"id of a row: {self.context.file} {stated}"
        first = self.context.index.known([key])
        if first is None:
            self.context.index.know(key, words)
        return words if first is None else first

    def _figure(self, row: TableRow, fields: Fields) -> None:
        comma = bool(self.mapping.decimal_comma)
        figure, value = with_point(row.one("figure"), comma), with_point(row.one("value"), comma)
        if figure and not value and _BARE_NUMBER.fullmatch(figure) and row.one("unit"):
            figure, value = "", figure
        if figure:
            fields["figure"] = figure
        elif value:
            scope = {key: text for key in ("unit", "area", "period") if (text := row.one(key))}
            if scope.get("unit", "").casefold() in _PER_CENT:
                value, scope = f"{value}%", {key: text for key, text in scope.items() if key != "unit"}
            fields["figure"] = {"value": value, **scope}
        elif not self.ours and not {"figure", "value"} & set(row.roles.values()):
            self._figure_in_words(row, fields)

    def _figure_in_words(self, row: TableRow, fields: Fields) -> None:
        """Without a column of figures, the one figure that the words of the claim state; of several nobody says which is meant."""
        found = figures_in(row.one("says")).stated
        if len(found) == 1:
            fields["figure"] = figure_value(found[0].figure)
            self.context.in_doubt(row.place, "the figure was read from the words of the claim", str(fields["figure"]))

    def _making(self, row: TableRow, fields: Fields) -> None:
        how, working = row.one("made here"), row.one("working")
        if how and how.lower() not in NO:
            making = {} if how.lower() in YES else {"how": how}
            fields["made here"] = making | ({"working": working} if working else {}) or "yes"
        elif working and self.ours:
            self.context.in_doubt(row.place, "“working” needs an entry in “made here”, and was left out", working)

    def _own_links(self, row: TableRow, fields: Fields) -> None:
        """Links written as a relation and a target."""
        for role, allowed in (("leans on", IN_LEANS_ON), ("speaks to", IN_SPEAKS_TO)):
            entries = []
            for text in filter(None, (part.strip() for part in row.one(role).split(";"))):
                relation, _, target = text.partition(" ")
                if relation in set(allowed) and target.strip():
                    entries.append({relation: target.strip()})
                else:
                    what = "expected a relation and a target, as in: cites jay-2014; it was left out"
                    self.context.in_doubt(f"{row.place}, {row.where(role)}", what, text)
            if entries:
                fields[role] = entries

    def _cited(self, row: TableRow, claims: list[str]) -> Iterator[Part]:
        """What a claim cites, as sources of their own, with a link from each place where it is made."""
        links: list[dict[str, str]] = []
        for cell in row.all_of("cites"):
            for relation, part in references(self.context, row.place, *cell):
                links.append({relation: part.source})
                yield part
        if links:
            yield from self._linked(row, claims, links)
        if not row.all_of("verdict") and not row.all_of("review url"):
            evidence = [
                (cell, found) for cell in row.all_of("evidence") for found in references(self.context, row.place, *cell)
            ]
            yield from (part for _, (_, part) in evidence)
            if evidence:
                yield from self._linked(row, claims, [{"rests-on": part.source} for _, (_, part) in evidence])

    def _linked(self, row: TableRow, claims: list[str], links: list[dict[str, str]]) -> Iterator[Part]:
        for node in claims:
            source, _, name = node.partition("/")
            own = [link for link in links if next(iter(link.values())) != source]
            yield Part(source, row.place, {}, {name: {"leans on": own}} if own else {})

    def _drop_unchanged(self, node: str, fields: Fields, row: TableRow, columns: tuple[str, ...]) -> None:
        """Leave out what the table would say of a record as it is, and take away what the table has emptied."""
        before = self.context.on_record.cells(node)
        if not before:
            return
        present = {role for role in row.roles.values() if role in columns}
        for column in present:
            if _same_cell(column, row.one(column), before.get(column, "")):
                fields.pop(column, None)
            elif not row.one(column) and (column not in OF_SOURCE or row.one("title") or row.one("url")):
                fields[column] = None
        if {"made here", "working"} & present and all(
            row.one(c) == before.get(c, "") for c in ("made here", "working")
        ):
            fields.pop("made here", None)
        fields.pop("working", None)


def _same_cell(column: str, cell: str, before: str) -> bool:
    """Whether two cells say the same; the order of a list says nothing."""
    if column in {"publisher", "about", "leans on"}:
        return sorted(cell.split("; ")) == sorted(before.split("; "))
    return cell == before
