"""A file, or standard input, as a document with all that it states."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.text.statements import Statements


def stated_in(name: str) -> Statements:
    """What a file, or standard input, states. Raises UsageError for what cannot be opened or read."""
    from kg.text.limits import MOST_BYTES
    from kg.text.reading import read_document
    from kg.text.statements import statements
    from kg.text_files import read_bytes

    if "://" in name:
        raise UsageError(f"{name}: an address, and nothing is fetched; save the page in a file, and name that")
    if name == "-":
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        return statements(read_document("standard input", data))
    return statements(read_document(name, read_bytes(Path(name), "a document", MOST_BYTES)))
