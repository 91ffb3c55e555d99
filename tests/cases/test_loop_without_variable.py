"""An encyclopedia that cites the newspaper that copied it, where nobody said what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import kg
from tests.cases.judged import HERE, found, opened, traced

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph

CASE = "loop-without-variable"
MEMBERS = ["daily/name", "entry-2009/name", "entry-2012/name"]
TO_DO = "record what it measures, under the key “about”; whether the sources are circular depends on it"


def changed(place: Path, *changes: tuple[str, str]) -> Graph:
    """The graph of the case with some of its words changed."""
    text = (HERE / CASE / "records.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = place / "records.yaml"
    path.write_text(f"{text}---\nvariables: [{{variable: names, name: Names of the animal}}]\n", encoding="utf-8")
    return kg.open(str(path))


def test_the_same_words_all_read_are_circular() -> None:
    told = traced(CASE, "entry-2012/name")
    assert [(loop["asserted"], loop["way_out"], loop["members"]) for loop in told["loop_details"]] == [
        (True, False, MEMBERS)
    ]
    assert [(end["node"], end["kind"]) for end in told["ends"]] == [("entry-2009/name", "goes round")]
    assert {place for place in found(CASE) if place[0] == "C01"} == {("C01", member) for member in MEMBERS}
    verdict = str(told["verdict"]["text"])
    assert "Entry" in verdict
    assert "daily" in verdict
    assert TO_DO not in str(opened(CASE).trace("entry-2012/name"))


def test_other_words_cannot_be_told_and_ask_what_is_measured(tmp_path: Path) -> None:
    graph = changed(tmp_path, ("the ring-tailed bear.", "a raccoon."))
    told: dict[str, Any] = graph.trace("entry-2012/name").to_dict()
    assert [(loop["asserted"], loop["unnamed"]) for loop in told["loop_details"]] == [(False, MEMBERS)]
    assert [(end["node"], end["kind"]) for end in told["ends"]] == [("entry-2009/name", "not traced further")]
    assert {(task["node"], task["what"]) for task in told["todo"]} >= {(member, TO_DO) for member in MEMBERS}
    report = graph.check()
    assert "C01" not in {finding.code for finding in report.findings}
    assert {graph.name_of(f.node) for f in report.undecided if f.code == "C01"} == set(MEMBERS)


def test_the_same_words_not_all_read_cannot_be_told(tmp_path: Path) -> None:
    graph = changed(tmp_path, ("the ring-tailed bear., read: 2026-01-02 KG", "the ring-tailed bear., unread: yes"))
    report = graph.check()
    assert "C01" not in {finding.code for finding in report.findings}
    assert {graph.name_of(f.node) for f in report.undecided if f.code == "C01"} == set(MEMBERS)


def test_one_variable_decides_whatever_the_words(tmp_path: Path) -> None:
    graph = changed(
        tmp_path,
        ("the ring-tailed bear.,", "a raccoon., about: names,"),
        ("    says: The", "    about: names\n    says: The"),
    )
    assert {graph.name_of(f.node) for f in graph.check().findings if f.code == "C01"} == set(MEMBERS)


def test_the_same_figure_in_other_words_is_circular(tmp_path: Path) -> None:
    graph = changed(
        tmp_path,
        ("says: The animal is also known as the ring-tailed bear.,", "says: There are 200., figure: 200 bears,"),
        ('says: "The animal is also known as the “ring-tailed bear”."', "figure: about 200 bears"),
        ("says: The animal is also known as the ring-tailed bear", "figure: 200 bears"),
    )
    assert {graph.name_of(f.node) for f in graph.check().findings if f.code == "C01"} == set(MEMBERS)


def test_a_citation_of_the_document_as_a_whole_cannot_be_told(tmp_path: Path) -> None:
    graph = changed(tmp_path, ("derives-from: entry-2009/name", "derives-from: entry-2009"))
    assert {graph.name_of(f.node) for f in graph.check().undecided if f.code == "C01"} == set(MEMBERS)
