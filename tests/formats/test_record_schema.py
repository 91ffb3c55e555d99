"""The JSON Schema of record files says what the reader says."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kg.formats.claim_schema import IN_LEANS_ON, IN_SPEAKS_TO, LeansOn, SpeaksTo, keys_of
from kg.formats.record_schema import record_schema
from kg.model.words import Relation
from kg.resources import seeds

SCHEMA: dict[str, Any] = record_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_one_and_describes_every_key() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"]
    for shape in SCHEMA["$defs"].values():
        assert all(key["description"] for key in shape["properties"].values())


def test_every_relation_stands_in_exactly_one_list() -> None:
    assert {*IN_LEANS_ON, *IN_SPEAKS_TO} == set(Relation)
    assert keys_of(LeansOn) & set(Relation) == set(IN_LEANS_ON)
    assert keys_of(SpeaksTo) & set(Relation) == set(IN_SPEAKS_TO)


def test_the_seeds_fit_the_schema_as_an_editor_reads_them() -> None:
    for path in sorted(seeds().glob("*.yaml")):
        for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
            assert [error.message for error in VALIDATOR.iter_errors(document)] == []


@pytest.mark.parametrize(
    "text",
    [
        "{source: s, claims: {c: {figure: {base: 940, conservative: true}, leans on: {cites: t}}}}",
        "{source: s, authors: A. Writer, leans on: [{needs: [a, {says: x, value: 3}], as: derives-from}]}",
    ],
)
def test_numbers_and_single_values_fit(text: str) -> None:
    assert VALIDATOR.is_valid(yaml.safe_load(text))


@pytest.mark.parametrize(
    "text",
    [
        "{sorce: s}",
        "{source: s, titel: x}",
        "{source: s, leans on: [{disputes: t}]}",
        "{source: s, leans on: [{cites: t, names: t}]}",
        "{source: s, speaks to: [{at: x}]}",
        "{source: s, checked by: the figure itself}",
        "{source: s, claims: {c: {leans on: [{cites: t, shown: loudly}]}}}",
    ],
)
def test_what_the_reader_refuses_does_not_fit(text: str) -> None:
    assert not VALIDATOR.is_valid(yaml.safe_load(text))
