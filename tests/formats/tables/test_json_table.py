"""Lists of items in JSON as tables: a column for each path, by the names of keys or by a mapping file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import BadDataError
from kg.formats.importing.context import Choices
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

ITEM: dict[str, Any] = {
    "claim": "In Leeds 4,000 homes stand empty.", "claim_date": "25-8-2020", "original_claim_url": "https://posts.example/1",
    "fact_checking_article": "https://checks.example/1", "label": "Refuted",
    "questions": [
        {"question": "How many?", "answers": [{"answer": "3,000", "source_url": "https://data.example/1",
         "cached_source_url": "https://archive.example/1"}]},
        {"question": "Since when?", "answers": [{"answer": "2010", "source_url": "https://data.example/2",
         "cached_source_url": "https://archive.example/2"}]},
    ],
}  # fmt: skip
REVIEW = "checks-example-1/refuted-in-leeds-4-000-homes-stand-empty"


def test_paths_are_columns_whose_names_say_what_they_hold(tmp_path: Path) -> None:
    found = imported(tmp_path, "qa.jsonl", f"{json.dumps(ITEM)}\nnot json\n")
    assert found.links == {
        (REVIEW, "disputes", "posts-example-1/in-leeds-4-000-homes-stand-empty"),
        (REVIEW, "cites", "data-example-1"),
        (REVIEW, "cites", "data-example-2"),
    }
    copies = {source.id: source.snapshot.at for source in found.records.sources if source.snapshot}
    assert copies == {"data-example-1": "https://archive.example/1", "data-example-2": "https://archive.example/2"}
    assert "line 2: broken JSON" in found.said
    origins = (found.folder / "_import" / "qa.origins.csv").read_text(encoding="utf-8")
    assert '"item 1, column claim"' in origins


def test_a_mapping_file_names_paths(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[columns]\n"a.text" = "says"\n"ev[].link" = "evidence"\nv = "verdict"\n[verdicts]\nno = "refutes"\n',
        encoding="utf-8",
    )
    item = {"a": {"text": "x is 4"}, "ev": [{"link": "https://d.example/1"}], "v": "no"}
    found = imported(tmp_path, "i.json", json.dumps([item]), Choices(mapping=mapping), form="items")
    assert {relation for _, relation, _ in found.links} == {"refutes", "cites"}


def test_copies_that_cannot_be_told_apart_are_left_out_and_said(tmp_path: Path) -> None:
    item = json.loads(json.dumps(ITEM))
    del item["questions"][0]["answers"][0]["cached_source_url"]
    found = imported(tmp_path, "qa.json", json.dumps([item]))
    assert "as many saved copies as pieces of evidence" in found.said
    assert not any(source.snapshot for source in found.records.sources)


@pytest.mark.parametrize("text", ["[]", "[1, 2]", '"x"'])
def test_json_without_items_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadDataError, match="no list of items"):
        imported(tmp_path, "i.json", text, form="items")
