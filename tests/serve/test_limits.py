"""What a server does with queries that cost too much: each is stopped, and the next is answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from tests.serve.conftest import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

ASK = "ASK { ?claim a hw:Claim }"
SLOW = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?a != ?a || ?l + ?o = 17) }"
HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = f"{HUGE} ORDER BY ?i ?c ?f"


@pytest.fixture(scope="module")
def small() -> Iterator[httpx.Client]:
    with served("--workers", "1", "--queue", "1", "--timeout", "0.5", "--max-size", "1") as client:
        yield client


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query})


def test_a_slow_query_is_stopped_and_its_worker_replaced(small: httpx.Client) -> None:
    for _ in range(3):
        done = ask(small, SLOW)
        assert (done.status_code, "0.5 seconds" in done.text) == (504, True)
        assert ask(small, ASK).json()["boolean"]


def test_what_was_handed_to_a_worker_with_a_slow_query_is_answered_by_another() -> None:
    with served("--workers", "2", "--queue", "64", "--timeout", "5") as client, ThreadPoolExecutor(40) as threads:
        slow = threads.submit(ask, client, SLOW)
        different = [f"{ASK} # {number}" for number in range(80)]
        assert {done.status_code for done in threads.map(lambda query: ask(client, query), different)} == {200}
        assert not slow.done()
        assert slow.result().status_code == 504


def test_two_slow_queries_end_together_and_what_waited_behind_them_is_answered() -> None:
    with served("--workers", "2", "--timeout", "1") as client, ThreadPoolExecutor(40) as threads:
        begun = monotonic()
        slow = [threads.submit(ask, client, f"{SLOW} # {number}") for number in range(2)]
        quick = [threads.submit(ask, client, f"{ASK} # {number}") for number in range(30)]
        assert [done.result().status_code for done in slow] == [504, 504]
        assert monotonic() - begun < 2
        assert {done.result().status_code for done in quick} == {200}


def test_an_answer_that_is_too_large_is_refused_whole(small: httpx.Client) -> None:
    done = ask(small, HUGE)
    assert (done.status_code, "larger than 1 MB" in done.text) == (400, True)
    assert ask(small, ASK).status_code == 200


def test_beyond_the_queue_a_client_is_told_when_to_try_again(small: httpx.Client) -> None:
    # Many at once: a refusal is handled on its own, however many are on their way.
    with ThreadPoolExecutor(24) as threads:
        done = list(threads.map(lambda _: ask(small, SLOW), range(24)))
    statuses = [response.status_code for response in done]
    assert set(statuses) == {503, 504}
    assert all(response.headers.get("retry-after") for response in done if response.status_code == 503)
    assert ask(small, ASK).status_code == 200


def test_a_query_that_takes_too_much_memory_costs_only_its_worker() -> None:
    with served("--timeout", "60") as client, ThreadPoolExecutor(24) as threads:
        sorting = threads.submit(ask, client, SORTED)
        assert {done.status_code for done in threads.map(lambda n: ask(client, f"{ASK} # {n}"), range(100))} == {200}
        done = sorting.result()
        assert (done.status_code, "memory" in done.text) == (503, True)
        assert ask(client, ASK).status_code == 200
