"""HTML pages, saved ones too: the article without its surroundings, with links, notes, tables and what the page says of itself."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Final

from kg.text.document import BlockKind, Builder, Document
from kg.text.limits import MOST_TAGS, check_text, library_missing, too_large, unreadable
from kg.text.readers.html_blocks import MOST_DEEP, TooDeepError, Walker
from kg.text.readers.html_metadata import metadata
from kg.text.scripts import lowered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.text.document import Block

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
# Elements that hold the article of a page, the surest first.
_ARTICLES: Final = ("//article", "//main", "//*[@role='main']", "//*[@itemprop='articleBody']")
_MOST_OF_PAGE: Final = 0.5
_SHORT: Final = 25
_SAME_WORDS: Final = 0.85
_LISTS: Final = re.compile(
    r"(?:sources|references|notes|endnotes|footnotes|bibliography|works cited|citations)\W*", re.IGNORECASE
)


def read(name: str, data: bytes) -> Document:
    """Read a page. Raises UsageError for one that is too large or is not HTML."""
    if data.count(b"<") > MOST_TAGS:
        raise too_large(name, f"has more than {MOST_TAGS:,} tags")
    text = decoded(data)
    tree = parsed(name, text)
    return read_tree(name, tree, metadata(tree, text[:4096]), whole=False, page=text)


def decoded(data: bytes) -> str:
    """The text of a page, by the encoding that it states, else UTF-8 or, failing that, Windows-1252."""
    stated = _CHARSET.search(data[:4096])
    for encoding in ("utf-8-sig", stated[1].decode() if stated else "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def parsed(name: str, text: str) -> Any:  # noqa: ANN401 - lxml has no types
    """The tree of a page. Raises UsageError where there is none."""
    try:
        from lxml import etree, html
    except ImportError as error:
        raise library_missing("HTML", error) from error
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    try:
        tree = html.document_fromstring(clean, parser=html.HTMLParser(no_network=True, remove_pis=True, huge_tree=True))
    except (etree.ParserError, ValueError) as error:
        raise unreadable(name, "there is no text in this page") from error
    return tree


def read_tree(name: str, tree: Any, facts: dict[str, Any], *, whole: bool, page: str = "") -> Document:  # noqa: ANN401
    """A document from a tree; `whole` where nothing of it is surroundings."""
    root, sure = (tree, True) if whole else _article(tree)
    walker = Walker(surroundings=whole)
    try:
        walker.walk(root)
    except TooDeepError as error:
        raise too_large(name, f"nested more than {MOST_DEEP:,} tags deep") from error
    builder = walker.builder
    if not sure:
        builder = _without_surroundings(builder, page)
    check_text(name, builder.parts)
    if not builder.blocks:
        raise unreadable(name, "there is no text in this page")
    facts["title"] = facts.get("title") or next(
        (builder.text[b.start : b.end] for b in builder.blocks if b.kind in {BlockKind.TITLE, BlockKind.HEADING}), None
    )
    return Document(builder.text, tuple(builder.blocks), tuple(builder.anchors), **{"media_type": "text/html", **facts})


def _article(tree: Any) -> tuple[Any, bool]:  # noqa: ANN401
    """The element that holds the article, and whether the page itself says so."""
    body = tree.find("body")
    body = tree if body is None else body
    most = _MOST_OF_PAGE * _length(body)
    for path in _ARTICLES:
        found = body.xpath(path)
        if len(found) == 1 and (path == "//article" or _length(found[0]) >= most) and _length(found[0]) > _SHORT:
            return found[0], True
    return body, False


def _length(element: Any) -> int:  # noqa: ANN401
    return sum(
        len(text.strip())
        for text in element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    )


def _without_surroundings(builder: Builder, page: str) -> Builder:
    """Only the blocks that belong to the article, as trafilatura finds it, and the lists of references."""
    kept = main_text(page)
    if not kept:
        return builder
    words, kept = set(kept.split()), _squashed(kept)
    found = Builder()
    in_list = False
    for block in builder.blocks:
        text = builder.text[block.start : block.end]
        if block.kind in {BlockKind.HEADING, BlockKind.TITLE}:
            in_list = _LISTS.fullmatch(text.strip()) is not None
        if in_list or block.kind in {BlockKind.TITLE, BlockKind.NOTE} or _is_in(text, kept, words):
            _copy(builder, block, found)
    return found if found.blocks else builder


def _is_in(text: str, kept: str, words: set[str]) -> bool:
    """Whether a block stands in the text of the article, whatever white space is put between its parts there."""
    if _squashed(text) in kept:
        return True
    parts = text.split()
    return len(text) > _SHORT and sum(part in words for part in parts) >= _SAME_WORDS * len(parts)


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", lowered(text))


def _copy(source: Builder, block: Block, target: Builder) -> None:
    """Add a block of one builder to another."""
    from msgspec.structs import replace

    moved = target.size - block.start
    target.blocks.append(replace(block, start=target.size, end=block.end + moved))
    target.parts.append(source.text[block.start : block.end])
    target.anchors.extend(
        replace(anchor, start=anchor.start + moved, end=anchor.end + moved)
        for anchor in source.anchors
        if block.start <= anchor.start and anchor.end <= block.end
    )
    target.size = block.end + moved + 1


def main_text(page: str) -> str:
    """The text of the article as trafilatura finds it, with white space folded; empty where it finds none."""
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise library_missing("HTML", error) from error
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot find is no message to a reader
    found = bare_extraction(
        page, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False, deduplicate=False
    )
    text: Iterable[str] = str(getattr(found, "text", "") or "").split()
    return " ".join(text)
