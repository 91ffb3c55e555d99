"""Delimited text as a table: its encoding and delimiter are found, and said where they are not certain."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from typing import TYPE_CHECKING, Final

from kg.errors import BadDataError, Problem, UsageError, cannot_read, count
from kg.formats.tables.sheet import LONGEST_CELL, MOST_COLUMNS, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Choices
    from kg.formats.tables.sheet import Note, Row

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK: Final = 1024 * 1024
_LINES_LOOKED_AT: Final = 60
_FEW: Final = 4
DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_GUESSED: Final = "cp1252"
_UNCLOSED: Final = "a quotation mark is not closed; the line was read without it"


def read_delimited(path: Path, choices: Choices) -> Sheet:
    """The table in a text file.

    Raises UsageError for a file that cannot be opened or an encoding that there is not, BadDataError where the text is not in the
    encoding that was given.
    """
    try:
        encoding = choices.encoding or encoding_of(path)
        lines = _first_lines(path, encoding)
    except OSError as error:
        raise cannot_read(path, error) from error
    except LookupError as error:
        raise UsageError(f"“{choices.encoding}” is not an encoding; try utf-8, utf-16, cp1252 or cp1251") from error
    except UnicodeError as error:
        raise BadDataError([Problem(str(path), 0, 0, f"not {choices.encoding} text; leave --encoding out")]) from error
    skip = int(bool(lines) and lines[0].lower().startswith("sep="))
    stated = lines[0].rstrip("\r\n")[4:5] if skip else ""
    delimiter = _named(choices.delimiter) or stated or delimiter_of(lines)
    notes: list[Note] = []
    if encoding == _GUESSED and not choices.encoding:
        notes.append(("", "not UTF-8; it was read as cp1252 (Western European), look at letters with accents", ""))
    described = f"{DELIMITERS.get(delimiter, delimiter)}-separated, {encoding.removesuffix('-sig')}"
    return Sheet("", lambda: _rows(path, encoding, delimiter, skip, notes), notes=notes, described=described)


def encoding_of(path: Path) -> str:
    """The encoding of a text: by its mark, UTF-8 where all of it is, UTF-16 where every other byte is zero, else Western European."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        if head[:200].count(b"\0") * _FEW > len(head[:200]):  # a single one is a slip of an export
            return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        try:
            while head:
                decoder.decode(head)
                head = file.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _GUESSED
    return "utf-8"


def _named(delimiter: str | None) -> str | None:
    if delimiter is None:
        return None
    found = {name: sign for sign, name in DELIMITERS.items()}.get(delimiter.lower(), delimiter.replace("\\t", "\t"))
    if len(found) != 1:
        raise UsageError(f"--delimiter {delimiter}: one character, or {', '.join(DELIMITERS.values())}")
    return found


def _first_lines(path: Path, encoding: str) -> list[str]:
    with path.open(encoding=encoding, errors=_errors(encoding), newline="") as file:
        lines = (file.readline(LONGEST_CELL) for _ in range(_LINES_LOOKED_AT))
        return [line for line in lines if line]


def _errors(encoding: str) -> str:
    """Western European leaves five bytes without a letter; they must not stop a file that was only guessed to be in it."""
    return "replace" if encoding == _GUESSED else "strict"


def delimiter_of(lines: list[str]) -> str:
    """The delimiter that gives the most columns in the same number in most of the rows; a comma where none does."""

    def score(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(lines[:-1] or lines, delimiter=delimiter) if any(row)]
        wide = [width for width in widths if width > 1]
        if not wide:
            return 0.0, 0
        usual = max(set(wide), key=wide.count)
        return wide.count(usual) / len(widths), usual

    try:
        best = max(DELIMITERS, key=score)
    except csv.Error:
        return ","
    return best if score(best)[1] > 1 else ","


def _rows(path: Path, encoding: str, delimiter: str, skip: int, notes: list[Note]) -> Iterator[Row]:
    """The rows, numbered as a spreadsheet numbers them: a cell may run over several lines. What is odd about one is noted once.

    Raises BadDataError for what is not text in this encoding, or has too many columns.
    """
    try:
        with path.open(encoding=encoding, errors=_errors(encoding), newline="") as file:
            for _ in range(skip):
                file.readline()
            lines = (line.replace("\0", "") for line in file)
            for number, (row, whole) in enumerate(_records(lines, delimiter), skip + 1):
                if len(row) > MOST_COLUMNS:
                    raise BadDataError([Problem(str(path), number, 0, f"more than {count(MOST_COLUMNS, 'column')}")])
                note = (f"row {number}", _UNCLOSED, "")
                if not whole and note not in notes:
                    notes.append(note)
                yield number, list(row)
    except UnicodeError as error:
        raise BadDataError([Problem(str(path), 0, 0, f"not {encoding} text; give --encoding")]) from error


def _records(source: Iterator[str], delimiter: str) -> Iterator[tuple[list[str], bool]]:
    """The rows of a text, and whether each is whole: a quotation mark that nothing closes must not swallow the rows after it."""
    again: deque[str] = deque()
    lines: list[str] = []
    ended = False

    def taken() -> Iterator[str]:
        nonlocal ended
        while again:
            lines.append(again.popleft())
            yield lines[-1]
        for line in source:
            lines.append(line)
            yield line
        ended = True

    while not ended or again:
        ended = False
        try:
            for row in csv.reader(taken(), delimiter=delimiter):
                if ended:  # only a mark that is open makes the reader ask for more than the last line
                    break
                lines.clear()
                yield row, True
        except csv.Error:
            ended = False
        if lines:
            first = lines[0].rstrip("\r\n").replace('"', "")
            again.extendleft(reversed(lines[1:]))
            lines.clear()
            yield first.split(delimiter), False
