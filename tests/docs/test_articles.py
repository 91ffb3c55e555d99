"""The way from a saved article to a trace, as docs/articles.md tells it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.commands import cli

DOCS = Path(__file__).parents[2] / "docs"


def test_the_commands_of_the_page_lead_from_the_article_to_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_GRAPH", raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copy(DOCS / "files" / "empty-homes.html", tmp_path)
    section = DOCS.joinpath("articles.md").read_text(encoding="utf-8").split("## ")[1]
    blocks = re.findall(r"```\n(.*?)```", section, re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines()]
    keys = sum(len(command) + 1 for command in commands)
    assert f"{len(commands)} commands with about {round(keys, -1)} keys" in section
    said = ""
    for command in commands:
        name, *arguments = shlex.split(command)
        if name == "cd":
            monkeypatch.chdir(arguments[0])
            continue
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 0, (command, done.output)
        said = done.output
    assert "“about” became “at least”" in " ".join(said.split())
    drafts = Path("drafts/record-example-empty-homes.yaml").read_text(encoding="utf-8")
    assert '      - cites: council-example-review-2025/empty\n        at: "[2]"\n' in drafts
