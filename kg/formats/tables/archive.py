"""The packed XML of a spreadsheet, looked through before anything is unpacked into memory.

A small file can hold a table of billions of cells, or text that unpacks to gigabytes. Both are refused here; what the reading library
does not tell (formulas, merged cells, addresses behind cells, shares) is noted on the way.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING, Any, Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from msgspec import Struct, field

from kg.errors import PARSER_ERRORS, BadDataError, Problem, count

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_BYTES: Final = 256 * 1024 * 1024
# A table unpacks to 10 or 20 times its size, a bomb to 1,000 times.
_TRUSTED_BYTES: Final = 8 * 1024 * 1024
_MOST_TIMES: Final = 200
MOST_FILES: Final = 5000
MOST_CELLS: Final = 30_000_000
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_PERCENT_FORMATS: Final = frozenset({"9", "10"})


class SheetFacts(Struct):
    """What one sheet holds beside its values; places are row and column counted from 0."""

    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    percent: set[tuple[int, int]] = field(default_factory=set)
    last: tuple[int, int] = (0, 0)


def look_through(path: Path) -> dict[str, SheetFacts]:
    """The facts of every sheet of an XLSX or ODS file, by name.

    Raises BadDataError for what is no such file, is damaged or protected by a password, or would be too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(path, archive)
            if "content.xml" in archive.namelist():
                return _of_ods(path, archive)
            return _of_xlsx(path, archive)
    except (zipfile.BadZipFile, *PARSER_ERRORS) as error:
        raise _bad(path, f"not a spreadsheet, or damaged, or protected by a password: {error}") from error
    except SAXException as error:
        raise _bad(path, f"its XML is broken: {' '.join(str(error).split())}") from error


def _bad(path: Path, message: str) -> BadDataError:
    return BadDataError([Problem(str(path), 0, 0, message)])


def _check_size(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, by what its index says and, since an index can lie, by unpacking it once."""
    inside = archive.infolist()
    total = sum(entry.file_size for entry in inside)
    if len(inside) > MOST_FILES or total > MOST_BYTES:
        raise _bad(
            path,
            f"unpacks to {total // 2**20:,} MB in {count(len(inside), 'file')}, more than {MOST_BYTES // 2**20} MB",
        )
    packed = sum(entry.compress_size for entry in inside)
    if total > max(_TRUSTED_BYTES, _MOST_TIMES * packed):
        raise _bad(path, f"unpacks to over {_MOST_TIMES} times its size, as no table does; save it anew")
    if (broken := archive.testzip()) is not None:
        raise _bad(path, f"damaged: {broken} inside it is not what its index says")


def _parse(source: IO[bytes], handler: ContentHandler) -> None:
    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import make_parser

    parser: Any = make_parser()
    parser.forbid_dtd = True
    parser.setFeature("http://xml.org/sax/features/namespaces", False)
    parser.setContentHandler(handler)
    try:
        parser.parse(source)
    except DefusedXmlException as error:
        raise SAXException("it declares entities or a document type, which no spreadsheet needs") from error


class _Elements(ContentHandler):
    """Calls `begin` with the bare name and attributes of every element."""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802, ANN401 - SAX's names
        self.begin(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attrs.items()})

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        raise NotImplementedError


class _Collected(_Elements):
    """The attributes of the elements of some names, in order."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names
        self.found: list[tuple[str, Mapping[str, str]]] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        if name in self.names:
            self.found.append((name, attributes))


def _collected(archive: zipfile.ZipFile, member: str, *names: str) -> list[tuple[str, Mapping[str, str]]]:
    if member not in archive.namelist():
        return []
    handler = _Collected(*names)
    with archive.open(member) as file:
        _parse(file, handler)
    return handler.found


def _of_xlsx(path: Path, archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    targets = _relations(archive, "xl/workbook.xml")
    percent = _percent_styles(archive)
    facts = {}
    for _, sheet in _collected(archive, "xl/workbook.xml", "sheet"):
        member = targets.get(sheet.get("id", ""), "")
        if member in archive.namelist():
            handler = _XlsxSheet(percent, _relations(archive, member))
            with archive.open(member) as file:
                _parse(file, handler)
            _check_cells(path, sheet.get("name", ""), handler.facts)
            facts[sheet.get("name", "")] = handler.facts
    return facts


def _check_cells(path: Path, name: str, facts: SheetFacts) -> None:
    rows, columns = facts.last[0] + 1, facts.last[1] + 1
    if rows * columns > MOST_CELLS:
        raise _bad(path, f"sheet “{name}” reaches to row {rows:,}, column {columns:,}: more than {MOST_CELLS:,} cells")


def _relations(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    """What the relation ids of a member stand for: other members, or addresses."""
    folder, _, name = member.rpartition("/")
    found = {}
    for _, each in _collected(archive, f"{folder}/_rels/{name}.rels", "Relationship"):
        target = each.get("Target", "")
        if each.get("TargetMode") != "External":
            target = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        found[each.get("Id", "")] = target
    return found


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the cell styles that show a share."""
    own, styles, inside = set(_PERCENT_FORMATS), [], False
    for name, each in _collected(archive, "xl/styles.xml", "numFmt", "cellXfs", "cellStyles", "dxfs", "xf"):
        if name == "numFmt" and "%" in each.get("formatCode", ""):
            own.add(each.get("numFmtId", ""))
        elif name == "xf" and inside:
            styles.append(each.get("numFmtId", ""))
        elif name != "numFmt":
            inside = name == "cellXfs"
    return frozenset(str(number) for number, style in enumerate(styles) if style in own)


def _position(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class _XlsxSheet(_Elements):
    """Notes formulas, merged cells, links and shares of one sheet of an XLSX file."""

    def __init__(self, percent: frozenset[str], relations: Mapping[str, str]) -> None:
        super().__init__()
        self.facts, self.percent, self.relations = SheetFacts(), percent, relations
        self._cell: tuple[int, int] | None = None

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        if name == "c":
            self._cell = _position(attributes.get("r", ""))
            if self._cell is not None:
                last = self.facts.last
                self.facts.last = max(last[0], self._cell[0]), max(last[1], self._cell[1])
                if attributes.get("s", "") in self.percent:
                    self.facts.percent.add(self._cell)
        elif name == "f" and self._cell is not None:
            self.facts.formulas[self._cell] = False
        elif name == "v" and self._cell in self.facts.formulas:
            self.facts.formulas[self._cell] = True
        elif name == "mergeCell":
            first, _, last_cell = attributes.get("ref", "").partition(":")
            begin, end = _position(first), _position(last_cell)
            if begin is not None and end is not None:
                self.facts.merged.append((begin, end))
        elif name == "hyperlink":
            self._link(attributes)

    def _link(self, attributes: Mapping[str, str]) -> None:
        cell = _position(attributes.get("ref", "").partition(":")[0])
        target = self.relations.get(attributes.get("id", ""), "")
        if cell is not None and target.startswith(("http://", "https://")):
            self.facts.links[cell] = target


def _of_ods(path: Path, archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    handler = _OdsSheets(path)
    with archive.open("content.xml") as file:
        _parse(file, handler)
    for name, facts in handler.sheets.items():
        _check_cells(path, name, facts)
    return handler.sheets


class _OdsSheets(_Elements):
    """Notes formulas, merged cells, links and shares of all sheets of an ODS file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.sheets: dict[str, SheetFacts] = {}
        self._facts = SheetFacts()
        self._row, self._next_row, self._column, self._next = 0, 0, 0, 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one element."""
        if name == "table":
            self._facts = self.sheets.setdefault(attributes.get("name", ""), SheetFacts())
            self._next_row = 0
        elif name == "table-row":
            self._row, self._next_row = self._next_row, self._next_row + _repeated(attributes, "number-rows-repeated")
            self._next = 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._take(attributes)
        elif name == "a" and attributes.get("href", "").startswith(("http://", "https://")):
            self._facts.links.setdefault((self._row, self._column), attributes["href"])
        elif name == "p":
            # Only cells with a text count: sheets end in thousands of empty ones that are repeated.
            self._facts.last = max(self._facts.last[0], self._next_row - 1), max(self._facts.last[1], self._next - 1)

    def _take(self, attributes: Mapping[str, str]) -> None:
        cell = self._row, self._next
        self._column, self._next = self._next, self._next + _repeated(attributes, "number-columns-repeated")
        if attributes.get("value-type") == "percentage":
            self._facts.percent.add(cell)
        if "formula" in attributes:
            self._facts.formulas[cell] = (
                "value" in attributes or "string-value" in attributes or "value-type" in attributes
            )
        if "value-type" in attributes:
            self._facts.last = max(self._facts.last[0], self._next_row - 1), max(self._facts.last[1], self._next - 1)
        rows, columns = _repeated(attributes, "number-rows-spanned"), _repeated(attributes, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self._facts.merged.append((cell, (cell[0] + rows - 1, cell[1] + columns - 1)))


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return min(max(int(text), 1), 2**31) if text.isdecimal() and len(text) < 12 else 1
