"""Cached answers: which, how many, and that nobody can tell but by the time it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.serve.answer_cache import AnswerCache
from kg.serve.jobs import JobResult
from kg.serve.sparql_request import QueryRequest

if TYPE_CHECKING:
    import httpx


def request(sparql: str, default: tuple[str, ...] | None = None, rows: str = "json") -> QueryRequest:
    return QueryRequest(sparql, default, None, rows, "ttl")


def result(body: bytes) -> JobResult:
    return JobResult(200, "text/plain", body)


def test_an_answer_is_that_to_the_same_query_graphs_and_syntax_alone() -> None:
    cache, answer = AnswerCache(), result(b"yes")
    cache.put(request("ASK {}", ("x:g",)), answer)
    assert cache.get(request("ASK {}", ("x:g",))) is answer
    others = [
        request("ASK { }", ("x:g",)),
        request("ASK {}"),
        request("ASK {}", ("x:h",)),
        request("ASK {}", ("x:g",), "xml"),
    ]
    assert [cache.get(other) for other in others] == [None] * 4


@pytest.mark.parametrize("changing", ["NOW()", "RAND()", "uuid()", "STRUUID()", "\\u0052AND()", "\\U0000004EOW()"])
def test_an_answer_that_changes_is_not_cached(changing: str) -> None:
    cache = AnswerCache()
    cache.put(request(f"SELECT ({changing} AS ?x) {{}}"), result(b"1"))
    assert cache.get(request(f"SELECT ({changing} AS ?x) {{}}")) is None


@pytest.mark.parametrize(("sparql", "body"), [("ASK {}", b"x" * 70_000), ("ASK {}" + " " * 20_000, b"x")])
def test_an_answer_that_is_large_with_its_query_is_not_cached(sparql: str, body: bytes) -> None:
    cache = AnswerCache()
    cache.put(request(sparql), result(body))
    assert cache.get(request(sparql)) is None


def test_the_bytes_of_the_cache_are_bounded_and_the_least_recently_used_answer_goes_first() -> None:
    cache = AnswerCache(max_bytes=100_000)
    for number in range(50):
        cache.put(request(f"ASK {{ {number} }}"), result(b"x" * 10_000))
        assert cache.get(request("ASK { 0 }"))
        assert cache.size <= 100_000
    cached = [number for number in range(50) if cache.get(request(f"ASK {{ {number} }}"))]
    assert cached == [0, *range(42, 50)]


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


def test_random_values_are_new_each_time_and_in_each_worker(site: httpx.Client) -> None:
    asked = {"query": "SELECT (STRUUID() AS ?x) { VALUES ?n { 1 2 3 4 5 } }"}
    done = [site.get("/sparql", params=asked).json() for _ in range(8)]
    drawn = [row["x"]["value"] for one in done for row in one["results"]["bindings"]]
    assert len(drawn) == len(set(drawn)) == 40
