"""The README of the seeds says what the records say."""

from __future__ import annotations

from tests.seeds.readme import README, filled


def test_the_derived_parts_are_as_the_records_have_them() -> None:
    text = README.read_text(encoding="utf-8")
    assert filled(text) == text, "run: python -m tests.seeds.readme"
