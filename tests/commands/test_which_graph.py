"""Which graph answers: the one that is named, and never another one in silence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import kg as headwater
from kg.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

NAME = "england-group-based-cse"
ASKED = {
    "trace": ("seed-article/rotherham",),
    "check": ("--exit-zero",),
    "impact": ("jay-2014",),
    "todo": (),
    "query": ("SELECT * { ?s ?p ?o } LIMIT 1",),
    "dump": ("-o", "dumped"),
}


@pytest.fixture
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", "")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_nowhere")
@pytest.mark.parametrize("command", [*sorted(ASKED.keys() - {"trace"}), "serve"])
def test_outside_a_workspace_a_command_asks_for_a_graph(command: str, kg: Callable[..., Done]) -> None:
    done = kg(command, *ASKED.get(command, ()))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("kg: no graph is named: go to a workspace")
    assert "bundled:seeds" in done.err


@pytest.mark.usefixtures("_nowhere")
def test_outside_a_workspace_a_trace_says_that_the_bundled_example_answers(kg: Callable[..., Done]) -> None:
    done = kg("trace", "1,400 children in Rotherham")
    assert done.code == 0
    assert done.err.startswith("note: no graph is named, so the bundled example answers (--graph bundled:seeds)")
    assert f"Graph: {NAME}." in " ".join(done.out.splitlines()[-2:])
    missing = kg("trace", "two million bananas")
    assert (missing.code, missing.out) == (2, "")
    assert f"no claim of {NAME} fits “two million bananas”" in missing.err


@pytest.mark.usefixtures("_nowhere")
def test_python_opens_the_bundled_example_and_says_so() -> None:
    assert headwater.open().notes[0].startswith("no graph is named, so the bundled example answers")
    assert headwater.open("bundled:seeds").notes == ()


@pytest.mark.usefixtures("_nowhere")
@pytest.mark.parametrize("command", sorted(ASKED))
def test_an_answer_names_its_graph(command: str, kg: Callable[..., Done]) -> None:
    done = kg(command, *ASKED[command], "--graph", "bundled:seeds")
    assert done.code == 0
    told = done.err if command == "query" else done.out
    assert f"Graph: {NAME}." in " ".join(" ".join(told.splitlines()[-2:]).split())


@pytest.mark.usefixtures("_nowhere")
@pytest.mark.parametrize("command", ["trace", "check", "impact", "todo"])
def test_an_answer_as_data_names_its_graph(command: str, kg: Callable[..., Done]) -> None:
    answer = json.loads(kg(command, *ASKED[command], "--format", "json", "--graph", "bundled:seeds").out)
    assert NAME in (answer["graph"], answer["graph"].get("name") if isinstance(answer["graph"], dict) else None)


@pytest.mark.usefixtures("_nowhere")
@pytest.mark.parametrize(
    ("graph", "said"),
    [
        ("seeds", "seeds: no such file or folder; the bundled graph is bundled:seeds"),
        ("bundled:sedes", "bundled:sedes: there is no bundled graph of this name; did you mean “seeds”?"),
    ],
)
def test_a_bundled_graph_is_named_in_full(graph: str, said: str, kg: Callable[..., Done]) -> None:
    assert kg("check", "--graph", graph).err.strip() == f"kg: {said}"


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("trace", "seed-article/rotherhem", "did you mean “seed-article/rotherham”?"),
        ("trace", "seed-article/1,400 children", "nothing is recorded under seed-article/1,400 children"),
        ("trace", "no-such/claim", "nothing is recorded under no-such/claim in england-group-based-cse"),
        ("impact", "nobody", "nothing is recorded under nobody"),
        ("impact", "jay-2041", "did you mean “jay-2014”?"),
    ],
)
def test_what_is_written_as_an_id_is_never_matched_loosely(
    command: str, text: str, said: str, kg: Callable[..., Done]
) -> None:
    done = kg(command, text)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_fraction_in_a_headline_is_no_id(kg: Callable[..., Done]) -> None:
    assert "no claim of" in kg("trace", "24/7").err


def test_the_rules_are_explained_without_a_graph(
    kg: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KG_GRAPH", "")
    monkeypatch.chdir(tmp_path)
    assert {"explain", "rules"} <= COMMANDS.keys()
    assert kg("explain", "P02").code == kg("rules").code == 0


def test_a_file_among_the_words_of_a_headline_is_refused(kg: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("source: s\n", encoding="utf-8")
    done = kg("trace", "40 owls", str(path))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"kg: {path} is a file; to trace in it, write: kg trace HEADLINE --graph {path}\n"
