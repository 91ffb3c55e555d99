"""A query in a process of its own: what ends it, and what is told of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import sleep

import pyoxigraph as ox
import pytest

from kg.errors import LimitError, QueryError
from kg.resources import seeds
from kg.sparql.query import Limits, Question
from kg.sparql.sandbox import answer_within, encode_reply

TRIPLE = ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o"), ox.NamedNode("x:g"))


@pytest.fixture
def store() -> ox.Store:
    made = ox.Store()
    made.extend(
        ox.Quad(ox.NamedNode(f"x:s{n}"), ox.NamedNode("x:p"), ox.Literal(str(n)), ox.NamedNode("x:g"))
        for n in range(500)
    )
    return made


def test_an_answer_has_its_kind_and_syntax(store: ox.Store) -> None:
    reply = answer_within(store, Question("ASK { ?s ?p ?o }", rows="xml"), Limits())
    assert (reply.kind, reply.media) == ("boolean", "application/sparql-results+xml")
    assert b"true" in reply.body


def test_memory_is_bounded(store: ox.Store) -> None:
    query = Question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?c ?f")
    with pytest.raises(LimitError, match="memory"):
        answer_within(store, query, Limits(seconds=None, memory=100_000_000))


def test_what_is_refused_in_the_other_process_is_refused_here(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="line 1"):
        answer_within(store, Question("SELECT {"), Limits())


def test_each_process_draws_its_own_chance(store: ox.Store) -> None:
    query = Question("SELECT (UUID() AS ?u) (BNODE() AS ?b) { VALUES ?n { 1 2 3 } }", rows="csv")
    drawn = [line for _ in range(3) for line in answer_within(store, query, Limits()).body.split()[1:]]
    assert len(drawn) == len(set(drawn)) == 9


def test_a_store_on_disk_is_read_by_the_copied_process(tmp_path: Path) -> None:
    kept = ox.Store(str(tmp_path / "store"))
    kept.add(TRIPLE)
    kept.flush()
    del kept
    opened = ox.Store.read_only(str(tmp_path / "store"))
    for _ in range(3):
        assert b"x:s" in answer_within(opened, Question("SELECT * { ?s ?p ?o }", rows="csv"), Limits()).body


def test_a_graph_holds_a_triple_once(store: ox.Store) -> None:
    store.add(ox.Quad(TRIPLE.subject, TRIPLE.predicate, TRIPLE.object, ox.NamedNode("x:h")))
    store.add(TRIPLE)
    reply = answer_within(store, Question("CONSTRUCT { ?s a <x:T> } WHERE { ?s ?p 'o' }"), Limits())
    assert reply.body.count(b"\n") == 1


def test_what_went_wrong_is_told_in_one_line(store: ox.Store) -> None:
    assert encode_reply(store, Question("ASK {}", rows="csv"), 100) == b'["boolean", "text/csv"]\ntrue\n'
    assert encode_reply(store, Question("ASK {}"), 1).startswith(b'["limit", ')
    assert encode_reply(store, Question("LOAD <x:y>"), 100).startswith(b'["refused", ')
    assert encode_reply(store, Question("ASK {}", rows="none"), 100).startswith(b'["fault", ')


def test_a_query_does_not_outlive_the_command_that_asked_it() -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }"
    arguments = [sys.executable, "-m", "kg", "query", query, "--timeout", "0", "--graph", str(seeds())]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, start_new_session=True) as process:
        for _ in range(1200):
            if found := subprocess.run(
                ["pgrep", "-P", str(process.pid)], check=False, capture_output=True, text=True
            ).stdout.split():
                break
            sleep(0.05)
        assert found
        process.kill()
        # The copy holds the other end of the pipe too: it is closed once both are gone.
        assert process.communicate(timeout=20)[0] == b""
