"""DOCX: paragraphs by their styles, tables, links, foot- and endnotes; nothing outside the file is looked at."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from kg.errors import PARSER_ERRORS
from kg.text.document import BlockKind, Builder, Document, Piece
from kg.text.limits import MOST_UNPACKED, check_text, library_missing, too_large, unreadable
from kg.text.readers.html_metadata import day
from kg.text.readers.tables import Cell, add_table
from kg.text.scripts import raised

if TYPE_CHECKING:
    from collections.abc import Iterator

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NOTES: Final = (("word/footnotes.xml", "footnote", "fn"), ("word/endnotes.xml", "endnote", "en"))
_MOST_RATIO: Final = 200
_MOST_PARTS: Final = 5_000


def read(name: str, data: bytes) -> Document:
    """Read a DOCX file. Raises UsageError for one that is broken or unpacks to too much."""
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError as error:
        raise library_missing("DOCX", error) from error
    check_archive(name, data)
    try:
        opened = docx.Document(io.BytesIO(data))
        builder = Builder()
        _Reader(builder, opened).read(opened.element.body)
        notes = _notes(data)
        facts = _facts(opened.core_properties, builder)
    except (PackageNotFoundError, zipfile.BadZipFile, *PARSER_ERRORS) as error:
        raise unreadable(name, f"not a DOCX file that can be read ({type(error).__name__})") from error
    for key, text in notes.items():
        builder.add(BlockKind.NOTE, text, label=key.partition("-")[2], ids=(f"#{key}",))
    check_text(name, builder.parts)
    if not builder.blocks:
        raise unreadable(name, "there is no text in this file")
    return Document(builder.text, tuple(builder.blocks), tuple(builder.anchors), **facts)


def check_archive(name: str, data: bytes) -> None:
    """Raise UsageError for an archive that is broken, or that would unpack to more than it may."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, *PARSER_ERRORS) as error:
        raise unreadable(name, "not a DOCX file that can be read: its archive is broken") from error
    size = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or size > MOST_UNPACKED or size > _MOST_RATIO * max(len(data), 2**20):
        raise too_large(name, f"would unpack to {size // 2**20:,} MB in {len(parts):,} parts")


def _facts(properties: Any, builder: Builder) -> dict[str, Any]:  # noqa: ANN401
    first = next((b for b in builder.blocks if b.kind in {BlockKind.TITLE, BlockKind.HEADING}), None)
    author = str(properties.author or "").strip()
    return {
        "title": (builder.text[first.start : first.end] if first else None) or properties.title or None,
        "authors": () if author in {"", "python-docx"} else (author,),
        "modified": day(properties.modified.date().isoformat()) if properties.modified else None,
        "media_type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }


def _notes(data: bytes) -> dict[str, str]:
    """The text of every foot- and endnote, by the id that links lead to."""
    from defusedxml.ElementTree import fromstring

    found: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for path, tag, prefix in _NOTES:
            if path not in archive.namelist():
                continue
            for note in fromstring(archive.read(path)).iter(f"{_W}{tag}"):
                number = note.get(f"{_W}id", "")
                if note.get(f"{_W}type") is None:
                    found[f"{prefix}-{number}"] = "".join(part.text or "" for part in note.iter(f"{_W}t"))
    return found


class _Reader:
    """Reads the body of a file into a builder."""

    def __init__(self, builder: Builder, opened: Any) -> None:  # noqa: ANN401
        self.builder, self.opened = builder, opened
        self.styles = {style.style_id: (style.name or "").lower() for style in opened.styles}
        self.caption: str | None = None

    def read(self, body: Any) -> None:  # noqa: ANN401
        """Read every paragraph and table in order."""
        for element in body:
            if element.tag == f"{_W}p":
                self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                self._table(element)
            elif element.tag == f"{_W}sdt":
                for content in element.iter(f"{_W}sdtContent"):
                    self.read(content)

    def _paragraph(self, element: Any) -> None:  # noqa: ANN401
        style = next((self.styles.get(s.get(f"{_W}val"), "") for s in element.iter(f"{_W}pStyle")), "")
        listed = next(element.iter(f"{_W}numPr"), None) is not None
        kind, level = _kind(style, listed)
        block = self.builder.add(kind, list(self._pieces(element)), level=level, quoted="quote" in style)
        self.caption = None
        if block is not None and kind is BlockKind.CAPTION:
            self.caption = self.builder.parts[-1]

    def _pieces(self, element: Any) -> Iterator[Piece]:  # noqa: ANN401
        for child in element:
            if child.tag == f"{_W}hyperlink":
                target = self._target(child)
                yield from (Piece(piece.text, target) for piece in self._pieces(child))
            elif child.tag == f"{_W}r":
                yield from self._run(child)
            elif child.tag in {f"{_W}ins", f"{_W}smartTag", f"{_W}sdt", f"{_W}sdtContent"}:
                yield from self._pieces(child)

    def _target(self, link: Any) -> str | None:  # noqa: ANN401
        if anchor := link.get(f"{_W}anchor"):
            return f"#{anchor}"
        relation = self.opened.part.rels.get(link.get(f"{_R}id"))
        return str(relation.target_ref) if relation is not None and relation.is_external else None

    def _run(self, run: Any) -> Iterator[Piece]:  # noqa: ANN401
        up = any(part.get(f"{_W}val") == "superscript" for part in run.iter(f"{_W}vertAlign"))
        for part in run:
            if part.tag == f"{_W}t":
                yield Piece(raised(part.text or "") if up else part.text or "")
            elif part.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
                yield Piece(" ")
            elif part.tag in {f"{_W}footnoteReference", f"{_W}endnoteReference"}:
                number = part.get(f"{_W}id", "")
                prefix = "fn" if "foot" in part.tag else "en"
                yield Piece(raised(number), f"#{prefix}-{number}")

    def _table(self, element: Any) -> None:  # noqa: ANN401
        rows = [list(self._row(row)) for row in element.iter(f"{_W}tr")]
        add_table(self.builder, rows, self.caption)
        self.caption = None

    def _row(self, row: Any) -> Iterator[Cell]:  # noqa: ANN401
        head = next(row.iter(f"{_W}tblHeader"), None) is not None
        for element in row.iter(f"{_W}tc"):
            pieces = [piece for par in element.iter(f"{_W}p") for piece in (*self._pieces(par), Piece(" "))]
            cell = Cell(pieces, head=head)
            yield cell
            spans = next((s.get(f"{_W}val", "1") for s in element.iter(f"{_W}gridSpan")), "1")
            yield from (
                Cell([], head=head, like=cell) for _ in range(min(int(spans), 50) - 1 if spans.isdigit() else 0)
            )


def _kind(style: str, listed: bool) -> tuple[BlockKind, int]:
    if style == "title":
        return BlockKind.TITLE, 1
    if style.startswith("heading"):
        number = style.removeprefix("heading").strip()
        return BlockKind.HEADING, int(number) if number.isdigit() else 2
    if style.startswith("caption"):
        return BlockKind.CAPTION, 0
    return (BlockKind.ITEM if listed or style.startswith("list") else BlockKind.PARAGRAPH), 0
