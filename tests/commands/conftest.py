"""Runs the command line through its one boundary, in this process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.commands import run
from kg.workspace.config import workspace_above

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KG_GRAPH", "KG_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Runs a command; outside a workspace on the bundled seeds, unless the test sets KG_GRAPH, be it to nothing."""

    def call(*arguments: str) -> Done:
        with monkeypatch.context() as patched:
            if "KG_GRAPH" not in os.environ and _no_workspace():
                patched.setenv("KG_GRAPH", "bundled:seeds")
            code = run(arguments)
        written = capsys.readouterr()
        return Done(code, written.out, written.err)

    return call


def _no_workspace() -> bool:
    try:
        return workspace_above(Path.cwd()) is None
    except FileNotFoundError:  # the current folder is gone
        return False


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kg: Callable[..., Done]) -> Path:
    """A new workspace, which is the current folder."""
    folder = tmp_path / "facts"
    assert kg("init", str(folder)).code == 0
    monkeypatch.chdir(folder)
    return folder
