"""Documents that cite documents are checked by every rule that concerns sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kg
from kg.commands import run
from tests.cases.judged import HERE, found, traced

if TYPE_CHECKING:
    from pathlib import Path

CASE = "sources-alone"
TURTLE = """
@prefix : <https://example.org/> . @prefix cito: <http://purl.org/spar/cito/> . @prefix dcterms: <http://purl.org/dc/terms/> .
:review cito:cites :study ; dcterms:issued "2010" . :study dcterms:issued "2005" ; dcterms:publisher :journal .
:notice cito:retracts :study ; dcterms:issued "2008" ; dcterms:publisher :journal .
"""


def test_a_review_that_cites_what_was_retracted_is_flagged() -> None:
    assert found(CASE) == {("X02", "review")}
    assert run(["check", "--graph", str(HERE / CASE)]) == 1


def test_the_same_graph_as_turtle_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "sources.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    findings = kg.open(str(path)).check().findings
    assert {(finding.code, finding.node) for finding in findings} == {("X02", "https://example.org/review")}


def test_the_same_graph_as_a_table_of_sources_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(
        "source,issued,publisher,cites,retracts\nstudy,2005,A journal,,\nreview,2010,,study,\nnotice,2008,A journal,,study\n",
        encoding="utf-8",
    )
    graph = kg.open(str(path))
    assert {(finding.code, graph.name_of(finding.node)) for finding in graph.check().findings} == {("X02", "review")}
    assert [graph.name_of(affected.node) for affected in graph.impact(["study"]).impact.affected] == ["review"]


def test_impact_says_when_the_study_was_retracted_and_that_the_review_came_after(tmp_path: Path) -> None:
    turtle = tmp_path / "sources.ttl"
    turtle.write_text(TURTLE, encoding="utf-8")
    for graph, prefix in ((kg.open(str(HERE / CASE)), ""), (kg.open(str(turtle)), "https://example.org/")):
        found = graph.impact([f"{prefix}study"])
        (noticed,) = found.impact.already
        assert (noticed.notice.word, noticed.notice.role) == ("retracted", "publisher")
        assert "in 2008" in " ".join(str(found).split())
        assert [(found.name(one.node), one.outcome, one.timing) for one in found.impact.affected] == [
            (f"{prefix}review", "falls", "after")
        ]


def test_the_trace_of_the_review_says_the_same() -> None:
    (again,) = traced(CASE, "review")["repeated"]
    assert (again["to"], again["taken_back"], again["timing"]) == ("study", "2008", "after")
