"""No rule lists its targets one by one: findings grow with the claims, not with their pairs."""

from __future__ import annotations

from benchmarks.findings import MOST_A_CLAIM, found


def test_findings_grow_with_the_claims_and_not_with_their_pairs() -> None:
    few, many = found(30), found(120)
    assert 0 < few <= MOST_A_CLAIM * 30
    assert many <= 4.4 * few
