"""Small files made for tests: a PDF of some lines, and a DOCX of some paragraphs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BODY, HEADING, TITLE = 11, 15, 20


def pdf(pages: Iterable[Sequence[tuple[float, float, float, str]]]) -> bytes:
    """A PDF whose pages hold runs of text: where each stands (x, y), its size, and its words."""
    contents = []
    for runs in pages:
        lines = [f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj ET" for x, y, size, text in runs]
        contents.append("\n".join(lines))
    return pdf_with(contents)


def pdf_with(pages: Iterable[str]) -> bytes:
    """A PDF whose pages have these contents, in the operators of PDF."""
    contents = [page.encode("cp1252", errors="replace") for page in pages]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for content in contents:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def pdf_of(paragraphs: Iterable[tuple[int, str]], width: int = 80) -> bytes:
    """A PDF with paragraphs set in lines, with a running head and a number on each page; sizes are those above."""
    pages: list[list[tuple[float, float, float, str]]] = []
    y = 0.0
    for size, text in paragraphs:
        y -= 0.8 * size
        for line in _lines(text, width):
            if y < 70:
                pages.append([(60, 810, 8, "The Millbrook Record"), (290, 30, 8, str(len(pages) + 1))])
                y = 760.0
            pages[-1].insert(-1, (60, y, size, line))
            y -= 1.3 * size
    return pdf(pages)


def _lines(text: str, width: int) -> list[str]:
    lines, held = [], ""
    for word in text.split():
        if held and len(held) + len(word) >= width:
            lines.append(held)
            held = word
        else:
            held = f"{held} {word}".strip()
    return [*lines, held]


def docx_of(paragraphs: Iterable[tuple[str, str]], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A DOCX with paragraphs of some styles, and a table after them."""
    made = docx.Document()
    for style, text in paragraphs:
        made.add_paragraph(text, style=style)
    if table:
        cells = made.add_table(rows=len(table), cols=len(table[0]))
        for row, words in zip(cells.rows, table, strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
