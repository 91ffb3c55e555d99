"""A range of which only the top was carried on, relayed from outlet to outlet, with no origin known."""

from __future__ import annotations

import pytest

from tests.cases.judged import found, traced, undecided

CASE = "top-of-the-range"
FILES = pytest.mark.parametrize("file", ["records.yaml", "claims.csv"])


@FILES
def test_only_the_top_was_kept_at_the_first_retelling_and_up_to_left_out_at_the_next(file: str) -> None:
    drift = {(d["from"], d["field"]): d["kind"] for d in traced(CASE, "chamber-2008/jobs", file)["drift"]}
    assert drift["press-1987/jobs", "value"] == "only the top kept"
    assert drift["cbp-2002/jobs", "qualifier"] == "dropped"
    assert ("D01", "press-1987/jobs") in found(CASE, file)
    assert ("D02", "cbp-2002/jobs") in found(CASE, file) | undecided(CASE, file)


@FILES
def test_without_an_origin_the_earliest_statement_known_is_the_newspaper_of_1986(file: str) -> None:
    told = traced(CASE, "chamber-2008/jobs", file)
    assert told["independent_origins"] == 0
    assert told["earliest"] == "csm-1986/jobs"
    assert (told["first_said"]["made_here"], len(told["first_said"]["path"])) == (False, 3)
    assert [(c["field"], c["kind"]) for c in told["first_said"]["changes"]] == [
        ("value", "only the top kept"),
        ("certainty", "dropped"),
    ]


@pytest.mark.parametrize(("file", "end"), [("claims.csv", "not traced further"), ("records.yaml", "not found")])
def test_the_path_ends_as_it_is_recorded(file: str, end: str) -> None:
    assert {e["kind"] for e in traced(CASE, "chamber-2008/jobs", file)["ends"]} == {end}


def test_the_later_documents_that_cite_one_another_are_circular() -> None:
    assert {node for code, node in found(CASE) if code == "C01"} == {
        "uspto-2007/jobs",
        "fbi-2006/jobs",
        "truecosts-2007/jobs",
    }
