"""A list of items in JSON (question–answer sets and the like) as a table: a column for each path to a text.

`questions[].answers[].source_url` is the column of the addresses in all answers of all questions of an item. What the columns mean is
decided as for any other table: by the names of keys, or by a mapping file.
"""

from __future__ import annotations

import json
import tempfile
from typing import IO, TYPE_CHECKING, Any, Final

from kg.errors import BadDataError, Problem
from kg.formats.exchange.json_items import json_items
from kg.formats.tables.importer import table_parts
from kg.formats.tables.sheet import MOST_COLUMNS, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part
    from kg.formats.tables.sheet import Row

_MOST_VALUES: Final = 200


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The parts of the items. Raises BadDataError where nothing is an item, or no path leads to the words of claims."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        header = _spooled(path, context, spool)
        if not header:
            raise BadDataError([Problem(str(path), 0, 0, "no list of items (objects) in this JSON")])
        sheet = Sheet("", lambda: _rows(header, spool), described="items of JSON", unit="item")
        yield from table_parts(path, [sheet], context)


def _spooled(path: Path, context: Context, spool: IO[str]) -> list[str]:
    """Write the cells of every item to a file, a line each; returns the paths that were met, in their order."""
    header: dict[str, int] = {}
    passed = 0
    for _, value in json_items(path, context):
        for item in _items(value):
            cells: dict[str, list[str]] = {}
            _collect(item, "", cells)
            for name in cells:
                if name not in header and len(header) < MOST_COLUMNS:
                    header[name] = len(header)
                passed += name not in header
            spool.write(json.dumps({header[name]: texts for name, texts in cells.items() if name in header}) + "\n")
    if passed:
        context.in_doubt("", f"more than {MOST_COLUMNS:,} different paths; the others were passed over")
    return list(header)


def _items(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """The objects of a list, or of the first list of objects in a document; a document without any is one item."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))
    elif isinstance(value, dict):
        lists = [part for part in value.values() if isinstance(part, list) and part and isinstance(part[0], dict)]
        alone = len(lists) == 1 and not any(isinstance(part, str) for part in value.values())
        yield from _items(lists[0]) if alone else (value,)


def _collect(value: Any, path: str, cells: dict[str, list[str]]) -> None:  # noqa: ANN401
    if isinstance(value, dict):
        for key, inner in value.items():
            _collect(inner, f"{path}.{key}" if path else str(key), cells)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, f"{path}[]", cells)
    elif value is not None and path:
        texts = cells.setdefault(path, [])
        if len(texts) < _MOST_VALUES:
            texts.append("yes" if value is True else "no" if value is False else " ".join(str(value).split()))


def _rows(header: list[str], spool: IO[str]) -> Iterator[Row]:
    yield 0, list(header)
    spool.flush()
    spool.seek(0)
    for number, line in enumerate(iter(spool.readline, ""), 1):
        row: list[Any] = [""] * len(header)
        for at, texts in json.loads(line).items():
            row[int(at)] = "\n".join(texts)
        yield number, row
