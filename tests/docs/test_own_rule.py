"""The rule of one's own that the documentation shows is one that can be tested and run as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kg.commands import cli
from tests.docs.tables import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_FILE = re.compile(r"`(rules/[^`]+)`:\n\n```\w+\n(.*?)```\n", re.DOTALL)
_CONSOLE = re.compile(r"```console\n(.*?)```\n", re.DOTALL)
_COMMAND = re.compile(r"^\$ kg (.*)\n", re.MULTILINE)


def test_the_example_passes_its_cases_and_finds_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (
        (ROOT / "docs" / "rules.md")
        .read_text(encoding="utf-8")
        .partition("### A whole example\n")[2]
        .partition("\n## ")[0]
    )
    assert CliRunner().invoke(cli, ["init", str(tmp_path / "facts")]).exit_code == 0
    monkeypatch.chdir(tmp_path / "facts")
    monkeypatch.delenv("KG_GRAPH", raising=False)
    files = _FILE.findall(page)
    assert [name for name, _ in files] == ["rules/Z01-read-once.rq", "rules/cases/Z01.yaml"]
    for name, text in files:
        path = tmp_path / "facts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    console = _CONSOLE.findall(page)
    assert len(console) == 1
    _, *parts = _COMMAND.split(console[0])
    for line, printed in zip(parts[::2], parts[1::2], strict=True):
        done = CliRunner().invoke(cli, line.split())
        assert (done.exit_code, done.stdout, done.stderr) == (0, printed, "")
