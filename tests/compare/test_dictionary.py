"""What the dictionary says of two words, and that its file is one that can be searched."""

from __future__ import annotations

import pytest

from kg.compare.dictionary import is_kind_of, knows, opposites, synonyms, verb, way_of
from kg.resources import ontology


def test_the_dictionary_is_sorted_as_it_is_searched() -> None:
    words = [line.partition(b"\t")[0] for line in ontology("dictionary.tsv").read_bytes().splitlines()]
    assert words == sorted(words)


@pytest.mark.parametrize(("one", "other"), [("cargo", "freight"), ("burial mound", "barrow"), ("jail", "imprison")])
def test_words_with_a_common_meaning_are_synonyms(one: str, other: str) -> None:
    assert synonyms(one, other)
    assert synonyms(other, one)


def test_opposites_and_kinds_are_no_synonyms() -> None:
    assert opposites("import", "export")
    assert is_kind_of("trout", "fish")
    assert not is_kind_of("fish", "trout")
    assert not synonyms("import", "export")
    assert not synonyms("trout", "fish")


def test_a_verb_is_found_by_the_stem_of_its_participle() -> None:
    assert verb("excavat") == "excavate"
    assert way_of("loot", "steal")


def test_a_word_that_the_dictionary_does_not_have_is_related_to_none() -> None:
    assert not knows("zzyzx")
    assert not synonyms("zzyzx", "zzyzx road")
