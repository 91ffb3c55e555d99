"""The claim that a headline means, where others say nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.api import open_graph

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = """\
source: news
title: Town paper
claims:
  homes: {says: We have built 1036 new homes in Leeds}
---
source: checks
title: Verdicts
claims:
  v:
    says: "Rated “Missing context”: We have built 1036 new homes in Leeds"
    speaks to: [{qualifies: news/homes}]
"""


def test_a_verdict_that_repeats_the_words_does_not_compete_with_its_claim(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(RECORDS, encoding="utf-8")
    trace = open_graph(str(tmp_path)).trace("1036 new homes")
    assert trace.claim.id == "news/homes"
    assert trace.alternatives == ("checks/v",)
