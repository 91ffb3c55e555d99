"""Two rows of a newcomer's table, without a word on who read what."""

from __future__ import annotations

from tests.cases.judged import found, opened, traced, undecided

CASE = ("typed-not-read", "claims.csv")


def test_what_was_typed_is_compared_as_it_stands() -> None:
    told = traced(CASE[0], "2 million umbrellas", CASE[1])
    assert {node["status"] for node in told["nodes"]} == {"recorded"}
    assert {(d["field"], d["kind"]) for d in told["drift"]} == {
        ("value", "changed"),
        ("certainty", "dropped"),
        ("qualifier", "dropped"),
    }
    assert (told["figure_backing"]["level"], told["figure_backing"]["could_reach"]) == ("none", "none")
    assert told["figure_backing"]["provisional"]
    assert told["independent_origins"] == 0


def test_a_changed_value_is_decided() -> None:
    assert ("D01", "news-2019/lost") in found(*CASE)
    assert "D01" not in {code for code, _ in undecided(*CASE)}


def test_it_is_to_be_said_who_read_it_and_when_and_what_the_release_rests_on() -> None:
    todo = {(t["node"], t["what"]) for t in traced(CASE[0], "2 million umbrellas", CASE[1])["todo"]}
    assert {
        ("news-2019/lost", "read it, or record who has read it and when"),
        ("insurer-2018/lost", "read it, or record who has read it and when"),
        ("insurer-2018/lost", "record what it rests on, or that it gives no source"),
    } <= todo


def test_the_answer_is_said_to_be_provisional() -> None:
    assert "provisional" in " ".join(str(opened(*CASE).trace("2 million umbrellas")).split())
