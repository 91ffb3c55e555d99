"""Keys of a JSON-LD document that its context gives no meaning: a parser leaves them out silently.

The document is parsed a second time with a vocabulary for whatever has no meaning, so that the parser itself says which keys those are.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pyoxigraph as ox

_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_UNMAPPED: Final = "urn:headwater:unmapped:"
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def unmapped_keys(text: str, base: str) -> tuple[tuple[str, ...], bool]:
    """The keys that mean nothing, each once, and whether anything in the document means something.

    Raises what the parser raises.
    """
    document = json.loads(text)
    for part in document if isinstance(document, list) else [document]:
        if isinstance(part, dict):
            own = part.get("@context", [])
            part["@context"] = [{"@vocab": _UNMAPPED}, *(own if isinstance(own, list) else [own])]
    keys, means_something = dict[str, None](), False
    for quad in ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD, base_iri=base):
        means_something = means_something or _means_something(quad)
        if _is_unmapped(quad.predicate):
            keys[quad.predicate.value.removeprefix(_UNMAPPED)] = None
    places = _places(text)
    return tuple(sorted(keys, key=lambda key: places.get(key, -1))), means_something


def _places(text: str) -> dict[str, int]:
    """Where each string of a JSON document stands first."""
    places: dict[str, int] = {}
    for found in _STRING.finditer(text):
        places.setdefault(found[1], found.start())
    return places


def _is_unmapped(term: Any) -> bool:  # noqa: ANN401 - any term of RDF
    return isinstance(term, ox.NamedNode) and term.value.startswith(_UNMAPPED)


def _means_something(quad: ox.Quad) -> bool:
    if quad.predicate.value == _TYPE:
        return not _is_unmapped(quad.object)
    return not _is_unmapped(quad.predicate)
