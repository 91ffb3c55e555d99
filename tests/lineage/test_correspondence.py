"""Whom somebody asked, as a trace shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kg
from kg.render.report_markdown import report_markdown
from kg.render.trace_json import trace_document

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = """\
source: article
title: An article
claims:
  lost:
    says: The town loses 1,200 umbrellas a year.
    figure: 1,200 umbrellas, Exampleton
    read: 2026-05-01 AB
    asked: {whom: the editor, on: 2026-05-03, answer: none}
    leans on:
      - names: survey/lost
        asked: {whom: the author, answer: from memory}
---
source: survey
asked: {whom: the council, on: 2026-05-04, answer: the tables are lost}
claims:
  lost: {says: About 1 200 were lost, figure: "1,200 umbrellas, Exampleton", read: 2026-05-01 AB}
---
source: elsewhere
asked: {whom: nobody of this lineage}
claims: {other: {says: x, figure: 3 hats}}
"""


def test_a_trace_shows_whom_one_asked_when_and_the_answer(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(RECORDS, encoding="utf-8")
    trace = kg.open(str(tmp_path)).trace("article/lost")
    document = trace_document(trace)
    assert document["asked"] == [
        {"node": "article/lost", "whom": "the author", "on": None, "answer": "from memory"},
        {"node": "article/lost", "whom": "the editor", "on": "2026-05-03", "answer": None},
        {"node": "survey", "whom": "the council", "on": "2026-05-04", "answer": "the tables are lost"},
    ]
    assert {"node": "article/lost", "what": "asked the editor on 3 May 2026, no answer yet; ask again"} in document[
        "todo"
    ]
    for shown in (str(trace), report_markdown(trace)):
        told = " ".join(shown.split())
        assert "the editor on 3 May 2026, about An article" in told
        assert "no answer yet" in told
        assert "the answer: the tables are lost" in told
        assert "nobody of this lineage" not in told
    assert any(heading == "Asked" and "the editor" in text for heading, text in trace.picture().facts)
