"""The sentences of a block, each with its characters; markers of references stay with the sentence that they end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.text.document import BlockKind
from kg.text.limits import library_missing
from kg.text.scripts import RAISED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.document import Block, Document

# Markers, and closing quotation marks, that a splitter puts at the beginning of the next sentence.
_LEFT_OVER: Final = re.compile(rf"\s*(?:(?:\[\^?[\w,;\s–-]{{1,30}}\]|[{RAISED}]+|[”’\"')\]]+(?=\s|\Z))\s*)+")
_GOES_ON: Final = re.compile(r"[a-z(,;–—]|\d+[a-z]?\)")
_FOLLOWS_SHORT: Final = re.compile(r"[\dA-Z(]")
_ALWAYS: Final = re.compile(
    r"\b(?:approx|ca|vs|[Vv]ols?|[Cc]ols?|Nos?|St|Dr|Mr|Mrs|Ms|Prof|Rev|Fig|pp?|para|cf|e\.g|i\.e|al)\.\s*\Z"
)

# The library takes time by the square of a text with quotation marks that nothing closes; a paragraph of an article is shorter than this.
_AT_ONCE: Final = 4_000
_STOP: Final = re.compile(r"[.!?][”\"’')\]]*\s+(?=[A-Z“\"‘'(])")


class Sentence(Struct, frozen=True):
    """A sentence: its characters in the text of the document, and the block it stands in, by number."""

    start: int
    end: int
    block: int


def sentences(document: Document) -> Iterator[Sentence]:
    """Every sentence of a document, block by block. A heading or cell is one sentence."""
    for number, block in enumerate(document.blocks):
        for start, end in _of_block(document, block):
            yield Sentence(start, end, number)


def _of_block(document: Document, block: Block) -> Iterator[tuple[int, int]]:
    if block.kind in {BlockKind.TITLE, BlockKind.HEADING, BlockKind.HEAD, BlockKind.CELL}:
        yield block.start, block.end
        return
    for start, end in split(document.words(block)):
        yield block.start + start, block.start + end


def split(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends."""
    try:
        import sentencex
    except ImportError as error:
        raise library_missing("sentences", error) from error
    parts = [part for piece in _pieces(text) for part in sentencex.segment("en", piece)]
    if "".join(parts) != text:
        return [(0, len(text))]
    joined: list[str] = []
    for part in parts:
        left_over = _LEFT_OVER.match(part) if joined else None
        if left_over is not None:
            joined[-1] += left_over.group()
            part = part[left_over.end() :]  # noqa: PLW2901 - what is left of it
        if not part:
            continue
        if joined and _is_continued(joined[-1], part):
            joined[-1] += part
        else:
            joined.append(part)
    return _places(joined)


def _pieces(text: str) -> Iterator[str]:
    """A long paragraph in parts, cut after the end of a sentence where there is one, else at a space."""
    start = 0
    while len(text) - start > _AT_ONCE:
        ends = [match.end() for match in _STOP.finditer(text, start, start + _AT_ONCE)]
        space = text.rfind(" ", start + 1, start + _AT_ONCE) + 1
        end = (ends[-1] if ends else space) or start + _AT_ONCE
        yield text[start:end]
        start = end
    yield text[start:]


def _is_continued(before: str, part: str) -> bool:
    """Whether a part goes on with the sentence before it, which ended in a short form or did not end."""
    if _GOES_ON.match(part.lstrip()) and not re.search(r"[!?][”\"']?\s*\Z", before):
        return True
    return _ALWAYS.search(before) is not None and _FOLLOWS_SHORT.match(part.lstrip()) is not None


def _places(parts: list[str]) -> list[tuple[int, int]]:
    found, place = [], 0
    for part in parts:
        bare = part.strip()
        if bare:
            start = place + len(part) - len(part.lstrip())
            found.append((start, start + len(bare)))
        place += len(part)
    return found
