"""One work under many spellings of its identifier is one work, for walking, counting, search and impact."""

from __future__ import annotations

import pytest

from tests.cases.judged import opened, traced

CASE = "one-doi"
SPELLINGS = (
    "http://dx.doi.org/10.1000/ABC",
    "https://doi.org/10.1000/abc",
    "http://doi.org/10.1000/abc",
    "doi:10.1000/abc",
    "https://www.doi.org/10.1000/abc",
    "info:doi/10.1000/abc",
    "10.1000/abc",
)


def test_six_spellings_of_one_doi_are_one_work_cited() -> None:
    told = traced(CASE, "https://e.org/article", "six-spellings.ttl")
    assert told["works_cited"] == 1
    assert {node["id"] for node in told["nodes"]} >= {"https://e.org/article", "https://e.org/d1"}
    assert len(told["nodes"]) == 3


def test_three_references_reach_the_claim_of_the_source_that_has_the_doi() -> None:
    told = traced(CASE, "art/c", "same-as.yaml")
    assert (told["works_cited"], told["independent_origins"]) == (1, 1)
    assert [(end["node"], end["kind"]) for end in told["ends"]] == [("rep/c", "made here")]
    assert {link["to"] for link in told["links"]} == {"rep/c"}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_found(spelling: str) -> None:
    assert traced(CASE, spelling, "same-as.yaml")["claim"]["id"] == "rep/c"
    assert len(traced(CASE, spelling, "six-spellings.ttl")["nodes"]) == 2


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_impact_of_every_spelling_is_that_of_the_source(spelling: str) -> None:
    graph = opened(CASE, "same-as.yaml")
    assert [affected.node.rpartition("/")[2] for affected in graph.impact([spelling]).impact.affected] == ["c"]


def test_the_data_stay_as_they_are() -> None:
    graph = opened(CASE, "six-spellings.ttl")
    rows = graph.query("SELECT ?o { <https://e.org/article> cito:citesAsEvidence ?o }").rows
    assert {row[0] for row in rows} == set(SPELLINGS[:6])
