"""The README of the seeds says what the records say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.seeds.labels import labels
from tests.seeds.readme import PICTURES, README, directions, filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lineage.analysis import Analysis


def test_the_derived_parts_are_as_the_records_have_them() -> None:
    text = README.read_text(encoding="utf-8")
    assert filled(text) == text, "run: python -m tests.seeds.readme"


def test_every_drift_example_has_a_direction_and_nothing_else_has() -> None:
    changed = {
        (label.start, label.target)
        for label in labels()
        if any(not change.endswith("until read") for change in label.drift)
    }
    rows = directions()
    assert {(row["claim"], row["leans on"]) for row in rows} == changed
    assert len(rows) == len(changed)
    assert {row["picture"] for row in rows} == set(PICTURES)


def test_a_direction_is_given_between_recorded_claims(analysis: Analysis, ids: Mapping[str, str]) -> None:
    for row in directions():
        assert ids[row["claim"]] in analysis.graph.claims
        assert ids[row["leans on"]] in analysis.graph.claims
