"""Drafts are left out of what is loaded, as records and as RDF, unless they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.api import open_graph
from kg.formats.folder import read_file
from kg.model.drafts import accepted, drafts
from kg.rdf.syntax import write_rdf

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = """source: one
title: One
claims:
  a: {figure: 30 homes}
  b: {figure: 40 homes, draft: yes, leans on: [{cites: two}]}
---
source: two
title: Two
draft: yes
claims:
  c: {figure: 50 homes}
"""


def _nodes(path: Path, drafts: bool) -> set[str]:
    records = open_graph(str(path), drafts=drafts).short_records()
    return {source.id for source in records.sources} | {claim.id for claim in records.claims}


def test_the_claims_of_a_draft_source_are_drafts(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(RECORDS, encoding="utf-8")
    records = read_file(path).records
    assert drafts(records) == {"two", "two/c", "one/b"}
    assert [claim.id for claim in accepted(records).claims] == ["one/a"]
    assert accepted(records).links == []


def test_answers_hold_no_drafts_unless_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(RECORDS, encoding="utf-8")
    assert _nodes(path, drafts=False) == {"one", "one/a"}
    assert _nodes(path, drafts=True) == {"one", "one/a", "one/b", "two", "two/c"}


def test_drafts_stay_drafts_as_rdf(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(RECORDS, encoding="utf-8")
    written = tmp_path / "a.nt"
    written.write_bytes(write_rdf(open_graph(str(path), drafts=True).store.everything(), "nt"))
    assert _nodes(written, drafts=True) >= {"one/a", "one/b", "two", "two/c"}
    assert _nodes(written, drafts=False) & {"one/b", "two", "two/c"} == set()
    claims = {claim.id: claim.draft for claim in open_graph(str(written), drafts=True).short_records().claims}
    assert claims == {"one/a": None, "one/b": True, "two/c": True}
