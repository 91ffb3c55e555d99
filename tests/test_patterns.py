"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from kg.patterns import regex


def test_a_pattern_behaves_as_one_that_was_compiled_at_once() -> None:
    number = regex(r"(?P<n>\d+)", re.IGNORECASE)
    compiled = re.compile(r"(?P<n>\d+)", re.IGNORECASE)
    found = number.search("in 2014")
    assert found is not None
    assert found["n"] == "2014"
    assert number.sub("#", "1, 2") == compiled.sub("#", "1, 2")
    assert [m.span() for m in number.finditer("1, 22")] == [m.span() for m in compiled.finditer("1, 22")]
    assert (number.pattern, number.flags) == (compiled.pattern, compiled.flags)


def test_a_pattern_can_be_part_of_another_and_a_malformed_one_is_an_error_at_its_first_use() -> None:
    malformed = regex("(")
    assert malformed.pattern == "("
    with pytest.raises(re.error):
        malformed.search("")
