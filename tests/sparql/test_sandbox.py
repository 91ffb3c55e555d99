"""A query in a process of its own: what ends it, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import LimitError, QueryError
from kg.sparql.query import Limits, Question
from kg.sparql.sandbox import answer_within

if TYPE_CHECKING:
    from pathlib import Path

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


def test_a_fault_of_the_other_process_is_raised_here(store: ox.Store) -> None:
    with pytest.raises(KeyError, match="none"):
        answer_within(store, Question("ASK {}", rows="none"), Limits())
    with pytest.raises(LimitError, match="larger than 1 byte"):
        answer_within(store, Question("ASK {}"), Limits(answer=1))


def test_a_query_is_stopped_at_its_time_limit(store: ox.Store) -> None:
    query = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    with pytest.raises(LimitError, match=r"stopped after 0\.1 seconds"):
        answer_within(store, query, Limits(seconds=0.1))
