"""Markdown, read as the page that it makes; `[^n]` notes and a head of `key: value` lines are understood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg.text.document import Block, BlockKind, Builder, Document
from kg.text.limits import library_missing
from kg.text.readers.html import parsed, read_tree
from kg.text.readers.html_metadata import day
from kg.text.readers.plain import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRONT: Final = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_NOTE: Final = re.compile(r"^\[\^([\w-]{1,20})\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*)", re.MULTILINE)
# Entries of a list of sources that stand line by line: each is a paragraph of its own.
_ENTRY: Final = re.compile(r"(?<=\S)\n(?=\[\^?\w{1,6}\] \S)")
# A line in bold, or one that is numbered as a table, right before a table.
_CAPTION: Final = re.compile(r"<p>(?:<strong>([^<>]+)</strong>|(Table \w{1,4}[.:][^\n]{1,300}))</p>\s*<table>")
_KEYS: Final = {"title": "title", "date": "issued", "url": "url", "publisher": "outlet", "outlet": "outlet"}


def read(name: str, data: bytes) -> Document:
    """Read a Markdown file. Raises UsageError as the other readers do."""
    try:
        import lxml.html  # noqa: F401 - reads the page that it makes
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise library_missing("Markdown", error) from error
    text = decoded(data).replace("\r\n", "\n")
    facts, text = _front(text)
    notes = [(match[1], match[2]) for match in _NOTE.finditer(text)]
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table"])
    page = parser.render(_ENTRY.sub("\n\n", _NOTE.sub("", text)))
    page = _CAPTION.sub(lambda found: f"<table><caption>{found[1] or found[2]}</caption>", page)
    read_page = read_tree(name, parsed(name, f"<html><body>{page or '<p> </p>'}</body></html>"), facts, whole=True)
    return _with_notes(read_page, notes, parser)


def _front(text: str) -> tuple[dict[str, Any], str]:
    """What the head of the file states, and the text after it."""
    facts: dict[str, Any] = {"media_type": "text/markdown"}
    match = _FRONT.match(text)
    for line in match[1].split("\n") if match else ():
        key, _, value = line.partition(":")
        value = value.strip().strip("\"'")
        if key.strip().lower() in {"author", "authors"} and value:
            facts["authors"] = tuple(
                part.strip() for part in re.split(r",|;|\band\b", value.strip("[]")) if part.strip()
            )
        elif (field := _KEYS.get(key.strip().lower())) and value:
            facts[field] = day(value) if field == "issued" else value
    return {key: value for key, value in facts.items() if value}, text[match.end() :] if match else text


def _with_notes(document: Document, notes: list[tuple[str, str]], parser: Any) -> Document:  # noqa: ANN401
    """The document with its notes at the end, each under its label."""
    if not notes:
        return document
    from msgspec.structs import replace

    builder = Builder(len(document.text) + 1, [document.text], list(document.blocks), list(document.anchors))
    for label, words in notes:
        for block, text, anchors in _blocks(parser.render(re.sub(r"^[ \t]+", "", words, flags=re.MULTILINE))):
            moved = builder.size - block.start
            builder.anchors += [replace(a, start=a.start + moved, end=a.end + moved) for a in anchors]
            builder.add(BlockKind.NOTE, text, label=label, ids=(f"#fn-{label}",))
    return replace(document, text=builder.text, blocks=tuple(builder.blocks), anchors=tuple(builder.anchors))


def _blocks(page: str) -> Iterator[tuple[Block, str, list[Any]]]:
    """The text of a note, which may be empty."""
    if not page.strip():
        return
    found = read_tree("note", parsed("note", page), {}, whole=True)
    for block in found.blocks:
        anchors = [anchor for anchor in found.anchors if block.start <= anchor.start < block.end]
        yield block, found.words(block), anchors
