"""The data of the benchmarks is the same each time, and has what it is said to have."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from benchmarks.generate import triples, write
from kg.api import open_graph


def test_the_same_number_and_seed_give_the_same_graph() -> None:
    assert list(triples(200, 3)) == list(triples(200, 3)) != list(triples(200, 4))


def test_a_generated_graph_has_loops_dead_ends_drift_and_origins(tmp_path: Path) -> None:
    path = tmp_path / "claims.nt"
    write(path, 1500, 1)
    assert len(list(ox.parse(path=str(path)))) > 1500 * 10
    analysis = open_graph(str(path)).analysis()
    assert len(analysis.graph.claims) == 1500
    assert analysis.ends.loops
    assert {"made here", "not traced further"} <= set(analysis.ends.leaf.values())
    assert any(arc.hop.changed for node in analysis.graph.nodes for arc in analysis.graph.arcs(node))
