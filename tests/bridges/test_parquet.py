"""A graph as Parquet: every statement, claim and link is a row, in the columns that are documented."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import kg
from kg.api import Graph
from kg.bridges.parquet import COLUMNS
from kg.errors import UsageError
from kg.workspace.exports import to_parquet

RECORDS = """
source: paper
title: Owls
issued: 2021
claims:
  leeds:
    says: About a third of owls live in Leeds.
    figure: about 37% of owls, Leeds, 2020
    unread: yes
    leans on:
      - cites: survey
"""


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    (tmp_path / "kg.toml").write_text('name = "owls"\nbase = "https://x.example/"\n', encoding="utf-8")
    (tmp_path / "paper.yaml").write_text(RECORDS, encoding="utf-8")
    (tmp_path / "survey.yaml").write_text("source: survey\ntitle: Survey\n", encoding="utf-8")
    return kg.open(str(tmp_path))


def test_every_statement_claim_and_link_is_a_row(graph: Graph, tmp_path: Path) -> None:
    files = to_parquet(graph, tmp_path / "out")
    assert sorted(files) == sorted(path.name for path in (tmp_path / "out").iterdir())
    quads, claims, links = (pq.read_table(tmp_path / "out" / name).to_pylist() for name in files)
    assert len(quads) == sum(1 for _ in graph.with_facts().quads.quads_for_pattern(None, None, None))
    (claim,) = claims
    assert (claim["id"], claim["low"], claim["high"], claim["share"]) == ("paper/leeds", 37.0, 37.0, True)
    assert (claim["qualifier"], claim["period"], str(claim["period_start"])) == ("about", "2020", "2020-01-01")
    assert (claim["reading"], claim["backing"], claim["could_reach"]) == ("unread", "none", "well")
    assert [(link["source"], link["relation"], link["target"]) for link in links] == [
        ("https://x.example/paper/leeds", "cites", "https://x.example/survey")
    ]


def test_every_column_is_documented() -> None:
    told = Path(__file__).parents[2].joinpath("docs", "rdf.md").read_text(encoding="utf-8")
    for name, columns in COLUMNS.items():
        (section,) = re.findall(rf"\| `{re.escape(name)}` \|(.*)\|", told)
        assert re.findall(r"`([a-z_]+)`", section) == list(columns)


def test_without_pyarrow_it_is_said_what_to_install_and_nothing_is_left(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"headwater\[parquet\]"):
        to_parquet(graph, tmp_path / "out")
    assert not (tmp_path / "out").exists()
