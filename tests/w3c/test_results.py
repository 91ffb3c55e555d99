"""The comparison of results, which the tests of the suite rest on."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from tests.w3c.results import Result, Row, same

ONE, TWO = ox.Literal(1), ox.Literal(2)


def rows(*values: ox.Literal | ox.BlankNode) -> Result:
    made: tuple[Row, ...] = tuple((("x", value),) for value in values)
    return Result(made)


def number(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}"))


@pytest.mark.parametrize(
    ("expected", "found", "verdict"),
    [
        (rows(ONE, TWO), rows(TWO, ONE), True),
        (rows(ONE, ONE), rows(ONE), False),
        (rows(ONE), rows(TWO), False),
        (rows(), rows(), True),
        (rows(ox.BlankNode(), ox.BlankNode()), rows(ox.BlankNode(), ox.BlankNode()), True),
        (rows(b := ox.BlankNode(), b), rows(ox.BlankNode(), ox.BlankNode()), False),
        (rows(number("01", "integer")), rows(ONE), True),
        (rows(number("1.0", "decimal")), rows(number("1", "decimal")), True),
        (rows(number("1", "decimal")), rows(ONE), False),
        (rows(number("1e1", "double")), rows(number("10", "double")), True),
        (rows(number("1", "boolean")), rows(number("true", "boolean")), True),
        (Result(truth=True), Result(truth=False), False),
        (Result(truth=True), rows(), False),
        (Result(graph=frozenset()), rows(), False),
    ],
)
def test_results_are_the_same_bag_up_to_blank_nodes_and_lexical_forms(
    expected: Result, found: Result, verdict: bool
) -> None:
    assert same(expected, found) is verdict


def test_an_order_that_is_given_counts_and_a_lax_number_of_rows_does_not() -> None:
    assert not same(replace(rows(ONE, TWO), ordered=True), rows(TWO, ONE))
    assert same(replace(rows(ONE, TWO), ordered=True), rows(ONE, TWO))
    assert same(rows(ONE, ONE), rows(ONE), lax=True)
    assert not same(rows(ONE, TWO), rows(ONE), lax=True)


def test_a_graph_is_the_same_up_to_the_names_of_its_blank_nodes() -> None:
    p = ox.NamedNode("x:p")

    def graph(first: ox.BlankNode, second: ox.BlankNode) -> Result:
        return Result(graph=frozenset({ox.Triple(first, p, second), ox.Triple(second, p, first)}))

    def loops(first: ox.BlankNode, second: ox.BlankNode) -> Result:
        return Result(graph=frozenset({ox.Triple(first, p, first), ox.Triple(second, p, second)}))

    assert same(graph(ox.BlankNode(), ox.BlankNode()), graph(ox.BlankNode(), ox.BlankNode()))
    assert not same(graph(ox.BlankNode(), ox.BlankNode()), loops(ox.BlankNode(), ox.BlankNode()))
