"""RDF files: Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, read and written.

Blank nodes are given stable IRIs from the digest of the file and the order in which they appear in it (canonical labels would take
exponential time on hostile input, and a changed file has another digest in any case), and triples of the default graph go into
one named graph per file. Derived terms of ours found in input are left out; the older
spelling `http://schema.org/` is read as the one this project uses; a citation node without its direct triple gets it; a
claim with several appearances is split.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import BadDataError, Problem, UsageError, cannot_read
from kg.rdf.appearances import one_appearance_each
from kg.rdf.contexts import with_known_contexts
from kg.rdf.limits import check_xml
from kg.vocabulary import DERIVED, HW, iri

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS, "rdf": ox.RdfFormat.RDF_XML, "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
_CITATION: Final = tuple(
    iri(f"cito:{name}") for name in ("hasCitingEntity", "hasCitedEntity", "hasCitationCharacterization")
)
_GENERATED: Final = (iri("prov:generated"), iri("prov:wasGeneratedBy"))
_DERIVED: Final = frozenset(HW + name for name in DERIVED)


@dataclass(frozen=True, slots=True)
class RdfFile:
    """The quads of one file, and how many derived ones were left out.

    `graph` is the named graph of what stood in the file's default graph; `brings` are named graphs of its own.
    """

    path: Path
    graph: str
    sha256: str
    form: str
    quads: tuple[ox.Quad, ...]
    brings: tuple[str, ...]
    left_out: int


def read_rdf(path: Path, base: str, graph: str | None = None) -> RdfFile:
    """Read one file by the ending of its name; `graph` is the IRI of its named graph, by default one of its content.

    Raises UsageError for an ending that is no RDF syntax or a file that cannot be opened, BadDataError with line and
    column for one that cannot be parsed: it loads whole or not at all.
    """
    syntax = FORMATS.get(path.suffix[1:].lower())
    if syntax is None:
        raise UsageError(f"{path}: not an RDF file; known endings: {', '.join(f'.{end}' for end in FORMATS)}")
    try:
        dataset = list(_parsed(path, syntax, base))
    except OSError as error:
        raise cannot_read(path, error) from error
    except SyntaxError as error:
        raise BadDataError([Problem(str(path), error.lineno or 0, error.offset or 0, error.msg)]) from error
    except MemoryError as error:
        # The parser's own limit on one statement, not the machine's memory.
        raise BadDataError([Problem(str(path), 0, 0, "a line or value is longer than 16 MB; split it")]) from error
    except ValueError as error:
        raise BadDataError([Problem(str(path), 0, 0, " ".join(str(error).split()))]) from error
    if not dataset:
        raise BadDataError([Problem(str(path), 0, 0, "the file states nothing")])
    digest = sha256(path.read_bytes()).hexdigest()
    place = ox.NamedNode(graph or f"{base}graph/{digest[:16]}")
    nodes = _Nodes(f"{base}.well-known/genid/{digest[:16]}/")
    kept = list(dict.fromkeys(_placed(quad, place, nodes) for quad in dataset))
    own = one_appearance_each(_as_generated(quad) for quad in kept if quad.predicate.value not in _DERIVED)
    left_out = sum(quad.predicate.value in _DERIVED for quad in kept)
    brings = {str(quad.graph_name.value) for quad in own if isinstance(quad.graph_name, ox.NamedNode)} - {place.value}
    return RdfFile(
        path, place.value, digest, syntax.media_type, (*own, *_direct(own, place)), tuple(sorted(brings)), left_out
    )


def _parsed(path: Path, syntax: ox.RdfFormat, base: str) -> ox.QuadParser:
    """The quads of a file as they stand in it."""
    if syntax == ox.RdfFormat.RDF_XML:
        check_xml(path)
    if syntax != ox.RdfFormat.JSON_LD:
        return ox.parse(path=str(path), format=syntax, base_iri=base)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadDataError([Problem(str(path), 0, 0, f"not UTF-8 (byte {error.start + 1}); save it as UTF-8")]) from error
    return ox.parse(with_known_contexts(path, text), format=syntax, base_iri=base)


def _direct(quads: list[ox.Quad], graph: ox.NamedNode) -> list[ox.Quad]:
    """The direct triple of every citation node whose two ends nothing else joins, so that paths can follow it."""
    joined = {(quad.subject, quad.object) for quad in quads}
    said: dict[object, dict[str, ox.NamedNode]] = {}
    for quad in quads:
        if quad.predicate.value in _CITATION and isinstance(quad.object, ox.NamedNode):
            said.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
    citing, cited, how = _CITATION
    default = ox.NamedNode(iri("cito:cites"))
    return [
        ox.Quad(about[citing], about.get(how, default), about[cited], graph)
        for about in said.values()
        if citing in about and cited in about and (about[citing], about[cited]) not in joined
    ]


def _as_generated(quad: ox.Quad) -> ox.Quad:
    """`prov:generated` as the inverse that evidence is followed along."""
    if quad.predicate.value != _GENERATED[0] or not isinstance(quad.object, ox.NamedNode) or isinstance(quad.subject, ox.Triple):
        return quad
    return ox.Quad(quad.object, ox.NamedNode(_GENERATED[1]), quad.subject, quad.graph_name)


class _Nodes:
    """Names for the blank nodes of one file, in the order in which they appear."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.known: dict[str, ox.NamedNode] = {}

    def named(self, node: ox.BlankNode) -> ox.NamedNode:
        """The IRI of a blank node."""
        return self.known.setdefault(node.value, ox.NamedNode(f"{self.prefix}b{len(self.known)}"))


def _placed(quad: ox.Quad, graph: ox.NamedNode, nodes: _Nodes) -> ox.Quad:
    """A quad with its blank nodes named and its graph set."""
    named = nodes.named

    def spelt(node: ox.NamedNode) -> ox.NamedNode:
        return ox.NamedNode(f"https{node.value[4:]}") if node.value.startswith("http://schema.org/") else node

    subject, value, place = quad.subject, quad.object, quad.graph_name
    return ox.Quad(
        named(subject) if isinstance(subject, ox.BlankNode) else subject,
        spelt(quad.predicate),
        named(value) if isinstance(value, ox.BlankNode) else spelt(value) if isinstance(value, ox.NamedNode) else value,
        graph if isinstance(place, ox.DefaultGraph) else named(place) if isinstance(place, ox.BlankNode) else place,
    )


def write_rdf(quads: Iterable[ox.Quad], ending: str) -> bytes:
    """Quads in the syntax of a file ending, the same bytes for the same quads.

    Syntaxes that hold one graph get the union of all; raises UsageError for an unknown ending.
    """
    syntax = FORMATS.get(ending)
    if syntax is None:
        raise UsageError(f"“{ending}” is no RDF syntax; known: {', '.join(FORMATS)}")
    ordered = sorted(quads, key=str)
    if not syntax.supports_datasets:
        triples = sorted({quad.triple for quad in ordered}, key=str)
        return ox.serialize(triples, format=syntax) or b""
    return ox.serialize(ordered, format=syntax) or b""
