"""What is saved at the desk stands in the record files, and nothing else in them changes; nothing of someone else's is lost."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.desk.conftest import RECORDS, Visit, desk_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = "/claim?id=leaflet/total"


def changed(before: str, after: str) -> str:
    assert before in RECORDS
    return RECORDS.replace(before, after, 1)


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        ({"field:says": "Homes: many"}, "says: Over 1,200 homes stand empty.", 'says: "Homes: many"'),
        ({"field:at": "para 1"}, "# in its last line\n", "# in its last line\n    at: para 1\n"),
        ({"field:by": "Ann One; Bob Two"}, "# in its last line\n", "# in its last line\n    by: [Ann One, Bob Two]\n"),
        (
            {"made:here": "on", "made:how": "a survey", "made:working": "explained"},
            "# in its last line\n",
            "# in its last line\n    made here: {how: a survey, working: explained}\n",
        ),
        ({"field:says": ""}, "    says: Over 1,200 homes stand empty.\n", ""),
    ],
)
def test_the_form_of_a_claim_changes_what_was_changed(
    visit: Visit, folder: Path, fields: dict[str, str], before: str, after: str
) -> None:
    visit.get(CLAIM)
    page = visit.send("claim", fields)
    assert text_of(folder) == changed(before, after)
    assert "Saved:" in page
    visit.send("undo")
    assert text_of(folder) == RECORDS


def test_a_form_that_changes_nothing_writes_nothing(visit: Visit, folder: Path) -> None:
    before = (folder / "homes.yaml").stat().st_mtime_ns
    visit.get(CLAIM)
    assert "Saved:" not in visit.send("claim", {"field:says": "Over 1,200 homes stand empty."})
    assert (folder / "homes.yaml").stat().st_mtime_ns == before


def test_a_source_is_changed_and_its_access_dated_and_signed(visit: Visit, folder: Path) -> None:
    visit.get("/source?id=report")
    visit.send("source", {"field:issued": "July 2024", "field:access": "not found"})
    added = "  # as on its cover\nissued: July 2024\naccess: {is: not found, on: 2026-11-30, by: KG}\n"
    assert text_of(folder) == changed("  # as on its cover\n", added)


def test_what_the_workspace_would_not_read_is_refused_with_what_was_typed(visit: Visit, folder: Path) -> None:
    visit.get(CLAIM)
    page = visit.send("claim", {"field:figure": "1,200 homes, nonsense here"}, status=422)
    assert "is not understood" in page
    assert 'value="1,200 homes, nonsense here"' in page
    assert text_of(folder) == RECORDS
    assert sorted(path.name for path in folder.glob(".*")) == [".kg"]


def test_a_file_that_someone_else_changed_elsewhere_keeps_both_changes(visit: Visit, folder: Path) -> None:
    visit.get(CLAIM)
    theirs = text_of(folder).replace("as on its cover", "checked").replace("There are", "There were")
    (folder / "homes.yaml").write_text(theirs, encoding="utf-8")
    visit.send("claim", {"field:says": "Mine."})
    assert text_of(folder) == theirs.replace("Over 1,200 homes stand empty.", "Mine.")


def test_the_same_field_changed_by_someone_else_is_not_overwritten_but_told(visit: Visit, folder: Path) -> None:
    visit.get(CLAIM)
    theirs = text_of(folder).replace("Over 1,200 homes stand empty.", "Theirs.")
    (folder / "homes.yaml").write_text(theirs, encoding="utf-8")
    page = visit.send("claim", {"field:says": "Mine."}, status=422)
    assert text_of(folder) == theirs
    assert "on record now is “Theirs.”" in unescape(page)
    assert "Mine.</textarea>" in page
    visit.send("claim", {"field:says": "Mine."})
    assert text_of(folder) == theirs.replace("Theirs.", "Mine.")


def test_two_desks_on_one_workspace_lose_nothing_of_each_other(visit: Visit, folder: Path) -> None:
    other = Visit(desk_of(folder))
    visit.get(CLAIM)
    other.get(CLAIM)
    visit.send("claim", {"field:at": "para 1"})
    other.send("claim", {"field:says": "Other."})
    assert "at: para 1" in text_of(folder)
    assert "says: Other." in text_of(folder)
    other.get(CLAIM)
    visit.get(CLAIM)
    visit.send("change-link", {"act": "remove"}, which=0)
    other.send("change-link", {"act": "not found"}, which=0, status=422)
    assert "not found" not in text_of(folder)


def test_undo_is_refused_where_something_was_written_since(visit: Visit, folder: Path) -> None:
    visit.get(CLAIM)
    visit.send("claim", {"field:says": "Mine."})
    theirs = text_of(folder) + "# theirs\n"
    (folder / "homes.yaml").write_text(theirs, encoding="utf-8")
    assert "changed by someone else" in visit.send("undo", status=422)
    assert text_of(folder) == theirs


@pytest.mark.parametrize(
    ("reading", "words", "after"),
    [
        ("whole", "", "    read: 2026-11-30 KG\n"),
        ("part", "page 3", "    read: 2026-11-30 KG\n    part: page 3\n"),
        ("seen", "report", "    seen in: report\n"),
        ("copy", "a library", "    read in a copy: {on: 2026-11-30, by: KG, host: a library}\n"),
        ("unread", "", "    unread: yes\n"),
    ],
)
def test_a_reading_is_a_click_dated_and_signed_then(
    visit: Visit, folder: Path, reading: str, words: str, after: str
) -> None:
    visit.get(CLAIM)
    assert text_of(folder) == RECORDS, "opening records nothing"
    visit.send("reading", {"reading": reading, "words": words}, which=-1)
    assert text_of(folder) == changed("# in its last line\n", f"# in its last line\n{after}")


def test_nobody_signs_without_a_name(folder: Path) -> None:
    visit = Visit(desk_of(folder, reader=""))
    visit.get(CLAIM)
    assert "give your name or initials" in visit.send("reading", {"reading": "whole"}, which=-1, status=422)
    visit.get("/")
    visit.send("reader", {"reader": "AB"})
    visit.get(CLAIM)
    visit.send("reading", {"reading": "whole"}, which=-1)
    assert "read: 2026-11-30 AB" in text_of(folder)


@pytest.mark.parametrize(
    ("typed", "relation", "link", "record"),
    [
        ("https://www.example.org/a/survey-2024.html", "cites", "cites: example-org-survey-2024", "url: "),
        ("10.1234/ab.c", "derives-from", "derives-from: doi-org-ab-c", 'url: "https://doi.org/10.1234/ab.c"'),
        ("A report that nobody has", "names", "names: a-report-that-nobody-has", "title: A report that nobody has"),
    ],
)
def test_an_address_a_doi_or_a_title_makes_a_source(
    visit: Visit, folder: Path, typed: str, relation: str, link: str, record: str
) -> None:
    visit.get(CLAIM)
    visit.send("link", {"q": typed, "relation": relation, "at": "[2]"})
    assert text_of(folder).startswith(RECORDS.rstrip("\n"))
    added = text_of(folder)[len(RECORDS) :]
    assert added.startswith(f'      - {link}\n        at: "[2]"\n---\nsource: ')
    assert record in added


def test_what_is_on_record_is_found_by_words_and_linked(visit: Visit, folder: Path) -> None:
    visit.get(f"{CLAIM}&q=1,200 empty homes")
    assert 'value="report/homes"' in visit.page
    visit.send("link", {"target": "report/homes", "relation": "disputes"})
    assert text_of(folder) == f"{RECORDS}    speaks to:\n      - disputes: report/homes\n"


@pytest.mark.parametrize(
    ("act", "after"),
    [("not found", "        not found: 2026-11-30 KG\n"), ("not in it", "        not in it: 2026-11-30 KG\n")],
)
def test_how_a_path_ends_is_a_click(visit: Visit, folder: Path, act: str, after: str) -> None:
    visit.get(CLAIM)
    visit.send("change-link", {"act": act}, which=0)
    assert text_of(folder) == f"{RECORDS}{after}"


def test_a_link_is_changed_in_place_and_taken_away(visit: Visit, folder: Path) -> None:
    visit.get(CLAIM)
    visit.send("change-link", {"relation": "names", "at": "last line"}, which=1)
    assert text_of(folder) == f"{RECORDS}        at: last line\n"
    visit.send("change-link", {"relation": "cites", "at": "last line"}, which=1)
    assert "- cites: report" in text_of(folder)
    visit.send("change-link", {"act": "remove"}, which=0)
    assert "leans on" not in text_of(folder)


def test_only_who_read_it_says_that_it_gives_no_source(visit: Visit, folder: Path) -> None:
    visit.get("/claim?id=report/homes")
    visit.send("no-source")
    assert ", names no source: 2026-11-30 KG}" in text_of(folder)
    assert "Gives no source" in visit.page


def test_going_there_keeps_the_trail_and_the_link_leads_to_the_claim(visit: Visit, folder: Path) -> None:
    step = "leaflet/total|leans on:0"
    page = visit.get(f"/source?id=report&trail={step}")
    assert "You came from “Over 1,200 homes stand empty.”" in page
    visit.send("retarget")
    assert text_of(folder) == changed("- names: report ", "- names: report/homes ")
    visit.send("undo")
    visit.get(f"/new?source=report&trail={step}")
    visit.send("new", {"name": "older", "field:figure": "1,100 homes, Millbrook, 2020"})
    assert '  older: {figure: "1,100 homes, Millbrook, 2020"}\n' in text_of(folder)
    assert "- names: report/older " in text_of(folder)
    visit.send("undo")
    assert text_of(folder) == RECORDS


def test_a_new_variable_is_recorded_with_the_claim(visit: Visit, folder: Path) -> None:
    visit.get(CLAIM)
    visit.send("claim", {"field:about": "Empty homes"})
    assert text_of(folder).endswith(
        "    about: empty-homes\n---\nvariables:\n  - variable: empty-homes\n    name: Empty homes\n"
    )


def test_the_table_is_changed_in_place_all_at_once(visit: Visit, folder: Path) -> None:
    visit.get("/all?q=millbrook&sort=says")
    visit.send("sheet", {"field:says|report/homes": "One.", "field:says|leaflet/total": "Two."})
    assert text_of(folder) == RECORDS.replace('"There are 1,200 empty homes."', "One.").replace(
        "Over 1,200 homes stand empty.", "Two."
    )
    visit.get("/all")
    before = text_of(folder)
    visit.send("sheet", {"field:says|report/homes": "X.", "field:figure|leaflet/total": "12 ?,,, b"}, status=422)
    assert text_of(folder) == before


def test_rows_are_pasted_from_a_spreadsheet(visit: Visit, folder: Path) -> None:
    visit.get("/all")
    rows = "document\tsays\tfigure\nreport\tMore.\t12 homes\nA new leaflet\tFew.\t3 homes\n"
    visit.send("paste", {"rows": rows})
    assert "  12-homes: {says: More., figure: 12 homes}\n" in text_of(folder)
    assert text_of(folder).endswith(
        "source: a-new-leaflet\ntitle: A new leaflet\nclaims:\n  3-homes: {says: Few., figure: 3 homes}\n"
    )
    assert "row 1: give a document" in visit.send("paste", {"rows": "\tx\ty\n"}, status=422)


def test_asking_for_a_correction_says_what_was_said_and_keeps_date_and_answer(visit: Visit, folder: Path) -> None:
    page = unescape(visit.get("/ask?id=leaflet/total"))
    assert "Dear The Council," in page
    assert "Over 1,200 homes stand empty." in page
    assert "It refers to “The report”" in page
    assert "they differ" not in page, "the report's own figure was not reached"
    visit.send("ask", {"whom": "The Council", "on": "2026-11-30"})
    assert text_of(folder) == f"{RECORDS}    asked: {{whom: The Council, on: 2026-11-30}}\n"
    assert "Waiting for a reply (1)" in visit.get("/")
    visit.get("/ask?id=leaflet/total")
    visit.send("ask", {"whom": "The Council", "on": "2026-11-30", "answer": "corrected"})
    assert "answer: corrected}" in text_of(folder)
    assert "Waiting for a reply" not in visit.get("/")


def test_the_message_says_what_was_changed_on_the_way(visit: Visit, folder: Path) -> None:
    (folder / "homes.yaml").write_text(RECORDS.replace("names: report", "names: report/homes"), encoding="utf-8")
    page = unescape(visit.get("/ask?id=leaflet/total"))
    assert "As we read the two, they differ: “more than” was added." in page


def test_a_second_reader_sees_what_differs_and_signs(visit: Visit, folder: Path) -> None:
    page = visit.get("/second?id=leaflet/total&field:figure=1,200 homes")
    assert "more than 1,200 homes, Millbrook, 2024" in page
    assert "differs" in page
    assert "more than 1,200 homes" not in visit.get("/second?id=leaflet/total")
    visit.get("/second?id=leaflet/total&field:figure=x")
    visit.send("reading", {"reading": "second"})
    assert text_of(folder) == f"{RECORDS}    second: 2026-11-30 KG\n"


def test_a_broken_file_is_told_and_stops_saving_until_it_is_mended(visit: Visit, folder: Path) -> None:
    (folder / "other.yaml").write_text("source: [\n", encoding="utf-8")
    assert "other.yaml" in visit.get("/")
    visit.get(CLAIM)
    assert "other.yaml" in visit.send("claim", {"field:says": "Mine."}, status=422)
    assert text_of(folder) == RECORDS


def test_a_form_that_is_refused_keeps_all_that_was_typed_and_takes_a_signature_with_it(folder: Path) -> None:
    visit = Visit(desk_of(folder, reader=""))
    visit.get("/new?source=report")
    typed = {
        "field:says": "There were 7 owls.",
        "name": "owls-7",
        "made:here": "on",
        "made:how": "a count at night",
        "made:working": "partly explained",
        "read": "on",
    }
    page = visit.send("new", typed, status=422)
    assert "give your name or initials" in page
    assert 'name="made:here" checked' in page
    assert 'name="read" checked' in page
    assert 'value="a count at night"' in page
    assert '<option value="partly explained" selected>' in page
    visit.send("new", typed | {"reader": "AB"})
    assert "made here: {how: a count at night, working: partly explained}" in text_of(folder)
    assert "read: 2026-11-30 AB" in text_of(folder)
