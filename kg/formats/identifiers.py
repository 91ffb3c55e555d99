"""What is an id, what is an IRI, and how a name becomes an id."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
# A scheme needs two letters at least, so that no drive letter passes for one.
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:\S+")
RESERVED: Final = frozenset({"agent", "area", "variable", "inquiry", "recommendation", "waiver", "graph"})


def is_id(text: str) -> bool:
    """Whether a text is a short id: lower-case letters, digits, `-`, `_`, `.`."""
    return _ID.fullmatch(text) is not None


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI, such as `https://…`, `doi:…` or `gss:E08000018`."""
    return _ABSOLUTE.fullmatch(text) is not None


def slugged(text: str) -> str:
    """A name as an id: lower-case words joined by hyphens, without accents; other scripts keep their letters."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", bare).strip("-") or "x"
