"""No query leaves the graph, changes it, or brings the engine down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.sparql.guard import DEEPEST, guarded, is_plain, is_update, names_graphs
from kg.store.oxigraph import OxigraphStore

E = "PREFIX e: <http://e/> "


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { seRvice ?x { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:1/> SELECT * {SERVICE:ep {?x ?y ?z}}",
        "SELECT * {SERVICESILENT <http://x/>{?s ?p ?o}}",
        "SELECT * {?s ?p trueSERVICE <http://x/>{?a ?b ?c}}",
        "SELECT * {?s ?p 1SERVICE <http://x/>{?a ?b ?c}}",
        "SELECT * { SERVICEe:x {?a ?b ?c} }",
        E + r"SELECT * { OPTIONAL{?s e:a\#b ?o .} SERVICE <http://x/>{?a ?b ?c}}",
        E + r"SELECT * { ?s e:a\' ?o . SERVICE <http://x/>{?a ?b ?c} ?s ?p 'x' }",
        r"SELECT * { \u0053ERVICE <http://x/>{?a ?b ?c}}",
        "SELECT * { # comment\n SERVICE <http://x/> {} }",
        'SELECT * { ?s ?p """b"c""" . SERVICE <http://x/> {} }',
        "SELECT ('\"' AS ?x) { SERVICE <http://x/> {} } #\"'",
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        guarded(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p ?o }",
        "SELECT * { ?s <http://x/service> ?o }",
        E + "SELECT * { ?s e:service ?o }",
        "SELECT * { ?s ?p 'service' } # service",
        'SELECT * { ?s ?p """a " service""" }',
    ],
)
def test_the_word_in_a_name_or_a_text_is_no_service(query: str) -> None:
    guarded(query)
    OxigraphStore().query(query)


@pytest.mark.parametrize(
    "query", ["SELECT * {" * 300, "SELECT ((" * 5000, "SELECT * { FILTER(" + "!" * 1000 + "?x) }", "x" * 1_000_001]
)
def test_what_would_bring_the_engine_down_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match=r"deep|longer"):
        guarded(query)


@pytest.mark.parametrize(
    "part", ["OPTIONAL{?s a ?o}", "UNION{}", "BIND(1 AS ?x)", "FILTER(1=1)", "||1=1", "+1", "/a", "?s a ?o."]
)
def test_what_is_chained_without_end_is_refused(part: str) -> None:
    with pytest.raises(QueryError, match=r"more than 2,000 (operators and parts|patterns)"):
        guarded(f"ASK {{ {part * 2_100} }}")
    guarded(f"ASK {{ {part * 900} }}")


def test_many_values_and_much_data_are_no_chain() -> None:
    guarded(f"SELECT * {{ VALUES ?x {{ {'1.5 ' * 5_000} <https://e.org/a-b/c> }} }}")
    guarded(f"INSERT DATA {{ {'<https://e.org/a> <https://e.org/b> <https://e.org/c> . ' * 3_000} }}")


PARTS = [
    "service",
    "SeRvIcE",
    "FROM",
    " ",
    "{",
    "(",
    "!",
    "-",
    "\\u0053ervice",
    "'",
    '"',
    "#",
    "\n",
    "<x:a>",
    "ſervice",
    "?x",
    "a:b",
    "{" * 99,
]


@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_what_a_glance_lets_through_is_allowed_and_names_no_graphs(query: str) -> None:
    if is_plain(query):
        assert not names_graphs(guarded(query))
    assert is_plain("SELECT ?x { ?x a hw:Claim }")


def test_as_deep_as_anyone_writes_is_answered() -> None:
    inner = "{" * (DEEPEST // 2) + "?s ?p ?o" + "}" * (DEEPEST // 2)
    assert OxigraphStore().query(f"SELECT * {inner}").rows == ()


@pytest.mark.parametrize(
    "text", ["INSERT DATA {<a> <b> <c>}", "LOAD <http://x/>", "DELETE WHERE {?s ?p ?o}", "CLEAR ALL"]
)
def test_an_update_is_named_as_what_it_is(text: str) -> None:
    assert is_update(guarded(text))
    with pytest.raises(QueryError, match="only reads"):
        OxigraphStore().query(text)


def test_a_query_that_names_its_graphs_gets_no_others() -> None:
    store = OxigraphStore()
    store.load(
        b"<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n<http://e/c> <http://e/p> <http://e/d> <http://e/other> .\n"
    )
    assert store.query("SELECT ?s FROM <http://e/other> { ?s ?p ?o }").rows == (("http://e/c",),)
    assert len(store.query("SELECT * FROM <http://e/g> { ?s ?p ?o }").rows) == 1
    assert not names_graphs(guarded("SELECT ?from { ?from <http://e/from> 'from' }"))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * { ?s nope:x ?o }", "the prefix “nope:” is not declared"),
        ("SELECT * {\n?s ?p }", "line 2"),
        ("SELECT * { ?s ?p ?o } ORDER BY", "at its end; expected here: a variable"),
    ],
)
def test_a_query_that_cannot_be_parsed_is_told_in_one_line(query: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        OxigraphStore().query(query)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 200
