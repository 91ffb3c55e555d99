"""Blank nodes have the same names in whichever file and order their triples stand."""

from __future__ import annotations

from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.blank_nodes import blank_names, without_blanks

GRAPH, BASE = ox.NamedNode("x:g"), "https://example.org/"


def parsed(turtle: str) -> list[ox.Quad]:
    return list(ox.parse(f"@prefix : <x:> . {turtle}", format=ox.RdfFormat.TURTLE))


def named(quads: list[ox.Quad]) -> set[str]:
    return {str(quad) for quad in without_blanks(quads, GRAPH, BASE, "0" * 64)}


@pytest.mark.parametrize(
    "turtle",
    [
        ":a :p [ :q 1 ] .",
        ":a :p [ :q 1 ], [ :q 2 ] .",
        ":a :p ( 1 2 3 3 ) .",
        "_:a :knows _:b . _:b :knows _:c . _:c :knows _:a .",
        "_:a :knows _:b . _:b :knows _:a . _:b :name 'B' .",
        ":c :figure [ :value 1 ; :unit [ :name 'x' ] ] . :d :figure [ :value 1 ; :unit [ :name 'x' ] ] .",
    ],
)
@given(order=st.randoms())
def test_names_follow_from_what_is_said_and_not_from_labels_or_order(turtle: str, order: Random) -> None:
    first, again = parsed(turtle), parsed(turtle)
    order.shuffle(again)
    assert named(again) == named(first)


def test_names_do_not_depend_on_what_else_a_file_says() -> None:
    alone, beside = parsed(":a :p [ :q 1 ] ."), parsed(":a :p [ :q 1 ] . :b :p [ :q [ :r [ :s 2 ] ] ] .")
    assert named(alone) < named(beside)


def test_what_differs_has_different_names() -> None:
    quads = parsed(":a :p [ :q [ :r 1 ] ], [ :q [ :r 2 ] ] .")
    names = blank_names(quads, "x:")
    assert len(set(names.values())) == 4


def test_symmetric_nodes_stay_apart() -> None:
    quads = parsed("_:a :knows _:b . _:b :knows _:a .")
    assert len(set(blank_names(quads, "x:").values())) == 2


@pytest.mark.parametrize("size", [50, 2000])
def test_a_large_symmetric_graph_is_named(size: int) -> None:
    ring = [
        ox.Quad(ox.BlankNode(f"b{n}"), ox.NamedNode("x:p"), ox.BlankNode(f"b{(n + 1) % size}")) for n in range(size)
    ]
    assert len(set(blank_names(ring, "x:").values())) == size
