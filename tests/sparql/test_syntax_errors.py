"""What is wrong with a query is said at the word that is wrong, with the reason."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.sparql.evaluate import evaluate
from kg.sparql.query import Question
from kg.sparql.update import update

FAULTS = {
    "SELCT ?x { ?x ?y ?z }": "line 1, column 1, at “SELCT ?x { ?x ?y ?z }”; did you mean “SELECT”?",
    "SELECT ?x WERE { ?x ?y ?z }": "line 1, column 11, at “WERE { ?x ?y ?z }”; did you mean “WHERE”?",
    "SELECT ?x {\n  ?x ?y ?z .\n  FILER(?x = 1)\n}": "line 3, column 3, at “FILER(?x = 1)”; did you mean “FILTER”?",
    "SELECT ?x { ?x ?y ?z } ODER BY ?x": "line 1, column 24, at “ODER BY ?x”; did you mean “ORDER”?",
    "SELECT ?x {\n  ?x a hw:Claim\n": "line 2, column 16, at its end: the “{” of line 1, column 11 is not closed",
    "ASK { ?s ?p ?o } }": "line 1, column 18, at “}”: there is no “{” that it closes",
    "ASK { ?s ?p ?o FILTER(?o = } ": "line 1, column 28, at “}”: the “(” of line 1, column 22 is not closed",
    "ASK {\n ?s a hw:Claim\n ?s ?p ?o }": "line 3, column 2, at “?s ?p ?o }”; expected here: “,”, “.”, “;”, “{” or “}”",
    "SELECT ?x { ?x a foo:B }\nLIMIT 3": "line 1, column 18, at “foo:B }”: the prefix “foo:” is not declared",
    "ASK { ?s shema:text ?o }": "line 1, column 10, at “shema:text ?o }”: the prefix “shema:” is not declared; did you mean “schema”?",
    "ASK { ?s dct:title ?o }": "line 1, column 10, at “dct:title ?o }”: the prefix “dct:” is not declared; did you mean “dcterms”?",
    'ASK { ?s ?p "a" ; ?q "b }': 'line 1, column 22, at “"b }”: the text that begins with this " does not end',
    "ASK { ?s a <http://a b> }": "line 1, column 12, at “<http://a b> }”: this is not an IRI",
    "SELECT (COUNT(?x) AS n) { ?x ?y ?z }": "line 1, column 22, at “n) { ?x ?y ?z }”; expected here: a variable",
    "ASK {} LIMIT x": "line 1, column 14, at “x”; expected here: a number",
    "SELECT ?x ?y { ?x ?p ?y } GROUP BY ?x": "line 1, column 11, at “?y { ?x ?p ?y } GROUP BY…”: "
    "SELECT asks for a variable that is neither in GROUP BY nor in an aggregate",
    "SELECT * { VALUES (?a ?b) { (1) } }": "line 1, column 33, at “} }”: "
    "a row of VALUES holds more or fewer values than there are variables; UNDEF stands for none",
    "SELECT * { ?a ?b ?c } GROUP BY ?a": "line 1, column 34, at its end: SELECT * cannot stand with GROUP BY; name the variables",
}


@pytest.mark.parametrize(("sparql", "said"), FAULTS.items())
def test_a_query_is_faulted_at_the_word_that_is_wrong(sparql: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        evaluate(ox.Store(), Question(sparql))
    assert str(raised.value) == f"the query cannot be parsed: {said}"


def test_the_place_is_that_in_the_text_as_written_also_where_variables_are_bound() -> None:
    with pytest.raises(QueryError, match="line 1, column 22, at “FILER"):
        evaluate(
            ox.Store(),
            Question(
                "ASK { ?claim a ?kind FILER(?x) }", bound=(("claim", '"a long text that stands before the fault"'),)
            ),
        )


def test_a_variable_that_the_query_gives_a_value_itself_cannot_be_bound() -> None:
    with pytest.raises(QueryError, match=r"cannot be asked with \?x bound: it gives such a variable a value itself"):
        evaluate(ox.Store(), Question("SELECT ?x { BIND(1 AS ?x) }", bound=(("x", '"a"'),)))


def test_a_long_query_is_faulted_as_far_as_the_parser_looked() -> None:
    with pytest.raises(QueryError, match="line 2, column 5, at its end"):
        evaluate(ox.Store(), Question("ASK { VALUES ?x { " + "1 " * 30_000 + "} }\nODER"))


def test_an_update_is_faulted_at_the_word_that_is_wrong() -> None:
    with pytest.raises(
        QueryError, match=r"the update cannot be parsed: line 1, column 1, at “INSRT DATA.*; did you mean “INSERT”"
    ):
        update(ox.Store(), "INSRT DATA { <x:a> <x:b> 1 }")
