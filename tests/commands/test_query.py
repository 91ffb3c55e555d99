"""Queries from text, file and standard input; answers that are safe to open."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from tests.sampling import some_at_once

if TYPE_CHECKING:
    from collections.abc import Callable

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


@pytest.mark.parametrize(
    ("form", "head"), [("csv", "says,claim"), ("tsv", "says\tclaim"), ("markdown", "| says | claim |")]
)
def test_all_variables_come_in_the_order_in_which_they_first_appear(
    kg: Callable[..., Done], workspace: Path, form: str, head: str
) -> None:
    query = "SELECT * { BIND(1 AS ?says) VALUES ?claim { 1 } }"
    assert kg("query", query, "--format", form).out.splitlines()[0] == head
    bound = kg("query", query, "--format", form, "--param", "claim=1")
    assert (bound.code, bound.out.splitlines()[0]) == (0, head)


def test_an_answer_that_is_true_or_false_is_no_graph(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("query", ASK, "--format", "turtle")
    assert (done.code, "this query gives true or false; ask with CONSTRUCT" in done.err) == (2, True)


def test_a_word_longer_than_any_file_name_is_no_fault_of_ours(kg: Callable[..., Done]) -> None:
    done = kg("query", "a" * 300)
    assert (done.code, done.err.splitlines()[0][:14]) == (2, "kg: no query a")


def test_a_table_shows_short_ids_and_csv_whole_iris(kg: Callable[..., Done], workspace: Path) -> None:
    assert "explainer/lost-umbrellas\n" in kg("query", CLAIMS).out
    assert kg("query", CLAIMS, "--format", "csv").out.splitlines()[1].startswith("https://")


def test_csv_and_tsv_hold_no_formula_and_no_control_character(kg: Callable[..., Done], workspace: Path) -> None:
    assert kg("query", HOSTILE, "--format", "csv").out == 'a,b,c\n]0;x=1+1,"two\nlines",c\n'
    assert kg("query", HOSTILE, "--format", "tsv").out == "a\tb\tc\n]0;x=1+1\ttwo lines\tc\n"
    formula = 'SELECT ("\\u0007=1+1" AS ?a) (" @x" AS ?b) WHERE {}'
    assert kg("query", formula, "--format", "csv").out == "a,b\n'=1+1,' @x\n"


def test_a_table_holds_no_control_character(kg: Callable[..., Done], workspace: Path) -> None:
    assert "\x1b" not in kg("query", HOSTILE).out


def test_json_keeps_everything_and_steers_nothing(kg: Callable[..., Done], workspace: Path) -> None:
    out = kg("query", HOSTILE, "--format", "json").out
    found = json.loads(out)["results"]["bindings"][0]
    assert {name: term["value"] for name, term in found.items()} == {
        "a": "\x1b]0;x\x07=1+1",
        "b": "two\nlines",
        "c": "\u202ec",
    }
    assert "\u202e" not in out


@pytest.mark.parametrize(
    "form", some_at_once(["table", "csv", "tsv", "json", "xml", "markdown"], ["table", "csv", "json"])
)
@pytest.mark.parametrize(
    "query", [ASK, CLAIMS, "CONSTRUCT WHERE { ?s a hw:Claim }", "SELECT ?x WHERE { ?x a hw:None }"]
)
def test_every_form_of_answer_has_every_format(kg: Callable[..., Done], workspace: Path, query: str, form: str) -> None:
    done = kg("query", query, "--format", form)
    assert done.code == 0
    assert done.out
    if form == "json":
        json.loads(done.out)
    if form == "xml":
        ElementTree.fromstring(done.out)  # noqa: S314 - our own output


@pytest.mark.parametrize("query", ["missing.rq", "", "SELECT {", "SELECT * WHERE { SERVICE <http://x/> { ?s ?p ?o } }"])
def test_a_query_that_cannot_be_asked_is_one_line(kg: Callable[..., Done], workspace: Path, query: str) -> None:
    done = kg("query", query)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1


def test_named_queries_are_listed_in_every_format_and_run_by_name(kg: Callable[..., Done], workspace: Path) -> None:
    listed = json.loads(kg("query", "--list", "--format", "json").out)
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


SLOW = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?a != ?a || ?l + ?o = 17) }"
UMBRELLAS = "explainer/lost-umbrellas"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?claim { ?claim a hw:Claim }",
        "SELECT (COUNT(*) AS ?n) { ?claim a hw:Claim }",
        "SELECT (EXISTS { ?x a hw:Claim } AS ?e) ?claim { ?claim a hw:Claim }",
        "CONSTRUCT { ?claim a hw:Claim } WHERE { ?claim a hw:Claim }",
        "DESCRIBE ?claim WHERE { ?claim schema:text ?says }",
    ],
)
def test_a_bound_variable_restricts_every_form_of_query_and_its_counts(
    kg: Callable[..., Done], workspace: Path, query: str
) -> None:
    answers = {kg("query", query, "-p", f"claim={value}", "-f", "csv").out for value in (UMBRELLAS, "hw:Claim")}
    assert len(answers) == 2


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("<https://x.example/a>", "https://x.example/a"),
        ("hw:Claim", "https://w3id.org/headwater/ns#Claim"),
        ("1400", "1400"),
        ("66.67", "66.67"),
        ("true", "true"),
        ('"Leeds"@en', "Leeds"),
        ("x } # <y>", "x } # <y>"),
        ("https://x.example/ü", "https://x.example/ü"),
    ],
)
def test_a_parameter_is_one_term_whatever_it_holds(
    kg: Callable[..., Done], workspace: Path, value: str, term: str
) -> None:
    done = kg("query", "SELECT ?x {}", "--param", f"x={value}", "-f", "json")
    assert json.loads(done.out)["results"]["bindings"][0]["x"]["value"] == term


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("1e5", "double"),
        ("-2.5E-3", "double"),
        (".5e1", "double"),
        ("1400", "integer"),
        ("66.67", "decimal"),
        ("false", "boolean"),
        ("1e", "string"),
        ("km/h", "string"),
        ("and/or", "string"),
        ("umbrella", "string"),
        ('"explainer/lost-umbrela"', "string"),
    ],
)
def test_a_number_is_one_however_it_is_written(kg: Callable[..., Done], workspace: Path, value: str, kind: str) -> None:
    done = kg("query", "SELECT (DATATYPE(?x) AS ?t) {}", "--param", f"x={value}", "-f", "csv")
    assert done.out.splitlines()[1:] == [f"http://www.w3.org/2001/XMLSchema#{kind}"]


@pytest.mark.parametrize(
    ("value", "meant"),
    [("explainer/lost-umbrela", "; did you mean “explainer/lost-umbrellas”?"), ("explainer/other-thing", ".")],
)
def test_a_slip_in_an_id_is_refused_with_the_nearest(
    kg: Callable[..., Done], workspace: Path, value: str, meant: str
) -> None:
    done = kg("query", "SELECT ?says { ?claim schema:text ?says }", "--param", f"claim={value}")
    assert (done.code, done.out) == (2, "")
    assert (
        done.err
        == f'kg: ?claim: no node has the id “{value}”{meant} A text that looks like an id is written in quotes: "{value}"\n'
    )


@pytest.mark.parametrize(
    "parameters",
    [["x"], ["1 2=3"], ["x=1", "x=2"], ["y=1"], ['x="a" . <x:s> <x:p> "b"'], ["x=<not an iri>"], ["x=https://x/<y>"]],
)
def test_a_parameter_that_binds_nothing_is_one_line(
    kg: Callable[..., Done], workspace: Path, parameters: list[str]
) -> None:
    done = kg("query", "SELECT ?x { ?x ?p ?o }", *(part for text in parameters for part in ("-p", text)))
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)


def test_one_graph_is_asked_by_its_file_by_its_iri_or_as_facts(kg: Callable[..., Done], workspace: Path) -> None:
    listed = json.loads(kg("query", "--graphs", "--facts", "-f", "json").out)
    assert {"catalogue", "facts"} < {row["file"] for row in listed}
    counts = {
        row["file"]: [
            kg("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--from", row[key], "--facts").out
            for key in ("file", "graph")
        ]
        for row in listed
    }
    assert all(by_file == by_iri for by_file, by_iri in counts.values())
    assert len({by_file for by_file, _ in counts.values()}) == len(listed)


@pytest.mark.parametrize(
    "arguments",
    [
        ["ASK {}", "--from", "claim.yaml"],
        ["ASK FROM <http://127.0.0.1:9/x> {}"],
        ["ASK FROM NAMED hw:x {}"],
        ["BASE <http://b/> PREFIX named: <x> ASK\nFROM # note\n<a> {}"],
        ["ASK FROM named:x {}"],
    ],
)
def test_a_graph_that_is_not_there_is_refused_and_never_fetched(
    kg: Callable[..., Done], workspace: Path, arguments: list[str]
) -> None:
    done = kg("query", *arguments)
    assert (done.code, done.out) == (2, "")
    assert "there is no graph" in done.err or "“named:” is not declared" in done.err


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld"])
def test_graphs_have_their_syntaxes_and_rows_do_not(kg: Callable[..., Done], workspace: Path, form: str) -> None:
    assert "ns#Claim" in kg("query", "CONSTRUCT WHERE { ?s a hw:Claim }", "-f", form).out or form == "turtle"
    done = kg("query", CLAIMS, "-f", form)
    assert (done.code, done.out) == (2, "")
    assert "CONSTRUCT" in done.err


def test_relative_iris_resolve_against_the_file_of_the_query(kg: Callable[..., Done], workspace: Path) -> None:
    (workspace / "ask.rq").write_text("SELECT (STR(<data.ttl>) AS ?x) {}", encoding="utf-8")
    assert (workspace / "data.ttl").resolve().as_uri() in kg("query", "ask.rq").out


def test_a_slow_query_is_stopped_at_its_time_limit(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("query", SLOW, "--timeout", "0.2")
    assert (done.code, done.out) == (2, "")
    assert "stopped after 0.2 seconds" in done.err


def test_an_answer_that_is_too_large_is_stopped_and_nothing_of_it_is_written(
    kg: Callable[..., Done], workspace: Path
) -> None:
    done = kg("query", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--max-size", "1")
    assert (done.code, done.out) == (2, "")
    assert "larger than 1 MB" in done.err


def test_markup_in_records_stays_text_in_markdown(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("query", r'SELECT ("<b>|\n[x](y)" AS ?a) {}', "-f", "markdown")
    assert done.out.splitlines()[-1] == r"| \<b\>\| \[x\](y) |"


def test_a_truth_value_is_written_in_markdown_as_sparql_writes_it(kg: Callable[..., Done], workspace: Path) -> None:
    assert kg("query", ASK, "-f", "markdown").out.splitlines()[-1] == "| true |"


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "ASK { ?s ?p '\udcff' }"],
        ["query", "\udcff"],
        ["query", CLAIMS, "--param", "claim=\udcff"],
        ["query", CLAIMS, "--param", 'claim="\udcff"'],
        ["query", "ASK { ?s ?p '\udcff' }", "--explain"],
        ["trace", "\udcff"],
        ["impact", "\udcff"],
    ],
)
def test_what_is_no_utf_8_is_refused_in_one_line(
    kg: Callable[..., Done], workspace: Path, arguments: list[str]
) -> None:
    done = kg(*arguments)
    assert (done.code, done.out, "not UTF-8" in done.err, len(done.err.splitlines())) == (2, "", True, 1)


def test_explaining_shows_how_a_query_is_asked_and_asks_nothing(kg: Callable[..., Done], workspace: Path) -> None:
    out = kg(
        "query", "SELECT * { ?claim a hw:Claim . ?a ?b ?c . ?d ?e ?f }", "-p", f"claim={UMBRELLAS}", "--explain"
    ).out
    for part in ("BINDS    ?claim to <", "60 seconds", "BGP", "?claim rdf:type"):
        assert part in out
    assert kg("query", "SELECT {", "--explain").code == 2


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
def test_ctrl_c_stops_a_query_and_leaves_no_process(workspace: Path) -> None:
    command = [sys.executable, "-m", "kg", "query", SLOW, "--timeout", "0"]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    while running.poll() is None and not (children.exists() and children.read_text()):
        sleep(0.01)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, "")
    assert "stopped" in err
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


@pytest.mark.parametrize("seconds", ["inf", "nan", "-1"])
def test_seconds_are_a_number_that_ends(kg: Callable[..., Done], workspace: Path, seconds: str) -> None:
    done = kg("query", ASK, "--timeout", seconds)
    assert done.code == 2
    assert "--timeout" in done.err


def test_a_store_folder_with_broken_tables_is_bad_data_and_no_fault_of_ours(
    kg: Callable[..., Done], tmp_path: Path
) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.bulk_load(input=b"<x:a> <x:b> <x:c> .", format=ox.RdfFormat.N_TRIPLES)
    store.flush()
    del store
    for table in (tmp_path / "store").glob("*.sst"):
        table.write_bytes(b"no table")
    done = kg("query", "ASK { ?s ?p ?o }", "--graph", str(tmp_path / "store"))
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "the store cannot be read" in done.err or "not a store that can be opened" in done.err
