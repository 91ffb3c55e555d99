"""What a cell refers to: addresses and identifiers, or a source in words only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.formats.importing.index import work_key
from kg.formats.importing.parts import Fields, Part
from kg.model.identifiers import identify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.importing.context import Context

ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s;|<>\"]+", re.IGNORECASE)
_BETWEEN: Final = re.compile(r";\s|[;\n]$|\n")
_LONGEST_WISH: Final = 80


def references(context: Context, place: str, text: str, behind: str, column: str) -> Iterator[tuple[str, Part]]:
    """The sources that a cell refers to: by an address or identifier (cites), or in words only (names)."""
    pieces = [piece for piece in _BETWEEN.split(text) if piece.strip()] or [""]
    for piece in pieces:
        yield from _reference(context, f"{place}, {column}", piece, behind if len(pieces) == 1 else "")


def _reference(context: Context, where: str, text: str, behind: str) -> Iterator[tuple[str, Part]]:
    addresses = [with_scheme(address) for address in ADDRESS.findall(text)] or ([behind] if behind else [])
    words = ADDRESS.sub(" ", text).strip(" ;,|()[]–-\n")
    if not addresses and work_key(words):
        addresses, words = [iri_of(words)], ""
    for address in addresses:
        fields: Fields = {"url": address} if address.startswith("http") else {"same as": [address]}
        if words and len(addresses) == 1:
            fields["title"] = words
        yield "cites", Part(context.index.source(address), where, fields)
    if not addresses and words:
        yield "names", Part(context.index.source(wish=words[:_LONGEST_WISH], named=words), where, {"title": words})


def with_scheme(address: str) -> str:
    """An address as it was found in a text, without the mark that ended the sentence."""
    address = address.rstrip(".,)")
    return f"https://{address}" if address.lower().startswith("www.") else address


def iri_of(text: str) -> str:
    """The IRI of an identifier, or the text where it is none."""
    found = identify(text)
    return found.iri if found else text
