"""Facts about who stands behind what and about inputs that overlap, from records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.formats.folder import read_file
from kg.lineage.analysis import analyse
from kg.lineage.backing import read_table
from kg.lineage.evidence import build
from kg.lineage.facts import circumstances
from kg.resources import ontology
from kg.vocabulary import HW

if TYPE_CHECKING:
    from pathlib import Path


def facts(tmp_path: Path, text: str) -> set[tuple[str, str, str]]:
    path = tmp_path / "r.yaml"
    path.write_text(text, encoding="utf-8")
    analysis = analyse(build(read_file(path).records), read_table(ontology("backing.csv")))
    scope = {*analysis.graph.nodes, *analysis.graph.sources}
    found = {(fact.subject, fact.term.removeprefix(HW), str(fact.value)) for fact in circumstances(analysis, scope)}
    return {fact for fact in found if fact[1] not in {"readingStatus", "unattributed"}}


TWO = """source: s
authors: [A. Maker]
{s}claims:
  c: {{says: x, figure: "{first}", read: KG, {mine}}}
---
source: t
authors: [{maker}]
{t}claims:
  d: {{says: y, figure: "{second}", read: KG, speaks to: [{{{relation}: s/c, read: KG}}]}}
"""


def two(
    first: str = "12 cases",
    second: str = "12 cases",
    maker: str = "B. Other",
    relation: str = "disputes",
    s: str = "",
    t: str = "",
    mine: str = "names no source: yes",
) -> str:
    return TWO.format(first=first, second=second, maker=maker, relation=relation, s=s, t=t, mine=mine)


@pytest.mark.parametrize(
    ("records", "fact"),
    [
        (two(), ("s/c", "challengedBy", "t/d#disputes-s-c")),
        (two(relation="qualifies"), ("s/c", "challengedBy", "t/d#qualifies-s-c")),
        (two(relation="qualifies", maker="A. Maker"), ("s/c", "caveatBy", "t/d#qualifies-s-c")),
        (two(relation="withdraws", maker="A. Maker"), ("s/c", "takenBackBy", "t/d#withdraws-s-c")),
        (two(relation="withdraws"), ("s/c", "challengedBy", "t/d#withdraws-s-c")),
        (two(relation="supersedes"), ("s/c", "takenBackBy", "t/d#supersedes-s-c")),
        (two(relation="corroborates", maker="A. Maker"), ("t/d#corroborates-s-c", "sharedMaker", "True")),
        (
            two(relation="corroborates", s="funded by: A Fund\n", t="commissioned by: A Fund\n"),
            ("t/d#corroborates-s-c", "sharedFunder", "True"),
        ),
        (two(relation="corroborates", second="12 suspects"), ("t/d#corroborates-s-c", "sameNumberOnly", "True")),
    ],
)
def test_a_record_gives_its_fact_and_no_other(tmp_path: Path, records: str, fact: tuple[str, str, str]) -> None:
    assert facts(tmp_path, records) == {fact}


@pytest.mark.parametrize(
    "records",
    [
        two(relation="corroborates"),
        two(relation="corroborates", second="13 suspects"),
        two(relation="corroborates", second="about 12 cases"),
        two(relation="corroborates", s="funded by: A Fund\n", t="funded by: B Fund\n"),
    ],
)
def test_an_independent_corroboration_gives_none(tmp_path: Path, records: str) -> None:
    assert facts(tmp_path, records) == set()


def test_two_numbers_under_different_variables_are_alike_in_number_only(tmp_path: Path) -> None:
    variables = "variables: [{variable: v, name: V}, {variable: w, name: W}]\n---\n"
    text = variables + two(relation="corroborates").replace("says: x", "says: x, about: v").replace(
        "says: y", "says: y, about: w"
    )
    assert ("t/d#corroborates-s-c", "sameNumberOnly", "True") in facts(tmp_path, text)


def test_nobody_on_record_is_told_of_source_and_claim(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("source: s\nclaims: {c: {says: x}, d: {says: y, by: [A. Speaker]}}\n", encoding="utf-8")
    analysis = analyse(build(read_file(path).records), read_table(ontology("backing.csv")))
    found = circumstances(analysis, {"s", "s/c", "s/d"})
    assert {fact.subject for fact in found if fact.term == f"{HW}unattributed"} == {"s", "s/c"}


INPUTS = """areas: [{area: gss:A, name: County}, {area: gss:B, name: Town, within: gss:A}, {area: gss:C, name: Elsewhere}]
---
variables: [{variable: v, name: V}]
---
source: s
claims:
  county: {says: x, about: v, figure: "200 cases, COUNTY"}
  town: {says: y, about: v, figure: "100 cases, TOWN"}
  total: {says: z, figure: 300 cases, leans on: [{needs: [/county, /town]}]}
"""


@pytest.mark.parametrize(
    ("county", "town", "term"),
    [
        ("County, 2020/2021", "Town, 2021/2022", "overlaps"),
        ("County, 2020", "Town, 2021", None),
        ("County, 2020", "Elsewhere, 2020", None),
        ("County", "Town, 2020", "mayOverlap"),
    ],
)
def test_inputs_overlap_in_nested_areas_and_overlapping_periods(
    tmp_path: Path, county: str, town: str, term: str | None
) -> None:
    found = facts(tmp_path, INPUTS.replace("COUNTY", county).replace("TOWN", town))
    assert found == ({("s/county", term, "s/town"), ("s/town", term, "s/county")} if term else set())


EDITIONS = """source: web
edition of: report
---
source: report
---
source: s
claims:
  c: {says: x, leans on: [{cites: web}, {cites: OTHER}]}
"""


def test_two_editions_of_one_work_are_told_and_two_works_are_not(tmp_path: Path) -> None:
    links = ("s/c#cites-web", "s/c#cites-report")
    assert facts(tmp_path, EDITIONS.replace("OTHER", "report")) == {
        (links[0], "sameWork", links[1]),
        (links[1], "sameWork", links[0]),
    }
    assert facts(tmp_path, EDITIONS.replace("OTHER", "https://e.org/other")) == set()
