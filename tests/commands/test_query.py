"""Queries from text, file and standard input; answers that are safe to open."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

ASK = "ASK { ?claim a hw:Claim }"
CLAIMS = "SELECT ?claim WHERE { ?claim a hw:Claim } ORDER BY ?claim"
HOSTILE = r'SELECT ("\u001B]0;x\u0007=1+1" AS ?a) ("two\nlines" AS ?b) ("\u202Ec" AS ?c) WHERE {}'


def test_a_query_is_text_a_file_or_standard_input(
    kg: Callable[..., Done], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "ask.rq").write_text(ASK, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(ASK))
    assert [kg("query", text).out for text in (ASK, "ask.rq", "-")] == ["yes\n"] * 3


def test_a_table_shows_short_ids_and_csv_whole_iris(kg: Callable[..., Done], workspace: Path) -> None:
    assert "explainer/lost-umbrellas\n" in kg("query", CLAIMS).out
    assert kg("query", CLAIMS, "--format", "csv").out.splitlines()[1].startswith("https://")


def test_csv_and_tsv_hold_no_formula_and_no_control_character(kg: Callable[..., Done], workspace: Path) -> None:
    assert kg("query", HOSTILE, "--format", "csv").out == "a,b,c\n]0;x=1+1,\"two\nlines\",c\n"
    assert kg("query", HOSTILE, "--format", "tsv").out == "a\tb\tc\n]0;x=1+1\ttwo lines\tc\n"
    formula = 'SELECT ("\\u0007=1+1" AS ?a) (" @x" AS ?b) WHERE {}'
    assert kg("query", formula, "--format", "csv").out == "a,b\n'=1+1,' @x\n"


def test_a_table_holds_no_control_character(kg: Callable[..., Done], workspace: Path) -> None:
    assert "\x1b" not in kg("query", HOSTILE).out


def test_json_keeps_everything_and_steers_nothing(kg: Callable[..., Done], workspace: Path) -> None:
    out = kg("query", HOSTILE, "--format", "json").out
    assert json.loads(out)["rows"] == [{"a": "\x1b]0;x\x07=1+1", "b": "two\nlines", "c": "\u202ec"}]
    assert "\u202e" not in out


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
@pytest.mark.parametrize("query", [ASK, CLAIMS, "CONSTRUCT WHERE { ?s a hw:Claim }", "SELECT ?x WHERE { ?x a hw:None }"])
def test_every_form_of_answer_has_every_format(kg: Callable[..., Done], workspace: Path, query: str, form: str) -> None:
    done = kg("query", query, "--format", form)
    assert done.code == 0
    assert done.out
    if form == "json":
        json.loads(done.out)


@pytest.mark.parametrize("query", ["missing.rq", "", "SELECT {", "SELECT * WHERE { SERVICE <http://x/> { ?s ?p ?o } }"])
def test_a_query_that_cannot_be_asked_is_one_line(kg: Callable[..., Done], workspace: Path, query: str) -> None:
    done = kg("query", query)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1


def test_named_queries_are_listed_in_every_format_and_run_by_name(kg: Callable[..., Done], workspace: Path) -> None:
    listed = json.loads(kg("query", "--list", "--format", "json").out)["rows"]
    names = [row["name"] for row in listed]
    assert len(names) == 10
    assert all(row["answers"] for row in listed)
    assert names[0] in kg("query", "--list").out
    for name in names:
        assert kg("query", name).code == 0


def test_a_name_that_no_query_has_is_one_line_with_the_nearest(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("query", "hedge-lots")
    assert (done.code, done.out) == (2, "")
    assert "hedge-lost" in done.err


def test_nothing_asked_is_said_so(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("query")
    assert (done.code, done.out) == (2, "")
    assert "--list" in done.err


def test_derived_facts_are_seen_when_asked_for(kg: Callable[..., Done], workspace: Path) -> None:
    derived = "ASK { ?claim hw:backing ?level }"
    assert [kg("query", derived).out, kg("query", "--facts", derived).out] == ["no\n", "yes\n"]
