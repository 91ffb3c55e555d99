"""A paragraph of any length is split into its sentences."""

from __future__ import annotations

import pytest

from kg.text.sentences import split

ONE = "The town counted 1,200 homes. "


@pytest.mark.parametrize("times", [10, 150, 1_000])
def test_a_long_paragraph_has_the_sentences_of_a_short_one(times: int) -> None:
    text = ONE * times
    assert [text[start:end] for start, end in split(text)] == [ONE.strip()] * times


@pytest.mark.parametrize("text", ["“ " * 5_000, "x" * 10_000, "word " * 3_000, "He said “no. " * 1_000])
def test_nothing_is_lost_of_a_paragraph_without_an_end(text: str) -> None:
    found = split(text)
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
