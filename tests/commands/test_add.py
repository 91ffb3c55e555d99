"""A claim is added whole, in its place, or not at all."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.formats.folder import read_folder
from kg.formats.yaml_text import document_text, scalar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

NEW = ["add", "--source", "n1", "--title", "- x: #y", "--claim", "c", "--says", "null"]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_is_written_as_the_same_text(text: str) -> None:
    document = yaml.load(document_text({"source": "s", "claims": {"c": {"says": text}}}), Loader=yaml.BaseLoader)  # noqa: S506
    assert document["claims"]["c"]["says"] == text


@pytest.mark.parametrize("text", ["null", "~", "yes: no", "- x", "#", "a #b", "{x", "12:30 ", "", "'", '"', "a\nb"])
def test_what_yaml_would_misread_is_quoted(text: str) -> None:
    assert scalar(text).startswith('"')


def test_a_new_document_starts_the_file_and_the_next_one_follows(kg: Callable[..., Done], workspace: Path) -> None:
    assert kg(*NEW, "--names", "survey-2025/umbrellas").code == 0
    assert kg("add", "--source", "n2", "--title", "t", "--claim", "c", "--says", "s", "--cites", "n1/c").code == 0
    claims = {claim.id: claim for file in read_folder(workspace) for claim in file.records.claims}
    assert claims["n1/c"].says == "null"
    assert "n2/c" in claims
    assert (workspace / "claims.yaml").read_text(encoding="utf-8").startswith("# yaml-language-server:")


def test_a_claim_of_a_document_on_record_goes_after_its_last(kg: Callable[..., Done], workspace: Path) -> None:
    before = (workspace / "example.yaml").read_text(encoding="utf-8")
    done = kg("add", "--source", "explainer", "--claim", "second", "--says", "Another.", "--made-here", "a count")
    assert done.code == 0, done.err
    after = (workspace / "example.yaml").read_text(encoding="utf-8")
    added = "  second:\n    says: Another.\n    made here: {how: a count}\n"
    head, tail = after.split(added)
    assert head + tail == before
    assert tail.startswith("---\n")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "lines", [["source: b"], ["source: b", "title: t", "# end"], ["source: b", "claims:", "    a:", "        says: x"]]
)
def test_a_record_keeps_its_layout(kg: Callable[..., Done], workspace: Path, lines: list[str], newline: str) -> None:
    path = workspace / "b.yaml"
    path.write_bytes(newline.join([*lines, "---", "source: c", ""]).encode())
    assert kg("add", "--source", "b", "--claim", "z", "--says", "s").code == 0
    text = path.read_bytes().decode()
    assert text.count("\r") == (text.count("\n") if newline == "\r\n" else 0)
    assert [line for line in lines if line not in text.split(newline)] == []
    assert kg("validate").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--figure", "lots"], "does not begin with a number"),
        (["--cites", "nowhere"], "no source or claim “nowhere”"),
        (["--about", "nothing"], "no variable “nothing”"),
        (["--file", "../x.yaml"], "inside the workspace"),
        (["--file", "x.txt"], "a record file ends in"),
        (["--leans-on", "loves n1"], "write a relation and a target"),
        (["--working", "explained"], "--made-here"),
        (["--source", "survey-2025"], "leave it out, or change it in the file"),
        (["--claim", "Bad Id"], "Bad Id"),
    ],
)
def test_what_cannot_be_added_leaves_everything_as_it_was(
    kg: Callable[..., Done], workspace: Path, options: list[str], said: str
) -> None:
    before = _files(workspace)
    done = kg(*NEW, *options)
    assert done.code == 2
    assert said in done.err
    assert _files(workspace) == before


def test_a_claim_on_record_is_not_added_again(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("add", "--source", "explainer", "--claim", "lost-umbrellas", "--says", "x")
    assert done.code == 2
    assert "on record already" in done.err


def test_a_claim_is_added_to_claims_in_braces(kg: Callable[..., Done], workspace: Path) -> None:
    (workspace / "b.yaml").write_text("source: b\nclaims: {a: {says: x}}\n", encoding="utf-8")
    done = kg("add", "--source", "b", "--claim", "z", "--says", "s")
    assert done.code == 0
    assert (workspace / "b.yaml").read_text(encoding="utf-8") == "source: b\nclaims: {a: {says: x}, z: {says: s}}\n"


def test_what_is_missing_is_named_without_a_terminal(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("add", "--source", "n1")
    assert done.code == 2
    assert "--says, --title" in done.err


def test_there_must_be_a_workspace(kg: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", "")
    monkeypatch.chdir(tmp_path)
    assert "kg init DIR" in kg(*NEW).err
    assert "not a folder" in kg(*NEW, "--graph", "nowhere").err


def test_on_a_terminal_it_asks_and_asks_again(
    kg: Callable[..., Done], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = [
        "Daily News 2026",
        "n3",
        "A title",
        "report",
        "",
        "July 2026",
        "2026",
        "A Claim",
        "c",
        "It says so.",
        "lots",
        "1,200 umbrellas",
        "umbrella-lost",
        "umbrellas-lost",
        "p. 1",
        "2026-07-05 ME",
        "loves x",
        "names survey-2025/umbrela",
        "names survey-2025/umbrellas",
        "",
    ]
    monkeypatch.setattr("sys.stdin", Terminal("\n".join(answers) + "\n"))
    done = kg("add")
    assert done.code == 0, done.err
    assert "perhaps daily-news-2026" in done.err
    assert "did you mean “umbrellas-lost”?" in done.err
    assert "did you mean “survey-2025/umbrellas”?" in done.err
    text = (workspace / "claims.yaml").read_text(encoding="utf-8")
    assert "    figure: 1,200 umbrellas\n" in text
    assert "    about: [umbrellas-lost]\n" in text
    assert "names: survey-2025/umbrellas" in text


def test_additions_at_once_lose_nothing(workspace: Path) -> None:
    command = [sys.executable, "-m", "kg", "add", "--claim", "c", "--says", "x", "--title", "T", "--source"]
    running = [subprocess.Popen([*command, f"n{number}"], cwd=workspace, stdout=subprocess.PIPE) for number in range(6)]
    assert [process.wait() for process in running] == [0] * 6
    for process in running:
        process.communicate()
    text = (workspace / "claims.yaml").read_text(encoding="utf-8")
    assert [f"source: n{number}\n" in text for number in range(6)] == [True] * 6


@pytest.mark.parametrize(
    "file", [".", "./", "..", ".kg/z.yaml", "_drafts/z.yaml", ".z.yaml", "a/.b/z.yaml", "rules/z.yaml", "linked/z.yaml"]
)
def test_a_record_goes_only_where_the_workspace_reads_it(
    kg: Callable[..., Done], workspace: Path, tmp_path: Path, file: str
) -> None:
    (workspace / "rules").mkdir(exist_ok=True)
    (workspace / "rules" / "x.rq").write_text("", encoding="utf-8")
    (workspace / "aside").mkdir()
    (workspace / "linked").symlink_to(workspace / "_drafts")
    done = kg(*NEW, "--file", file)
    assert done.code == 2
    assert "added" not in done.out
    assert not list(workspace.rglob("z.yaml"))


URL = "https://www.news.example/2026/empty-homes.html"
REPORT = "https://survey.example/homes-2024.pdf"


def test_an_address_becomes_a_readable_id_and_what_it_cites_a_record_of_its_own(
    kg: Callable[..., Done], workspace: Path
) -> None:
    options = ["--says", "1,200 homes stand empty.", "--figure", "1,200 homes", "--publisher", "Example News"]
    done = kg("add", URL, *options, "--cites", REPORT, "--read", "2026-07-01 AB", "--link-at", "[3]")
    assert done.code == 0, done.err
    written = list(yaml.load_all((workspace / "claims.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
    page, report = written
    assert page["source"] == "news-example-empty-homes"
    assert report == {"source": "survey-example-homes-2024", "url": REPORT}
    assert page["claims"]["1-200-homes"]["leans on"] == [
        {"cites": "survey-example-homes-2024", "at": "[3]", "read": "2026-07-01 AB"}
    ]
    # What was written is printed.
    assert list(yaml.load_all(done.out.split("\n", 1)[1], Loader=yaml.BaseLoader)) == written
    assert kg("trace", "news-example-empty-homes/1-200-homes").code == 0


def test_a_claim_on_record_is_extended_and_a_link_gets_its_outcome(kg: Callable[..., Done], workspace: Path) -> None:
    path = workspace / "example.yaml"
    before = path.read_text(encoding="utf-8")
    assert kg("add", "explainer/lost-umbrellas", "--cites", REPORT, "--quote", "1,200 umbrellas a year").code == 0
    done = kg("add", "explainer/lost-umbrellas", "--cites", REPORT, "--set-link", "not found: 2026-07-03 AB")
    assert done.code == 0, done.err
    links = [
        link
        for file in read_folder(workspace)
        for link in file.records.links
        if link.source == "explainer/lost-umbrellas"
    ]
    assert {(str(link.relation), link.target, link.outcome is not None) for link in links} == {
        ("names", "survey-2025/umbrellas", False),
        ("cites", "survey-example-homes-2024", True),
    }
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before[: before.index("    leans on:")])
    # The same again says nothing new; another value is refused.
    assert "nothing new" in kg("add", "explainer/lost-umbrellas", "--quote", "1,200 umbrellas a year").err
    assert "is on record already" in kg("add", "explainer/lost-umbrellas", "--quote", "other words").err
    assert path.read_text(encoding="utf-8") == after


@pytest.mark.parametrize(
    ("options", "key", "value"),
    [
        (
            ["--not-in-it", "2026-07-01 AB", "--cites", "survey-2025"],
            "leans on",
            [{"cites": "survey-2025", "not in it": "2026-07-01 AB"}],
        ),
        (["--names-no-source", "2026-07-01 AB"], "names no source", "2026-07-01 AB"),
        (
            ["--disputes", "survey-2025/umbrellas", "--on", "value"],
            "speaks to",
            [{"disputes": "survey-2025/umbrellas", "on": "value"}],
        ),
        (["--corrects", "explainer/lost-umbrellas"], "speaks to", [{"corrects": "explainer/lost-umbrellas"}]),
        (["--seen-in", REPORT], "seen in", "survey-example-homes-2024"),
        (["--set", "checked by: the document", "--set", "not seen: [period, area]"], "not seen", ["period", "area"]),
        (
            ["--set", "made here: {how: a count, working: explained}"],
            "made here",
            {"how": "a count", "working": "explained"},
        ),
    ],
)
def test_every_key_of_a_record_can_be_set(
    kg: Callable[..., Done], workspace: Path, options: list[str], key: str, value: object
) -> None:
    done = kg("add", URL, "--claim", "c", "--says", "s", *options)
    assert done.code == 0, done.err
    written = yaml.load_all((workspace / "claims.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert next(written)["claims"]["c"][key] == value


def test_a_document_on_record_is_found_by_its_address(kg: Callable[..., Done], workspace: Path) -> None:
    assert kg("add", URL, "--claim", "a", "--says", "s", "--set-source", "access: paywalled").code == 0
    assert kg("add", "http://news.example/2026/empty-homes.html?utm_source=x", "--claim", "b", "--says", "t").code == 0
    claims = [claim.id for file in read_folder(workspace) for claim in file.records.claims]
    assert {"news-example-empty-homes/a", "news-example-empty-homes/b"} <= set(claims)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([URL, "--url", URL], "say the same thing"),
        (["a/b", "--claim", "c"], "say the same thing"),
        (["explainer/lost-umbrellas"], "nothing is given"),
        ([URL, "--says", "s", "--set", "loves: x"], "loves"),
        ([URL, "--says", "s", "--set", "no key"], "write a key and a value"),
    ],
)
def test_what_was_not_meant_so_is_refused(
    kg: Callable[..., Done], workspace: Path, options: list[str], said: str
) -> None:
    before = _files(workspace)
    done = kg("add", *options)
    assert (done.code, said in done.err) == (2, True), done.err
    assert _files(workspace) == before


def test_a_quotation_that_the_kept_copy_does_not_hold_is_refused(kg: Callable[..., Done], workspace: Path) -> None:
    page = workspace / "page.html"
    page.write_text(
        "<html lang=en><body><p>In Exampleton 1,200 umbrellas are lost.</p></body></html>", encoding="utf-8"
    )
    assert kg("snapshot", "explainer", "--file", str(page)).code == 0
    options = ["add", "explainer", "--claim", "c", "--says", "s", "--quote", "1,300 umbrellas are lost"]
    done = kg(*options)
    assert done.code == 2
    assert "altered in the saved copy" in done.err
    assert "quoted “1,300”; the copy has “1,200”" in done.err
    assert kg(*options, "--unchecked").code == 0
    assert kg("add", "explainer", "--claim", "d", "--says", "s", "--quote", "1,200 umbrellas are lost").code == 0


def test_a_link_to_a_claim_takes_the_place_of_the_one_to_its_whole_source(
    kg: Callable[..., Done], workspace: Path
) -> None:
    assert kg("add", URL, "--claim", "c", "--says", "s", "--cites", REPORT, "--link-at", "[3]").code == 0
    report = "survey-example-homes-2024"
    assert kg("add", report, "--claim", "n", "--says", "t", "--made-here", "a count").code == 0
    assert kg("add", "news-example-empty-homes/c", "--cites", f"{report}/n", "--read", "2026-07-01 AB").code == 0
    links = [link for file in read_folder(workspace) for link in file.records.links if link.source.startswith("news")]
    assert [(link.target, link.locator, str(link.reading.status)) for link in links] == [
        (f"{report}/n", "[3]", "verified")
    ]
