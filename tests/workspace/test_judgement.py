"""A graph is judged once for each generation of its store; whatever the judgement follows from makes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

import kg
from kg.results.check import CheckReport
from kg.workspace import judgement
from kg.workspace.rulebook import Wanted

RECORDS = """
source: paper
title: Owls
kind: news article
issued: 2021
claims:
  leeds:
    says: There are 1,400 owls in Leeds.
    figure: 1,400 owls, Leeds, 2020
    leans on:
      - cites: survey/leeds
"""
SURVEY = """
source: survey
title: Survey
kind: report
issued: 2020
claims:
  leeds:
    says: There are 1,000 owls in Leeds.
    figure: 1,000 owls, Leeds, 2020
    made here: {how: a count, working: explained}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "kg.toml").write_text('name = "owls"\nbase = "https://x.example/"\n', encoding="utf-8")
    (tmp_path / "paper.yaml").write_text(RECORDS, encoding="utf-8")
    (tmp_path / "survey.yaml").write_text(SURVEY, encoding="utf-8")
    return tmp_path


def check(place: Path, wanted: Wanted | None = None) -> CheckReport:
    return kg.open(str(place)).check(wanted or Wanted())


def stored(place: Path) -> Path:
    return max(place.glob(".kg/g-*/findings.json"))


def test_the_second_check_reads_what_the_first_found(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = check(place)
    assert [(f.code, f.node) for f in first.findings if f.code == "D01"] == [("D01", "https://x.example/paper/leeds")]
    monkeypatch.setattr(judgement, "whole_of", None)
    assert check(place) == first


def test_a_judgement_made_anew_is_the_same(place: Path) -> None:
    first = check(place)
    again = check(place, Wanted(anew=True))
    assert replace(again, seconds={}) == replace(first, seconds={})


def test_a_changed_record_is_judged_again(place: Path) -> None:
    check(place)
    (place / "paper.yaml").write_text(RECORDS.replace("1,400", "1,000"), encoding="utf-8")
    assert "D01" not in {finding.code for finding in check(place).findings}


def test_other_rules_or_severities_are_judged_again(place: Path) -> None:
    everything = check(place)
    assert {finding.code for finding in check(place, Wanted(select=("D01",))).findings} == {"D01"}
    assert check(place).findings == everything.findings
    (place / "kg.toml").write_text('name = "owls"\nbase = "https://x.example/"\n[severity]\nD01 = "off"\n')
    assert "D01" not in {finding.code for finding in check(place).findings}


def test_a_damaged_file_is_judged_again(place: Path) -> None:
    first = check(place)
    stored(place).write_bytes(stored(place).read_bytes()[:-40])
    assert replace(check(place), seconds={}) == replace(first, seconds={})


def test_what_could_not_be_read_is_said_each_time(place: Path) -> None:
    (place / "more.ttl").write_text(
        "@prefix schema: <https://schema.org/> . @prefix hw: <https://w3id.org/headwater/ns#> .\n"
        '<http://o/c> a schema:Claim ; hw:figure <http://o/f> . <http://o/f> schema:value "a lot" .',
        encoding="utf-8",
    )
    for _ in range(2):
        graph = kg.open(str(place))
        graph.check()
        assert [note for note in graph.notes if "a lot" in note]
