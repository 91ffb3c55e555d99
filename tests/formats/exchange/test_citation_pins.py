"""Claims files of `citations`: statements with exact quotations from a pinned source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import BadDataError
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "915ac27df4c7" * 5 + "aaaa"
PINS = f"""\
source:
  citation: notes2026
  local: sources/notes.txt
  sha256: {DIGEST}
  url: https://example.org/notes.txt
  retrieved_at: 2026-01-05T09:30:00+00:00
claims:
  mean-offset:
    statement: The mean offset is 0.43 degrees.
    interpretation: {{says: The offset is small., whose: ours}}
    quotes:
      - exact: The mean offset was 0.43 degrees
        page: 4
        section: Results
      - exact: it did not change
  empty: {{}}
"""


def test_a_pinned_source_has_its_claims_with_their_quotations(tmp_path: Path) -> None:
    found = imported(tmp_path, "notes.yaml", PINS)
    claim, source = found.claims["notes2026/mean-offset"], found.sources["notes2026"]
    assert (claim.says, claim.quote) == ("The offset is small.", "The mean offset was 0.43 degrees")
    assert claim.locator == "Results, p. 4"
    assert source.snapshot is not None
    assert (source.snapshot.sha256, source.snapshot.taken) == (DIGEST, "2026-01-05")
    assert "the first was taken (it did not change)" in found.said
    assert "a claim without statement and quotation" in found.said


def test_other_yaml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="no claims file of citations"):
        imported(tmp_path, "r.yaml", "source: s\n", form="citations")
