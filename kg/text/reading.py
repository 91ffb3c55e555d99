"""Read a document in whatever format it is; parsers of PDF and DOCX run in a process of their own, with limits."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from kg.errors import count
from kg.processes.child import ChildEndedError, call
from kg.processes.limits import CAN_FORK
from kg.text.byline import with_byline
from kg.text.language import check_english
from kg.text.limits import PARSER_MEMORY, PARSER_SECONDS, check_size, too_large, unreadable

if TYPE_CHECKING:
    from kg.text.document import Document

# The version of what is extracted: raised whenever the same bytes give another text.
EXTRACTOR: Final = "headwater-text/2"
_ENDINGS: Final = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "plain", ".text": "plain",
    ".pdf": "pdf", ".docx": "docx", ".xml": "tei", ".tei": "tei",
}  # fmt: skip
_MEDIA: Final = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown", "text/plain": "plain", "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx", "application/tei+xml": "tei",
    "application/xml": "tei", "text/xml": "tei",
}  # fmt: skip
MEDIA_OF: Final = {name: media for media, name in reversed(_MEDIA.items())} | {
    "tei": "application/tei+xml",
    "html": "text/html",
}
ENDINGS: Final = tuple(_ENDINGS)
# Formats whose parsers are large enough to be kept apart.
_APART: Final = frozenset({"pdf", "docx"})


def format_of(name: str, data: bytes, media_type: str | None = None) -> str:
    """The format of a document: by how it begins, its media type, or the ending of its name.

    Raises UsageError for one that is not read here.
    """
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "html"
    if b"<tei" in start:
        return "tei"
    stated = _MEDIA.get((media_type or "").partition(";")[0].strip().lower())
    found = stated or _ENDINGS.get(PurePath(name).suffix.lower())
    if found is not None and found not in _APART:
        return found
    if found is not None:
        raise unreadable(name, f"not a {found.upper()} file, whatever its name says")
    if b"\0" in data[:4096]:
        raise unreadable(name, "not in a format that is read here: HTML, Markdown, plain text, PDF, DOCX, TEI")
    return "plain"


def read_document(name: str, data: bytes, media_type: str | None = None, *, english: bool = True) -> Document:
    """A document from its bytes. Nothing that it names is fetched, and nothing in it is run.

    Raises UsageError for what is not read here, broken, larger than its limits, or not in English.
    """
    check_size(name, data)
    form = format_of(name, data, media_type)
    document = _apart(form, name, data) if form in _APART and CAN_FORK else parse(form, name, data)
    if english:
        check_english(name, document.text, document.language)
    return with_byline(document)


def parse(form: str, name: str, data: bytes) -> Document:
    """A document in a format, read in this process."""
    found: Document = import_module(f"kg.text.readers.{form}").read(name, data)
    return found


def _apart(form: str, name: str, data: bytes) -> Document:
    try:
        return call(lambda: parse(form, name, data), PARSER_SECONDS, PARSER_MEMORY)
    except TimeoutError as error:
        raise too_large(name, f"took longer than {count(PARSER_SECONDS, 'second')} to read") from error
    except MemoryError as error:
        raise too_large(name, "took more memory than a document may") from error
    except ChildEndedError as error:
        raise too_large(name, f"could not be read within its limits ({error})") from error


__all__ = ["ENDINGS", "EXTRACTOR", "MEDIA_OF", "format_of", "parse", "read_document"]
