"""The same triples, cut into files in any way and read in any order, are the same records with the same findings."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.commands import run
from kg.lineage.gather import unique

if TYPE_CHECKING:
    from random import Random

    from kg.api import Graph

Piece = list[tuple[Any, Any, Any]]

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "cito": "http://purl.org/spar/cito/",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "dcat": "http://www.w3.org/ns/dcat#",
}
# Spellings of one address and of one DOI among them, so that works with one identifier meet.
NODES = [
    *(ox.NamedNode(f"https://e.org/{name}") for name in "abcd"),
    ox.NamedNode("http://e.org/d/"),
    ox.NamedNode("https://doi.org/10.1000/x"),
    ox.NamedNode("http://dx.doi.org/10.1000/X"),
    ox.NamedNode("doi:10.1000/x"),
]
QUALIFIED = ("Derivation", "PrimarySource", "Quotation", "Revision")


def term(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


nodes = st.sampled_from(NODES)


def texts(*values: str) -> st.SearchStrategy[ox.Literal]:
    return st.sampled_from([ox.Literal(value) for value in values])


def triple(name: str, objects: st.SearchStrategy[Any]) -> st.SearchStrategy[Piece]:
    return st.tuples(nodes, st.just(term(name)), objects).map(lambda one: [one])


def citation(parts: tuple[Any, Any, str]) -> Piece:
    source, target, relation = parts
    node = ox.BlankNode()
    return [
        (node, term("cito:hasCitingEntity"), source),
        (node, term("cito:hasCitedEntity"), target),
        (node, term("cito:hasCitationCharacterization"), term(relation)),
    ]


def qualified(parts: tuple[Any, Any, str, Any]) -> Piece:
    source, target, kind, activity = parts
    node = ox.BlankNode()
    stated = [(source, term(f"prov:qualified{kind}"), node), (node, term("prov:entity"), target)]
    return [*stated, *([(node, term("prov:hadActivity"), activity)] if activity else [])]


pieces = st.one_of(
    triple("rdf:type", st.sampled_from([term("schema:Claim"), term("prov:Entity"), term("dcat:Dataset")])),
    triple("schema:text", texts("X", "1,400 children")),
    triple("dcterms:source", texts("ONS 2023", "https://e.org/b", "10.1000/x")),
    triple("dcterms:publisher", texts("A journal")),
    triple("dcterms:issued", texts("2005", "2010")),
    triple("dcterms:title", texts("T")),
    *(
        triple(name, nodes)
        for name in (
            "schema:appearance",
            "schema:firstAppearance",
            "cito:citesAsEvidence",
            "cito:cites",
            "cito:retracts",
            "cito:disputes",
            "prov:wasDerivedFrom",
            "prov:wasGeneratedBy",
            "prov:generated",
            "prov:used",
            "owl:sameAs",
            "dcterms:isPartOf",
        )
    ),
    st.tuples(nodes, nodes, st.sampled_from(["cito:cites", "cito:disputes", "cito:extends"])).map(citation),
    st.tuples(nodes, nodes, st.sampled_from(QUALIFIED), st.none() | nodes).map(qualified),
)


def records(graph: Graph) -> dict[str, list[str]]:
    found = unique(graph.store.records(graph.store.nodes()))
    return {
        kind: sorted(repr(sorted(record.model_dump().items())) for record in getattr(found, kind))
        for kind in found.__struct_fields__
    }


def findings(graph: Graph) -> list[tuple[str, str, str]]:
    try:
        report = graph.check()
    except kg.errors.UsageError:
        return []
    return sorted((one.code, one.node, one.message) for one in (*report.findings, *report.undecided))


def write(path: Path, parts: list[Piece]) -> None:
    path.write_bytes(
        ox.serialize([ox.Triple(*one) for part in parts for one in part], format=ox.RdfFormat.N_TRIPLES) or b""
    )


def cut(folder: Path, parts: list[Piece], files: int, random: Random) -> list[str]:
    """Write the parts, shuffled, into so many files of a folder."""
    folder.mkdir()
    shuffled = random.sample(parts, len(parts))
    placed = [random.randrange(files) for _ in shuffled]
    paths = [folder / f"{random.randrange(10**6)}-{number}.nt" for number in range(files)]
    for number, path in enumerate(paths):
        write(path, [part for part, place in zip(shuffled, placed, strict=True) if place == number])
    return [str(path) for path in paths]


CUTS = given(st.lists(pieces, min_size=1, max_size=14), st.integers(1, 4), st.randoms(use_true_random=False))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@CUTS
def test_one_file_and_a_folder_of_its_parts_are_one_graph(parts: list[Piece], files: int, random: Random) -> None:
    with TemporaryDirectory() as place:
        write(Path(place, "one.nt"), parts)
        cut(Path(place, "folder"), parts, files, random)
        one, folder = kg.open(Path(place, "one.nt")), kg.open(Path(place, "folder"))
        assert records(folder) == records(one)
        assert findings(folder) == findings(one)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@CUTS
def test_a_store_and_a_dump_of_the_parts_are_the_same_graph(parts: list[Piece], files: int, random: Random) -> None:
    with TemporaryDirectory() as place:
        write(Path(place, "one.nt"), parts)
        one = kg.open(Path(place, "one.nt"))
        expected = records(one), findings(one)
        paths = cut(Path(place, "folder"), parts, files, random)
        assert run(["load", *paths, "--into", str(Path(place, "store")), "--quiet"]) == 0
        assert run(["dump", "-o", str(Path(place, "dump")), "--graph", str(Path(place, "folder"))]) == 0
        for way in ("store", "dump/graph.nq", "dump/graph.ttl"):
            graph = kg.open(Path(place, way))
            assert (records(graph), findings(graph)) == expected, way
