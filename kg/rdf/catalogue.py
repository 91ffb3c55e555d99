"""Which file contributed which named graph: its path, SHA-256, time and format, as quads of a graph of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from msgspec import Struct

from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CATALOGUE_GRAPH = "https://w3id.org/headwater/graph/catalogue"
_TERMS = ("schema:name", "schema:sha256", "schema:dateModified", "schema:encodingFormat")


class FileEntry(Struct, frozen=True):
    """One loaded file: `graph` is the IRI of its named graph, `brings` are the named graphs of its own that it keeps.

    `path` is relative to what was opened, `modified` an ISO 8601 time, `form` a media type.
    """

    graph: str
    path: str
    sha256: str
    modified: str
    form: str
    brings: tuple[str, ...] = ()


def catalogue_quads(entries: Iterable[FileEntry]) -> Iterator[ox.Quad]:
    """The catalogue of the files that a store was filled from."""
    place = ox.NamedNode(CATALOGUE_GRAPH)
    moment = ox.NamedNode(iri("xsd:dateTime"))
    for entry in entries:
        node = ox.NamedNode(entry.graph)
        yield ox.Quad(node, ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("schema:MediaObject")), place)
        for term, value in zip(_TERMS, (entry.path, entry.sha256, entry.modified, entry.form), strict=True):
            literal = ox.Literal(value, datatype=moment) if term == "schema:dateModified" else ox.Literal(value)
            yield ox.Quad(node, ox.NamedNode(iri(term)), literal, place)
        for graph in entry.brings:
            yield ox.Quad(node, ox.NamedNode(iri("schema:hasPart")), ox.NamedNode(graph), place)
