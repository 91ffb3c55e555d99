"""Turtle and N-Triples files that can be loaded as they stand, by the engine's own loader: no quad of them becomes a Python object.

A file is plain where reading it quad by quad would change nothing: it has no blank nodes, no older spelling of schema.org, no literal
whose type the engine changes, and states no draft and nothing that Headwater derives itself.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import Final

import pyoxigraph as ox

from kg.rdf.limits import is_modest
from kg.rdf.normalize import DERIVED_TERMS, OLD_SCHEMA
from kg.vocabulary import iri

SYNTAXES: Final = frozenset({ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES})
# Below this size, reading quad by quad takes no time.
FEWEST_BYTES: Final = 200_000
# Longer names, which may be abbreviated and used many times, are counted by reading quad by quad; a text of many words is no name.
_LONGEST: Final = 200
_LONG: Final = re.compile(rb"[\s<]\S{%d}" % _LONGEST)
# A node without a name, the older spelling, or a character that is written by its number.
_NOT_PLAIN: Final = (b"_:", OLD_SCHEMA.rstrip("/").encode(), b"\\u", b"\\U")
# The types that the engine changes, by the ends of their names (see `changed_literals`).
_CHANGED: Final = re.compile(rb"\^\^\S*(?:int|long|short|byte|Integer|Int|Long|Short|Byte|Stamp)\b")
_BLANKS: Final = "ASK { GRAPH <%s> { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) } }"
_UNWANTED: Final = tuple(ox.NamedNode(term) for term in sorted({*DERIVED_TERMS, iri("hw:draft")}))


def load_plain(store: ox.Store, data: bytes, syntax: ox.RdfFormat, base: str, graph: str) -> bool:
    """Load the triples of a plain file into a graph of a store; False, with the graph left empty, for a file that is not plain.

    One that cannot be parsed is not plain either: reading it quad by quad says what is wrong.
    """
    if syntax not in SYNTAXES or data.startswith(BOM_UTF8):
        return False
    if any(map(data.__contains__, _NOT_PLAIN)) or _CHANGED.search(data) or _LONG.search(data):
        return False
    place = ox.NamedNode(graph)
    before = len(store)
    try:
        store.bulk_load(input=data, format=syntax, base_iri=base, to_graph=place)
    except (SyntaxError, ValueError, MemoryError):
        store.remove_graph(place)
        return False
    number = len(store) - before
    if is_modest(number, len(data), _LONGEST) and not _holds_other(store, place, b"[" in data or b"(" in data):
        return True
    store.remove_graph(place)
    return False


def _holds_other(store: ox.Store, graph: ox.NamedNode, may_have_blanks: bool) -> bool:
    """Whether a graph holds what is to be named or left out."""
    if any(next(store.quads_for_pattern(None, term, None, graph), None) is not None for term in _UNWANTED):
        return True
    return may_have_blanks and bool(store.query(_BLANKS % graph.value))
