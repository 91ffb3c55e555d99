"""Every failure is a line and an exit code, and help costs nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from kg.commands import COMMANDS, cli, run
from kg.errors import AmbiguousError, BadDataError, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Done

ROOT = Path(__file__).parents[2]


def _raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def raises(path: str | None = None, or_seeds: bool = False, drafts: bool = False) -> None:
        raise error

    monkeypatch.setattr("kg.api.open_graph", raises)
    monkeypatch.setattr("kg.api.graph.open_to_check", raises)


def test_the_commands_are_the_modules_with_a_command() -> None:
    folder = ROOT / "kg" / "commands"
    with_command = {
        path.stem.rstrip("_") for path in folder.glob("*.py") if "\ndef command(" in path.read_text(encoding="utf-8")
    }
    assert with_command == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name
    text = command.get_help(click.Context(command, info_name=f"kg {name}", **cli.context_settings))
    assert name == "rules" or f"kg {name}" in text.split("\n", 1)[1]


def test_the_documentation_names_every_command() -> None:
    table = re.findall(r"`kg ([a-z]+)", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"))
    assert set(COMMANDS) <= set(table)


def test_ci_runs_the_readme_test_line() -> None:
    line = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest -n auto"
    assert line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["trace", "--help"],
        ["add", "--help"],
        ["export", "--help"],
        ["export", "html", "--help"],
    ],
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys, kg.commands; kg.commands.run(sys.argv[1:]); "
        "heavy = {'pydantic', 'pyoxigraph', 'rdflib', 'networkx', 'pyvis', 'rich', 'yaml', 'jinja2'} & {*sys.modules}; "
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_bad_data_is_a_line_per_problem(kg: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, BadDataError([Problem("b.yaml", 2, 1, "second"), Problem("a.yaml", 1, 1, "first")]))
    done = kg("check")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[:2] == ["a.yaml:1:1: first", "b.yaml:2:1: second"]


def test_several_claims_are_listed(kg: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, AmbiguousError("x", ["a/b  1,400", "c/d  1,400"]))
    done = kg("trace", "x")
    assert done.code == 2
    assert done.err.splitlines()[1:] == ["  a/b  1,400", "  c/d  1,400"]


def test_a_message_cannot_steer_the_terminal(kg: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, UsageError("a\x1b]0;title\x07\u202eb\nc"))
    assert kg("trace", "x").err == "kg: a]0;titleb c\n"


def test_a_bug_is_one_line_and_exit_code_3(kg: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, KeyError("oops"))
    done = kg("trace", "x")
    assert done.code == 3
    assert done.err.startswith("kg: this is an error in the program: KeyError")
    assert len(done.err.splitlines()) == 1
    monkeypatch.setenv("KG_DEBUG", "1")
    assert "Traceback" in kg("trace", "x").err


def test_a_full_disk_is_said_once(kg: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, OSError(28, "No space left on device"))
    assert (kg("trace", "x").code, kg("trace", "x").err) == (2, "kg: No space left on device\n")


def test_an_interrupt_is_130(kg: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    _raising(monkeypatch, KeyboardInterrupt())
    assert kg("trace", "x").code == 130


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["trace"], ["trace", "x", "--format", "pdf"], ["explain", "Z99"]]
)
def test_bad_usage_is_2(kg: Callable[..., Done], arguments: list[str]) -> None:
    done = kg(*arguments)
    assert (done.code, done.out) == (2, "")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m kg schema | head -c 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].lstrip("{") in {"0", "141"}


def test_a_terminal_without_unicode_is_no_error() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg", "trace", "1,400 children in Rotherham"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("target", ["/dev/full", None])
def test_a_standard_output_that_cannot_be_written_is_no_fault_of_ours(target: str | None) -> None:
    command = f"{sys.executable} -m kg rules " + (f">{target}" if target else ">&-")
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "standard output cannot be written" in done.stderr


def test_the_help_of_every_command_keeps_its_examples_apart() -> None:
    for name in COMMANDS:
        text = CliRunner().invoke(cli, [name, "--help"]).output
        assert "\\b" not in text
        assert "\b" not in text


def test_what_the_system_will_not_open_is_a_line_and_no_fault_of_ours(kg: Callable[..., Done], workspace: Path) -> None:
    for arguments in (("check", "-g", "x" * 5000), ("check", "--rules", "x" * 5000), ("trace", "-g", "x" * 5000, "y")):
        done = kg(*arguments)
        assert (done.code, done.err.count("\n")) == (2, 1)
        assert "File name too long" in done.err
        assert len(done.err) < 400


def test_no_graph_is_no_choice_and_a_folder_that_is_gone_is_told(
    kg: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = kg("check", "-g", "")
    assert (done.code, "no graph is named" in done.err) == (2, True)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    done = kg("check")
    assert (done.code, "the current folder is not there any more" in done.err) == (2, True)


def test_a_clock_before_1970_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("kg.commands.time.time", lambda: -1.0)
    code = run(["rules"])
    monkeypatch.undo()
    assert (code, capsys.readouterr().err) == (2, "kg: the clock of this machine is before 1970; set it\n")
