"""What is said beside an error of usage: the option, argument or command that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.commands import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("chekc",), "did you mean “check”?"),
        (("--graph", "g", "check"), "--graph goes after the command, as in: kg check --graph FOLDER"),
        (("validate", "--graph", "g"), "this command takes the folder or file by itself, as in: kg validate FOLDER"),
        (("todo", "g"), "to name a graph, write: kg todo --graph g"),
        (("rules", "x01"), "to read about one rule, write: kg explain X01"),
    ],
)
def test_an_error_of_usage_says_what_was_probably_meant(
    arguments: tuple[str, ...], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert capsys.readouterr().err.endswith(f"Hint: {hint}\n")


def test_a_folder_of_records_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    assert run(("check", str(tmp_path))) == 2
    assert f"to check them, write: kg check --graph {tmp_path}" in capsys.readouterr().err


def test_a_headline_that_only_a_draft_fits_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    (tmp_path / "r.yaml").write_text(
        "source: s\nclaims:\n  a: {says: Seven owls nest here., draft: yes}\n---\n"
        "source: t\nclaims:\n  b: {says: Two bridges closed.}\n",
        encoding="utf-8",
    )
    assert run(("trace", "owls nest", "--graph", str(tmp_path))) == 2
    assert "a draft fits it: --drafts traces drafts too" in capsys.readouterr().err
