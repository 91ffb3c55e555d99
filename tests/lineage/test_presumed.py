"""A source that is only presumed is shown as that, and nothing is concluded from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import kg
from kg.commands import run
from kg.errors import BadDataError
from kg.model.words import InputFor, Shown

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph

REPORT = """
source: report
publisher: Office
issued: 2020
claims:
  n:
    figure: 1,200 umbrellas
    read: 2026-01-02 KG
    made here: {how: a survey, working: redoable}
    checked by: the figure itself
---
"""
PAGE = """
source: page
publisher: Daily
issued: 2021
read: 2026-01-02 KG
claims:
  n:
    figure: 1,300 umbrellas
    read: 2026-01-02 KG
    leans on:
      - rests-on: report/n
        presumed: yes
        read: 2026-01-02 KG
"""


def opened(place: Path, text: str) -> Graph:
    path = place / "records.yaml"
    path.write_text(text, encoding="utf-8")
    return kg.open(str(path))


def test_no_backing_origin_or_drift_follows_from_a_presumed_source(tmp_path: Path) -> None:
    trace = opened(tmp_path, REPORT + PAGE).trace("page/n")
    told: dict[str, Any] = trace.to_dict()
    assert (trace.lineage.figure.level, trace.lineage.figure.could_reach) == ("none", "well")
    assert (told["independent_origins"], told["works_cited"], told["untraced_works"], told["drift"]) == (0, 0, 0, [])
    assert [(end.kind, trace.name(end.node)) for end in trace.lineage.ends] == [("not traced further", "report/n")]
    (link,) = told["links"]
    assert (link["presumed"], link["shown"]) == (True, "not shown")
    text = " ".join(str(trace).split())
    assert "PRESUMED by whoever recorded it" in text
    assert "find out whether the figure really comes from it; that is only presumed" in text
    assert "This figure comes from" not in text


def test_readers_are_shown_no_source_and_nothing_is_said_against_the_restatement(tmp_path: Path) -> None:
    graph = opened(tmp_path, REPORT + PAGE)
    assert {(f.code, graph.name_of(f.node)) for f in graph.check().findings if f.code[0] in "CDPX"} == {
        ("P11", "page/n")
    }


def test_a_presumed_source_that_falls_takes_nothing_with_it(tmp_path: Path) -> None:
    found = opened(tmp_path, REPORT + PAGE).impact(["report"])
    assert found.impact.affected == ()


def test_a_presumed_link_closes_no_circle(tmp_path: Path) -> None:
    back = "    leans on: [{cites: page/n, read: 2026-01-02 KG}]\n---\n"
    text = REPORT.replace(
        "    made here: {how: a survey, working: redoable}\n    checked by: the figure itself\n---\n", back
    )
    assert opened(tmp_path, text + PAGE).trace("page/n").lineage.loops == ()


def test_it_is_written_as_no_direct_triple_and_read_back(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = REPORT + PAGE + "      - uses-data-from: report/n\n        for: denominator\n"
    start = opened(tmp_path / "in", text).trace("page/n").lineage.start
    assert run(["dump", "--graph", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 0
    (path,) = (tmp_path / "out").glob("*.nq")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "/page/n>" in line.split()[0] and "usesDataFrom>" in line.split()[1]]
    assert not [line for line in lines if "/page/n>" in line.split()[0] and "obtainsSupportFrom>" in line.split()[1]]
    again = kg.open(str(path)).trace(start)
    links = {link.relation: link for link in again.lineage.analysis.graph.links}
    told = [(link.presumed, link.used_for, link.shown_as) for _, link in sorted(links.items())]
    assert told == [(True, None, Shown.NOT_SHOWN), (None, InputFor.DENOMINATOR, Shown.REFERENCE)]


def test_for_goes_with_evidence_only(tmp_path: Path) -> None:
    text = "source: a\nspeaks to: [{disputes: b, for: denominator}]\n---\nsource: b\n"
    with pytest.raises(BadDataError, match="goes with what stands under"):
        opened(tmp_path, text)
