"""The same triples in one file, in several, loaded, or dumped and opened again, are the same claims with the same findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.commands import run
from tests.cases.judged import HERE

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph

CASE = HERE / "one-graph"


def claims(graph: Graph) -> list[tuple[str | None, str | None]]:
    """What each claim of a graph says, and where."""
    found = graph.store.records(graph.store.nodes()).claims
    return sorted((claim.says, claim.made_in) for claim in found)


def findings(graph: Graph) -> set[tuple[str, str]]:
    return {(finding.code, finding.node) for finding in graph.check().findings}


def ways(tmp_path: Path, *names: str) -> dict[str, Graph]:
    """The same files opened in every way."""
    folder, one = tmp_path / "folder", tmp_path / "one.ttl"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes((CASE / name).read_bytes())
    one.write_text("\n".join((CASE / name).read_text(encoding="utf-8") for name in names), encoding="utf-8")
    files = [str(folder / name) for name in reversed(names)]
    assert run(["load", *files, "--into", str(tmp_path / "store"), "--quiet"]) == 0
    opened = {"folder": kg.open(str(folder)), "one": kg.open(str(one)), "load": kg.open(str(tmp_path / "store"))}
    assert run(["dump", "-o", str(tmp_path / "dump"), "--graph", str(folder)]) == 0
    for name in ("graph.nq", "graph.ttl"):
        opened[f"dump {name}"] = kg.open(str(tmp_path / "dump" / name))
    return opened


def test_a_claim_whose_appearances_stand_in_another_file_is_one_for_each(tmp_path: Path) -> None:
    for way, graph in ways(tmp_path, "1.ttl", "2.ttl").items():
        expected = [("X", f"https://example.org/{name}") for name in "abd"]
        assert claims(graph) == expected, way


def test_claims_links_and_findings_are_the_same_in_every_way(tmp_path: Path) -> None:
    opened = ways(tmp_path, "a.ttl", "b.ttl")
    first = opened["one"]
    assert len(claims(first)) == 2
    for way, graph in opened.items():
        assert claims(graph) == claims(first), way
        assert findings(graph) == findings(first), way


@pytest.mark.parametrize("page", ["p1", "p2"])
def test_each_appearance_shows_the_reference_of_the_claim(page: str) -> None:
    graph = kg.open(str(CASE))
    (claim,) = graph.store.claims_in([f"https://e.org/{page}"])[f"https://e.org/{page}"]
    assert graph.trace(claim).to_dict()["works_cited"] == 1
