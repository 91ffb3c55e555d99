"""Updates: who may, what they may not do, and that they are done whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from time import sleep
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest

from kg.api import open_graph
from kg.errors import QueryError
from kg.rdf.facts import FACTS_GRAPH
from kg.resources import seeds
from kg.sparql.update import checked_update
from tests.serve.conftest import served, started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = sha256(b"for tests alone").hexdigest()
JUST = {"authorization": f"Bearer {TOKEN}"}
INSERT = "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }"
ALL = " ".join(f"GRAPH ?g{n} {{ ?a{n} ?b{n} ?c{n} }}" for n in range(4))
SLOW = f"INSERT {{ <x:slow> <x:p> 1 }} WHERE {{ {ALL} FILTER(?c0 + ?c3 = 17) }}"
HUGE = f"INSERT {{ ?a0 <x:huge> ?c1 }} WHERE {{ {ALL} }}"


@contextmanager
def writable(folder: Path, *options: str) -> Iterator[httpx.Client]:
    os.environ["KG_SERVE_TOKEN"] = TOKEN
    try:
        with served("--writable", *options, graph=str(folder)) as client:
            yield client
    finally:
        os.environ.pop("KG_SERVE_TOKEN", None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store folder with the bundled seeds."""
    made = ox.Store(str(tmp_path / "store"))
    made.bulk_extend(open_graph(str(seeds())).store.copy().quads)
    made.flush()
    return tmp_path / "store"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server of a store with a single triple."""
    folder = tmp_path_factory.mktemp("store")
    made = ox.Store(str(folder))
    made.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.Literal("a"), ox.NamedNode("x:one")))
    made.flush()
    del made
    with writable(folder, "--timeout", "5") as client:
        yield client


def send(
    client: httpx.Client, update: str, header: str | None = JUST["authorization"], **params: str
) -> httpx.Response:
    told = [(b"content-type", b"application/sparql-update")]
    told += [] if header is None else [(b"authorization", header.encode("latin-1"))]
    using = {name.replace("_", "-"): value for name, value in params.items()}
    return client.post("/sparql", content=update.encode(), params=using, headers=told)


def ask(client: httpx.Client, pattern: str) -> bool:
    return bool(client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"}).json()["boolean"])


def test_an_update_is_seen_by_the_next_query_each_way_it_is_sent(small: httpx.Client) -> None:
    assert not ask(small, "<x:s> <x:p> 1")
    assert send(small, INSERT).status_code == 204
    assert ask(small, "<x:s> <x:p> 1")
    done = small.post("/sparql", data={"update": "DELETE DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }"}, headers=JUST)
    assert (done.status_code, done.content) == (204, b"")
    assert not ask(small, "<x:s> <x:p> 1")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        ("", 401),
        ("Basic abc", 401),
        (TOKEN, 401),
        ("Bearer", 401),
        ("Bearer a b", 401),
        ("Bearer x", 403),
        (f"Bearer {TOKEN[:-1]}", 403),
        (f"Bearer {TOKEN}x", 403),
        ("Bearer \xff\xfe", 403),
    ],
)
def test_without_the_token_nothing_is_written(small: httpx.Client, header: str | None, status: int) -> None:
    done = send(small, "INSERT DATA { <x:never> <x:p> 1 }", header)
    assert done.status_code == status
    assert ("bearer" in done.headers.get("www-authenticate", "").lower()) == (status == 401)
    assert not ask(small, "<x:never> ?p ?o")


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:9/>",
        "LOAD SILENT <file:///etc/passwd> INTO GRAPH <x:g>",
        "l\\u006Fad <http://127.0.0.1:9/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT DATA {",
        "ASK {}",
        f"INSERT DATA {{ GRAPH <{FACTS_GRAPH}> {{ <x:s> <x:p> 1 }} }}",
        f"INSERT {{ GRAPH ?g {{ <x:s> <x:p> 1 }} }} WHERE {{ BIND(IRI('{FACTS_GRAPH}') AS ?g) }}",
        f"INSERT DATA {{ <x:half> <x:p> 1 }} ; INSERT DATA {{ GRAPH <{FACTS_GRAPH}> {{ <x:s> <x:p> 1 }} }}",
        "INSERT DATA { <x:half> <x:p> 1 } ; CREATE GRAPH <x:one>",
        "INSERT DATA { <x:half> hw:backing hw:well }",
        "INSERT DATA { GRAPH <x:one> { <x:half> hw:backing hw:well } }",
        "INSERT { ?s ?t 1 } WHERE { GRAPH <x:one> { ?s ?p ?o } BIND(hw:pathEnd AS ?t) }",
    ],
)
def test_what_an_update_may_not_do_is_refused_in_a_line_and_changes_nothing(small: httpx.Client, update: str) -> None:
    done = send(small, update)
    assert (done.status_code, len(done.text.splitlines())) == (400, 1)
    assert not ask(small, "<x:half> ?p ?o")


def test_the_request_says_which_graphs_the_patterns_of_an_update_use(small: httpx.Client) -> None:
    copy = "INSERT { GRAPH <x:copy> { ?s <x:copied> ?o } } WHERE { ?s <x:p> ?o }"
    assert send(small, copy, using_graph_uri="x:none").status_code == 204
    assert not ask(small, "?s <x:copied> ?o")
    assert send(small, copy, using_graph_uri="x:one").status_code == 204
    assert ask(small, "<x:a> <x:copied> 'a'")
    by_name = "INSERT { GRAPH ?g { ?s <x:named> ?o } } WHERE { GRAPH ?g { ?s <x:p> ?o } }"
    assert (
        small.post("/sparql", data={"update": by_name, "using-named-graph-uri": "x:one"}, headers=JUST).status_code
        == 204
    )
    assert ask(small, "GRAPH <x:one> { <x:a> <x:named> 'a' }")
    with_own = "WITH <x:one> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert send(small, with_own, using_graph_uri="x:one").status_code == 400
    assert send(small, "DELETE WHERE { ?s ?p ?o }", using_graph_uri="x:one").status_code == 400
    assert ask(small, "<x:a> <x:p> 'a'")


def test_the_clauses_stand_before_each_where_of_an_operation_and_before_no_other() -> None:
    update = "INSERT { <x:where> ?p 'where' } WHERE { { SELECT * WHERE { ?s ?p ?o } } } ; DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    told = checked_update(update, ["x:g"], ["x:h"])
    assert told.count("USING <x:g> USING NAMED <x:h> WHERE") == told.count("USING <x:g>") == 2
    with pytest.raises(QueryError, match="no IRI"):
        checked_update(update, ["x:g> USING <x:h"])


def test_the_service_says_that_it_takes_updates_and_an_address_does_not(
    small: httpx.Client, site: httpx.Client
) -> None:
    said = [client.get("/void", headers={"accept": "text/turtle"}).text for client in (small, site)]
    assert ["SPARQL11Update" in text for text in said] == [True, False]
    assert small.get("/sparql", params={"update": INSERT}, headers=JUST).status_code == 403
    assert "authorization" not in small.options("/sparql").headers["access-control-allow-headers"].lower()


def test_the_end_of_a_server_that_was_written_to_does_not_say_that_nothing_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_SERVE_TOKEN", TOKEN)
    with started("--writable", graph=str(folder)) as (client, server):
        assert send(client, INSERT).status_code == 204
        server.send_signal(signal.SIGINT)
        assert (
            server.communicate(timeout=20)[1].strip() == "kg: stopped; each update that was answered by 204 is written"
        )
        assert server.returncode == 130


def test_derived_facts_are_made_anew(folder: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?claim hw:backing ?level }"
    drop = "DELETE { GRAPH ?g { ?claim ?p ?o } } WHERE { GRAPH ?g { ?claim a <https://w3id.org/headwater/ns#Claim> ; ?p ?o } }"
    with writable(folder) as client:
        before, after = (
            client.get("/sparql", params={"query": count}).json() for _ in range(2) if _ == 0 or send(client, drop)
        )
        numbers = [int(told["results"]["bindings"][0]["n"]["value"]) for told in (before, after)]
        assert numbers[0] > 100 > numbers[1]
        assert "GROUP BY" not in client.get("/").text
    assert not open_graph(str(folder)).query(f"ASK {{ GRAPH <{FACTS_GRAPH}> {{ ?s ?p ?o }} }}").boolean


def test_writers_queue_and_readers_read_on(small: httpx.Client) -> None:
    with ThreadPoolExecutor(16) as threads:
        written = [threads.submit(send, small, f"INSERT DATA {{ <x:many> <x:n> {number} }}") for number in range(6)]
        read = [threads.submit(ask, small, f"<x:a> <x:p> 'a' # {number}\n") for number in range(60)]
        assert {done.result().status_code for done in written} == {204}
        assert all(done.result() for done in read)
    assert all(ask(small, f"<x:many> <x:n> {number}") for number in range(6))


def test_an_update_that_takes_too_long_or_too_much_is_stopped_and_nothing_of_it_is_written(folder: Path) -> None:
    with writable(folder, "--timeout", "1") as client:
        assert send(client, f"INSERT DATA {{ <x:half> <x:p> 1 }} ; {SLOW}").status_code == 504
        assert send(client, HUGE).status_code in {503, 504}
        assert not ask(client, "<x:half> ?p ?o")
        assert send(client, INSERT).status_code == 204
    assert open_graph(str(folder)).query("ASK { <x:s> <x:p> 1 }").boolean


def test_a_server_that_is_killed_in_the_middle_of_an_update_leaves_the_store_whole(folder: Path) -> None:
    os.environ["KG_SERVE_TOKEN"] = TOKEN
    with (
        ThreadPoolExecutor(1) as threads,
        started("--writable", "--timeout", "60", graph=str(folder)) as (client, server),
    ):
        sent = threads.submit(send, client, f"INSERT DATA {{ <x:half> <x:p> 1 }} ; {SLOW}")
        sleep(2)
        assert not sent.done()
        os.killpg(server.pid, signal.SIGKILL)
        with pytest.raises(httpx.TransportError):
            sent.result()
    del os.environ["KG_SERVE_TOKEN"]
    assert len(reopened(folder)) == len(open_graph(str(seeds())).store.copy().quads)


def reopened(folder: Path) -> ox.Store:
    """The store, once those who were killed have let go of it."""
    for _ in range(500):
        try:
            return ox.Store(str(folder))
        except OSError:
            sleep(0.02)
    return ox.Store(str(folder))


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.02, 0.04, 0.08])
def test_a_process_that_is_killed_while_it_writes_leaves_all_or_nothing(tmp_path: Path, delay: float) -> None:
    made = ox.Store(str(tmp_path / "store"))
    made.bulk_extend(
        ox.Quad(ox.NamedNode(f"x:{n}"), ox.NamedNode("x:p"), ox.Literal(n), ox.DefaultGraph()) for n in range(5_000)
    )
    made.flush()
    del made
    writing = f"""from kg.sparql.update import update, ox
store = ox.Store({str(tmp_path / "store")!r})
print("open", flush=True)
update(store, "INSERT {{ ?s <x:q> ?o }} WHERE {{ ?s <x:p> ?o }} ; DELETE {{ ?s <x:p> ?o }} WHERE {{ ?s <x:p> ?o }}")"""
    process = subprocess.Popen([sys.executable, "-c", writing], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    sleep(delay)
    process.kill()
    process.communicate()
    counts = [
        len(list(ox.Store(str(tmp_path / "store")).quads_for_pattern(None, ox.NamedNode(p), None)))
        for p in ("x:p", "x:q")
    ]
    assert counts in ([5_000, 0], [0, 5_000])


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({}, "needs a token"),
        ({"KG_SERVE_TOKEN": "short"}, "too short"),
        ({"KG_SERVE_TOKEN": "a" * 64}, "too simple"),
        ({"KG_SERVE_TOKEN": "with a space in the middle of it all"}, "token"),
        ({"KG_SERVE_TOKEN_FILE": "/nowhere"}, "/nowhere"),
    ],
)
def test_a_server_without_a_token_worth_the_name_does_not_start(
    folder: Path, environment: dict[str, str], why: str
) -> None:
    arguments = [sys.executable, "-m", "kg", "serve", "--port", "0", "--writable", "--graph", str(folder)]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True, env={**os.environ, **environment})
    assert (done.returncode, why in done.stderr, len(done.stderr.splitlines())) == (2, True, 1)


def test_only_a_store_folder_can_be_written_to(tmp_path: Path) -> None:
    (tmp_path / ".kg" / "store").mkdir(parents=True)
    ox.Store(str(tmp_path / ".kg" / "store")).flush()
    for place in (seeds(), tmp_path / ".kg" / "store"):
        arguments = [sys.executable, "-m", "kg", "serve", "--port", "0", "--writable", "--graph", str(place)]
        done = subprocess.run(
            arguments, check=False, capture_output=True, text=True, env={**os.environ, "KG_SERVE_TOKEN": TOKEN}
        )
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert "--writable" in done.stderr


def test_the_token_may_stand_in_a_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    os.environ["KG_SERVE_TOKEN_FILE"] = str(tmp_path / "token")
    try:
        with served("--writable", graph=str(folder)) as client:
            assert send(client, INSERT).status_code == 204
    finally:
        del os.environ["KG_SERVE_TOKEN_FILE"]


def test_a_second_server_may_not_write_to_the_same_folder(folder: Path) -> None:
    with writable(folder):
        arguments = [sys.executable, "-m", "kg", "serve", "--port", "0", "--writable", "--graph", str(folder)]
        done = subprocess.run(
            arguments, check=False, capture_output=True, text=True, env={**os.environ, "KG_SERVE_TOKEN": TOKEN}
        )
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert "another server takes updates" in done.stderr
