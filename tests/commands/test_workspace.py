"""init, validate, trace, check, rules, explain and schema, on a new workspace."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pyoxigraph as ox
import pytest
import yaml

from kg.commands.init import HEADLINE
from kg.rules.registry import built_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done


def test_a_new_workspace_traces_at_once(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("trace", HEADLINE)
    assert done.code == 0
    assert "explainer/lost-umbrellas" in done.out
    assert max(map(len, done.out.splitlines())) <= 80
    assert "\x1b" not in done.out


def test_the_headline_may_go_without_quotes(kg: Callable[..., Done], workspace: Path) -> None:
    assert kg("trace", *HEADLINE.split()).out == kg("trace", HEADLINE).out


def test_the_example_meets_its_schema(workspace: Path) -> None:
    schema = json.loads((workspace / "records.schema.json").read_text(encoding="utf-8"))
    text = (workspace / "example.yaml").read_text(encoding="utf-8")
    for document in yaml.load_all(text, Loader=yaml.BaseLoader):
        jsonschema.validate(document, schema)


def test_init_fills_the_current_folder(
    kg: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / 'odd "name" é'
    folder.mkdir()
    monkeypatch.chdir(folder)
    inode = folder.stat().st_ino
    assert kg("init", ".").code == 0
    assert folder.stat().st_ino == inode
    assert kg("trace", HEADLINE).code == 0
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_init_copies_an_example_that_traces_at_once(kg: Callable[..., Done], tmp_path: Path) -> None:
    folder = tmp_path / "numbers"
    done = kg("init", str(folder), "--example", "travelling-numbers")
    assert done.code == 0, done.err
    claim = done.out.split("kg trace ")[1].split()[0]
    assert "NOT FOUND" in kg("trace", claim, "--graph", str(folder)).out
    assert kg("init", str(tmp_path / "x"), "--example", "travelling-number").err.count("travelling-numbers") == 1


def test_init_leaves_a_folder_with_something_in_it_alone(kg: Callable[..., Done], workspace: Path) -> None:
    before = {path: path.read_bytes() for path in workspace.iterdir()}
    assert kg("init", str(workspace)).code == 2
    assert kg("init", str(workspace / "kg.toml")).code == 2
    assert kg("init", str(workspace / "kg.toml" / "below")).code == 2
    assert {path: path.read_bytes() for path in workspace.iterdir()} == before


@pytest.mark.parametrize("exists", [True, False])
def test_a_failed_init_leaves_nothing(
    kg: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool
) -> None:
    from pathlib import Path as AnyPath

    folder = tmp_path / "facts"
    if exists:
        folder.mkdir()
    moved: list[AnyPath] = []
    rename = AnyPath.rename

    def fails(self: AnyPath, target: AnyPath) -> AnyPath:
        if len(moved) == exists:
            raise OSError(28, "No space left on device")
        moved.append(self)
        return rename(self, target)

    monkeypatch.setattr(AnyPath, "rename", fails)
    monkeypatch.setattr(AnyPath, "replace", fails)
    done = kg("init", str(folder))
    assert done.code == 2
    assert "No space left" in done.err
    assert [path for path in tmp_path.rglob("*") if path != folder] == []


def test_validate_says_what_it_read(kg: Callable[..., Done], workspace: Path) -> None:
    (workspace / "more.ttl").write_text("<https://e.org/a> <https://e.org/b> <https://e.org/c> .", encoding="utf-8")
    out = kg("validate").out
    assert "2 files" in out
    assert "2 sources, 2 claims (2 with a figure), 1 link (1 names)" in out
    assert "more.ttl: RDF, 1 triple, none of them evidence" in out
    assert "1 triple;" in kg("validate", "more.ttl").out


def test_validate_lists_what_it_recognised_in_rdf_and_each_file_that_it_passed_over(
    kg: Callable[..., Done], workspace: Path
) -> None:
    triple = "<https://e.org/a> <http://www.w3.org/ns/prov#wasDerivedFrom> <https://e.org/b> ."
    (workspace / "more.ttl").write_text(f"\ufeff{triple}", encoding="utf-8")
    (workspace / "prefix.ttl").write_text("@prefix ex: <https://e.org/> .", encoding="utf-8")
    (workspace / "empty.nt").write_text("", encoding="utf-8")
    (workspace / "x.csv").write_text("source,claim,extra\nA Paper,It says,1\n", encoding="utf-8")
    (workspace / "thing.foo").write_text("source: s\n", encoding="utf-8")
    done = kg("validate")
    assert done.code == 0
    assert "more.ttl: RDF, 1 triple: 2 sources, 1 link (1 derives-from)" in done.out
    assert "prefix.ttl: RDF, with nothing in it" in done.out
    assert "empty.nt: RDF, with nothing in it" in done.out
    assert "x.csv: passed over: a table (CSV, TSV), and its column “extra” is not known" in done.out
    assert "thing.foo: passed over: not in a format that is known here" in done.out


def test_validate_names_what_it_passed_over_where_nothing_was_recognised(
    kg: Callable[..., Done], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("Hello\n", encoding="utf-8")
    done = kg("validate", str(tmp_path))
    assert done.code == 2
    assert "notes.txt: passed over" in done.out


def test_a_workspace_may_limit_the_length_of_quotes(kg: Callable[..., Done], workspace: Path) -> None:
    record = "source: s\nclaims:\n  c: {says: x, quote: one two three four}\n"
    (workspace / "s.yaml").write_text(record, encoding="utf-8")
    assert kg("validate").code == 0
    settings = (workspace / "kg.toml").read_text(encoding="utf-8")
    (workspace / "kg.toml").write_text(f"longest_quote = 3\n{settings}", encoding="utf-8")
    done = kg("validate")
    assert (done.code, done.out) == (2, "")
    assert "s.yaml:3:3: a quote has at most 3 words by kg.toml; one of “s/c” has 4" in done.err


def test_validate_looks_at_rules_and_at_what_waivers_and_settings_name(
    kg: Callable[..., Done], workspace: Path
) -> None:
    waiver = "waivers:\n  - {waive: %s, at: explainer/lost-umbrellas, because: x, on: 2026-01-01}\n"
    (workspace / "w.yaml").write_text(waiver % "S02", encoding="utf-8")
    assert kg("validate").code == 0
    (workspace / "w.yaml").write_text(waiver % "S92", encoding="utf-8")
    done = kg("validate")
    assert (done.code, done.out) == (2, "")
    assert "w.yaml:2: no rule S92 is there to be waived at “explainer/lost-umbrellas”" in done.err
    (workspace / "w.yaml").unlink()
    (workspace / "rules").mkdir()
    (workspace / "rules" / "Z01-x.rq").write_text("# Title: x\n", encoding="utf-8")
    done = kg("validate")
    assert (done.code, done.out) == (2, "")
    assert "Z01-x.rq:1: no text under the heading “Severity”" in done.err


def test_validate_names_the_problems_of_all_files_at_once(kg: Callable[..., Done], workspace: Path) -> None:
    (workspace / "a.yaml").write_text("source: a\ntitel: x\n", encoding="utf-8")
    (workspace / "b.ttl").write_text("<a> <b> .", encoding="utf-8")
    (workspace / "kg.toml").write_text("nmae = 1", encoding="utf-8")
    done = kg("validate")
    assert (done.code, done.out) == (2, "")
    assert [line.split("/")[-1].split(":")[0] for line in done.err.splitlines()] == ["a.yaml", "b.ttl", "kg.toml", "kg"]


def test_validate_names_the_place_of_invisible_characters(kg: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "h.yaml"
    path.write_text("source: a\ntitle: Um\u200bbrellas\U000e0041\nclaims:\n  n: {says: Rain.}\n", encoding="utf-8")
    done = kg("validate", str(path))
    assert done.code == 0
    assert f"{path}:2: 2 invisible characters in this file" in done.err


def test_an_address_is_not_validated_since_nothing_is_fetched(kg: Callable[..., Done]) -> None:
    done = kg("validate", "--shapes", "http://example.org/theirs.ttl")
    assert (done.code, done.err) == (
        2,
        "kg: http://example.org/theirs.ttl: an address, and nothing is fetched; save what is there in a file, and name that\n",
    )


def test_a_store_folder_that_was_copied_in_part_is_named_as_one(kg: Callable[..., Done], tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "s"))
    store.bulk_load(input=b"<x:a> <x:b> <x:c> .", format=ox.RdfFormat.N_TRIPLES)
    store.flush()
    del store
    (tmp_path / "s" / "CURRENT").unlink()
    done = kg("query", "ASK {}", "--graph", str(tmp_path / "s"))
    assert (done.code, "a store folder without its file CURRENT" in done.err, done.err.count("\n")) == (2, True, 1)


@pytest.mark.parametrize("path", ["nowhere", "empty"])
def test_validate_does_not_pass_nothing(kg: Callable[..., Done], workspace: Path, path: str) -> None:
    (workspace / "empty").mkdir()
    assert kg("validate", path).code == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [([], 1), (["--fail-on", "fix"], 1), (["--fail-on", "note"], 1), (["--fail-on", "never"], 0), (["--exit-zero"], 0)],
)
def test_check_exits_by_severity(kg: Callable[..., Done], workspace: Path, options: list[str], code: int) -> None:
    assert kg("check", *options).code == code
    assert kg("check", "--format", "json", *options).code == code


def test_results_are_written_to_a_file(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("trace", HEADLINE, "--format", "json", "-o", "answer.json")
    assert (done.code, done.out) == (0, "")
    schema = json.loads(kg("schema", "trace").out)
    jsonschema.validate(json.loads((workspace / "answer.json").read_text(encoding="utf-8")), schema)
    assert kg("trace", HEADLINE, "-o", "no/such/folder").code == 2


def test_rules_and_explain_say_what_the_rule_files_say(kg: Callable[..., Done]) -> None:
    listed = kg("rules").out
    assert json.loads(kg("rules", "--format", "json").out)[0]["code"] == built_in()[0].code
    for rule in built_in():
        assert rule.code in listed
        words = " ".join(kg("explain", rule.code.lower()).out.split())
        assert all(" ".join(text.split()) in words for text in (rule.title, rule.flags, rule.why, rule.fix))


def test_the_record_schema_is_one(kg: Callable[..., Done]) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(kg("schema").out))
