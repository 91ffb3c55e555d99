"""Inputs used only as a denominator, population or comparison are listed and make no two figures one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kg

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Trace

CENSUS = """
source: census
authors: [Statistics Office]
claims:
  people: {figure: "50,000 people", read: KG, made here: {how: a census, working: redoable}}
---
"""
RATE = """
source: {name}
authors: [Team {name}]
claims:
  deaths:
    figure: 40 deaths
    read: KG
    made here: {{how: registers, working: explained}}
    leans on: [{link}]
---
"""
READER = """
source: reader
authors: [Reader]
claims:
  deaths: {figure: 40 deaths, read: KG, leans on: [{cites: one/deaths, read: KG}, {cites: two/deaths, read: KG}]}
"""


def reader(place: Path, link: str) -> Trace:
    path = place / "r.yaml"
    rates = "".join(RATE.format(name=name, link=link) for name in ("one", "two"))
    path.write_text(CENSUS + rates + READER, encoding="utf-8")
    return kg.open(str(path)).trace("reader/deaths")


def test_two_figures_worked_from_one_input_are_one_origin(tmp_path: Path) -> None:
    found = reader(tmp_path, "{uses-data-from: census/people, read: KG}").lineage.independence
    assert (found.number, len(found.shared)) == (1, 1)


def test_two_figures_that_share_a_denominator_stay_two_and_the_share_is_listed(tmp_path: Path) -> None:
    trace = reader(tmp_path, "{uses-data-from: census/people, for: denominator, read: KG}")
    found = trace.lineage.independence
    assert (found.number, found.shared) == (2, ())
    assert [(tie.kind, trace.name(tie.id), len(tie.origins)) for tie in found.ties] == [("denominator", "census", 2)]
    assert "SHARED  denominator" in str(trace)


def test_a_member_of_a_group_may_be_the_denominator_alone(tmp_path: Path) -> None:
    own = "{needs: [/cases, {claim: census/people, for: denominator}], as: ratio}"
    trace = reader(tmp_path, own.replace("/cases", "census"))
    assert trace.lineage.independence.number == 1
    trace = reader(
        tmp_path, "{needs: [{claim: census/people, for: population}, {says: a factor, value: 2}], as: product}"
    )
    assert (trace.lineage.independence.number, trace.lineage.independence.shared) == (2, ())


def test_an_origin_that_uses_another_as_its_denominator_is_independent_of_it(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    link = "{uses-data-from: two/deaths, for: comparison, read: KG}"
    rates = RATE.format(name="one", link=link) + RATE.format(name="two", link="")
    path.write_text(rates + READER, encoding="utf-8")
    assert kg.open(str(path)).trace("reader/deaths").lineage.independence.number == 2
