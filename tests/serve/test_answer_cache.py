"""Answers that are kept: which, how many, and that nobody can tell but by the time it takes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from starlette.responses import Response

from kg.serve.answer_cache import Kept
from kg.serve.sparql_request import Query

if TYPE_CHECKING:
    import httpx


def query(sparql: str, default: tuple[str, ...] | None = None, rows: str = "json") -> Query:
    return Query(sparql, default, None, rows, "ttl")


def test_an_answer_is_that_to_the_same_query_graphs_and_syntax_alone() -> None:
    kept, answer = Kept(), Response("yes")
    kept.put(query("ASK {}", ("x:g",)), answer)
    assert kept.get(query("ASK {}", ("x:g",))) is answer
    others = [query("ASK { }", ("x:g",)), query("ASK {}"), query("ASK {}", ("x:h",)), query("ASK {}", ("x:g",), "xml")]
    assert [kept.get(other) for other in others] == [None] * 4


@pytest.mark.parametrize("changing", ["NOW()", "RAND()", "uuid()", "STRUUID()", "\\u0052AND()", "\\U0000004EOW()"])
def test_an_answer_that_changes_is_not_kept(changing: str) -> None:
    kept = Kept()
    kept.put(query(f"SELECT ({changing} AS ?x) {{}}"), Response("1"))
    assert kept.get(query(f"SELECT ({changing} AS ?x) {{}}")) is None


def test_the_memory_of_what_is_kept_is_bounded_and_the_least_wanted_goes_first() -> None:
    kept = Kept()
    kept.put(query("ASK { 0 }"), Response("x" * 100_000))
    assert kept.get(query("ASK { 0 }")) is None
    for number in range(2_000):
        kept.put(query(f"ASK {{ {number} }}"), Response("x" * 20_000))
        assert kept.get(query("ASK { 0 }"))
    held = [number for number in range(2_000) if kept.get(query(f"ASK {{ {number} }}"))]
    assert held[0] == 0
    assert held[1:] == [*range(2_000 - len(held) + 1, 2_000)]
    assert 700 < len(held) < 800


def test_asking_again_gives_the_same_answer_and_headers_however_it_is_asked(site: httpx.Client) -> None:
    asked = {"query": "SELECT ?claim { ?claim a hw:Claim } ORDER BY ?claim LIMIT 3"}
    first, *again = [
        site.get("/sparql", params=asked),
        site.get("/sparql", params=asked),
        site.post("/sparql", data=asked),
    ]
    for one in again:
        assert (one.content, one.headers["content-type"]) == (first.content, first.headers["content-type"])
    assert site.get("/sparql", params=asked, headers={"accept": "text/csv"}).text.startswith("claim\r\n")


def test_chance_is_drawn_anew_each_time_and_by_each_worker(site: httpx.Client) -> None:
    asked = {"query": "SELECT (STRUUID() AS ?x) { VALUES ?n { 1 2 3 4 5 } }"}
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda _: site.get("/sparql", params=asked).json(), range(40)))
    drawn = [row["x"]["value"] for one in done for row in one["results"]["bindings"]]
    assert len(drawn) == len(set(drawn)) == 200
