"""JSON-LD whose keys have no meaning is not read as if there were no problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.cache.load import load
from kg.errors import BadDataError
from tests.cases.judged import HERE

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/"


def test_where_nothing_is_mapped_the_keys_are_counted_and_the_file_refused() -> None:
    with pytest.raises(BadDataError, match=r"4 keys mean nothing without a context that maps them .“claimReviewed”."):
        load(HERE / "no-context" / "records.jsonld", BASE)


def test_where_some_are_mapped_a_note_counts_the_others(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonld"
    path.write_text(
        '{"@context": {"text": "https://schema.org/text"}, "@id": "x:c", "text": "X", "rating": 1, "about": {"depth": 2}}',
        encoding="utf-8",
    )
    (note,) = load(path, BASE).notes
    assert "3 keys mean nothing" in note
    assert "“rating”" in note


@pytest.mark.parametrize(
    "text",
    [
        '{"@context": "https://schema.org", "@id": "x:c", "text": "X"}',
        '{"@context": {"@vocab": "https://schema.org/"}, "@id": "x:c", "text": {"@value": "X", "@language": "en"}}',
        '{"@context": {"label": {"@id": "x:l", "@container": "@language"}}, "@id": "x:c", "label": {"en": "X"}}',
        '[{"@context": {"t": "x:t"}, "t": 1}, {"@id": "x:c", "x:u": 2}]',
        "[]",
    ],
)
def test_where_all_are_mapped_nothing_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "all.jsonld"
    path.write_text(text, encoding="utf-8")
    assert load(path, BASE).notes == ()
