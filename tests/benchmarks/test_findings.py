"""No rule lists its targets one by one: findings grow with the claims, not with their pairs."""

from __future__ import annotations

import runpy
from pathlib import Path

BENCHMARK = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "findings.py"))


def test_findings_grow_with_the_claims_and_not_with_their_pairs() -> None:
    few, many = BENCHMARK["found"](30), BENCHMARK["found"](120)
    assert 0 < few <= BENCHMARK["MOST_A_CLAIM"] * 30
    assert many <= 4.4 * few
