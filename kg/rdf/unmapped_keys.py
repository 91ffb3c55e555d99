"""Keys of a JSON-LD document that its context gives no meaning: a parser leaves them out without a word.

The document is parsed a second time with a vocabulary for whatever has no meaning, so that the parser itself says which keys those are.
"""

from __future__ import annotations

import json
from typing import Any, Final

import pyoxigraph as ox

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
    quads = list(ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD, base_iri=base))
    keys = dict.fromkeys(q.predicate.value.removeprefix(_UNMAPPED) for q in quads if _is_unmapped(q.predicate))
    order = {key: text.find(f'"{key}"') for key in keys}
    return tuple(sorted(keys, key=order.__getitem__)), any(map(_means_something, quads))


def _is_unmapped(term: Any) -> bool:  # noqa: ANN401 - any term of RDF
    return isinstance(term, ox.NamedNode) and term.value.startswith(_UNMAPPED)


def _means_something(quad: ox.Quad) -> bool:
    if quad.predicate.value == _TYPE:
        return not _is_unmapped(quad.object)
    return not _is_unmapped(quad.predicate)
