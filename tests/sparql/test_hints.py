"""An empty answer comes with one hint, where the text of the query shows a reason."""

from __future__ import annotations

import pytest

from kg.sparql.hints import hint

CASES = {
    "SELECT ?c { ?c hw:backed ?x }": "hw:backed is not a term of Headwater; did you mean",
    "SELECT ?c { ?c hw:backing hw:backing-well }": "hw:backing is derived, not recorded: ask with --facts",
    "SELECT ?c { ?c a <http://schema.org/Claim> }": "is rewritten to https://schema.org/",
    "SELECT ?c { ?c a hw:Claim }": "may lack the class hw:Claim",
}


@pytest.mark.parametrize("query", CASES)
def test_a_reason_that_the_text_shows_is_said(query: str) -> None:
    assert CASES[query] in (hint(query, facts=False) or "")


@pytest.mark.parametrize(
    "query", ["SELECT ?c { ?c schema:text 'hw:nonsense' }", "SELECT ?c { ?c hw:relation ?u } # hw:relatoin"]
)
def test_texts_and_comments_give_no_hint(query: str) -> None:
    assert hint(query, facts=False) is None


def test_a_derived_term_is_no_reason_where_facts_are_asked() -> None:
    assert hint("SELECT ?c { ?c hw:backing hw:backing-well }", facts=True) is None
