"""A table of claims in whatever columns people chose, as parts of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.errors import BadDataError, Problem
from kg.formats.importing.context import DeclinedError, Question
from kg.formats.tables.columns import DATES, NUMBERS, Column, is_header, roles_of
from kg.formats.tables.evidence_rows import EvidenceRows, evidence_roles
from kg.formats.tables.link_rows import LinkRows
from kg.formats.tables.mapping import Mapping, mapping_text, proposed_relation, read_mapping
from kg.formats.tables.rows import RowReader
from kg.formats.tables.sheet import cell_text
from kg.formats.tables.table_row import TableRow
from kg.formats.tables.verdicts import OWN_REVIEW, REVIEW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part
    from kg.formats.tables.sheet import Sheet

_ROWS_BEFORE_HEADER: Final = 20
_FEWEST: Final = 2
_SHOWN: Final = 40
_UNUSED: Final = 10
_THIS_CENTURY: Final = 2000
_ESSENTIAL: Final = frozenset({"says", "claim", "figure", "value", "source"})


class Table(Struct):
    """A sheet whose columns are known: the row over them, and what each holds."""

    sheet: Sheet
    header_row: int
    header: list[str]
    columns: list[Column]
    roles: dict[int, str]

    @property
    def is_links(self) -> bool:
        """Whether its rows are links, with their two ends."""
        return {"from", "to"} <= set(self.roles.values())

    @property
    def is_ours(self) -> bool:
        """Whether its rows name claims by their ids on record."""
        return {"source", "claim"} <= set(self.roles.values())

    @property
    def reviews(self) -> str:
        """The kind of its pages of reviews: those of one site, in a table of claims, are the maker's own."""
        sites = set[str]().union(*(c.sites for c in self.columns if self.roles.get(c.number) == "review url"))
        return OWN_REVIEW if len(sites) == 1 else REVIEW


def table_parts(path: Path, sheets: list[Sheet], context: Context) -> Iterator[Part]:
    """The parts of the tables of a file.

    Raises BadDataError where no column of claims is recognised, DeclinedError where the person who imports says that the columns mean
    something else.
    """
    given = read_mapping(context.choices.mapping) if context.choices.mapping else None
    tables = [found for sheet in sheets if (found := _table(sheet, given))]
    evidence = _evidence_tables(tables)
    claims = [
        found
        for found in tables
        if not found.is_links and found not in evidence and _ESSENTIAL & set(found.roles.values())
    ]
    _say_passed_over(sheets, [*claims, *evidence, *(found for found in tables if found.is_links)], context)
    if not claims:
        claims = [_asked_for_claims(path, tables, context, given)]
    mapping = given or _proposed([*claims, *evidence], context)
    _settle_order(claims, mapping, context)
    _confirm(path, [*claims, *evidence], mapping, context, asked=given is None)
    links = LinkRows(context)
    for table in tables:
        if table.is_links:
            links.present = True
            for row in _rows(table):
                links.add(row)
    context.wins = context.wins or all(table.is_ours for table in claims)
    more = [_evidence_rows(table, context) for table in evidence]
    for table in claims:
        reader = RowReader(context, mapping, links, path.stem, ours=table.is_ours, reviews=table.reviews)
        for row in _rows(table):
            row.evidence = [cell for rows in more for cell in rows.of(row)]
            yield from reader.read(row)
    for rows in more:
        rows.rest()
    yield from links.rest()


def _evidence_tables(tables: list[Table]) -> list[Table]:
    """The tables that give the evidence of the claims in the table with verdicts, with their columns' roles as such."""
    main = next((table for table in tables if {"says", "verdict"} <= set(table.roles.values())), None)
    found = []
    for table in tables:
        if main is not None and table is not main and not table.is_links and not table.is_ours:
            roles = evidence_roles(table.columns, table.roles, main.columns, main.roles)
            if roles:
                table.roles = roles
                found.append(table)
    return found


def _evidence_rows(table: Table, context: Context) -> EvidenceRows:
    key = next(role for role in table.roles.values() if role != "evidence")
    rows = EvidenceRows(context, key)
    for row in _rows(table):
        rows.add(row)
    return rows


def _table(sheet: Sheet, given: Mapping | None) -> Table | None:
    """The sheet with its columns looked at; None where no row looks like words over columns."""
    number, cells = _header(sheet, given)
    header = [cell_text(cell) for cell in cells]
    known = any(map(given.role, filter(None, header))) if given else is_header(header)
    if sum(map(bool, header)) < _FEWEST and not known:
        return None
    columns = [Column(at, text) for at, text in enumerate(header)]
    for row_number, row in sheet.rows():
        if row_number > number:
            for column, cell in zip(columns, row, strict=False):
                if cell != "" and (text := cell_text(cell)):
                    column.look(text, sheet.links.get((row_number - 1, column.number), ""))
    named = [column for column in columns if column.header]
    return Table(sheet, number, header, columns, roles_of(named) if given is None else _given_roles(named, given))


def _given_roles(columns: list[Column], given: Mapping) -> dict[int, str]:
    return {column.number: role for column in columns if (role := given.role(column.header))}


def _header(sheet: Sheet, given: Mapping | None) -> tuple[int, list[str]]:
    """The row over the columns: of the first twenty, the one with the most known words; without any, the first of several cells."""
    best: tuple[int, int, list[str]] = (0, 0, [])
    first: tuple[int, list[str]] | None = None
    for count, (number, row) in enumerate(sheet.rows()):
        if count == _ROWS_BEFORE_HEADER:
            break
        cells = [cell_text(cell) for cell in row]
        score = sum(given.role(cell) is not None for cell in cells if cell) if given else is_header(cells)
        if score > best[0]:
            best = score, number, cells
        if first is None and sum(map(bool, cells)) >= _FEWEST:
            first = number, cells
    return (best[1], best[2]) if best[0] else first or (0, [])


def _asked_for_claims(path: Path, tables: list[Table], context: Context, given: Mapping | None) -> Table:
    """The table whose column of claims the person who imports names. Without an answer a mapping file is left to be filled in."""
    names = {text: table for table in reversed(tables) for text in table.header[:_SHOWN] if text}
    seen = ", ".join(f"“{text}”" for text in names) or "none"
    if given is not None:
        message = f"no column that the mapping names as “says” (the words of the claim) is here; columns: {seen}"
        raise BadDataError([Problem(str(path), 0, 0, message)])
    message = f"no column of claims was recognised; columns: {seen}"
    if not names:
        raise BadDataError([Problem(str(path), 0, 0, message)])
    answer = context.choices.ask(Question(f"{path.name}: which column holds the words of the claims?", tuple(names)))
    if answer is None:
        place = context.sidecar.keep("columns.toml", mapping_text(_proposed(tables, context), path.name))
        raise DeclinedError(
            f'{path}: {message}. Give one of them as "says" in {place}, and import again with --map {place}'
        )
    table = names[answer]
    table.roles[table.header.index(answer)] = "says"
    return table


def _say_passed_over(sheets: list[Sheet], used: list[Table], context: Context) -> None:
    for sheet in sheets:
        for place, what, detail in sheet.notes:
            context.in_doubt(f"sheet {sheet.name}, {place}" if sheet.name and place else place, what, detail)
        if len(sheets) > 1 and not any(table.sheet is sheet for table in used):
            what = "passed over: no column of claims or links in it"
            context.choices.tell(f"{context.file}: sheet {sheet.name} {what}")


def _proposed(tables: list[Table], context: Context) -> Mapping:
    """What the columns and verdicts seem to mean."""
    mapping = Mapping(day_first=context.choices.day_first, decimal_comma=context.choices.decimal_comma)
    for table in tables:
        for column in table.columns:
            if column.header:
                mapping.columns.setdefault(column.header, table.roles.get(column.number, ""))
            if table.roles.get(column.number) == "verdict":
                mapping.verdicts |= {word: proposed_relation(word) for word in column.words}
    return mapping


def _settle_order(tables: list[Table], mapping: Mapping, context: Context) -> None:
    """Decide how dates and decimals are written from all columns that hold them, or ask."""
    if context.choices.day_first is not None:
        mapping.day_first = context.choices.day_first
    if context.choices.decimal_comma is not None:
        mapping.decimal_comma = context.choices.decimal_comma
    in_use = [(column, table.roles.get(column.number)) for table in tables for column in table.columns]
    years = [column.order.earliest for column, role in in_use if role in DATES and column.order.earliest is not None]
    mapping.recent = bool(years) and min(years) >= _THIS_CENTURY
    if mapping.day_first is None:
        orders = [column.order for column, role in in_use if role in DATES]
        says = {order.decided for order in orders} - {None}
        mixed = any(order.day_first and order.month_first for order in orders)
        if len(says) == 1 and not mixed:
            mapping.day_first = says.pop()
        elif any(order.either for order in orders):
            example = next((w for c, r in in_use if r in DATES and c.order.either for w in c.words), "03/04/2024")
            answer = context.choices.ask(
                Question(f"Dates such as {example}: is the day or the month first?", ("day", "month"))
            )
            mapping.day_first = None if answer is None else answer == "day"
    if mapping.decimal_comma is None:
        marks = [column.mark for column, role in in_use if role in NUMBERS]
        said = {mark.decided for mark in marks} - {None}
        mapping.decimal_comma = said.pop() if len(said) == 1 else None
        if mapping.decimal_comma is None and any(mark.comma and mark.point for mark in marks):
            context.in_doubt("", "numbers with a point and with a comma before decimals; read as 1,400.5", "")


def _confirm(path: Path, tables: list[Table], mapping: Mapping, context: Context, asked: bool) -> None:
    """Show what the columns were taken to mean, and let the person who imports say no."""
    text = mapping_text(mapping, path.name)
    if not asked:
        return
    for table in tables:
        where = f"sheet {table.sheet.name}" if table.sheet.name else table.sheet.described
        context.choices.tell(f"{path.name}: {where}")
        for column in table.columns:
            if column.header and (role := table.roles.get(column.number)):
                context.choices.tell(f"    {column.header}  →  {role}")
        _tell_unused(table, context)
    for verdict, relation in mapping.verdicts.items():
        context.choices.tell(f"    verdict {verdict}  →  {relation or '(recorded, no more)'}")
    place = context.sidecar.keep("columns.toml", text)
    if context.choices.ask(Question("Is this right?", ("yes", "no"), "yes")) == "no":
        raise DeclinedError(f"nothing was imported; edit {place}, and import again with --map {place}")


def _tell_unused(table: Table, context: Context) -> None:
    unused = [column.header for column in table.columns if column.header and not table.roles.get(column.number)]
    if unused:
        more = f" … and {len(unused) - _UNUSED:,} more" if len(unused) > _UNUSED else ""
        context.choices.tell(f"    left out: {', '.join(unused[:_UNUSED])}{more}")


def _rows(table: Table) -> Iterator[TableRow]:
    used = sorted(table.roles)
    for number, cells in table.sheet.rows():
        if number <= table.header_row:
            continue
        texts: dict[int, str] = {}
        links: dict[int, str] = {}
        for at in used:
            if at < len(cells):
                where = (number - 1, at)
                texts[at] = cell_text(cells[at], where in table.sheet.percent)
                if where in table.sheet.links:
                    links[at] = table.sheet.links[where]
        if any(texts.values()) or links:
            yield TableRow(table.sheet, number, table.header, table.roles, texts, links, cells)
