"""PDF: lines by their place on the page, joined to paragraphs; running heads and page numbers are left out, hyphens mended."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from kg.text.document import BlockKind, Builder, Document
from kg.text.limits import MOST_OBJECTS, MOST_PAGES, check_text, library_missing, too_large, unreadable
from kg.text.readers.html_metadata import day
from kg.text.readers.pdf_runs import WIDE, Line, runs_of
from kg.text.readers.pdf_tables import tables
from kg.text.readers.tables import add_table
from kg.text.scripts import raised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.text.readers.pdf_runs import Run

_PAGE_NUMBER: Final = re.compile(r"(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_HYPHEN: Final = re.compile(r"[a-z]{2,}[-‐\u00ad]\Z")
_LIGATURES: Final = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_ENTRY: Final = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}[.)])\s|[•▪–-]\s")
_BULLET: Final = re.compile(r"[•▪–-]\s+")
# No more of a line is looked at for a hyphen at its end.
_LONGEST_END: Final = 4
_GAP: Final = 1.45
_SMALL: Final = 0.88
# How wide a gap between runs is a space, in sizes of the letters.
_SPACE: Final = 0.12
_LARGE: Final = 1.12
_REPEATED: Final = 0.4
_EDGE_LINES: Final = 2


class _Runs(Struct):
    """The runs of text of a page, gathered to lines: each with where it begins and ends, its size and its words."""

    page: int
    lines: list[list[Run]] = field(default_factory=list)

    def take(self, run: Run) -> None:
        """Take one run, in the order of the page."""
        if self.lines and self._continues(run):
            self.lines[-1].append(run)
        elif run.text.strip():
            self.lines.append([run])

    def _continues(self, run: Run) -> bool:
        first = max(self.lines[-1], key=lambda one: one.size)
        return abs(run.y - first.y) < 0.6 * max(run.size, first.size) and run.x >= self.lines[-1][-1].x - 1

    def done(self) -> Iterator[Line]:
        """The lines from top to bottom, as the page gives them."""
        for runs in self.lines:
            size = _usual_size((run.size, len(run.text.strip())) for run in runs)
            base = min(run.y for run in runs if run.size >= _SMALL * size)
            text, end = "", runs[0].x
            for run in runs:
                high = run.size < _SMALL * size and run.y > base
                text += " " * (run.x - end > _SPACE * size) + (raised(run.text) if high else run.text)
                end = run.end
            for ligature, letters in _LIGATURES.items():
                text = text.replace(ligature, letters)
            folded = " ".join(text.split())
            if folded:
                cells = tuple(" ".join(part.split()) for part in text.split(WIDE))
                yield Line(folded, base, runs[0].x, size, self.page, cells)


def read(name: str, data: bytes) -> Document:
    """Read a PDF. Raises UsageError for one that is broken, locked, too large or holds no text."""
    try:
        from pypdfium2 import PdfDocument, PdfiumError
    except ImportError as error:
        raise library_missing("PDF", error) from error
    if len(re.findall(rb"\b\d+ \d+ obj\b", data)) > MOST_OBJECTS:
        raise too_large(name, f"has more than {MOST_OBJECTS:,} objects")
    try:
        reader = PdfDocument(data)
        if len(reader) > MOST_PAGES:
            raise too_large(name, f"has more than {MOST_PAGES:,} pages")
        pages = [_lines(reader[at], at + 1) for at in range(len(reader))]
        facts = _facts(reader.get_metadata_dict())
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise unreadable(name, "locked with a password; save it without one") from error
        raise unreadable(name, "not a PDF that can be read") from error
    builder = _built(_without_running_heads(pages))
    check_text(name, builder.parts)
    if not builder.blocks:
        raise unreadable(name, "no text in this PDF: it may be a scan; run text recognition on it first")
    first = next((b for b in builder.blocks if b.kind in {BlockKind.TITLE, BlockKind.HEADING}), None)
    heading = builder.text[first.start : first.end] if first else None
    facts["title"] = heading or facts.get("title")
    return Document(builder.text, tuple(builder.blocks), media_type="application/pdf", **facts)


def _lines(page: Any, number: int) -> list[Line]:  # noqa: ANN401
    runs = _Runs(number)
    for run in runs_of(page):
        runs.take(run)
    return list(runs.done())


def _facts(metadata: Mapping[str, str]) -> dict[str, Any]:
    author = metadata.get("Author", "").strip()
    created = metadata.get("CreationDate", "")
    date = re.match(r"D?:?(\d{4})(\d\d)(\d\d)", created)
    return {
        "title": metadata.get("Title", "").strip() or None,
        "authors": tuple(part.strip() for part in re.split(r",|;|\band\b", author) if part.strip()),
        "modified": day("-".join(date.groups())) if date else None,
    }


def _without_running_heads(pages: Sequence[list[Line]]) -> list[Line]:
    """The lines of all pages without page numbers, and without lines that stand at the edge of many pages."""

    def form(line: Line) -> str:
        return re.sub(r"\d+", "0", line.text)

    edges = Counter(form(line) for lines in pages for line in {id(one): one for one in _edges(lines)}.values())
    often = {text for text, number in edges.items() if number > max(2, _REPEATED * len(pages))}
    kept = []
    for lines in pages:
        edge = {id(line) for line in _edges(lines)}
        kept += [
            line
            for line in lines
            if id(line) not in edge or not (_PAGE_NUMBER.fullmatch(line.text) or form(line) in often)
        ]
    return kept


def _edges(lines: list[Line]) -> list[Line]:
    return [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]


def _built(lines: Sequence[Line]) -> Builder:
    builder = Builder()
    if not lines:
        return builder
    body = _usual_size((line.size, len(line.text)) for line in lines)
    step = _usual_step(lines, body)
    found, at = tables(lines), 0
    for start, table in sorted(found.items()):
        _add_text(builder, lines[at:start], body, step)
        if table.caption:
            builder.add(BlockKind.CAPTION, table.caption, page=lines[start].page)
        add_table(builder, table.rows, table.caption)
        at = table.end
    _add_text(builder, lines[at:], body, step)
    return builder


def _add_text(builder: Builder, lines: Sequence[Line], body: float, step: float) -> None:
    """Add the headings, items and paragraphs of some lines."""
    for group in _paragraphs(lines, body, step):
        text = _joined(group)
        first = group[0]
        if first.size > _LARGE * body:
            kind = BlockKind.HEADING if builder.blocks else BlockKind.TITLE
            builder.add(kind, text, level=2 if builder.blocks else 1, page=first.page)
        elif bullet := _BULLET.match(text):
            builder.add(BlockKind.ITEM, text[bullet.end() :], page=first.page)
        else:
            builder.add(BlockKind.PARAGRAPH, text, page=first.page)


def _usual_size(sized: Iterable[tuple[float, int]]) -> float:
    """The size that most characters have, of sizes with how many characters each has."""
    characters: Counter[float] = Counter()
    for size, number in sized:
        characters[round(size, 1)] += number
    return characters.most_common(1)[0][0]


def _usual_step(lines: Sequence[Line], body: float) -> float:
    """How far the lines of the body usually stand apart."""
    steps = Counter(
        round(one.y - other.y, 1)
        for one, other in pairwise(lines)
        if one.page == other.page and one.size == other.size and 0 < one.y - other.y < 4 * body
    )
    return max(steps, key=lambda step: (steps[step], -step)) if steps else 1.2 * body


def _paragraphs(lines: Iterable[Line], body: float, step: float) -> Iterator[list[Line]]:
    held: list[Line] = []
    for line in lines:
        if held and not _goes_on(held, line, body, step):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _goes_on(held: Sequence[Line], line: Line, body: float, step: float) -> bool:
    last = held[-1]
    if abs(last.size - line.size) > 0.1 * body or _ENTRY.match(line.text):
        return False
    if last.page != line.page or line.y > last.y:  # the next page or column: goes on where the sentence does
        return not last.text.endswith((".", "!", "?", ":", "”", ".]", "]")) and line.size <= _LARGE * body
    if last.y - line.y > _GAP * step * (last.size / body if last.size > body else 1):
        return False
    indented = line.x > last.x + 0.8 * body and len(held) > 1
    return not (indented and last.text.endswith((".", "!", "?", "”", "]")))


def _joined(group: Sequence[Line]) -> str:
    """The text of some lines; a word that a hyphen breaks at the end of a line is mended."""
    parts = [group[0].text]
    for line in group[1:]:
        if line.text[:1].islower() and _HYPHEN.search(parts[-1][-_LONGEST_END:]):
            parts[-1] = parts[-1][:-1]
        else:
            parts.append(" ")
        parts.append(line.text)
    return "".join(parts)
