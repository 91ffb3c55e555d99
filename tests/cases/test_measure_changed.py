"""A number that was carried from one thing to another."""

from __future__ import annotations

from tests.cases.judged import found, opened, traced

CASE = "measure-changed"


def test_another_variable_is_drift_that_stops_backing_and_independence() -> None:
    told = traced(CASE, "training/c")
    (drift,) = told["drift"]
    assert (drift["field"], drift["kind"], drift["from"], drift["to"]) == (
        "variable",
        "changed",
        "training/c",
        "study/c",
    )
    assert (drift["before"], drift["after"]) == ("Nonverbal share of liking", "Nonverbal share of all communication")
    assert (told["figure_backing"]["level"], told["figure_backing"]["could_reach"]) == ("none", "none")
    assert told["independent_origins"] == 0


def test_what_it_was_changed_from_is_well_documented() -> None:
    limit = traced(CASE, "training/c")["figure_backing"]["limited_by"]
    assert (limit["changed_from"]["id"], limit["changed_from"]["level"]) == ("study/c", "well")


def test_variable_and_value_are_both_flagged() -> None:
    assert {field["field"] for field in traced(CASE, "training/d")["drift"] if field["kind"] == "changed"} == {
        "variable",
        "value",
    }
    drift = {(code, node) for code, node in found(CASE) if code.startswith("D")}
    assert drift == {("D12", "training/c"), ("D12", "training/d"), ("D01", "training/d")}


def test_the_number_is_not_told_as_the_same_value() -> None:
    assert "same value" not in str(opened(CASE).trace("training/c"))
