"""`kg export` on the command line: what it writes, byte for byte, and what it says when it cannot."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.commands.export import FORMATS
from kg.formats.registry import FORMATS as RECORD_FORMATS
from tests.sampling import some_at_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

# The records of a graph in a format of records or as RDF take no claim, and have tests of their own.
AROUND = ["--around", "jay-2014/children-exploited", "--hops", "2"]
NAMES = [command.name for command in FORMATS if command.name not in {"rdf", *(form.name for form in RECORD_FORMATS)}]
CLAIM = "rgi-2026/at-the-very-least"


def test_the_formats_are_those_promised() -> None:
    assert NAMES == ["html", "svg", "mermaid", "dot", "graphml", "gexf", "report"]


@pytest.mark.parametrize(
    ("name", "what"),
    some_at_once([*((name, CLAIM) for name in NAMES), ("html", "--all")], [("report", CLAIM)]),
)
def test_every_format_is_written_the_same_under_any_hash_seed_and_locale(tmp_path: Path, name: str, what: str) -> None:
    written = []
    for number, more in enumerate(({"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0"})):
        path = tmp_path / f"{number}.{name}"
        kept = {
            key: value for key, value in os.environ.items() if key not in {"LANG", "LC_ALL", "LANGUAGE", "KG_GRAPH"}
        }
        command = [sys.executable, "-m", "kg", "export", name, what, "-o", str(path), "--graph", "bundled:seeds"]
        done = subprocess.run(command, env={**kept, **more}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
        written.append(path.read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("choice", some_at_once([["--all"], AROUND, ["--document", "rgi-2026"]], [AROUND]))
@pytest.mark.parametrize("name", [name for name in NAMES if name != "report"])
def test_several_claims_are_written_in_every_format(kg: Callable[..., Done], name: str, choice: list[str]) -> None:
    done = kg("export", name, *choice)
    assert (done.code, done.err) == (0, "")
    assert "Independent Inquiry into Child" in done.out.replace("\n", " ")


def test_a_report_is_printed_as_markdown(kg: Callable[..., Done]) -> None:
    done = kg("export", "report", "seed-article/rotherham")
    assert done.code == 0
    assert done.out.startswith("# At least 1,400 children")


def test_more_hops_reach_further(kg: Callable[..., Done]) -> None:
    near, far = (
        kg("export", "dot", "--around", "jay-2014/children-exploited", "--hops", hops).out for hops in ("0", "2")
    )
    assert len(re.findall("->", near)) < len(re.findall("->", far))


def test_what_came_out_later_is_left_out(kg: Callable[..., Done]) -> None:
    assert "2025" not in kg("export", "dot", "jay-2014/children-exploited", "--as-of", "2014-12-31").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["html"], "kg: say what to draw"),
        (["svg", CLAIM, "--all"], "kg: say what to draw"),
        (["html", "--all", "--as-of", "2014"], "kg: --as-of goes with a CLAIM"),
        (["html", "zebras on the moon"], "kg: no claim of england-group-based-cse fits"),
        (["html", "--around", "no-such/claim"], "kg: nothing is recorded under no-such/claim"),
        (["html", "--document", "no-such"], "kg: nothing is recorded under no-such"),
        (["html", CLAIM, "-o", "/no/such/folder/x.html"], "kg: /no/such/folder/x.html: No such file"),
        (["html", CLAIM, "-o", "/"], "kg: /: Is a directory"),
        (["html", CLAIM, "-g", "/no/such/graph"], "kg: /no/such/graph: no such file"),
    ],
)
def test_what_cannot_be_drawn_is_one_line_and_2(kg: Callable[..., Done], arguments: list[str], said: str) -> None:
    done = kg("export", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("choice", [["--all"], ["--document", "x"], ["--around", "x"], ["anything"]])
def test_an_empty_graph_is_one_line_and_2(kg: Callable[..., Done], tmp_path: Path, choice: list[str]) -> None:
    done = kg("export", "html", *choice, "-g", str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1


def test_a_file_is_written_whole_or_not_at_all(
    kg: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "trace.svg"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o640)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", fails)
        done = kg("export", "svg", CLAIM, "-o", str(path))
        assert (done.code, done.err) == (2, f"kg: {path}: No space left on device\n")
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]
    assert kg("export", "svg", CLAIM, "-o", str(path)).code == 0
    assert path.read_text(encoding="utf-8").startswith("<svg")
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("name", "unwanted"),
    some_at_once(
        [
            ("svg", "jinja2 markupsafe pyvis networkx rdflib"),
            ("report", "jinja2 pyvis networkx"),
            ("mermaid", "jinja2 pyvis networkx"),
            ("graphml", "jinja2 pyvis"),
        ],
        [("svg", "jinja2 markupsafe pyvis networkx rdflib")],
    ),
)
def test_a_format_imports_only_what_it_needs(name: str, unwanted: str) -> None:
    code = (
        "import sys; from kg.commands import run; "
        "assert run(['export', sys.argv[1], 'seed-article/rotherham', '--graph', 'bundled:seeds']) == 0; "
        "heavy = {*sys.argv[2].split()} & {*sys.modules}; assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code, name, unwanted], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_trace_imports_nothing_that_only_pictures_need() -> None:
    code = (
        "import sys; from kg.commands import run; assert run(['trace', 'seed-article/rotherham']) == 0; "
        "heavy = {'jinja2', 'markupsafe', 'pyvis', 'networkx', 'rdflib', 'kg.render.svg'} & {*sys.modules}; assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
