"""What a server does with queries that cost too much: each is stopped, and the next is answered."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import quote

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


@pytest.mark.parametrize("workers", [1, 2])
def test_small_queries_do_not_wait_for_slow_ones_however_many_these_are(workers: int) -> None:
    with served("--workers", str(workers), "--timeout", "1") as client, ThreadPoolExecutor(40) as threads:
        begun = monotonic()
        slow = [threads.submit(ask, client, f"{SLOW} # {number}") for number in range(workers * 3)]
        quick = [threads.submit(ask, client, f"{ASK} # {number}") for number in range(30)]
        assert {done.result().status_code for done in quick} == {200}
        assert monotonic() - begun < 1.5
        # What is asked all the time does not hold up what was put off.
        while not all(done.done() for done in slow):
            assert ask(client, f"{ASK} # {monotonic()}").status_code == 200
            assert monotonic() - begun < 8
        assert [done.result().status_code for done in slow] == [504] * len(slow)
        assert monotonic() - begun > 3


def test_what_several_ask_at_once_is_asked_once_and_each_gets_the_answer() -> None:
    with served("--workers", "1", "--queue", "0", "--timeout", "1") as client, ThreadPoolExecutor(8) as threads:
        begun = monotonic()
        done = list(threads.map(lambda _: ask(client, SLOW), range(8)))
        assert {response.status_code for response in done} == {504}
        assert monotonic() - begun < 1.9
        assert ask(client, ASK).status_code == 200


def test_who_asks_the_same_gets_an_answer_also_when_the_first_has_gone() -> None:
    with served("--workers", "1", "--timeout", "2") as client, ThreadPoolExecutor(2) as threads:
        with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as gone:
            gone.sendall(f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            sleep(0.3)
            waiting = [threads.submit(ask, client, SLOW) for _ in range(2)]
            sleep(0.3)
        assert [done.result().status_code for done in waiting] == [504, 504]


def test_an_answer_that_is_too_large_is_refused_whole(small: httpx.Client) -> None:
    done = ask(small, HUGE)
    assert (done.status_code, "larger than 1 MB" in done.text) == (400, True)
    assert ask(small, ASK).status_code == 200


def test_beyond_the_queue_a_client_is_told_when_to_try_again(small: httpx.Client) -> None:
    # Many at once: a refusal is handled on its own, however many are on their way.
    with ThreadPoolExecutor(24) as threads:
        done = list(threads.map(lambda number: ask(small, f"{SLOW} # {number}"), range(24)))
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
