"""The outputs of commands on a terminal: no line is wider than it, no word is broken, and colour is never the only sign."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from kg.commands import COMMANDS
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

_LONG = "An unusually detailed investigation of counterintuitively denominated transportation subsidies"
RECORDS = f"""
source: report-2019
title: {_LONG}
kind: report
publisher: The Office for Counterintuitively Long Names of Institutions
issued: 2019-05-03
claims:
  total: {{says: "{_LONG} counted 1,200 homes.", figure: "at least 1,200 homes, Millbrook, 2018, estimate",
    made here: {{how: registers and interviews, working: explained}}, read: 2026-01-05 AB}}
---
source: article-2020
title: {_LONG} in the newspapers of the region
kind: news article
publisher: The Regional Intelligencer and Advertiser
issued: 2020-06
claims:
  total: {{says: Up to 1200 flats stand empty., figure: "up to 1,200 flats, Millbrook", leans on: [{{names: report-2019/total}}],
    read: 2026-01-05 AB}}
  other: {{says: Half of all flats., figure: "50% of flats", leans on: [{{names: report-2019/total}}], read: 2026-01-05 AB}}
"""
GRAPH = "records.yaml"
OUTPUTS = [
    ("trace", "article-2020/total", "-g", GRAPH),
    ("trace", "article-2020/other", "--full", "-g", GRAPH),
    ("impact", "report-2019", "--without", "-g", GRAPH),
    ("check", "-g", GRAPH),
    ("check", "--verbose", "-g", GRAPH),
    ("check", "--document", "article-2020", "-g", GRAPH),
    ("check", "--statistics", "-g", GRAPH),
    ("todo", "-g", GRAPH),
    ("diff", "before.yaml", GRAPH),
    ("query", "--list", "-g", GRAPH),
    ("rules", "-g", GRAPH),
    ("explain", "C02", "-g", GRAPH),
    ("formats",),
]
# Tables of a query are left out: their columns follow the data, and a long cell in many columns is folded inside.
HELP = [("--help",), *((command, "--help") for command in COMMANDS)]


@pytest.fixture
def terminal(kg: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs a command as on a terminal of a width, in a folder with records."""
    (tmp_path / GRAPH).write_text(RECORDS, encoding="utf-8")
    (tmp_path / "before.yaml").write_text(RECORDS.replace("up to 1,200", "1,300"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")

    def call(width: int, *arguments: str, color: bool = False) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        if not color:
            monkeypatch.setenv("NO_COLOR", "1")
        else:
            monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        return kg(*arguments).out

    return call


@pytest.mark.parametrize("width", some_at_once([60, 80, 100, 120, 140], [60, 100]))
def test_no_line_is_wider_than_the_terminal_and_no_word_is_broken(terminal: Callable[..., str], width: int) -> None:
    # In one line: whatever is a word on the widest terminal is a word on this one.
    for arguments in OUTPUTS:
        told = terminal(width, *arguments)
        assert told, arguments
        # An id or address that is wider is not broken either.
        assert [line for line in told.splitlines() if len(line) > width and " " in line.strip()] == [], arguments
        whole = set(terminal(140, *arguments).split())
        assert {word for word in told.split() if word[0].isalpha()} <= whole, arguments


@pytest.mark.parametrize("width", some_at_once([60, 80, 100, 120, 140], [60, 100]))
def test_only_examples_to_copy_are_wider_than_the_terminal_in_help(terminal: Callable[..., str], width: int) -> None:
    for arguments in HELP:
        wide = [line.strip() for line in terminal(width, *arguments).splitlines() if len(line) > width]
        assert [
            line for line in wide if not line.startswith(("kg ", "curl ", "--figure ", "--cites ", "-f, --format ["))
        ] == [], arguments


def test_colour_is_never_the_only_sign(terminal: Callable[..., str]) -> None:
    colored = 0
    for arguments in OUTPUTS:
        told = terminal(80, *arguments, color=True)
        colored += "\x1b[" in told
        plain = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", told).splitlines()]
        assert plain == terminal(80, *arguments).splitlines(), arguments
    assert colored > 3
