"""A narrow range told as “about” one of its ends."""

from __future__ import annotations

from tests.cases.judged import found, traced


def test_about_one_end_of_a_narrow_range_is_rounding_and_passes() -> None:
    told = traced("range-and-number", "news/c")
    assert [(d["field"], d["kind"]) for d in told["drift"]] == [("value", "rounded")]
    assert told["figure_backing"]["level"] == "partly"
    assert not {code for code, _ in found("range-and-number") if code.startswith("D")}
