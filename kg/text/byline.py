"""What a line at the beginning or end of a page says of itself, where its head says nothing: “Posted by Ann Lee on 9 September 2022”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from kg.text.document import BlockKind

if TYPE_CHECKING:
    from kg.text.document import Document

_MONTHS: Final = (
    "january february march april may june july august september october november december".split()
)  # fmt: skip
_LINE: Final = re.compile(
    r"(?:(?:first|last)\s+)?(?P<verb>posted|published|updated|written|date)\b:?[^.!?]{0,80}", re.IGNORECASE
)
_DATE: Final = re.compile(
    rf"\b(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_AUTHOR: Final = re.compile(r"\b(?i:posted|written|published)\s+by\s+(?P<who>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){1,3})")
_FIRST: Final = 6


def with_byline(document: Document) -> Document:
    """The document with the date and author that a line of its own states, where nothing else did."""
    if document.issued and document.authors:
        return document
    found: dict[str, Any] = {}
    blocks = [block for block in document.blocks if block.kind not in {BlockKind.CELL, BlockKind.HEAD}]
    for block in [*blocks[:_FIRST], *blocks[-2:]]:
        words = document.words(block)
        line = _LINE.match(words)
        if line is None:
            continue
        field = "modified" if line["verb"].lower() == "updated" else "issued"
        if not getattr(document, field) and (date := _DATE.search(line.group())):
            month = _MONTHS.index(date["month"].lower()) + 1
            found.setdefault(field, f"{date['year']}-{month:02}-{int(date['day']):02}")
        if not document.authors and (author := _AUTHOR.match(words)):
            found.setdefault("authors", (author["who"],))
    return replace(document, **found) if found else document
