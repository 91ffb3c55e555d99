"""The blocks of an HTML tree in reading order: paragraphs, headings, items, tables, captions and notes, with their links."""

from __future__ import annotations

import re
from typing import Any, Final

from msgspec import Struct, field

from kg.text.document import BlockKind, Builder, Piece
from kg.text.readers.tables import Cell, add_table
from kg.text.scripts import raised

_KINDS: Final = {
    **dict.fromkeys(
        ("p", "div", "section", "article", "main", "blockquote", "pre", "dd", "dt", "address", "header"),
        BlockKind.PARAGRAPH,
    ),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    "h1": BlockKind.TITLE,
    "li": BlockKind.ITEM,
    "caption": BlockKind.CAPTION,
    "figcaption": BlockKind.CAPTION,
}
_CONTAINERS: Final = frozenset(
    {"body", "html", "ul", "ol", "dl", "figure", "details", "summary", "hr", "fieldset", "center"}
)
_SKIPPED: Final = frozenset(
    "script style noscript template svg canvas iframe object embed select button textarea input head audio video map math".split()
)
_SURROUNDINGS: Final = frozenset({"nav", "footer", "aside", "form"})
_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"})
_NAMED: Final = re.compile(
    r"(?:^|[\s_-])(?:cookie|consent|share|sharing|social|related|newsletter|promo|advert|ads?|breadcrumbs?|comments?|sidebar|menu|subscribe|"
    r"recommended|popular|trending|paywall|signup|site-footer|site-header|skip-link|mw-editsection)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE_ID: Final = re.compile(
    r"(?:^|[_:-])(?:cite_?note|footnote|endnote|fn|note|ref|en|ftn|edn)s?[_:.-]?\w*$", re.IGNORECASE
)


# The parser itself cuts off what lies deeper than 2,048.
MOST_DEEP: Final = 1_500


class TooDeepError(Exception):
    """A page is nested more deeply than it may be."""


class _Open(Struct):
    """A block that is being read."""

    kind: BlockKind
    level: int = 0
    pieces: list[Piece] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    label: str | None = None


class _Table(Struct):
    rows: list[list[Cell]] = field(default_factory=list)
    caption: str | None = None


class Walker:
    """Walks a tree once and fills a builder."""

    def __init__(self, *, surroundings: bool = False) -> None:
        self.builder = Builder()
        self.surroundings = surroundings
        self._open = _Open(BlockKind.PARAGRAPH)
        self._links: list[tuple[str | None, bool]] = []
        self._raised = self._quoted = 0
        self._tables: list[_Table] = []
        self._lists: list[list[int]] = []
        self._cell: list[Piece] | None = None
        self._ids: list[str] = []

    def walk(self, root: Any) -> None:  # noqa: ANN401 - lxml has no types
        """Read everything below an element, itself included. Raises TooDeepError for what the parser may have cut off."""
        from lxml import etree

        depth = 0
        context = etree.iterwalk(root, events=("start", "end"))
        for event, element in context:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                depth += 1
                if depth > MOST_DEEP:
                    raise TooDeepError
                if not tag or self._is_skipped(element, tag):
                    context.skip_subtree()
                    continue
                self._start(element, tag)
                self._text(element.text)
            else:
                depth -= 1
                if tag and not self._is_skipped(element, tag):
                    self._end(element, tag)
                if element is not root:
                    self._text(element.tail)
        self._flush()

    def _is_skipped(self, element: Any, tag: str) -> bool:  # noqa: ANN401
        if tag in _SKIPPED or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        if self.surroundings:
            return False
        if tag in _SURROUNDINGS or element.get("role") in _ROLES:
            return not (element.get("role") or "").startswith("doc-")
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        return tag not in {"body", "html", "article", "main"} and _NAMED.search(names) is not None

    def _start(self, element: Any, tag: str) -> None:  # noqa: ANN401
        if identifier := element.get("id") or (element.get("name") if tag == "a" else None):
            self._open.ids.append(f"#{identifier}") if tag not in _KINDS else self._ids.append(f"#{identifier}")
        if tag in _KINDS and self._cell is None:
            self._flush()
            self._begin(element, tag)
        elif tag in _CONTAINERS and self._cell is None:
            self._flush()
        match tag:
            case "a":
                self._links.append((element.get("href"), False))
            case "cite":
                self._links.append((element.get("cite") or "cite:", True))
            case "sup":
                self._raised += 1
            case "blockquote":
                self._quoted += 1
            case "br":
                self._text(" ")
            case "ol":
                self._lists.append([int(start) - 1 if (start := element.get("start") or "").isdigit() else 0])
            case "ul":
                self._lists.append([])
            case "table" | "tr" | "td" | "th":
                self._start_table(tag)

    def _begin(self, element: Any, tag: str) -> None:  # noqa: ANN401
        level = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0
        kind, label = _KINDS[tag], None
        if kind is BlockKind.ITEM and self._lists and self._lists[-1]:
            counter = self._lists[-1]
            counter[0] = int(value) if (value := element.get("value") or "").isdigit() else counter[0] + 1
            label = str(counter[0])
        own = element.get("id") or ""
        if _NOTE_ID.search(own) and kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            kind = BlockKind.NOTE
        self._open = _Open(kind, level, [], self._ids, label)
        self._ids = []

    def _start_table(self, tag: str) -> None:
        if tag == "table":
            self._flush()
            self._tables.append(_Table())
        elif self._tables and tag == "tr":
            self._tables[-1].rows.append([])
        elif self._tables and tag in {"td", "th"}:
            if not self._tables[-1].rows:
                self._tables[-1].rows.append([])
            self._cell = []

    def _end(self, element: Any, tag: str) -> None:  # noqa: ANN401
        match tag:
            case "a" | "cite":
                if self._links:
                    self._links.pop()
            case "sup":
                self._raised -= 1
            case "blockquote":
                self._flush()
                self._quoted -= 1
            case "ol" | "ul":
                self._flush()
                if self._lists:
                    self._lists.pop()
            case "td" | "th":
                self._end_cell(element, tag)
            case "table":
                self._end_table()
            case "caption" if self._tables:
                self._tables[-1].caption = " ".join("".join(piece.text for piece in self._open.pieces).split())
                self._flush()
            case _ if tag in _KINDS and self._cell is None:
                self._flush()
            case _ if tag in _KINDS and self._cell is not None:
                self._cell.append(Piece(" "))

    def _end_cell(self, element: Any, tag: str) -> None:  # noqa: ANN401
        if not self._tables or self._cell is None:
            return
        wide = element.get("colspan") or "1"
        span = min(int(wide), 50) if wide.isdigit() else 1
        cell = Cell(self._cell, head=tag == "th", ids=tuple(self._open.ids))
        self._tables[-1].rows[-1].append(cell)
        self._tables[-1].rows[-1].extend(Cell([], head=cell.head, like=cell) for _ in range(span - 1))
        self._cell = None
        self._open.ids = []

    def _end_table(self) -> None:
        if not self._tables:
            return
        table = self._tables.pop()
        if not self._tables:
            add_table(self.builder, table.rows, table.caption)
        self._open = _Open(BlockKind.PARAGRAPH)
        self._cell = None

    def _text(self, text: str | None) -> None:
        if not text:
            return
        target, cited = next(((t, c) for t, c in reversed(self._links) if t), (None, False))
        piece = Piece(raised(text) if self._raised else text, target, cited)
        if self._cell is not None:
            self._cell.append(piece)
        else:
            self._open.pieces.append(piece)

    def _flush(self) -> None:
        """End the open block and begin a plain one."""
        ready = self._open
        if any(piece.text.strip() for piece in ready.pieces):
            self.builder.add(
                ready.kind,
                ready.pieces,
                level=ready.level,
                label=ready.label,
                ids=tuple(ready.ids),
                quoted=self._quoted > 0,
            )
            self._open = _Open(BlockKind.PARAGRAPH)
        elif ready.kind is not BlockKind.PARAGRAPH or ready.ids:
            # An item or note whose text stands in a paragraph of its own: the paragraph takes its place.
            self._open = _Open(ready.kind, ready.level, [], ready.ids, ready.label)
