"""Which format a file is in, by the ending of its name and by what it begins with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import cannot_read
from kg.formats.registry import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.formats.record_format import RecordFormat

_HEAD: Final = 64 * 1024
# Endings of texts that may be tables: spreadsheets write “text with tabs” as .txt.
_TEXTS: Final = frozenset({".txt", ".psv"})


def recognised(path: Path, formats: Iterable[RecordFormat] = FORMATS) -> RecordFormat | None:
    """The first imported format that a file is in; None where none fits. Raises UsageError for a file that cannot be opened."""
    head = head_of(path)
    ending = path.suffix.lower()
    if head.startswith("PK\x03\x04"):
        ending = _kind_of_archive(path) or ending
    elif ending in _TEXTS and _is_table(head):
        ending = ".tsv"
    for form in formats:
        fits = form.imported and ending in form.endings
        if fits and (not form.signs or any(re.search(sign, head) for sign in form.signs)):
            return form
    return None


def _is_table(head: str) -> bool:
    """Whether a text begins with lines in as many columns each, between tabs, bars or semicolons."""
    lines = [line for line in head.splitlines() if line.strip()][:2]
    return len(lines) > 1 and any(lines[0].count(mark) == lines[1].count(mark) > 0 for mark in "\t|;")


def head_of(path: Path) -> str:
    """What a file begins with, as text, whatever its encoding. Raises UsageError for what cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(_HEAD)
    except OSError as error:
        raise cannot_read(path, error) from error
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    if data[:1] and data[1:2] == b"\0":
        return data.decode("utf-16-le", errors="replace")
    return data.decode("utf-8" if _is_utf8(data) else "cp1252", errors="replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 4 and len(data) == _HEAD
    return True


def _kind_of_archive(path: Path) -> str | None:
    """The ending that a packed file should have, by what lies in it."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except (OSError, BadZipFile):
        return None
    if "xl/workbook.xml" in names:
        return ".xlsx"
    return ".ods" if {"mimetype", "content.xml"} <= names else None
