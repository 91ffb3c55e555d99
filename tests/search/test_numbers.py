"""Every number that the grammar reads in a text is among the keys of the text, so that no headline misses one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.figures.scan import find_equals
from kg.search.numbers import number_key, number_keys

LABELLED = Path(__file__).parents[1] / "figures"


@pytest.mark.parametrize("name", ["figures", "fresh_figures", "not_figures", "fresh_not_figures"])
def test_the_keys_of_a_text_are_those_of_all_its_numbers(name: str) -> None:
    rows = yaml.load((LABELLED / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    for text in (row["text"] if isinstance(row, dict) else row for row in rows):
        assert {number_key(found.number.low) for found in find_equals(text)} <= number_keys(text), text


@pytest.mark.parametrize(
    ("text", "key"),
    [("1,400 children", 14), ("fourteen hundred children", 14), ("1.4 thousand", 14), ("887 000", 887), ("0.05%", 5)],
)
def test_one_number_has_one_key_however_it_is_written(text: str, key: int) -> None:
    assert key in number_keys(text)
