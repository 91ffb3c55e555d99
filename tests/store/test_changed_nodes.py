"""Whose records changed with some quads: of what they are about, of what that is a part of, and of what names it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.store.changed_nodes import changed_nodes
from kg.store.oxigraph import OxigraphStore

PREFIXES = """
@prefix : <http://x/> . @prefix hw: <https://w3id.org/headwater/ns#> . @prefix schema: <https://schema.org/> .
@prefix cito: <http://purl.org/spar/cito/> . @prefix dcterms: <http://purl.org/dc/terms/> .
"""
GRAPH = """
:a a hw:Claim ; schema:appearance :paper ; hw:figure :f ; cito:citesAsEvidence :b .
:f a hw:Figure ; schema:value 3 ; dcterms:spatial :leeds .
:l a cito:Citation ; cito:hasCitingEntity :a ; cito:hasCitedEntity :b ; hw:relation cito:citesAsEvidence .
:b a hw:Claim ; schema:appearance :survey .
:leeds schema:name "Leeds" ; schema:containedInPlace :england .
:england schema:name "England" .
:r a hw:Recommendation ; hw:hingesOn :a .
"""


def quads(text: str) -> list[ox.Quad]:
    return [ox.Quad(*triple) for triple in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    found = OxigraphStore()
    found.add(quads(GRAPH))
    return found


@pytest.mark.parametrize(
    ("changed", "nodes", "linked"),
    [
        (":f schema:value 4 .", {"a"}, set()),
        (':l hw:readBy "KG" .', {"a"}, set()),
        (":a cito:citesAsEvidence :b .", {"a"}, {"b"}),
        (':paper dcterms:title "Owls" .', {"paper"}, set()),
        (':leeds schema:name "Leeds city" .', {"a"}, set()),
        (':england schema:name "Angleterre" .', {"a"}, set()),
        (":r hw:hingesOn :b .", {"b"}, set()),
        (":gone cito:hasCitingEntity :a ; cito:hasCitedEntity :b .", {"a"}, {"b"}),
    ],
)
def test_a_changed_statement_changes_the_record_that_it_belongs_to(
    store: OxigraphStore, changed: str, nodes: set[str], linked: set[str]
) -> None:
    found = changed_nodes(store, quads(changed), frozenset(), 100)
    assert found is not None
    assert ({name(node) for node in found.nodes}, {name(node) for node in found.linked - found.nodes}) == (
        nodes,
        linked,
    )


def name(node: str) -> str:
    return node.removeprefix("http://x/")


def test_a_changed_recommendation_is_something_else_that_changed(store: OxigraphStore) -> None:
    found = changed_nodes(store, quads(':r schema:text "Count them" .'), frozenset(), 100)
    assert found is not None
    assert (found.nodes, found.others) == (set(), {"http://x/r"})


def test_more_changed_nodes_than_allowed_are_not_followed(store: OxigraphStore) -> None:
    assert changed_nodes(store, quads(':england schema:name "Angleterre" .'), frozenset(), 2) is None
