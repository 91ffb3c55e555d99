"""A whole graph as a table of claims or as RDF opens again and answers the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.commands.init import HEADLINE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done


def test_the_table_of_claims_opens_again_and_says_what_it_could_not_hold(
    kg: Callable[..., Done], workspace: Path, tmp_path: Path
) -> None:
    table = tmp_path / "claims.csv"
    done = kg("export", "csv", "-o", str(table))
    assert done.code == 0
    assert "not in the CSV of claims" in done.err
    again = kg("trace", HEADLINE, "--graph", str(table))
    assert again.code == 0
    assert "survey-2025/umbrellas" in again.out
    assert "certainty raised: estimate → count" in again.out


@pytest.mark.parametrize("form", ["ttl", "trig", "nt", "nq", "rdf", "jsonld"])
def test_every_syntax_opens_again_with_the_same_answers(
    kg: Callable[..., Done], workspace: Path, tmp_path: Path, form: str
) -> None:
    written = tmp_path / f"graph.{form}"
    assert kg("export", "rdf", "--format", form, "-o", str(written)).code == 0
    there, back = (kg("trace", HEADLINE, *more).out for more in ((), ("--graph", str(written))))
    answers = [line for line in there.splitlines() if line.startswith(("THE FIGURE", "THIS DOCUMENT", "FIX", "CHECK"))]
    assert answers
    assert answers == [
        line for line in back.splitlines() if line.startswith(("THE FIGURE", "THIS DOCUMENT", "FIX", "CHECK"))
    ]


@pytest.mark.parametrize(
    "arguments", [("csv",), ("rdf", "--format", "ttl"), ("rdf", "--format", "rdf"), ("rdf", "--format", "jsonld")]
)
@pytest.mark.parametrize("to_file", [True, False])
def test_no_export_steers_a_terminal(
    kg: Callable[..., Done], tmp_path: Path, arguments: tuple[str, ...], to_file: bool
) -> None:
    graph = tmp_path / "hostile.ttl"
    graph.write_text(
        "@prefix schema: <https://schema.org/> . <https://e.org/c> a schema:Claim ; schema:appearance <https://e.org/s> ; "
        'schema:text "red \\u001B[31m \\u009B and \\u202Eback" .',
        encoding="utf-8",
    )
    place = tmp_path / "written"
    done = kg("export", *arguments, "--graph", str(graph), *(("-o", str(place)) if to_file else ()))
    assert done.code == 0
    text = place.read_text(encoding="utf-8") if to_file else done.out
    assert "red " in text
    assert not set(text) & {"\x1b", "\x9b", "\u202e"}
