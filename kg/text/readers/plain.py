"""Plain text: paragraphs parted by blank lines, or one a line; short lines without a full stop are headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.text.document import BlockKind, Builder, Document
from kg.text.limits import check_text, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_ITEM: Final = re.compile(r"\s*(?:[-*•·–]\s+|(?P<label>\d{1,3})[.)]\s+)(?=\S)")
_LONG_LINE: Final = 130
_LONGEST_HEADING: Final = 90
_ENDS: Final = (".", "!", "?", ";", ",", "…", "”", '"', ")", "]", "—")
_DASHES: Final = ("—", "–", "- ")
_LIST_HEAD: Final = re.compile(r"[A-Z][\w ]{2,30}:")
_ENTRY: Final = re.compile(r"\[\^?\w{1,4}\]|\d{1,3}[.)]\s")


def read(name: str, data: bytes) -> Document:
    """Read a text file. Raises UsageError for one that holds no text."""
    text = decoded(data)
    if "\0" in text:
        raise unreadable(name, "not a text file, nor in another format that is read here")
    builder = Builder()
    paragraphs = list(_paragraphs(text))
    check_text(name, paragraphs)
    for number, words in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
        _add(builder, words, following, first=number == 0)
    if not builder.blocks:
        raise unreadable(name, "there is no text in this file")
    first = builder.blocks[0]
    title = builder.parts[0] if first.kind is BlockKind.TITLE else None
    return Document(builder.text, tuple(builder.blocks), tuple(builder.anchors), title=title, media_type="text/plain")


def decoded(data: bytes) -> str:
    """The text of some bytes: UTF-8, UTF-16 with its mark, or else Windows-1252."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs: lines are joined where they were wrapped, which lines of one length show."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    wrapped = not any(len(line) > _LONG_LINE for line in lines) and any(not line.strip() for line in lines)
    held: list[str] = []
    for line in lines:
        begins = _ITEM.match(line) is not None or _ENTRY.match(line.strip()) is not None
        if held and (not wrapped or not line.strip() or begins):
            yield " ".join(held)
            held = []
        if line.strip():
            held.append(line.strip())
    if held:
        yield " ".join(held)


def _add(builder: Builder, words: str, following: str, *, first: bool) -> None:
    item = _ITEM.match(words)
    if item is not None:
        builder.add(BlockKind.ITEM, words[item.end() :], label=item["label"])
    elif _is_heading(words, following):
        builder.add(BlockKind.TITLE if first else BlockKind.HEADING, words, level=1 if first else 2)
    else:
        builder.add(BlockKind.PARAGRAPH, words, quoted=following.startswith(_DASHES) or words.startswith(_DASHES))


def _is_heading(words: str, following: str) -> bool:
    if _LIST_HEAD.fullmatch(words):
        return True
    return (
        len(words) <= _LONGEST_HEADING
        and not words.rstrip().endswith((*_ENDS, ":"))
        and not words[:1].islower()
        and not _ENTRY.match(words)
        and not words.startswith(_DASHES)
        and (len(following) > len(words) or _ITEM.match(following) is not None)
    )
