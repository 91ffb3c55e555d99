"""A graph described for machines that look for data: in VoID, in DCAT, and as a SPARQL service.

VoID: W3C Interest Group Note, 3 March 2011. DCAT: W3C Recommendation, version 3. SPARQL 1.1 Service Description: W3C Recommendation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import pyoxigraph as ox
from msgspec import Struct

from kg.vocabulary import HW, PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

VOID: Final = "http://rdfs.org/ns/void#"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
SPDX: Final = "http://spdx.org/rdf/terms#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_TYPE: Final = iri("rdf:type")
_OURS: Final = {"void": VOID, "sd": SD, "spdx": SPDX}


class Counts(Protocol):
    """What is counted of a store."""

    @property
    def triples(self) -> int:
        """Distinct triples."""
        ...

    @property
    def subjects(self) -> int:
        """Distinct subjects."""
        ...

    @property
    def objects(self) -> int:
        """Distinct objects."""
        ...

    @property
    def classes(self) -> Mapping[str, int]:
        """Nodes of each class."""
        ...

    @property
    def properties(self) -> Mapping[str, int]:
        """Triples of each property."""
        ...

    @property
    def graphs(self) -> Mapping[str, int]:
        """Quads of each named graph."""
        ...


class Download(Struct, frozen=True):
    """One file that holds the graph: its address (may be relative), media type, size in bytes and SHA-256."""

    address: str
    media: str
    size: int
    sha256: str


def examined_quads(dataset: str, documents: Iterable[str]) -> Iterator[ox.Quad]:
    """What a graph is about, the documents under examination, in a named graph of the dataset's own name: so it goes where the data go."""
    place = ox.NamedNode(dataset)
    for document in documents:
        yield ox.Quad(place, ox.NamedNode(_TYPE), ox.NamedNode(VOID + "Dataset"), place)
        yield ox.Quad(place, ox.NamedNode(iri("dcterms:subject")), ox.NamedNode(document), place)


def dataset_document(
    node: str,
    title: str,
    space: str,
    counts: Counts,
    ending: ox.RdfFormat,
    *,
    endpoint: str | None = None,
    writable: bool = False,
    downloads: Sequence[Download] = (),
    base: str | None = None,
) -> bytes:
    """The description of a graph as a document; with an endpoint, that of the service as well, `writable` where it takes updates.

    `space` is the prefix of the graph's own IRIs; addresses of downloads resolve against `base`.
    """
    triples = list(_dataset(node, title, space, counts))
    for download in downloads:
        triples += _download(node, download, base or node)
    if endpoint:
        triples += _service(node, endpoint, counts, writable)
    prefixes = {name: value for name, value in {**PREFIXES, **_OURS}.items() if name in _USED}
    written: bytes = ox.serialize(triples, format=ending, prefixes=prefixes) or b""
    return written


_USED: Final = frozenset({"dcat", "dcterms", "void", "sd", "spdx", "xsd"})


def _triple(subject: str | ox.BlankNode, predicate: str, value: str | int | ox.Literal | ox.BlankNode) -> ox.Triple:
    about = ox.NamedNode(subject) if isinstance(subject, str) else subject
    term = ox.NamedNode(value) if isinstance(value, str) else ox.Literal(value) if isinstance(value, int) else value
    return ox.Triple(about, ox.NamedNode(predicate), term)


def _dataset(node: str, title: str, space: str, counts: Counts) -> Iterator[ox.Triple]:
    yield _triple(node, _TYPE, VOID + "Dataset")
    yield _triple(node, _TYPE, iri("dcat:Dataset"))
    yield _triple(node, iri("dcterms:title"), ox.Literal(title))
    yield _triple(node, VOID + "uriSpace", ox.Literal(space))
    yield _triple(node, VOID + "triples", counts.triples)
    yield _triple(node, VOID + "distinctSubjects", counts.subjects)
    yield _triple(node, VOID + "distinctObjects", counts.objects)
    yield _triple(node, VOID + "classes", len(counts.classes))
    yield _triple(node, VOID + "properties", len(counts.properties))
    used = {*counts.classes, *counts.properties}
    for namespace in sorted({HW, *(base for base in PREFIXES.values() if any(term.startswith(base) for term in used))}):
        yield _triple(node, VOID + "vocabulary", namespace)
    for place, (term, number) in enumerate(counts.classes.items()):
        part = ox.BlankNode(f"class{place}")
        yield _triple(node, VOID + "classPartition", part)
        yield _triple(part, VOID + "class", term)
        yield _triple(part, VOID + "entities", number)
    for place, (term, number) in enumerate(counts.properties.items()):
        part = ox.BlankNode(f"property{place}")
        yield _triple(node, VOID + "propertyPartition", part)
        yield _triple(part, VOID + "property", term)
        yield _triple(part, VOID + "triples", number)


def _download(node: str, download: Download, base: str) -> Iterator[ox.Triple]:
    file = base + download.address
    checksum, distribution = (ox.BlankNode(f"{part}-{download.sha256[:16]}") for part in ("checksum", "distribution"))
    yield _triple(node, VOID + "dataDump", file)
    yield _triple(node, iri("dcat:distribution"), distribution)
    yield _triple(distribution, _TYPE, iri("dcat:Distribution"))
    yield _triple(distribution, iri("dcat:downloadURL"), file)
    yield _triple(distribution, iri("dcat:mediaType"), _IANA + download.media)
    yield _triple(
        distribution,
        iri("dcat:byteSize"),
        ox.Literal(str(download.size), datatype=ox.NamedNode(iri("xsd:nonNegativeInteger"))),
    )
    yield _triple(distribution, SPDX + "checksum", checksum)
    yield _triple(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")
    yield _triple(
        checksum, SPDX + "checksumValue", ox.Literal(download.sha256, datatype=ox.NamedNode(iri("xsd:hexBinary")))
    )


def _service(node: str, endpoint: str, counts: Counts, writable: bool) -> Iterator[ox.Triple]:
    """The endpoint as a SPARQL service and as a DCAT data service."""
    dataset, default = ox.BlankNode("dataset"), ox.BlankNode("default")
    yield _triple(node, VOID + "sparqlEndpoint", endpoint)
    yield _triple(endpoint, _TYPE, SD + "Service")
    yield _triple(endpoint, _TYPE, iri("dcat:DataService"))
    yield _triple(endpoint, iri("dcat:endpointURL"), endpoint)
    yield _triple(endpoint, iri("dcat:servesDataset"), node)
    yield _triple(endpoint, SD + "endpoint", endpoint)
    yield _triple(endpoint, SD + "supportedLanguage", SD + "SPARQL11Query")
    if writable:
        yield _triple(endpoint, SD + "supportedLanguage", SD + "SPARQL11Update")
    yield _triple(endpoint, SD + "feature", SD + "UnionDefaultGraph")
    for name in _RESULTS:
        yield _triple(endpoint, SD + "resultFormat", _FORMATS + name)
    yield _triple(endpoint, SD + "defaultDataset", dataset)
    yield _triple(dataset, _TYPE, SD + "Dataset")
    yield _triple(dataset, SD + "defaultGraph", default)
    yield _triple(default, _TYPE, SD + "Graph")
    yield _triple(default, VOID + "triples", counts.triples)
    for place, (graph, number) in enumerate(counts.graphs.items()):
        part, inner = ox.BlankNode(f"named{place}"), ox.BlankNode(f"graph{place}")
        yield _triple(dataset, SD + "namedGraph", part)
        yield _triple(part, _TYPE, SD + "NamedGraph")
        yield _triple(part, SD + "name", graph)
        yield _triple(part, SD + "graph", inner)
        yield _triple(inner, _TYPE, SD + "Graph")
        yield _triple(inner, VOID + "triples", number)


def described(node: str, title: str, space: str, counts: Counts, media: str, *, endpoint: str, writable: bool) -> bytes:
    """The description of a graph and its endpoint in the syntax of a media type."""
    ending = ox.RdfFormat.from_media_type(media)
    assert ending is not None  # noqa: S101 - one of the syntaxes on offer
    return dataset_document(node, title, space, counts, ending, endpoint=endpoint, writable=writable)
