"""A claim as a footnote, as Markdown and as a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.render.citation import citation
from tests.render.test_hostile import STRINGS, hostile

if TYPE_CHECKING:
    from kg.api import Graph


def test_a_footnote_names_claim_source_place_and_verdict(graph: Graph) -> None:
    found = citation(graph.trace("rgi-2026/at-the-very-least").picture())
    assert found is not None
    for part in (
        "At least 250,000 young white girls",
        "The Rape Gang Inquiry Report",
        "p. 7, n. 1",
        "The figure: not documented",
    ):
        assert part in found.footnote
    assert found.markdown.startswith("At least 250,000")


def test_a_source_with_an_address_is_linked(graph: Graph) -> None:
    found = citation(graph.trace("hansard-2019-05-14/250000").picture())
    assert found is not None
    assert found.link.startswith("https://")
    assert found.markdown.startswith("[More than 250,000")


def test_the_page_of_a_claim_is_cited_where_it_has_one(graph: Graph) -> None:
    found = citation(graph.trace("rgi-2026/at-the-very-least").picture(), "https://example.org/claim")
    assert found is not None
    assert found.link == "https://example.org/claim"


def test_several_claims_have_no_citation(graph: Graph) -> None:
    assert citation(graph.survey(document="rgi-2026").picture()) is None


@pytest.mark.parametrize("name", STRINGS)
def test_markdown_of_hostile_text_has_no_markup_of_its_own(name: str) -> None:
    found = citation(hostile(STRINGS[name]).picture())
    assert found is not None
    assert "\n" not in found.markdown
    assert "<script" not in found.markdown
