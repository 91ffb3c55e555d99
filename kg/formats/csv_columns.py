"""The columns of a CSV table of claims: which they are, and whether a table is one of ours or someone else's."""

from __future__ import annotations

import csv
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Final

from kg.formats.csv_links import LINK_COLUMNS
from kg.formats.identifiers import is_id, is_iri
from kg.formats.yaml_tree import SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OF_SOURCE: Final = ("title", "kind", "publisher", "issued", "url")
OF_CLAIM: Final = (
    "says",
    "figure",
    "about",
    "at",
    "made here",
    "working",
    "checked by",
    "leans on",
    "read",
    "seen in",
    "speaks to",
)
COLUMNS: Final = ("source", *OF_SOURCE, "claim", *OF_CLAIM)
READ: Final = frozenset({*COLUMNS, *LINK_COLUMNS})
_LONGEST_HEADER: Final = 4096
_DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
# A column whose name is this close to a known one is a slip, and not a column of the author's own.
_SLIP: Final = 0.8
_ROWS_TRIED: Final = 20
_SHOWN_COLUMNS: Final = 5


def recognises(path: Path) -> bool:
    """Whether a CSV file is a table in our own form: UTF-8 and commas; columns beside ours are left out.

    It has the column `source`, and `claim` or, for sources alone, at least one column of links.
    """
    names = set(_columns(path))
    if {"source", "claim"} <= names:
        return misfit(path) is None
    return "source" in names and bool(names & set(LINK_COLUMNS)) and names <= READ and _is_utf8(path)


def misfit(path: Path) -> str | None:
    """Why a table that names the columns `source` and `claim` is not read as it stands; None for any other table, and for one that is."""
    for delimiter, word in _DELIMITERS.items():
        names = _columns(path, delimiter)
        if {"source", "claim"} <= set(names):
            if delimiter != ",":
                return f"its columns are separated by {word}"
            if slip := next((name for name in names if is_slip(name)), None):
                return f"its column “{slip}” is not known{meant(slip)}"
            if not _is_utf8(path):
                return "it is not UTF-8"
            if (extra := _extra(names)) and not _has_ids(path):
                return f"{_listed(extra)} not known, and its sources and claims have no ids"
            return None
    return None


def left_out(path: Path) -> str | None:
    """A note on the columns of a claims table that are not read; None where all are, and for another table."""
    extra = _extra(_columns(path))
    return f"{path}: read without {_columns_named(extra)}" if extra and recognises(path) else None


def _extra(names: Sequence[str]) -> list[str]:
    """The columns that a table of claims does not have, by name, or by number where they have none."""
    return [
        f"“{name}”" if name else f"number {number}, which has no name"
        for number, name in enumerate(names, 1)
        if name not in READ
    ]


def _columns_named(extra: Sequence[str]) -> str:
    shown = ", ".join(extra[:_SHOWN_COLUMNS])
    more = f" and {len(extra) - _SHOWN_COLUMNS:,} more" if len(extra) > _SHOWN_COLUMNS else ""
    return f"{'its column' if len(extra) == 1 else 'its columns'} {shown}{more}"


def _listed(extra: Sequence[str]) -> str:
    return f"{_columns_named(extra)} {'is' if len(extra) == 1 else 'are'}"


def is_slip(name: str) -> bool:
    """Whether an unknown name is so close to that of a column that it is a slip."""
    return bool(name) and name not in READ and bool(get_close_matches(name, READ, n=1, cutoff=_SLIP))


def meant(name: str) -> str:
    """The column that such a name was meant for, to end an error with."""
    return f"; did you mean “{get_close_matches(name, READ, n=1, cutoff=_SLIP)[0]}”?"


def _has_ids(path: Path) -> bool:
    """Whether the first rows of a table name sources and claims by ids, as ours do and other people's tables do not."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(islice(csv.DictReader(lines), _ROWS_TRIED))
    except csv.Error:
        return True  # the reader says where
    cells = [
        cell.strip()
        for row in rows
        for name, cell in row.items()
        if name and isinstance(cell, str) and column_name(name) in {"source", "claim"}
    ]
    return all(not cell or is_id(cell) or is_iri(cell) for cell in cells)


def _columns(path: Path, delimiter: str = ",") -> list[str]:
    """The words over the columns of a table in UTF-8 or UTF-16, and without them an empty list."""
    try:
        with path.open("rb") as file:
            head = file.read(_LONGEST_HEADER)
    except OSError:
        return []
    text = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", errors="replace")
    lines = text.splitlines()
    if lines and lines[0].lower().startswith("sep="):
        lines = [f"{lines[1]}{delimiter}"] if len(lines) > 1 else []  # its first line is no row of a claims table
    try:
        return [column_name(name) for name in next(csv.reader(lines[:1], delimiter=delimiter), [])]
    except csv.Error:
        return []


def column_name(name: str) -> str:
    """The name of a column, whichever of two words for it was used."""
    word = name.strip().lower()
    return SYNONYMS.get(word, word)


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return all(line is not None for line in lines)
    except (OSError, UnicodeError):
        return False
