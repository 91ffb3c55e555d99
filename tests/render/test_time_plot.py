"""Figures of one variable over time: one bar for figures worded alike, shares apart from counts, text as text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import kg
from kg.render.time_plot import time_plots

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = """
source: report
title: A report
claims:
  first: {says: One., figure: {value: 10, unit: homes, area: millbrook, period: 2001/2003}, about: homes}
  again: {says: Again., figure: {value: 10, unit: homes, area: millbrook, period: 2001/2003}, about: homes}
  later: {says: Later., figure: "at least 4,000 homes, 2010", about: homes}
  undated: {says: Undated., figure: "7 homes", about: homes}
  share: {says: A share., figure: "40% of homes, 2010", about: homes}
---
areas: [{area: millbrook, name: <b>Millbrook</b>}]
---
variables: [{variable: homes, name: Homes}]
"""


def test_each_figure_with_a_period_is_a_bar_named_with_value_area_and_how_many_state_it(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(RECORDS, encoding="utf-8")
    found = kg.open(str(tmp_path)).everything()
    (plot,) = time_plots(found, sorted(found.analysis.graph.claims), {})
    root, narrow = ET.fromstring(f"<both>{plot}</both>")  # noqa: S314 - our own output
    texts = [text.text for text in root.iter("{*}text")] or [text.text for text in root.iter("text")]
    assert texts[0] == "Counts over time, on a logarithmic scale"
    assert texts[-2:] == [
        "at least 4,000 · 2010",
        "10 · <b>Millbrook</b>, 2001–2003 · 2 claims",
    ]
    assert len([path for path in root.iter("path") if "bar" in str(path.get("class"))]) == 2
    assert [text.text for text in narrow.iter("text")][-4:] == [
        "1",
        "2",
        "1. at least 4,000 · 2010",
        "2. 10 · <b>Millbrook</b>, 2001–2003 · 2 claims",
    ]
    assert "<b>" not in plot
