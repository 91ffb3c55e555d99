"""`kg check`, `kg rules` and `kg todo` on the command line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from kg.commands.check import FORMS
from kg.render.check_formats import FORMATS
from tests.workspace.test_check import OWN, RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    (folder / "r.yaml").write_text(RECORDS, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_the_forms_offered_are_the_forms_there_are() -> None:
    assert tuple(form.name for form in FORMATS) == FORMS


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("--fail-on", "never"), 0),
        (("--select", "S02"), 0),
        (("--select", "S02", "--fail-on", "note"), 1),
        (("--select", "S05", "--fail-on", "fix"), 1),
        (("--select", "Z"), 2),
        (("--document", "none"), 2),
        (("--baseline", "none.json"), 2),
        (("--update-baseline",), 2),
        (("--statistics", "--format", "csv"), 2),
        (("--rules", "none"), 2),
        (("--update-baseline", "--baseline", "b.json", "--select", "S"), 2),
    ],
)
def test_the_exit_code_says_what_was_found(kg: Callable[..., Done], arguments: tuple[str, ...], code: int) -> None:
    done = kg("check", *arguments)
    assert done.code == code
    assert len(done.err.splitlines()) == (code == 2)


def test_a_gate_with_a_baseline_fails_on_new_weaknesses_alone(kg: Callable[..., Done], place: Path) -> None:
    done = kg("check", "--baseline", "known.json", "--update-baseline")
    assert (done.code, done.out) == (0, "")
    assert "findings recorded" in done.err
    assert kg("check", "--baseline", "known.json", "--fail-on", "note").code == 0
    (place / "n.yaml").write_text(
        "source: n\nclaims: {c: {says: x, figure: {value: 1273, base: 236, unit: cases}, read: KG}}\n", encoding="utf-8"
    )
    assert kg("check", "--baseline", "known.json").code == 1


def test_a_rule_of_ones_own_is_listed_explained_tested_and_run(kg: Callable[..., Done], place: Path) -> None:
    (place / "rules" / "cases").mkdir(parents=True)
    (place / "rules" / "Z01-large.rq").write_text(OWN, encoding="utf-8")
    assert "Z01    note       a large number" in kg("rules").out
    assert kg("explain", "z01").out.startswith("Z01  a large number  (note)")
    done = kg("rules", "test", "Z01")
    assert (done.code, "Z01 has no cases" in done.out) == (2, True)
    cases = (
        "- {name: large, facts: 'ex:a hw:figure ex:f . ex:f schema:value 19000 .', expect: [{node: a, verdict: fails}]}\n"
        "- {name: small, facts: 'ex:a hw:figure ex:f . ex:f schema:value 19 .', expect: []}\n"
    )
    (place / "rules" / "cases" / "Z01.yaml").write_text(cases, encoding="utf-8")
    assert kg("rules", "test", "Z01").out == "1 rule, 2 cases as expected, 0 not\n"
    assert "Z01  A large number: 19000." in kg("check", "--select", "Z", "--exit-zero").out
    (place / "rules" / "cases" / "Z01.yaml").write_text(cases.replace("19 .", "19001 ."), encoding="utf-8")
    done = kg("rules", "test", "Z01")
    assert done.code == 1
    assert done.out.splitlines()[0] == "Z01  small: expected nothing, got a fails"


@pytest.mark.parametrize(
    ("cases", "says", "code"),
    [
        ("x: y", "a list of cases", 2),
        ("- {name: x}", "a case has name, facts and expect", 2),
        ("- {name: x, facts: '}', expect: []}", "not valid Turtle", 2),
        ("- [", "broken YAML", 2),
        ("- {name: x, facts: '', expect: [{node: a}]}", "what is expected is a list", 2),
        ("- {name: x, facts: '', expect: [{node: a, verdict: maybe}]}", "is not a verdict", 2),
        ("- {name: x, facts: '', expect: []}", "no case where it fires", 1),
        (
            "- {name: x, facts: 'ex:a hw:figure ex:f . ex:f schema:value 19000 .', expect: [{node: a, verdict: fails, says: y}]}",
            "expected “y”",
            1,
        ),
    ],
)
def test_faulty_cases_are_bad_input_and_cases_that_fail_are_not(
    kg: Callable[..., Done], place: Path, cases: str, says: str, code: int
) -> None:
    (place / "rules" / "cases").mkdir(parents=True)
    (place / "rules" / "Z01-large.rq").write_text(OWN, encoding="utf-8")
    (place / "rules" / "cases" / "Z01.yaml").write_text(cases, encoding="utf-8")
    done = kg("rules", "test", "Z01")
    assert (done.code, says in done.out) == (code, True)


def test_an_ill_formed_rule_is_a_line_and_exit_code_2_and_the_rest_is_checked(
    kg: Callable[..., Done], place: Path
) -> None:
    (place / "rules").mkdir()
    (place / "rules" / "Z01-large.rq").write_text(OWN.replace("# Title: ", "# "), encoding="utf-8")
    done = kg("check")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "Z01-large.rq:1: the header starts with" in done.err
    assert "S05" in done.out
    assert kg("check", "--exit-zero").code == 0
    assert kg("rules", "test", "S05").code == 2


def test_a_rule_that_finds_what_is_no_node_is_a_line_and_stops_nothing_else(
    kg: Callable[..., Done], place: Path
) -> None:
    (place / "rules").mkdir()
    (place / "rules" / "Z01-large.rq").write_text(OWN, encoding="utf-8")
    for code, node in (("Z02", "?value"), ("Z03", "<https://no.where/x>"), ("Z04", "BNODE()")):
        text = OWN.replace("?node hw:", "?claim hw:").replace("  FILTER", f"  BIND({node} AS ?node)\n  FILTER")
        (place / "rules" / f"{code}-odd.rq").write_text(text, encoding="utf-8")
    done = kg("check", "--select", "Z")
    assert (done.code, done.out.count("Z01  A large number"), "Z02" in done.out, "Z03" in done.out) == (
        2,
        2,
        False,
        False,
    )
    said = [line.partition("Z0")[2] for line in sorted(done.err.splitlines())]
    assert said[:2] == [
        '2-odd.rq: ?node is to be a node of the graph, and "19000"^^<http://www.w3.org/2001/XMLSchema#decimal> is none',
        "3-odd.rq: ?node is to be a node of the graph, and <https://no.where/x> is none",
    ]
    assert said[2].startswith("4-odd.rq: ?node is to be a node of the graph, and _:")


def test_a_rule_that_cannot_be_parsed_is_ill_formed_before_it_is_run(kg: Callable[..., Done], place: Path) -> None:
    (place / "rules").mkdir()
    (place / "rules" / "Z01-large.rq").write_text(
        OWN.replace("PREFIX hw: <https://w3id.org/headwater/ns#>\n", ""), encoding="utf-8"
    )
    done = kg("rules", "test", "S05")
    assert done.code == 2
    assert done.err.endswith(
        "Z01-large.rq: the query cannot be parsed: line 14, column 9, at “hw:figure ?figure .”: the prefix “hw:” is not declared\n"
    )


def test_a_rule_file_of_odd_bytes_or_without_end_is_a_line_and_stops_nothing_else(
    kg: Callable[..., Done], place: Path
) -> None:
    (place / "rules").mkdir()
    (place / "rules" / "Z01-large.rq").write_text(f"\ufeff{OWN}", encoding="utf-8")
    (place / "rules" / "Z02-bytes.rq").write_bytes(b"\xff\x00")
    (place / "rules" / "Z03-endless.rq").symlink_to("/dev/zero")
    (place / "rules" / "Z04-folder.rq").mkdir()
    (place / "rules" / "Z05-nothing.rq").symlink_to(place / "none")
    done = kg("check", "--select", "Z")
    assert (done.code, done.out.count("Z01  A large number")) == (2, 2)
    assert [re.split(r"\.rq:\s?", line)[1] for line in done.err.splitlines()] == [
        "1:1: not UTF-8 (byte 0xFF); save it as UTF-8",
        "not a plain file; a rule is expected",
        "a folder; a rule is expected",
        "No such file or directory",
    ]


def test_a_row_of_a_table_is_one_line_that_steers_no_log(kg: Callable[..., Done], place: Path) -> None:
    waiver = 'waivers: [{waive: S02, at: s/first, because: "x\\n::error::y", on: 2026-01-01}]\n'
    (place / "w.yaml").write_text(waiver, encoding="utf-8")
    seen = 'source: o\nclaims: {c: {says: x, figure: 5 owls, seen in: "x\\n::error::y"}}\n'
    (place / "o.yaml").write_text(seen, encoding="utf-8")
    told = kg("check", "-f", "csv", "--exit-zero").out + kg("todo", "-f", "csv").out
    assert "x ::error::y" in told
    assert not [line for line in told.splitlines() if line.startswith("::")]


@pytest.mark.usefixtures("place")
def test_statistics_and_the_time_of_each_rule(kg: Callable[..., Done]) -> None:
    done = kg("check", "--exit-zero", "--statistics", "--profile-rules")
    assert "S02   no period or no area (note)" in done.out
    assert done.err.splitlines()[0].endswith("%")


@pytest.mark.usefixtures("place")
def test_a_document_is_reported_with_what_to_fix_first(kg: Callable[..., Done]) -> None:
    lines = kg("check", "--document", "s", "--exit-zero").out.splitlines()
    assert lines[:2] == ["An article [s]", "  2 figures in 2 claims"]
    assert lines[5].startswith("  begin with: P05 An article [s/second]")
    told = json.loads(kg("check", "--document", "s", "--exit-zero", "-f", "json").out)["document"]
    assert (told["claims"], told["first"]["code"]) == (["s/second", "s/first"], "P05")
    assert "- 2 figures in 2 claims" in kg("check", "--document", "s", "--exit-zero", "-f", "markdown").out
    # A document without a title is told by its id.
    assert kg("check", "--document", "t", "--exit-zero").out.splitlines()[0] == "t"
    assert kg("check", "--document", "t", "--exit-zero", "-f", "markdown").out.splitlines()[0] == "# t"


@pytest.mark.usefixtures("place")
def test_what_is_to_do_is_told_apart_from_findings(kg: Callable[..., Done]) -> None:
    assert kg("todo").code == 0
    tasks = json.loads(kg("todo", "--format", "json", "--kind", "ask").out)["tasks"]
    what = "ask its authors how it was calculated"
    assert tasks == [{"kind": "ask", "name": "s/first", "what": what, "figures": 2, "document": "An article"}]
    assert kg("todo", "-f", "csv").out.splitlines()[0] == "task,figures,where,what to do"
    assert kg("todo", "--kind", "recheck").out == "0 to read, 0 to find, 0 to ask, 0 to recheck. Graph: w.\n"
    assert "s/first" not in kg("todo", "--document", "t", "--kind", "find").out
    assert kg("todo", "--document", "none").code == 2


@pytest.mark.parametrize("which", ["records", "trace", "check"])
def test_each_schema_is_printed(kg: Callable[..., Done], which: str) -> None:
    assert json.loads(kg("schema", which).out)["title"] == f"Headwater {which}"


@pytest.mark.parametrize("other", ["name = 1\n", "source: s\n", "[]", "{}", '{"schema_version": "1.0"}'])
def test_no_other_file_is_overwritten_by_a_baseline(kg: Callable[..., Done], workspace: Path, other: str) -> None:
    (workspace / "other").write_text(other, encoding="utf-8")
    done = kg("check", "--baseline", "other", "--update-baseline")
    assert (done.code, done.out) == (2, "")
    assert "other: no baseline, and it would be lost" in done.err
    assert (workspace / "other").read_text(encoding="utf-8") == other
    for old in ("", '{"schema_version": "0.1", "findings": []}'):
        (workspace / "old").write_text(old, encoding="utf-8")
        assert kg("check", "--baseline", "old", "--update-baseline").code == 0
