"""One cited report made the figure; two cited papers are not traced."""

from __future__ import annotations

from tests.cases.judged import found, opened, traced, undecided

CASE = "untraced-works"


def test_one_origin_was_found_and_two_of_three_works_are_not_traced() -> None:
    told = traced(CASE, "article/c")
    assert (told["independent_origins"], told["untraced_works"], told["works_cited"]) == (1, 2, 3)
    assert told["bottleneck"] == []
    assert "2 of 3 works not traced yet" in " ".join(str(opened(CASE).trace("article/c")).split())


def test_whether_all_rest_on_one_origin_cannot_be_told() -> None:
    assert ("C03", "article/c") in undecided(CASE)
    assert "C03" not in {code for code, _ in found(CASE)}
