"""The directions of drift cover every labelled change once, and their makers are those of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.seeds.labels import UNJOINED, labels
from tests.seeds.tally import PICTURES, directions, made_by, tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.api import Graph
    from kg.lineage.analysis import Analysis


def test_every_changed_restatement_has_a_direction_and_nothing_else_has() -> None:
    changed = {
        (label.start, label.target)
        for label in labels()
        if label.relation not in UNJOINED and any(not change.endswith("until read") for change in label.drift)
    }
    rows = directions()
    assert {(row["claim"], row["leans on"]) for row in rows} == changed
    assert len(rows) == len(changed)
    assert {row["picture"] for row in rows} == set(PICTURES)


def test_a_direction_is_given_between_recorded_claims(analysis: Analysis, ids: Mapping[str, str]) -> None:
    for row in directions():
        assert ids[row["claim"]] in analysis.graph.claims
        assert ids[row["leans on"]] in analysis.graph.claims


def test_a_sentence_counts_once() -> None:
    counted = [row["claim"] for row in directions() if not row["counted with"]]
    assert len(counted) == len(set(counted))
    for row in directions():
        if first := row["counted with"]:
            assert first in counted
            assert first.partition("/")[0] == row["claim"].partition("/")[0]


@pytest.mark.parametrize(
    ("claim", "maker"),
    [
        ("ff-2020/rotherham-gang", "fact-checkers"),
        ("audit-2025/offences-700", "official bodies"),
        ("hansard-2018-03-13/only-222", "members of parliament"),
        ("hansard-2025-06-16/asian-and-pakistani-heritage", "members of parliament"),
        ("guardian-2018/headline", "newspapers and broadcasters"),
        ("rgi-2026/rapes-uk", "campaigns, opinion, unsigned"),
        ("blog-2012/asian-27.4", "campaigns, opinion, unsigned"),
    ],
)
def test_the_maker_is_who_speaks_then_who_published(graph: Graph, analysis: Analysis, claim: str, maker: str) -> None:
    assert made_by(graph, analysis.graph)[claim] == maker


def test_the_last_row_of_the_tally_adds_up_the_others(graph: Graph, analysis: Analysis) -> None:
    table = [line.split(" | ") for line in tally(graph, analysis.graph).splitlines() if line.startswith("| ")][1:]
    numbers = [[int(cell.strip(" |")) for cell in row[1:]] for row in table]
    assert table[-1][0] == "| all"
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert sum(numbers[-1]) == len([row for row in directions() if not row["counted with"]])
