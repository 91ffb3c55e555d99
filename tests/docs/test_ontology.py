"""The page of the ontology says what the ontology says."""

from __future__ import annotations

from kg.vocabulary import MINTED, SCHEMES, concept
from tests.docs.ontology import PATH, page


def test_the_page_is_the_one_that_the_ontology_makes() -> None:
    assert PATH.read_text(encoding="utf-8") == page(), "run python -m tests.docs.ontology"


def test_every_term_and_word_has_a_place_on_it() -> None:
    text = page()
    words = {concept(scheme, word).rpartition("#")[2] for scheme, names in SCHEMES.items() for word in names}
    assert [name for name in MINTED | words if f'id="{name}"' not in text] == []
