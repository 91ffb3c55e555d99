"""A file, an address or standard input, as a document with all that it states."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kg.text.statements import Statements
    from kg.workspace.snapshots import Taken


class Page(Struct, frozen=True):
    """The bytes of a page, and what is known of where they are from."""

    name: str
    data: bytes
    media_type: str | None = None
    fetched: Taken | None = None

    def statements(self) -> Statements:
        """What it states. Raises UsageError for what is not read."""
        from kg.text.reading import read_document
        from kg.text.statements import statements

        return statements(read_document(self.name, self.data, self.media_type), self.name)

    def copy(self, url: str | None, text: str | None = None) -> Taken:
        """A copy of it to keep; its text is read again where it is not given."""
        from kg.workspace.snapshots import from_file

        return self.fetched or from_file(self.name, self.data, url, text)


def page_of(name: str) -> Page:
    """A page from a file, from standard input (`-`), or from its address, which is then fetched once.

    Raises UsageError for what cannot be opened or fetched.
    """
    from kg.text.limits import MOST_BYTES
    from kg.text_files import read_bytes

    if "://" in name:
        from kg.snapshots.fetch import Fetcher
        from kg.workspace.snapshots import from_web

        fetched = Fetcher().fetch(name)
        return Page(fetched.url, fetched.data, fetched.media_type, from_web(fetched))
    if name == "-":
        return Page("standard input", sys.stdin.buffer.read(MOST_BYTES + 1))
    return Page(name, read_bytes(Path(name), "a document", MOST_BYTES))


def stated_in(name: str) -> Statements:
    """What a page states. Raises UsageError as `page_of` does, and for what is not read."""
    return page_of(name).statements()
