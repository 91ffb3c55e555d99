"""Pairs of restatements labelled by hand: nothing that says the same is called changed, hardly a change is missed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from kg.compare.drift import Areas, compare
from kg.formats.figure_line import parse_figure

AREAS = Areas({"England": frozenset({"UK"})}, {})
PAIRS: Final[list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("pairs.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['before']} → {pair['after']}")
def test_a_pair_is_judged_as_a_careful_reader_does(pair: dict[str, Any]) -> None:
    found = list(compare(parse_figure(pair["before"]), parse_figure(pair["after"]), AREAS))
    stopping = {change.field for change in found if change.stops}
    if pair["says"] == "same":
        assert stopping == set(), found
    else:
        assert pair["says"] in stopping, found
