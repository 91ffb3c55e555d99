"""A refusal names the record and the field of the form; what is not certain is never chosen for its reader."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.desk.conftest import ARTICLE, RECORDS, Visit, desk_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = "/claim?id=leaflet/total"


def _why(page: str) -> str:
    found = re.search(r'role="alert">(.*?)</div>', page, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""


@pytest.mark.parametrize(
    ("page", "action", "fields", "words"),
    [
        (CLAIM, "claim", {"field:figure": "9 homes, bogus here"}, "leaflet/total, “The figure, in one line”: “bogus"),
        (CLAIM, "claim", {"field:figure": "many homes"}, "“The figure, in one line”: “many homes” (column 1) does not"),
        (CLAIM, "claim", {"field:hold until": "some day"}, "“Not to be published before”: “some day” is not a date"),
        ("/source?id=report", "source", {"field:issued": "sometime"}, "report, “When it came out”: “sometime”"),
        ("/new?source=report", "new", {"field:figure": "x y", "name": "a"}, "report/a, “The figure, in one line”"),
        ("/all", "paste", {"rows": "report\tx\tsays\tnone 77\n"}, "report/x, “The figure, in one line”"),
    ],
)
def test_a_refusal_names_the_record_and_the_field(
    visit: Visit, folder: Path, page: str, action: str, fields: dict[str, str], words: str
) -> None:
    visit.get(page)
    why = _why(visit.send(action, fields, status=422))
    assert words in why
    assert ".yaml" not in why
    assert "write it long" not in why
    assert text_of(folder) == RECORDS


def test_a_quotation_that_is_not_in_the_copy_is_refused_unless_it_is_said_to_be_saved_all_the_same(
    visit: Visit, folder: Path
) -> None:
    visit.get("/source?id=leaflet")
    visit.send("open", file=ARTICLE)
    before = text_of(folder)
    visit.get(CLAIM)
    page = visit.send("claim", {"field:quote": "Around 1,300 homes stood empty in Millbrook"}, status=422)
    assert "the quotation is altered in the saved copy of the document (you quote “1,300”, it says “1,200”)" in _why(
        page
    )
    assert 'name="unchecked"' in page
    assert text_of(folder) == before
    visit.send("claim", {"field:quote": "Around 1,300 homes stood empty in Millbrook", "unchecked": "on"})
    assert "quote: " in text_of(folder)
    visit.get(CLAIM)
    visit.send("change-link", {"quote": "Nothing of the kind at all"}, which=1, status=422)
    visit.get("/new?source=leaflet")
    visit.send("new", {"name": "other", "field:quote": "Nothing of the kind at all"}, status=422)
    assert "Nothing of the kind" not in text_of(folder)


def test_no_hit_of_a_search_is_chosen_unless_it_is_what_was_typed(visit: Visit, folder: Path) -> None:
    page = visit.get(f"{CLAIM}&q=1,200+empty+homes")
    assert 'value="report/homes"> ' in page
    page = visit.send("link", {"q": "1,200 empty homes", "relation": "cites"}, status=422)
    assert "pick one in the list" in _why(page)
    assert 'value="report/homes"> ' in page, "the list is still there"
    assert 'value="cites" checked' in page
    visit.send("link", {"q": "1,200 empty homes", "target": "report/homes"}, status=422)
    assert "say how it uses the other one" in _why(visit.page)
    assert text_of(folder) == RECORDS
    assert 'value="report" checked' in visit.get(f"{CLAIM}&q=The+report")
    visit.send("link", {"q": "The report", "relation": "cites"})
    assert "- cites: report\n" in text_of(folder)


def test_the_common_ways_stand_before_the_others(visit: Visit) -> None:
    ways = visit.get(CLAIM).partition('class="ways"')[2].partition("</fieldset>")[0]
    common, _, more = ways.partition("<details>")
    assert re.findall(r'value="([^"]+)"', common) == [
        "cites",
        "names",
        "relays",
        "derives-from",
        "disputes",
        "corrects",
    ]
    assert len(re.findall('value="', more)) == 12


def test_claims_of_the_same_words_are_told_apart_by_what_stands_around_them(visit: Visit) -> None:
    visit.get("/")
    text = "There were 40 owls in Ashford in 2020.\n\nThe wood had long been felled, yet there were 40 owls in Ashford in 2020."
    visit.send("open", {"paste": text, "title": "Owls"})
    page = unescape(visit.page)
    assert re.search(r"“There were 40 owls[^”]*” · para 1", page)
    assert re.search(r"“The wood had long[^”]*” · para 2", page)


def test_an_undo_is_named_for_what_it_undoes_and_can_be_done_again(visit: Visit, folder: Path) -> None:
    visit.get(CLAIM)
    visit.send("claim", {"field:at": "para 1"})
    assert "undone: changed leaflet/total" in visit.send("undo")
    assert "<button>Do it again</button>" in visit.page
    assert "done again: changed leaflet/total" in visit.send("undo")
    assert "undone: changed leaflet/total" in visit.send("undo")
    assert text_of(folder) == RECORDS


def test_the_field_at_fault_is_marked_with_the_reason_beside_it_and_comes_into_view(visit: Visit) -> None:
    visit.get(CLAIM)
    page = visit.send("claim", {"field:hold until": "some day", "field:by": "AB"}, status=422)
    field = page.partition('id="f-hold-until"')[2].partition(">")[0]
    assert 'aria-invalid="true" autofocus' in field
    assert page.count("aria-invalid") == 1
    assert "“some day” is not a date" in page.partition('id="f-hold-until-why"')[2].partition("</span>")[0]


def test_what_is_chosen_stays_chosen_after_a_refusal_and_a_hold_stands_by_the_title(visit: Visit, folder: Path) -> None:
    visit.get(CLAIM)
    assert "On hold until 2026-12-24" in visit.send("claim", {"field:hold until": "2026-12-24"})
    visit.get("/")
    visit.send("open", file=ARTICLE)
    node = "homes-stand-empty/500-homes-millbrook"
    (folder / "other.yaml").write_text("source: [\n", encoding="utf-8")
    page = visit.send("accept", {"nodes": node}, status=422)
    assert f'value="{node}" checked' in page


def test_a_copy_that_changes_no_record_is_said_to_be_kept(visit: Visit) -> None:
    visit.get("/source?id=leaflet")
    assert "The copy of the document is kept." in visit.send("open", {"paste": "There were 3 owls."})


def test_an_empty_folder_is_no_alarm(tmp_path: Path) -> None:
    page = Visit(desk_of(tmp_path)).get("/")
    assert "Nothing is here yet: open a document to begin." in page
    assert "do not load" not in page
