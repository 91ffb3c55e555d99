"""A query that names no graphs asks the data, and nothing that Headwater has made beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.commands import run
from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.own_graphs import IMPLIED_GRAPH
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPHS = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
# A citation node whose direct triple is implied.
LINK = "[] <http://purl.org/spar/cito/hasCitingEntity> <x:a> ; <http://purl.org/spar/cito/hasCitedEntity> <x:b> ."


def number(graph: Graph, query: str, facts: bool = False) -> int:
    ((found,),) = graph.query(query, facts=facts).rows
    return int(str(found))


def written(folder: Path, files: int, turtle: str = "<x:a> <x:p> <x:f{}> .") -> list[str]:
    paths = [folder / f"f{n}.ttl" for n in range(files)]
    for n, path in enumerate(paths):
        path.write_text(turtle.replace("{}", str(n)), encoding="utf-8")
    return [str(path) for path in paths]


@pytest.mark.parametrize("files", some_at_once([1, 3, 12], [3]))
def test_as_many_triples_are_counted_as_the_files_hold(tmp_path: Path, files: int) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    paths = written(folder, files)
    assert run(["load", *paths, "--into", str(tmp_path / "store"), "--quiet"]) == 0
    for graph in (kg.open(str(folder)), kg.open(str(tmp_path / "store"))):
        assert number(graph, COUNT) == files
        assert number(graph, GRAPHS) == files


def test_an_empty_file_is_a_graph_of_nothing(tmp_path: Path) -> None:
    (path,) = written(tmp_path, 1, "")
    assert number(kg.open(path), COUNT) == 0
    assert run(["load", path, "--into", str(tmp_path / "store"), "--quiet"]) == 0
    assert number(kg.open(str(tmp_path / "store")), COUNT) == 0


@pytest.mark.parametrize("files", [1, 12])
def test_what_is_implied_is_asked_by_name(tmp_path: Path, files: int) -> None:
    written(tmp_path, files, LINK.replace("x:b", "x:b{}"))
    graph = kg.open(str(tmp_path))
    direct = "ASK { <x:a> <http://purl.org/spar/cito/cites> ?b }"
    assert graph.query(direct).boolean is False
    assert number(graph, COUNT) == 2 * files
    assert graph.query(f"ASK {{ GRAPH <{IMPLIED_GRAPH}> {{ <x:a> <http://purl.org/spar/cito/cites> ?b }} }}").boolean
    assert graph.query(direct, facts=True).boolean


@pytest.mark.parametrize("files", [1, 12])
def test_the_catalogue_is_asked_by_name(tmp_path: Path, files: int) -> None:
    written(tmp_path, files)
    graph = kg.open(str(tmp_path))
    named = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{CATALOGUE_GRAPH}> {{ ?g schema:sha256 ?o }} GRAPH ?g {{ ?s ?p ?x }} }}"
    assert number(graph, named) == files
    listed = f"SELECT (COUNT(*) AS ?n) FROM <{CATALOGUE_GRAPH}> {{ ?g schema:sha256 ?o }}"  # noqa: S608 - SPARQL
    assert number(graph, listed) == files
    assert number(graph, "SELECT (COUNT(*) AS ?n) { ?g schema:sha256 ?o }") == 0
