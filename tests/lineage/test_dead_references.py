"""Who found that a figure is not in a cited source, and where that is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import kg

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
source: factcheck
publisher: Fact Checkers
issued: 2022
---
source: report
publisher: Office
issued: 2020
---
source: news
publisher: Daily
issued: 2021
claims:
  n:
    figure: 12 owls
    seen in: factcheck
    leans on:
      - cites: report
        {found}
"""
ABSENT = "read: 2026-01-02 KG\n      - absent-from: report\n        {found}"


@pytest.mark.parametrize(
    ("found", "told", "tree"),
    [
        (
            "not in it: yes\n        seen in: factcheck",
            (None, None, "factcheck"),
            "NOT FOUND IN THE PAGES READ, according to Fact Checkers, 2022",
        ),
        (
            "not in it: 2026-01-02 KG",
            ("2026-01-02", "KG", None),
            "NOT FOUND IN THE PAGES READ on 2 January 2026 (looked for by KG)",
        ),
        (
            ABSENT.format(found="seen in: factcheck"),
            (None, None, "factcheck"),
            "NOT FOUND IN THE PAGES READ, according to Fact Checkers, 2022",
        ),
        (
            ABSENT.format(found="read: 2026-01-03 AB"),
            ("2026-01-03", "AB", None),
            "NOT FOUND IN THE PAGES READ on 3 January 2026 (looked for by AB)",
        ),
    ],
)
def test_it_is_said_who_found_it_absent_or_where_that_is_reported(
    found: str, told: tuple[str | None, str | None, str | None], tree: str, tmp_path: Path
) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(TEXT.format(found=found), encoding="utf-8")
    graph = kg.open(str(path))
    trace = graph.trace("news/n")
    document: dict[str, Any] = trace.to_dict()
    (link,) = document["links"]
    assert (link["looked_for"]["on"], link["looked_for"]["by"], link["looked_for"]["seen_in"]) == told
    assert tree in " ".join(str(trace).split())
    assert {(f.code, graph.name_of(f.node)) for f in graph.check().findings if f.code == "P06"} == {("P06", "news/n")}
    reported = "according to Fact Checkers, 2022" in str(document["verdict"]["text"])
    assert reported == (told[2] is not None)
