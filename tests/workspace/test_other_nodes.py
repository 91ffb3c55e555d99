"""Agents, inquiries, variables and recommendations of a graph, whether claims and sources name them or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kg

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = """
source: report
title: A report
produced by: review
claims:
  total: {says: Some were counted., figure: 10 homes, about: homes, made here: {working: explained}}
---
inquiry: review
title: The review
led by: judge
funded by: council
---
inquiry: second
title: A review without a report
---
agents: [{agent: judge, name: A judge, part of: court}, {agent: court, name: A court}, {agent: council, name: The council}]
---
variables: [{variable: homes, name: Homes, broader: buildings}, {variable: buildings, name: Buildings}]
---
recommendation: count
says: Count again.
made in: report
hinges on: [report/total]
"""


def test_short_records_hold_every_kind_of_node_under_short_ids(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(RECORDS, encoding="utf-8")
    found = kg.open(str(tmp_path)).short_records()
    assert [(one.id, one.led_by, one.funded_by) for one in found.inquiries] == [
        ("review", ("judge",), ("council",)),
        ("second", (), ()),
    ]
    assert [(one.id, one.made_in, one.hinges_on) for one in found.recommendations] == [
        ("count", "report", ("report/total",))
    ]
    assert [(one.id, one.part_of) for one in found.agents] == [("council", ()), ("court", ()), ("judge", ("court",))]
    assert [one.id for one in found.variables] == ["buildings", "homes"]
    assert [one.produced_by for one in found.sources] == ["review"]
