"""The link arrays of an opened graph are kept with its generation, and made anew where something else is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.api import Graph
from kg.cache.bulk_store import add_files
from kg.errors import UsageError
from kg.resources import seeds
from kg.scale.reachability import MORE
from kg.workspace import link_cache as links

CLAIMS = """
@prefix schema: <https://schema.org/> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix hw: <https://w3id.org/headwater/ns#> .
<http://x/a> a schema:Claim ; schema:appearance <http://x/d> ; prov:wasDerivedFrom <http://x/b> .
<http://x/b> a schema:Claim ; schema:appearance <http://x/e> .
"""


def bulk(place: Path, text: str = CLAIMS) -> Path:
    (place / "claims.ttl").write_text(text, encoding="utf-8")
    report = add_files(place / "store", [place / "claims.ttl"], lambda *_: None)
    assert not report.problems
    return place / "store"


def values(graph: Graph) -> dict[str, tuple[int, ...]]:
    arrays, found = graph.structure()
    columns = found.level.values, found.reach.values, found.kinds, found.distance, found.origins
    return dict(zip(arrays.names(), zip(*(column.tolist() for column in columns), strict=True), strict=True))


def test_the_structure_of_the_seeds_is_what_their_analysis_says() -> None:
    graph = kg.open(str(seeds()))
    analysis = graph.analysis()
    found = values(graph)
    assert {node: row[0] for node, row in found.items() if node in analysis.backing.level} == analysis.backing.level
    assert {node: row[1] for node, row in found.items() if node in analysis.backing.reach} == analysis.backing.reach
    assert all(0 <= row[4] <= MORE and (row[3] >= 0) == (row[4] > 0) for row in found.values())


def test_arrays_are_made_once_for_a_generation_and_then_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bulk(tmp_path)
    before = values(kg.open(str(place)))
    assert [path.parent.parent.name for path in place.glob("g-*/links/arrays.json")] == ["g-00000001"]
    monkeypatch.setattr(links, "read_whole", None)
    assert values(kg.open(str(place))) == before


def test_another_table_or_a_changed_file_makes_them_anew(tmp_path: Path) -> None:
    place = bulk(tmp_path)
    graph = kg.open(str(place))
    assert "http://x/new" not in values(graph)
    made = next(place.glob("g-*/links/arrays.json"))
    first = made.read_text(encoding="utf-8")
    graph.table = dict.fromkeys(graph.table, 0)
    values(graph)
    assert made.read_text(encoding="utf-8") != first
    bulk(tmp_path, CLAIMS.replace("x/b", "x/new"))
    assert "http://x/new" in values(kg.open(str(place)))


def test_where_nothing_can_be_written_they_are_made_each_time(tmp_path: Path) -> None:
    graph = kg.open(str(bulk(tmp_path)))
    assert graph.generation is not None
    graph.generation = graph.generation / "no such folder"
    assert set(values(graph)) >= {"http://x/a", "http://x/b"}
    graph.generation = None
    assert set(values(graph)) >= {"http://x/a", "http://x/b"}


def test_without_numpy_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (
        "kg.scale.structure",
        "kg.scale.reachability",
        "kg.scale.backing",
        "kg.scale.csr",
        "kg.scale.link_arrays",
    ):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(UsageError, match="headwater\\[scale\\]"):
        kg.open(str(seeds())).structure()


def test_a_trace_and_a_check_import_neither_numpy_nor_scipy() -> None:
    code = (
        "import sys, kg; graph = kg.open(); graph.trace('seed-article/rotherham'); graph.check(); "
        "print({'numpy', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env={"KG_GRAPH": str(seeds())}
    )
    assert done.stdout.strip() == "set()"
