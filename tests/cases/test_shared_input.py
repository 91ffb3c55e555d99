"""Two estimates worked from one study."""

from __future__ import annotations

import pytest

from tests.cases.judged import found, traced

CASE = "shared-input"


def test_two_estimates_from_one_study_are_one_origin_and_the_study_is_named() -> None:
    told = traced(CASE, "h/both")
    assert (told["works_cited"], told["independent_origins"], told["distinct_origins"]) == (2, 1, 2)
    assert (told["shared_inputs"], told["bottleneck"]) == (["study"], ["study"])


@pytest.mark.parametrize("start", ["h/one", "h/both", "a/e"])
def test_the_other_estimate_has_no_origin_of_its_own_wherever_one_starts(start: str) -> None:
    (support,) = traced(CASE, start)["corroborations"]
    assert (support["from"], support["to"], support["independent"]) == ("b/e", "a/e", False)


def test_the_corroboration_is_flagged_once() -> None:
    assert {place for place in found(CASE) if place[0] == "C05"} == {("C05", "b/e")}
