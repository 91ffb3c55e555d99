"""`kg import` on the command line: from a spreadsheet to the first check, and what is said on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.formats.tables.workbooks import xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

HEADER = [
    "No.",
    "The claim",
    "Number claimed",
    "Who said it",
    "Where",
    "Web link",
    "Date",
    "Where they got it from",
    "Our rating",
    "Notes",
]


def newsroom(number: int) -> bytes:
    """A spreadsheet as newsrooms keep it: a title, an empty row, columns in words of its own."""
    rows = [
        [at, f"{at + 100} potholes in Millbrook", f"{at + 100} potholes, Millbrook, 2023", "A. Speaker", "Example News",
         f"https://news.example/{at}", f"{at % 27 + 1}/3/2024", ("Council report", "https://council.example/r")[at % 2],
         ("False", "Mostly true")[at % 2], ""]
        for at in range(1, number + 1)
    ]  # fmt: skip
    return xlsx([["Our fact-checks, 2024"], [], HEADER, *rows])


def test_an_ordinary_spreadsheet_of_fifty_fact_checks_gives_a_useful_check(
    kg: Callable[..., Done], tmp_path: Path
) -> None:
    path, out = tmp_path / "fact-checks.xlsx", tmp_path / "my-graph"
    path.write_bytes(newsroom(50))
    done = kg("import", str(path), "-o", str(out))
    assert done.code == 0
    assert "read: 50 rows" in done.out
    assert f"kg check -g {out}" in done.out
    assert "    Where they got it from  →  cites" in done.err
    assert "    verdict Mostly true  →  qualifies" in done.err
    found = kg("check", "-g", str(out))
    assert found.code == 1
    assert "P02  Names Council report [council-report], but gives no reference that leads to it." in found.out
    assert kg("trace", "-g", str(out), "133 potholes in Millbrook").code == 0


def test_imported_drafts_are_outside_answers_until_accepted_and_stay_accepted(
    kg: Callable[..., Done], tmp_path: Path
) -> None:
    path, out = tmp_path / "fact-checks.xlsx", tmp_path / "my-graph"
    path.write_bytes(newsroom(3))
    assert kg("import", str(path), "-o", str(out), "--draft").code == 0
    assert kg("trace", "-g", str(out), "102 potholes in Millbrook").code == 2
    assert kg("trace", "-g", str(out), "102 potholes in Millbrook", "--drafts").code == 0
    assert kg("draft", "--accept", "-g", str(out)).code == 0
    assert kg("trace", "-g", str(out), "102 potholes in Millbrook").code == 0
    again = kg("import", str(path), "-o", str(out), "--draft")
    assert again.code == 0, again.err
    assert kg("trace", "-g", str(out), "102 potholes in Millbrook").code == 0


def test_a_dry_run_shows_the_first_records_and_writes_nothing(kg: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "fact-checks.xlsx"
    path.write_bytes(newsroom(5))
    done = kg("import", str(path), "--dry-run")
    assert done.code == 0
    assert "source: news-example-1\n" in done.out
    assert "nothing was written" in done.err
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_edited_in_a_spreadsheet_changes_the_same_records(kg: Callable[..., Done], workspace: Path) -> None:
    assert kg("export", "xlsx", "-o", "claims.xlsx").code == 0
    again = kg("import", "claims.xlsx", "-o", ".")
    assert (again.code, "written: nothing; all of it is on record" in again.out) == (0, True)
    before = (workspace / "example.yaml").read_text(encoding="utf-8")
    rows = [
        ["source", "claim", "figure", "at", "leans on"],
        [
            "explainer",
            "lost-umbrellas",
            "1,300 umbrellas, Exampleton, 2025, count",
            "",
            "names survey-2025/umbrellas; cites survey-2025",
        ],
    ]
    (workspace / "edited.xlsx").write_bytes(xlsx(rows))
    done = kg("import", "edited.xlsx", "-o", ".")
    assert done.code == 0
    assert (
        "changed: explainer/lost-umbrellas: figure: “1,200 umbrellas, Exampleton, 2025, count” → “1,300 umbrellas"
        in done.out
    )
    assert "changed: explainer/lost-umbrellas: at: “paragraph 2” → (nothing)" in done.out
    after = (workspace / "example.yaml").read_text(encoding="utf-8")
    kept = "      - names: survey-2025/umbrellas   # mentioned in prose; use “cites” where there is a reference\n"
    new = "      - names: survey-2025/umbrellas\n        read: 2026-07-02 ME\n      - cites: survey-2025\n"
    expected = before.replace(" 1,200 umbrellas, Exa", " 1,300 umbrellas, Exa", 1).replace("    at: paragraph 2\n", "")
    assert after == expected.replace(f"{kept}        read: 2026-07-02 ME\n", new)


def test_rows_that_are_left_out_are_an_exit_code_and_a_file_to_mend(kg: Callable[..., Done], tmp_path: Path) -> None:
    path, out = tmp_path / "f.csv", tmp_path / "out"
    path.write_text("Claim,Outlet\nGood,News\n,News\n", encoding="utf-8")
    done = kg("import", str(path), "-o", str(out))
    assert done.code == 1
    assert "left out: f.csv, row 3: no claim in this row" in done.err
    assert (out / "_import" / "f.left-out.csv").read_text(encoding="utf-8") == "Claim,Outlet\n,News\n"
    only_bad = tmp_path / "bad.csv"
    only_bad.write_text("Claim,Outlet\n,News\n", encoding="utf-8")
    assert kg("import", str(only_bad), "-o", str(tmp_path / "none")).code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import"], "name the files to import"),
        (["import", "f.csv"], "say where the records go"),
        (["import", "none.csv", "-o", "out"], "none.csv: no such file"),
        (["import", ".", "-o", "out"], "a folder; name the files in it"),
        (["import", "f.csv", "-o", "out", "--format", "xlxs"], "no format “xlxs”; did you mean “xlsx”?"),
        (["import", "r.yaml", "-o", "out"], "records, which are read as they stand"),
        (["import", "f.md", "-o", "out"], "not in a format that is known here"),
        (["import", "f.csv", "-o", "out", "--encoding", "utf-9"], "“utf-9” is not an encoding"),
        (["import", "f.csv", "-o", "out", "--delimiter", "xx"], "one character, or comma, semicolon, tab, bar"),
        (["import", "f.csv", "-o", "out", "--map", "f.csv"], "not a valid TOML file"),
        (["import", "--template", "t.csv"], "give it a name that ends in .xlsx"),
        (["import", "--template", "f.csv"], "there is a file of this name already"),
        (["export", "xlsx"], "xlsx is not text; name a file with -o"),
        (["formats", "doc"], "no format “doc”"),
        (["trace", "-g", "f.md", "x"], "not records, by its ending"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    kg: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.csv").write_text("Claim,Outlet\nx,News\n", encoding="utf-8")
    (tmp_path / "f.md").write_text("# notes\n", encoding="utf-8")
    (tmp_path / "r.yaml").write_text("source: s\n", encoding="utf-8")
    done = kg(*arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


def test_the_template_explains_itself_and_can_be_imported(kg: Callable[..., Done], tmp_path: Path) -> None:
    path, out = tmp_path / "claims.xlsx", tmp_path / "out"
    assert kg("import", "--template", str(path)).code == 0
    done = kg("import", str(path), "-o", str(out))
    assert (done.code, "left out" in done.err) == (0, False)
    assert kg("validate", str(out)).code == 0


def test_the_formats_are_listed_with_what_each_loses(kg: Callable[..., Done]) -> None:
    assert "xlsx: a spreadsheet (XLSX) (.xlsx, .xlsm): kg import, kg export\n" in kg("formats").out
    assert "    loses: needs-all groups" in kg("formats", "xlsx").out
    assert '"in_place": true' in kg("formats", "--format", "json").out


def test_what_is_imported_into_a_workspace_is_a_draft_until_it_is_accepted(
    kg: Callable[..., Done], workspace: Path
) -> None:
    (workspace / "f.csv").write_text("Claim,URL\n14 potholes in Millbrook,https://news.example/1\n", encoding="utf-8")
    done = kg("import", "f.csv", "-o", ".")
    assert "kg check --drafts -g ., and kg draft --accept takes the drafts in" in done.out
    assert kg("trace", "news-example-1/14-potholes-in-millbrook").code == 2
    assert kg("trace", "--drafts", "news-example-1/14-potholes-in-millbrook").code == 0
    assert kg("draft", "--accept", "news-example-1/14-potholes-in-millbrook").code == 0
    assert kg("trace", "news-example-1/14-potholes-in-millbrook").code == 0


def test_a_new_claim_of_a_source_on_record_is_a_draft_too(kg: Callable[..., Done], workspace: Path) -> None:
    (workspace / "s.yaml").write_text("source: s\nurl: https://news.example/1\n", encoding="utf-8")
    (workspace / "f.csv").write_text("Claim,URL\n14 potholes,https://news.example/1\n", encoding="utf-8")
    assert kg("import", "f.csv", "-o", ".").code == 0
    assert "draft: yes" in (workspace / "s.yaml").read_text(encoding="utf-8")
    assert kg("import", "f.csv", "-o", ".", "--no-draft").code == 0
