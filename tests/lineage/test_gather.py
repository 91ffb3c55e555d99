"""What is fetched for a lineage: the rest of a document only where the answer may depend on it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.lineage.gather import gather
from kg.store.oxigraph import OxigraphStore

PREFIXES = """
@prefix schema: <https://schema.org/> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix cito: <http://purl.org/spar/cito/> .
@prefix hw: <https://w3id.org/headwater/ns#> . @prefix : <http://x/> .
"""
CLAIMS = """
:a a schema:Claim ; schema:appearance :d ; cito:citesAsEvidence :b . :b a schema:Claim ; schema:appearance :e .
:sibling a schema:Claim ; schema:appearance :d ; cito:citesAsEvidence :elsewhere . :elsewhere a schema:Claim .
"""


def fetched(more: str = "") -> set[str]:
    store = OxigraphStore()
    store.add(ox.parse(PREFIXES + CLAIMS + more, format=ox.RdfFormat.TURTLE))
    return {claim.id.removeprefix("http://x/") for claim in gather(store, ["http://x/a"]).claims}


def test_what_else_a_document_says_is_left_where_nothing_depends_on_it() -> None:
    assert fetched() == {"a", "b"}


@pytest.mark.parametrize(
    "more",
    [
        ":a schema:about :variable .",
        ":a prov:wasDerivedFrom :b, :c ; hw:relays :c .",
        ":critic a schema:Claim ; cito:disputes :b .",
        ":critic a schema:Claim ; cito:disputes :e .",
    ],
    ids=["a variable", "told in prose", "leans on what is challenged", "leans on what is made in a challenged source"],
)
def test_what_else_a_document_says_is_fetched_where_it_may_count(more: str) -> None:
    assert {"sibling", "elsewhere"} <= fetched(more)
