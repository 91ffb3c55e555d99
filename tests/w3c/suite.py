"""The query evaluation tests of the W3C for SPARQL 1.0 and 1.1, read from their manifests.

The suite is not in this repository: CI takes it out of a pinned source archive of rdflib (`.ci/run`), and `W3C_TESTS` names the folder.
Left out are the tests of entailment regimes, which no part of Headwater has, and those of federated queries, which it refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFESTS: Final = ("dawg-data-r2/manifest-evaluation.ttl", "sparql11/manifest-all.ttl")
LEFT_OUT: Final = ("entailment", "service")
_MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Case:
    """One test: a query over data and named graphs, and the file that holds the result."""

    name: str
    query: Path
    data: tuple[Path, ...]
    graphs: tuple[Path, ...]
    result: Path
    lax: bool

    @cached_property
    def sparql(self) -> str:
        """The text of the query."""
        return self.query.read_text(encoding="utf-8")

    @property
    def asks_named_graphs(self) -> bool:
        """Whether the query says which graphs it asks, or the test has named graphs."""
        words = self.sparql.lower()
        return bool(self.graphs) or "graph" in words or "from" in words


class Described:
    """What a Turtle file states, to be walked from node to node."""

    def __init__(self, path: Path) -> None:
        self.store = ox.Store()
        ending = ox.RdfFormat.from_extension(path.suffix[1:])
        assert ending is not None, path
        for quad in ox.parse(path=str(path), format=ending, base_iri=path.as_uri()):
            self.store.add(quad)

    def values(self, node: Term, term: str) -> list[Term]:
        assert isinstance(node, Node)
        return [quad.object for quad in self.store.quads_for_pattern(node, ox.NamedNode(term), None)]

    def subjects(self, term: str, value: str) -> list[Term]:
        found = self.store.quads_for_pattern(None, ox.NamedNode(term), ox.NamedNode(value))
        return [quad.subject for quad in found]

    def one(self, node: Term, term: str) -> Term | None:
        return next(iter(self.values(node, term)), None)

    def listed(self, head: Term | None) -> Iterator[Term]:
        while isinstance(head, ox.BlankNode):
            yield from self.values(head, f"{_RDF}first")
            head = self.one(head, f"{_RDF}rest")


def cases(root: Path) -> list[Case]:
    """Every test in the order of the manifests."""
    return [case for manifest in MANIFESTS for case in _cases(root / manifest)]


def _cases(path: Path) -> Iterator[Case]:
    manifest = Described(path)
    (about,) = manifest.subjects(f"{_RDF}type", f"{_MF}Manifest")
    for included in manifest.listed(manifest.one(about, f"{_MF}include")):
        place = path_of(included)
        if place.parent.name not in LEFT_OUT:
            yield from _cases(place)
    for entry in manifest.listed(manifest.one(about, f"{_MF}entries")):
        if ox.NamedNode(f"{_MF}QueryEvaluationTest") in manifest.values(entry, f"{_RDF}type"):
            yield _case(manifest, entry, path)


def _case(manifest: Described, entry: Term, path: Path) -> Case:
    action, result = manifest.one(entry, f"{_MF}action"), manifest.one(entry, f"{_MF}result")
    assert action is not None
    query = manifest.one(action, f"{_QT}query")
    assert query is not None
    assert result is not None
    return Case(
        f"{path.parent.name}/{str(getattr(entry, 'value', '')).rpartition('#')[2]}",
        path_of(query),
        tuple(map(path_of, manifest.values(action, f"{_QT}data"))),
        tuple(map(path_of, manifest.values(action, f"{_QT}graphData"))),
        path_of(result),
        ox.NamedNode(f"{_MF}LaxCardinality") in manifest.values(entry, f"{_MF}resultCardinality"),
    )


def path_of(node: Term) -> Path:
    """The file that a node of a manifest is."""
    return Path(unquote(urlsplit(str(getattr(node, "value", ""))).path))


def quads(path: Path, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    """What a data file states, in a graph."""
    ending = ox.RdfFormat.from_extension(path.suffix[1:])
    assert ending is not None, path
    for quad in ox.parse(path=str(path), format=ending, base_iri=path.as_uri(), rename_blank_nodes=True):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
