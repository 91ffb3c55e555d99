"""A figure of those who answered, took part or came to one hospital, retold as that of everyone, is a fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from pathlib import Path

SURVEY = """
source: survey
claims:
  n: {{figure: "{sample}", about: v, read: KG, made here: {{how: a survey, working: explained}}}}
---
source: news
read: KG
claims:
  n: {{figure: "{told}", about: v, read: KG, leans on: [{{cites: survey/n, read: KG}}]}}
---
variables: [{{variable: v, name: Share}}]
"""


@pytest.mark.parametrize(
    ("sample", "told"),
    [
        ("70% of readers who answered", "70%"),
        ("70% of respondents", "70%"),
        ("70% of volunteers", "70% of all adults"),
        ("70% of readers who answered", "70% of adults"),
        ("70% of patients of one hospital", "70% of adults"),
        ("12 deaths, among patients of one hospital", "12 deaths"),
        ("12 deaths, among volunteers", "12 deaths, among all adults"),
    ],
)
def test_it_is_a_fix(sample: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(SURVEY.format(sample=sample, told=told), encoding="utf-8")
    graph = kg.open(str(path))
    found = {
        (f.severity, f.code) for f in graph.check().findings if f.code[0] == "D" and graph.name_of(f.node) == "news/n"
    }
    assert "fix" in {severity for severity, _ in found}
    assert "D13" not in {code for _, code in found}
