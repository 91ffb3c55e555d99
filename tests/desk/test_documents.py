"""A document is shown as text of ours with its figures and references marked; its drafts are accepted, its quotations checked."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.desk.conftest import ARTICLE, HOME, Visit, text_of

if TYPE_CHECKING:
    from pathlib import Path

DRAFTS = "drafts/homes-stand-empty.yaml"
HOSTILE = b"""<html><head><title>1,200 homes <script>alert(1)</script></title><base href="https://evil.example/"></head>
<body onload="alert(2)"><h1>Homes</h1><p style="background:url(https://evil.example/a.png)">There were 1,200
&lt;script&gt;alert(3)&lt;/script&gt; homes
in Millbrook in 2024 <a href="javascript:alert(4)">here</a>.</p><iframe src="https://evil.example"></iframe><img src=x onerror=alert(5)>
<link rel=stylesheet href="https://evil.example/a.css"><p>"onmouseover="alert(6)" 50 homes were sold in 2023.</p></body></html>"""


def test_a_saved_article_becomes_drafts_with_its_text_marked(visit: Visit, folder: Path) -> None:
    visit.get("/")
    page = visit.send("open", file=ARTICLE)
    marks = re.findall(r'class="mark ([a-z ]+)"[^>]*>([^<]+)', page)
    assert marks == [
        ("figure known", "Around 1,200 homes"),
        ("reference", "[1]"),
        ("figure known", "more than double"),
        ("figure known", "500 homes"),
        ("reference", "[2]"),
    ]
    assert "draft: yes" in text_of(folder, DRAFTS)
    assert "Drafts (1)" in visit.get("/")


def test_a_draft_is_accepted_and_its_reference_is_one_click(visit: Visit, folder: Path) -> None:
    visit.get("/")
    visit.send("open", file=ARTICLE)
    node = "homes-stand-empty/1-200-homes-millbrook"
    assert node in visit.page
    visit.get(f"/claim?id={node}")
    assert "a draft" in visit.page.lower()
    visit.send("accept")
    record = text_of(folder, DRAFTS)
    assert "read:" not in record, "to accept is not to read"
    assert record.count("draft: yes") < 4
    link = next(one for one in re.findall(r'class="mark reference" href="([^"]+)"', visit.page))
    page = visit.get(unescape(link).partition("#")[0])
    assert "example-org-survey" in page
    visit.get("/changes")
    visit.send("undo", which=0)
    assert text_of(folder, DRAFTS).count("draft: yes") == 3


def test_pasted_text_is_a_document_too(visit: Visit, folder: Path) -> None:
    visit.get("/")
    visit.send(
        "open",
        {
            "paste": "There were 1,200 empty homes in Millbrook in 2024.",
            "title": "A leaflet",
            "url": "https://example.org/l",
        },
    )
    assert "1,200 empty homes" in visit.page
    assert next(iter((folder / "drafts").glob("*.yaml"))).read_text(encoding="utf-8").count("title: A leaflet") == 1


def test_an_address_is_not_fetched_unless_that_is_asked_for(visit: Visit, folder: Path) -> None:
    visit.get("/?url=https://example.org/a")
    assert 'value="https://example.org/a"' in visit.page
    assert "press “Fetch it”" in unescape(visit.send("open", {"url": "https://example.org/a"}, status=422))
    assert "refused" in visit.send("open", {"url": "http://127.0.0.1:1/", "fetch": "1"}, status=422)
    assert not (folder / "drafts").exists()


def test_a_copy_given_for_a_source_shows_its_text_and_a_figure_of_it_becomes_a_claim(
    visit: Visit, folder: Path
) -> None:
    visit.get("/source?id=report")
    page = visit.send("open", file=ARTICLE)
    assert not (folder / "drafts").exists()
    kept = "title: The report   # as on its cover\nkind: web article\n"
    assert kept in text_of(folder), "what the document says of itself is added, what was on record stays"
    new = unescape(next(iter(re.findall(r'class="mark figure new" href="([^"]+)"', page))))
    page = visit.get(new)
    assert 'value="about 1,200 homes, Millbrook, 2024"' in page
    assert "Around 1,200 homes stood empty" in page


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Around 1,200 homes stood empty", "quotation found"),
        ("Around 1,300 homes stood empty in Millbrook", "quotation altered: quoted “1,300”; the copy has “1,200”"),
        ("Nothing of the kind at all here", "quotation not found"),
    ],
)
def test_a_quotation_is_checked_at_once(visit: Visit, quote: str, words: str) -> None:
    visit.get("/source?id=report")
    visit.send("open", file=ARTICLE)
    answer = visit.client.get("/parts/quote", params={"source": "report", "quote": quote})
    assert words in unescape(answer.text)


def test_the_parts_of_a_figure_are_shown_as_typed_and_what_was_not_understood(visit: Visit) -> None:
    line = "at least 1,400 children, Rotherham, 1997/2013, estimate"
    parts = visit.client.get("/parts/figure", params={"line": line}).text
    assert re.findall(r"<span>([^<]+)</span> ([^<]+)<", parts) == [
        ("number", "1,400"),
        ("qualifier", "at least"),
        ("certainty", "estimate"),
        ("unit", "children"),
        ("period", "1997/2013"),
        ("area", "Rotherham"),
    ]
    assert (
        "Not understood: “bogus” (column 17)"
        in visit.client.get("/parts/figure", params={"line": "1,400 children, bogus"}).text
    )


def test_nothing_of_a_hostile_article_is_markup(visit: Visit) -> None:
    visit.get("/")
    page = visit.send("open", file=HOSTILE)
    body = page.partition("<main")[2]
    for tag in ("<script", "<iframe", "<img", "<link", "<base", "<style", "javascript:", "evil.example"):
        assert tag not in body.lower(), tag
    assert not re.findall(r"<[^>]*\son\w+=", body)
    assert HOME not in body


def test_a_document_that_is_on_record_leads_to_its_page(visit: Visit) -> None:
    visit.get("/")
    visit.send("open", file=ARTICLE)
    first = re.findall(r'name="back" value="([^"]*)"', visit.page)[0].partition("&")[0]
    visit.get("/")
    visit.send("open", file=ARTICLE)
    assert re.findall(r'name="back" value="([^"]*)"', visit.page)[0].partition("&")[0] == first


def test_what_is_not_a_web_address_is_refused_and_kept_in_the_form(visit: Visit) -> None:
    visit.get("/")
    page = visit.send("open", {"paste": "There were 7 owls.", "url": "not an address"}, status=422)
    assert "“not an address” is not a web address: begin it with https://, or leave it empty" in page
    assert 'value="not an address"' in page


def test_a_text_that_would_keep_everyone_waiting_is_refused(visit: Visit) -> None:
    visit.get("/")
    assert "more than 500,000 characters" in visit.send("open", {"paste": "There were owls. " * 40_000}, status=422)
