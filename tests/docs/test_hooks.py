"""The hooks for pre-commit run commands that there are."""

from __future__ import annotations

import re

import yaml

from kg.commands import COMMANDS
from tests.docs.tables import ROOT


def test_each_hook_runs_a_command_over_files_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["headwater-validate", "headwater-check"]
    for hook in hooks:
        program, command = hook["entry"].split()
        assert (program, command in COMMANDS, hook["pass_filenames"]) == ("kg", True, False)
        assert re.search(hook["files"], "records/r.yaml")
        assert re.search(hook["files"], "kg.toml")
        assert not re.search(hook["files"], "README.md")
