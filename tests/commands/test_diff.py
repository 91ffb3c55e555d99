"""What changed between two graphs or commits, and in the judgement of claims."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done


def git(*arguments: str, where: Path) -> None:
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
    subprocess.run(command, cwd=where, check=True, capture_output=True)


def test_two_commits_of_a_workspace_are_compared(kg: Callable[..., Done], workspace: Path) -> None:
    git("init", "-q", where=workspace)
    git("add", "-A", where=workspace)
    git("commit", "-qm", "one", where=workspace)
    path = workspace / "example.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(", count\n", ", estimate\n"), encoding="utf-8")
    done = kg("diff", "HEAD")
    assert done.code == 0
    assert "VERDICTS THAT CHANGED WITH THEM\nAn example explainer, June 2026 [explainer/lost-umbrellas]\n" in done.out
    assert "    the figure: not documented → partly documented\n" in done.out
    assert "figure: 1,200 umbrellas, Exampleton, 2025, count → 1,200 umbrellas, Exampleton, 2025, estimate" in " ".join(
        done.out.split()
    )
    document = json.loads(kg("diff", "HEAD", ".", "--format", "json").out)
    fields = {one["field"]: (one["before"], one["after"]) for one in document["judged"][0]["fields"]}
    assert fields["the figure"] == ("none", "partly")
    assert fields["findings"][0].split(", ")[0] == "D03"
    assert kg("diff", "HEAD", "--exit-code").code == 1
    assert kg("diff", "HEAD", "HEAD", "--exit-code").out == "No difference.\n"


def test_two_folders_are_compared(kg: Callable[..., Done], tmp_path: Path) -> None:
    for name, more in (("a", ""), ("b", "  d: {says: y}\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "r.yaml").write_text(f"source: s\nclaims:\n  c: {{says: x}}\n{more}", encoding="utf-8")
    done = kg("diff", str(tmp_path / "a"), str(tmp_path / "b"))
    assert (
        done.out
        == "RECORDS THAT CHANGED\n+ claim s/d\n\n1 added, 0 removed, 0 changed; the verdict on 0 claims changed.\n"
    )
    assert "- claim s/d" in kg("diff", str(tmp_path / "b"), str(tmp_path / "a")).out


def test_what_is_neither_path_nor_commit_is_said_so(kg: Callable[..., Done], workspace: Path, tmp_path: Path) -> None:
    git("init", "-q", where=workspace)
    for name in ("nowhere", "--output=x", ""):
        done = kg("diff", "--", name)
        assert (done.code, "neither a path nor a commit" in done.err) == (2, True)
    assert not (workspace / "x").exists()


def test_a_commit_that_cannot_be_read_is_named(kg: Callable[..., Done], workspace: Path) -> None:
    git("init", "-q", where=workspace)
    (workspace / "bad.yaml").write_text("source: [", encoding="utf-8")
    git("add", "-A", where=workspace)
    git("commit", "-qm", "broken", where=workspace)
    done = kg("diff", "HEAD")
    assert (done.code, "HEAD:bad.yaml:" in done.err, "kg-diff-" in done.err) == (2, True, False)
