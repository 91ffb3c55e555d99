"""Updates: what they may do, and that they are done whole or not at all."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest
from starlette.exceptions import HTTPException

from kg.api import open_graph
from kg.errors import QueryError
from kg.processes.child import ChildEndedError, start
from kg.processes.forkserver import ForkServer, serve_jobs
from kg.rdf.facts import FACTS_GRAPH
from kg.resources import seeds
from kg.serve.jobs import Job, JobResult
from kg.serve.sparql_request import UpdateRequest
from kg.serve.updates import MAX_WAITING_UPDATES, Updater, run_update
from kg.serve.worker_pool import WorkerPool
from kg.sparql.update import checked_update
from tests.processes.test_child import block
from tests.serve.conftest import all_have_ended, post_head, run_async, served, started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.processes.child import Channel

pytestmark = pytest.mark.end_to_end

TOKEN = sha256(b"for tests alone").hexdigest()
JUST = {"authorization": f"Bearer {TOKEN}"}
INSERT = "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }"
ALL = " ".join(f"GRAPH ?g{n} {{ ?a{n} ?b{n} ?c{n} }}" for n in range(6))
SLOW = f"INSERT {{ <x:slow> <x:p> 1 }} WHERE {{ {ALL} FILTER(?c0 + ?c5 = 17) }}"
HUGE = f"INSERT {{ ?a0 <x:huge> ?c1 }} WHERE {{ {ALL} }}"
MOVE = "INSERT { ?s <x:q> ?o } WHERE { ?s <x:p> ?o } ; DELETE { ?s <x:p> ?o } WHERE { ?s <x:p> ?o }"


@pytest.fixture(scope="module", autouse=True)
def _token() -> Iterator[None]:
    os.environ["KG_SERVE_TOKEN"] = TOKEN
    yield
    del os.environ["KG_SERVE_TOKEN"]


def store_of(tiny: Path, folder: Path) -> Path:
    """A store folder with one claim."""
    made = ox.Store(str(folder))
    made.bulk_extend(open_graph(str(tiny)).store.copy().quads)
    made.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.Literal("a"), ox.NamedNode("x:one")))
    made.flush()
    return folder


@pytest.fixture(scope="module")
def folder(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of(tiny, tmp_path_factory.mktemp("shared") / "store")


@pytest.fixture(scope="module")
def small(folder: Path) -> Iterator[httpx.Client]:
    """A server that takes updates."""
    with served("--writable", graph=str(folder)) as client:
        yield client


def send(
    client: httpx.Client, update: str, header: str | None = JUST["authorization"], **params: str
) -> httpx.Response:
    headers = [(b"content-type", b"application/sparql-update")]
    headers += [] if header is None else [(b"authorization", header.encode("latin-1"))]
    using = {name.replace("_", "-"): value for name, value in params.items()}
    return client.post("/sparql", content=update.encode(), params=using, headers=headers)


def ask(client: httpx.Client, pattern: str) -> bool:
    return bool(client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"}).json()["boolean"])


def test_an_update_is_seen_by_the_next_query_each_way_it_is_sent(small: httpx.Client) -> None:
    assert not ask(small, "<x:s> <x:p> 1")
    assert send(small, INSERT).status_code == 204
    assert ask(small, "<x:s> <x:p> 1")
    done = small.post("/sparql", data={"update": "DELETE DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }"}, headers=JUST)
    assert (done.status_code, done.content) == (204, b"")
    assert not ask(small, "<x:s> <x:p> 1")


@pytest.mark.parametrize(("header", "status"), [(None, 401), ("Basic x", 401), ("Bearer x", 403)])
def test_without_the_token_nothing_is_written(small: httpx.Client, header: str | None, status: int) -> None:
    done = send(small, "INSERT DATA { <x:never> <x:p> 1 }", header)
    assert (done.status_code, "www-authenticate" in done.headers) == (status, status == 401)
    form = small.post("/sparql", data={"update": INSERT}, headers={"authorization": header} if header else {})
    assert form.status_code == status
    assert not ask(small, "<x:never> ?p ?o")


def test_without_the_token_the_body_of_an_update_is_not_read(small: httpx.Client) -> None:
    assert post_head(small, "application/sparql-update", 3_999_999).startswith(b"HTTP/1.1 401 ")


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
    text = checked_update(update, ["x:g"], ["x:h"])
    assert text.count("USING <x:g> USING NAMED <x:h> WHERE") == text.count("USING <x:g>") == 2
    with pytest.raises(QueryError, match="not an IRI"):
        checked_update(update, ["x:g> USING <x:h"])


def test_the_service_says_that_it_takes_updates_and_an_address_does_not(
    small: httpx.Client, site: httpx.Client
) -> None:
    texts = [client.get("/void", headers={"accept": "text/turtle"}).text for client in (small, site)]
    assert ["SPARQL11Update" in text for text in texts] == [True, False]
    assert small.get("/sparql", params={"update": INSERT}, headers=JUST).status_code == 403


def test_derived_facts_follow_an_update(small: httpx.Client) -> None:
    claim = "SELECT (COUNT(*) AS ?n) { ?claim hw:backing ?level }"
    says = (
        "<x:claim> a hw:Claim ; schema:text 'Ten.' ; schema:appearance <x:source> ; hw:figure <x:figure> . "
        "<x:figure> a hw:Figure ; schema:value 10 . <x:source> dcterms:title 'T'"
    )

    def count() -> int:
        rows = small.get("/sparql", params={"query": claim}).json()["results"]["bindings"]
        return int(rows[0]["n"]["value"])

    before = count()
    assert send(small, f"INSERT DATA {{ {says} }}").status_code == 204
    assert count() == before + 1
    assert send(small, f"DELETE DATA {{ {says} }}").status_code == 204
    assert count() == before


def test_updates_are_done_in_turn_and_queries_go_on(small: httpx.Client) -> None:
    with ThreadPoolExecutor(16) as threads:
        written = [threads.submit(send, small, f"INSERT DATA {{ <x:many> <x:n> {number} }}") for number in range(4)]
        read = [threads.submit(ask, small, f"<x:a> <x:p> 'a' # {number}\n") for number in range(30)]
        assert {done.result().status_code for done in written} == {204}
        assert all(done.result() for done in read)
    assert all(ask(small, f"<x:many> <x:n> {number}") for number in range(4))


def test_a_second_server_may_not_write_to_the_same_folder(small: httpx.Client, folder: Path) -> None:
    assert ask(small, "?s ?p ?o")
    done = refused(folder)
    assert "another server takes updates" in done.stderr


def test_only_a_store_folder_can_be_written_to(tmp_path: Path) -> None:
    (tmp_path / ".kg" / "store").mkdir(parents=True)
    ox.Store(str(tmp_path / ".kg" / "store")).flush()
    for place in (seeds(), tmp_path / ".kg" / "store"):
        assert "--writable" in refused(Path(str(place))).stderr


def refused(place: Path) -> subprocess.CompletedProcess[str]:
    """What a server says that does not start."""
    arguments = [sys.executable, "-m", "kg", "serve", "--port", "0", "--writable", "--graph", str(place)]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    return done


@contextmanager
def updater() -> Iterator[Updater]:
    """An updater whose updates never end."""
    updates = ForkServer.start(serve_jobs(lambda _: block(), None, 600))
    opener = ForkServer.start(lambda _: None)
    yield Updater("/nowhere", TOKEN, os.open("/", os.O_RDONLY), opener, WorkerPool(updates, 1, 0, 600))


def test_a_bounded_number_of_updates_wait() -> None:
    async def check() -> None:
        with updater() as running:
            update = UpdateRequest(INSERT, (), ())
            waiting = [asyncio.create_task(running.run(update, None)) for _ in range(MAX_WAITING_UPDATES + 1)]  # type: ignore[arg-type]
            await asyncio.sleep(0)
            with pytest.raises(HTTPException, match="too many updates are waiting") as caught:
                running.check_room()
            assert (caught.value.status_code, caught.value.headers) == (503, {"Retry-After": "600"})
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            running.check_room()
            await running.close()

    run_async(check)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder that takes more than a megabyte to change."""
    folder = tmp_path_factory.mktemp("large") / "store"
    made = ox.Store(str(folder))
    made.bulk_extend(
        ox.Quad(ox.NamedNode(f"x:{n}"), ox.NamedNode("x:p"), ox.Literal(n), ox.DefaultGraph()) for n in range(5_000)
    )
    made.flush()
    return folder


def counts(folder: Path) -> list[int]:
    """How many quads have each of two properties."""
    store = ox.Store(str(folder))
    return [len(list(store.quads_for_pattern(None, ox.NamedNode(name), None))) for name in ("x:p", "x:q")]


def write_at_most(folder: Path, size: int, action: signal.Handlers) -> JobResult:
    """Update a store folder in a process that writes no file beyond a size: it is told so, or killed at that byte."""

    def work(channel: Channel) -> None:
        signal.signal(signal.SIGXFSZ, action)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        channel.report(lambda: run_update(str(folder), Job("update", "text", {"update": UpdateRequest(MOVE, (), ())})))

    child = start(work)
    try:
        result: JobResult = child.result()
    finally:
        child.stop()
    return result


@pytest.mark.parametrize("size", [200_000, 1_000_000])
def test_a_full_disk_is_507_without_a_path_and_nothing_is_written(large: Path, size: int) -> None:
    done = write_at_most(large, size, signal.SIG_IGN)
    assert (done.status, done.body) == (507, b"the disk of the server is full; nothing was written\n")
    assert counts(large) == [5_000, 0]


@pytest.mark.parametrize("size", [200_000, 500_000, 1_000_000])
def test_a_process_that_is_killed_while_it_writes_leaves_the_store_as_it_was(large: Path, size: int) -> None:
    with pytest.raises(ChildEndedError):
        write_at_most(large, size, signal.SIG_DFL)
    assert counts(large) == [5_000, 0]


@pytest.mark.slow
def test_an_update_that_takes_too_long_or_too_much_is_stopped_and_nothing_of_it_is_written(
    tiny: Path, tmp_path: Path
) -> None:
    folder = store_of(tiny, tmp_path / "store")
    with started("--writable", "--timeout", "1", graph=str(folder)) as (client, server):
        assert send(client, f"INSERT DATA {{ <x:half> <x:p> 1 }} ; {SLOW}").status_code == 504
        assert send(client, HUGE).status_code in {503, 504}
        assert not ask(client, "<x:half> ?p ?o")
        server.send_signal(signal.SIGINT)
        assert server.communicate()[1].strip() == "kg: stopped; each update that was answered by 204 is written"


@pytest.mark.slow
def test_a_server_that_is_killed_in_the_middle_of_an_update_leaves_the_store_whole(tiny: Path, tmp_path: Path) -> None:
    folder = store_of(tiny, tmp_path / "store")
    with (
        ThreadPoolExecutor(1) as threads,
        started("--writable", "--timeout", "3600", graph=str(folder)) as (client, server),
    ):
        sent = threads.submit(send, client, f"INSERT DATA {{ <x:half> <x:p> 1 }} ; {SLOW}")
        while not is_open(folder):
            assert not sent.done()
        os.killpg(server.pid, signal.SIGKILL)
        with pytest.raises(httpx.TransportError):
            sent.result()
        assert all_have_ended(server)
    assert not list(ox.Store(str(folder)).quads_for_pattern(ox.NamedNode("x:half"), None, None))


def is_open(folder: Path) -> bool:
    """Whether another process has a store folder open for writing."""
    try:
        ox.Store(str(folder))
    except OSError:
        return True
    return False
