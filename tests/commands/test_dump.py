"""A dump gives the same answers elsewhere, and is there whole or not at all."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import kg as headwater
from kg.resources import seeds
from kg.rules.queries import named_queries
from kg.store.oxigraph import OxigraphStore
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done


@pytest.fixture
def dumped(kg: Callable[..., Done], tmp_path: Path) -> Path:
    done = kg("dump", "-o", str(tmp_path / "dump"), "--graph", str(seeds()))
    assert (done.code, done.err) == (0, "")
    return tmp_path / "dump"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["graph.nq", "graph.ttl"])
def test_every_named_query_has_the_same_answers_over_a_dump(dumped: Path, name: str) -> None:
    store = ox.Store()
    store.bulk_load(path=str(dumped / name))
    loaded, graph = OxigraphStore(store), headwater.open(str(seeds()))
    for query in named_queries():
        assert sorted(map(str, loaded.query(query.sparql).rows)) == sorted(
            map(str, graph.query(query.sparql, facts=True).rows)
        )


def test_a_dump_states_its_sums_and_describes_its_files(dumped: Path) -> None:
    lines = (dumped / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    assert {line.split("  ")[1] for line in lines} | {"SHA256SUMS"} == {path.name for path in dumped.iterdir()}
    for line in lines:
        digest, name = line.split("  ")
        assert sha256((dumped / name).read_bytes()).hexdigest() == digest
    described = ox.Store()
    described.bulk_load(path=str(dumped / "void.ttl"), base_iri="https://a.example/d/void.ttl")
    query = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#>
      ASK { ?d void:dataDump <https://a.example/d/graph.nq> ; dcat:distribution [ dcat:downloadURL <https://a.example/d/graph.nq> ;
        spdx:checksum [ spdx:checksumValue ?sum ] ] ; void:triples ?n }"""
    assert bool(described.query(query))
    assert f"`{headwater.open(str(seeds())).config.base}`" in (dumped / "README.md").read_text(encoding="utf-8")


def test_the_same_graph_gives_the_same_bytes(kg: Callable[..., Done], dumped: Path, tmp_path: Path) -> None:
    assert kg("dump", "-o", str(tmp_path / "again"), "--graph", str(seeds())).code == 0
    for name in ("graph.nq", "graph.ttl", "void.ttl", "SHA256SUMS"):
        assert (dumped / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", some_at_once(["graph.nq", "graph.ttl"], ["graph.nq"]))
def test_a_headline_leads_to_the_document_under_examination_in_a_dump_and_a_dump_of_it(
    kg: Callable[..., Done], dumped: Path, tmp_path: Path, name: str
) -> None:
    headline = "1,400 children in Rotherham"
    assert headwater.open(str(dumped / name)).trace(headline).claim.id == "seed-article/rotherham"
    assert kg("dump", "-o", str(tmp_path / "again"), "--graph", str(dumped / name)).code == 0
    assert headwater.open(str(tmp_path / "again" / name)).trace(headline).claim.id == "seed-article/rotherham"


def test_what_is_there_already_is_left_as_it_is(
    kg: Callable[..., Done], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "out").mkdir()
    assert kg("dump", "-o", "out").code == 2
    assert not list((workspace / "out").iterdir())

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.rdf.dump.ox.serialize", fail)
    done = kg("dump", "-o", "new")
    assert (done.code, done.err) == (2, "kg: new: No space left on device\n")
    assert not [path for path in workspace.iterdir() if "new" in path.name]


def test_what_a_killed_dump_left_is_removed_by_the_next(kg: Callable[..., Done], tmp_path: Path) -> None:
    ended, other = tmp_path / ".out.999999999", tmp_path / f".out.{os.getpid()}x"
    for left in (ended, other):
        left.mkdir()
        (left / "graph.nq").write_text("", encoding="utf-8")
    assert kg("dump", "-o", str(tmp_path / "out")).code == 0
    assert not ended.exists()
    assert other.exists()
