"""Text from records made safe to show: nothing in it can steer a terminal, a spreadsheet or the reading order.

Pages are made with Jinja, which escapes all text by itself.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from kg.model.plain_text import UNSAFE
from kg.model.plain_text import plain_text as plain_text  # offered here with the others
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

_BUT_LINES: Final = regex(f"(?![\n\t])(?:{UNSAFE})")
_NO_XML: Final = regex("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKS: Final = regex(r"[\\`*_{}\[\]<>()#+!|~&@]")
# GitHub would turn an address or a name after an at sign into a link, or notify someone.
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
_WEB: Final = regex(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)
_BASIC_PLANE: Final = 0xFFFF
_FORMULA: Final = tuple("=+-@＝＋－＠")


def clip(text: str, most: int) -> str:
    """The text, cut after a word with an ellipsis where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head).rstrip(" ,;:") + "…"


def web_address(address: str | None) -> str | None:
    """The address where it is one of the web that a page may link to; None for anything else, `javascript:` included."""
    text = plain_text(address or "").strip()
    return text if _WEB.fullmatch(text) else None


def plain_cell(value: object) -> str:
    """A value as a spreadsheet cell that is never taken for a formula; line breaks inside it stay.

    A text that begins like a formula gets an apostrophe before it; numbers stay numbers.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else str(value)
    text = plain_lines(value.replace("\r\n", "\n"))
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def plain_row(values: Iterable[object]) -> list[str]:
    """Values as the cells of one row that is one line: what stands at the start of a line can steer the log of a build."""
    return [plain_cell(plain_text(value) if isinstance(value, str) else value) for value in values]


def plain_lines(text: str) -> str:
    """The text with its tabs and line breaks; every other control character left out."""
    return _BUT_LINES.sub("", text)


def plain_json(document: str) -> str:
    """A JSON document with the characters that steer a terminal written as escapes; its content is the same."""
    if document.isascii() and document.isprintable():
        return document  # as nearly all are, and this takes a hundredth of the time
    return _BUT_LINES.sub(_json_escape, document)


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else json.dumps(match[0])[1:-1]


def plain_markdown(text: str) -> str:
    """The text on one line, with every character that Markdown or HTML would take for a mark written as an escape."""
    return _MARKS.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), plain_text(text))


def escaped(document: str) -> str:
    """A document in Turtle or N-Triples with the characters that steer a terminal written as escapes."""
    return _BUT_LINES.sub(_turtle_escape, document)


def _turtle_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04X}" if code <= _BASIC_PLANE else f"\\U{code:08X}"


def plain_xml(document: str) -> str:
    """An XML document with the characters that steer a terminal as references; those that no XML can hold are replaced."""
    return _BUT_LINES.sub(lambda match: "\ufffd" if _NO_XML.fullmatch(match[0]) else f"&#{ord(match[0])};", document)
