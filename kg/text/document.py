"""A document as it was read: one extracted text, the blocks that it is cut into, and what the page says of itself."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Sequence


class BlockKind(StrEnum):
    """What a block of a document is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    HEAD = "table head"
    CELL = "table cell"
    CAPTION = "caption"
    NOTE = "note"


class Anchor(Struct, frozen=True):
    """A link in the text: its characters, and the address or `#id` that it leads to."""

    start: int
    end: int
    target: str
    cited: bool = False


class Block(Struct, frozen=True):
    """One block: its characters in the extracted text, and what it is.

    `heads` are the column and row heads of a table cell, `caption` that of its table; `label` is the number that a list or note gives
    it, `ids` what links can lead to; `quoted` where it stands as a quotation of someone else.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    heads: tuple[str, ...] = ()
    caption: str | None = None
    label: str | None = None
    ids: tuple[str, ...] = ()
    page: int | None = None
    quoted: bool = False


class Document(Struct, frozen=True):
    """A document that was read. Every offset counts characters of `text`; dates are as the page states them."""

    text: str
    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...] = ()
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    issued: str | None = None
    modified: str | None = None
    url: str | None = None
    doi: str | None = None
    language: str | None = None
    media_type: str = "text/plain"
    remarks: tuple[str, ...] = ()

    def words(self, block: Block) -> str:
        """The text of a block."""
        return self.text[block.start : block.end]


class Piece(Struct):
    """A run of text of a block that is being built, with the address it leads to."""

    text: str
    target: str | None = None
    cited: bool = False


class Builder(Struct):
    """Puts blocks together to one text: white space is folded, and blocks are parted by a line end."""

    size: int = 0
    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)

    def add(
        self,
        kind: BlockKind,
        pieces: str | Sequence[Piece],
        *,
        level: int = 0,
        heads: tuple[str, ...] = (),
        caption: str | None = None,
        label: str | None = None,
        ids: tuple[str, ...] = (),
        page: int | None = None,
        quoted: bool = False,
    ) -> Block | None:
        """Add one block; None where nothing of it is text."""
        runs = [Piece(pieces)] if isinstance(pieces, str) else pieces
        text, anchors = _folded(runs, self.size)
        if not text:
            return None
        made = Block(kind, self.size, self.size + len(text), level, heads, caption, label, ids, page, quoted)
        self.blocks.append(made)
        self.anchors.extend(anchors)
        self.parts.append(text)
        self.size += len(text) + 1
        return made

    @property
    def text(self) -> str:
        """The whole text so far."""
        return "\n".join(self.parts)


def _folded(pieces: Sequence[Piece], start: int) -> tuple[str, list[Anchor]]:
    """The text of some pieces with its white space folded, and the links in it."""
    text = ""
    anchors = []
    for piece in pieces:
        words = piece.text.replace("\u00ad", "")
        folded = " ".join(words.split())
        if not folded:
            text += " " if words and text and not text.endswith(" ") else ""
            continue
        if words[0].isspace() and text and not text.endswith(" "):
            text += " "
        begin = len(text)
        text += folded
        if piece.target:
            anchors.append(Anchor(start + begin, start + len(text), piece.target, piece.cited))
        if words[-1].isspace():
            text += " "
    return text.rstrip(), anchors
