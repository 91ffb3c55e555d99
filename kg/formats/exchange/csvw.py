"""Tables with their description (CSV on the Web): each number of a row as a claim that the dataset makes.

The description is a JSON file that names CSV files; only files beside it are read, none is fetched. What a column holds is read from its
property (SDMX and the Data Cube vocabulary), else from its name; a column of numbers that is neither area, period nor code is a measure.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from kg.errors import BadDataError, Problem
from kg.formats.exchange.json_items import json_items
from kg.formats.exchange.json_values import mapping
from kg.formats.exchange.observations import Observation, Observations, period_of
from kg.formats.importing.parts import Fields, Part
from kg.formats.tables.dates import read_date
from kg.formats.tables.numbers import with_point

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import ListEntry

# What a column is, by the end of its property or by its name; the first that fits.
_ROLES: Final = (
    ("status", re.compile(r"obs_?status|status")),
    ("unit", re.compile(r"unit_?measure|unit")),
    ("area", re.compile(r"ref_?area|area(?: ?name)?|geography|geo|region|country|location|place")),
    ("period", re.compile(r"ref_?period|time_?period|period|year|date|month|quarter|time")),
    ("value", re.compile(r"obs_?value|value|observation")),
)
_NUMBERS: Final = frozenset(
    {"number", "integer", "decimal", "double", "float", "long", "int", "short", "nonNegativeInteger", "positiveInteger"}
)
_PLAIN_NAME: Final = re.compile(r"[^/\\:]+")


class Column(Struct, frozen=True):
    """One column: its name, what its cells hold, and how its numbers are written."""

    name: str
    role: str
    decimal_comma: bool = False
    empty: tuple[str, ...] = ("",)


def parts(path: Path, context: Context) -> Iterator[Part | ListEntry]:
    """The observations of the tables that a description names. Raises BadDataError for one that names none, or a file elsewhere."""
    for _, value in json_items(path, context):
        whole = value if isinstance(value, dict) else {}
        tables = [
            one for one in whole.get("tables") or [whole] if isinstance(one, dict) and isinstance(one.get("url"), str)
        ]
        if not tables:
            raise BadDataError(
                [Problem(str(path), 0, 0, "no description of tables (CSVW): a “url” of a CSV file is expected")]
            )
        for table in tables:
            name = table["url"]
            file = path.parent / name
            if not _PLAIN_NAME.fullmatch(name) or name in {".", ".."} or not file.is_file():
                message = f"the table “{name}” is not a file beside the description; nothing is fetched, and no other folder is read"
                raise BadDataError([Problem(str(path), 0, 0, message)])
            yield from _table(file, {key: inner for key, inner in whole.items() if key != "tables"} | table, context)


def _table(file: Path, table: dict[str, Any], context: Context) -> Iterator[Part | ListEntry]:
    title = _text(table, "title") or _text(table, "name") or file.stem
    source = context.index.source(wish=title, named=title)
    issued = read_date(_text(table, "issued")[:10] or _text(table, "modified")[:10], None)
    publisher = _text(table, "publisher")
    fields: Fields = {
        "title": title,
        "kind": "dataset",
        "publisher": [publisher] if publisher else [],
        "issued": issued if isinstance(issued, str) else "",
    }
    yield Part(source, file.name, {key: value for key, value in fields.items() if value})
    writer = Observations(context, source)
    dialect = mapping(table.get("dialect"))
    rows = _rows(file, dialect)
    header = next(rows, []) if dialect.get("header", True) else []
    columns = _columns(table, header)
    for number, row in enumerate(rows, 2 if header else 1):
        context.read("row")
        cells = {column.name: (column, cell.strip()) for column, cell in zip(columns, row, strict=False)}
        for one in _observations(cells, title, f"{file.name}, row {number}", fields.get("issued", "")):
            yield from writer.parts(one)


def _rows(file: Path, dialect: dict[str, Any]) -> Iterator[list[str]]:
    """The rows of a table as its description says that it is written. Raises BadDataError where it cannot be read so."""
    try:
        with file.open(encoding=str(dialect.get("encoding") or "utf-8-sig"), errors="replace", newline="") as stream:
            delimiter, quote = dialect.get("delimiter") or ",", dialect.get("quoteChar") or '"'
            yield from csv.reader(stream, delimiter=delimiter, quotechar=quote)
    except (csv.Error, LookupError, TypeError, ValueError) as error:
        why = f"the table cannot be read as its description says that it is written: {error}"
        raise BadDataError([Problem(str(file), 0, 0, why)]) from error


def _observations(cells: dict[str, tuple[Column, str]], title: str, place: str, release: str) -> Iterator[Observation]:
    """The observations of a row: one for each measure."""
    held: dict[str, list[str]] = {}
    for column, cell in cells.values():
        if cell not in column.empty:
            held.setdefault(column.role, []).append(cell)
    measures = [
        (column, cell)
        for column, cell in cells.values()
        if column.role in {"value", "measure"} and cell not in column.empty
    ]
    key = [*held.get("code", []), *held.get("area", []), *held.get("period", [])]
    for column, cell in measures:
        variable = [title, *held.get("code", [])] if column.role == "value" else [column.name, *held.get("code", [])]
        yield Observation(
            key=".".join(key if column.role == "value" else [*key, column.name]),
            variable=", ".join(variable),
            value=with_point(cell, column.decimal_comma).replace(",", ""),
            unit=next(iter(held.get("unit", [])), ""),
            area=next(iter(held.get("area", [])), ""),
            period=period_of(next(iter(held.get("period", [])), "")),
            status=next(iter(held.get("status", [])), ""),
            release=release,
            place=f"{place}, {column.name}",
        )


def _columns(table: dict[str, Any], header: list[str]) -> list[Column]:
    """The columns as they are described, and those that only the file's first line names."""
    schema = table.get("tableSchema")
    described = schema.get("columns") if isinstance(schema, dict) else None
    stated = (
        [one for one in described if isinstance(one, dict) and not one.get("virtual")]
        if isinstance(described, list)
        else []
    )
    stated += [{"titles": name} for name in header[len(stated) :]]
    return [_column(one, header[at] if at < len(header) else "") for at, one in enumerate(stated)]


def _column(stated: dict[str, Any], title: str) -> Column:
    name = _text(stated, "titles") or _text(stated, "name") or title
    datatype = stated.get("datatype")
    base = str(datatype.get("base") or "") if isinstance(datatype, dict) else str(datatype or "")
    form = datatype.get("format") if isinstance(datatype, dict) else None
    comma = isinstance(form, dict) and form.get("decimalChar") == ","
    empty = stated.get("null", "")
    words = (re.split(r"[#/:]", str(stated.get("propertyUrl") or ""))[-1], _text(stated, "name"), name)
    role = next((role for role, form in _ROLES for word in words if form.fullmatch(word.strip().casefold())), "")
    if stated.get("suppressOutput"):
        role = "left out"
    elif not role:
        role = "measure" if base in _NUMBERS else "code"
    return Column(name, role, comma, ("", *(empty if isinstance(empty, list) else [str(empty)])))


def _text(node: dict[str, Any], key: str) -> str:
    """A text under its own name or a prefixed one (dc:title), in any language, or the name of what it describes."""
    names = (key, f"dc:{key}", f"dct:{key}", f"dcterms:{key}", f"schema:{key}")
    value = next((node[name] for name in names if node.get(name)), "")
    while isinstance(value, list | dict):
        inner = (
            value
            if isinstance(value, list)
            else [
                value.get("@value") or value.get("schema:name") or value.get("name") or next(iter(value.values()), "")
            ]
        )
        value = inner[0] if inner else ""
    return " ".join(str(value).split())
