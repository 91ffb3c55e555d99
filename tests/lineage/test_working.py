"""Workings that records describe are done again in a trace, and what cannot come out is a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kg
from kg.formats.folder import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from kg.results.trace import Trace

RECORDS = """
source: survey
title: Survey
issued: 2024
read: 2026-01-02 KG
claims:
  boys: {says: Boys., figure: "2,000 boys, 2024", made here: yes}
  girls: {says: Girls., figure: "3,000 girls, 2024", made here: yes}
  all:
    says: All.
    figure: "RESULT children, 2024"
    leans on:
      - needs: [/boys, /girls]
        as: sum
"""


def _trace(tmp_path: Path, result: str) -> Trace:
    path = tmp_path / "records.yaml"
    path.write_text(RECORDS.replace("RESULT", result), encoding="utf-8")
    return kg.open(str(path)).trace("survey/all")


def test_a_working_that_comes_out_is_shown(tmp_path: Path) -> None:
    trace = _trace(tmp_path, "5,000")
    assert [w.worked.text for w in trace.lineage.workings] == ["2,000 + 3,000 gives 4,000–6,000"]
    assert "S11" not in {finding.code for finding in trace.findings}


def test_a_working_that_cannot_come_out_is_a_finding(tmp_path: Path) -> None:
    trace = _trace(tmp_path, "7,200")
    (found,) = [finding for finding in trace.findings if finding.code == "S11"]
    assert found.message.startswith("2,000 + 3,000 gives 4,000–6,000, not 7,200")
    assert found.verdict == "fails"


def test_how_inputs_were_put_together_is_read(tmp_path: Path) -> None:
    path = tmp_path / "records.yaml"
    path.write_text(RECORDS.replace("RESULT", "5,000"), encoding="utf-8")
    (group,) = read_file(path).records.groups
    assert (group.relation, group.operation) == ("derives-from", "sum")
