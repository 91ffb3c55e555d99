"""Small workbooks made for tests, as Excel and LibreOffice write them."""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    Rows = Sequence[Sequence[Any]]

CELL = '<table:table-cell office:value-type="{}"{}><text:p>{}</text:p></table:table-cell>'
ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:spreadsheet>{}</office:spreadsheet></office:body>'
    "</office:document-content>"
)
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def xlsx(rows: Rows, change: Callable[[Workbook, Worksheet], None] | None = None, **sheets: Rows) -> bytes:
    """A workbook of one sheet, and more by name; `change` gets the book and the first sheet when its rows are written."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_urls": False}
    )
    for name, content in {"Claims": rows, **sheets}.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(content):
            sheet.write_row(number, 0, row)
        if name == "Claims" and change:
            change(book, sheet)
    book.close()
    return stream.getvalue()


def ods(rows: Sequence[Sequence[str]], name: str = "Claims", after: str = "") -> bytes:
    """A spreadsheet of texts; `after` is XML to stand behind the rows."""
    body = "".join(
        f"<table:table-row>{''.join(CELL.format('string', '', escape(cell)) for cell in row)}</table:table-row>"
        for row in rows
    )
    return packed(
        {
            "META-INF/manifest.xml": MANIFEST,
            "content.xml": ODS.format(f'<table:table table:name="{name}">{body}{after}</table:table>'),
        }
    )


def packed(members: dict[str, str | bytes]) -> bytes:
    """An archive with the mark of a spreadsheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        for member, content in members.items():
            archive.writestr(member, content)
    return stream.getvalue()


def repacked(data: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """The same archive with some of its members changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.namelist():
            content = before.read(member)
            after.writestr(member, changes[member](content) if member in changes else content)
    return stream.getvalue()
