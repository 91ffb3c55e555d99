"""A page is checked against a graph: its figures are known, candidates or unknown, and its references lead somewhere or nowhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

RECORDS = """source: survey-2024
title: Survey of empty homes
url: https://council.example/survey
issued: 2024
claims:
  empty:
    says: The survey found at least 1,400 empty homes in Millbrook.
    figure: at least 1,400 homes, Millbrook, 2024
    made here: {how: a count of homes, working: explained}
    read: 2026-01-02 AB
---
areas:
  - {area: millbrook, name: Millbrook}
"""
PAGE = """<html lang=en><body><article><h1>Homes</h1>
<p>In Millbrook, 1,400 homes a year stand empty, the council says [1].</p>
<p>The library of the county lent 1,400 umbrellas [2].</p>
<p>There are 77 ducks on the pond [9].</p>
<h2>Sources</h2><p>[1] Survey of empty homes, <a href="https://council.example/survey">online</a></p>
<p>[2] <a href="https://ferry.example/a">The ferry &lt;script&gt;alert(1)&lt;/script&gt;</a></p></article></body></html>"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "kg.toml").write_text('name = "test"\n', encoding="utf-8")
    (tmp_path / "records.yaml").write_text(RECORDS, encoding="utf-8")
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def _figures(place: Path, kg: Callable[..., Done], *command: str) -> list[dict[str, Any]]:
    done = kg(*command, str(place / "pages" / "page.html"), "-g", str(place), "--format", "json")
    assert done.code == 0, done.err
    found: list[dict[str, Any]] = json.loads(done.out)["pages"][0]["figures"]
    return found


@pytest.mark.parametrize("command", [("check",), ("draft", "--check")])
def test_a_figure_is_known_a_candidate_or_unknown(
    place: Path, kg: Callable[..., Done], command: tuple[str, ...]
) -> None:
    known, other, unknown = _figures(place, kg, *command)
    assert (known["known"], known["claim"]) == ("known", "survey-2024/empty")
    assert "adds the rate: per year" in known["changes"]
    assert "leaves out the word before the number: at least" in known["changes"]
    assert "origin of this figure" in known["verdict"]
    assert (other["known"], other["claim"]) == ("candidate", "survey-2024/empty")
    assert (unknown["known"], unknown["claim"]) == ("unknown", None)


def test_references_lead_to_a_record_an_address_or_nothing(place: Path, kg: Callable[..., Done]) -> None:
    found = [figure["references"][0] for figure in _figures(place, kg, "check")]
    assert [(one["leads"], one["target"]) for one in found] == [
        ("on record", "survey-2024"),
        ("address", "https://ferry.example/a"),
        ("nothing", None),
    ]


def test_the_page_as_html_escapes_what_it_holds_and_runs_nothing(place: Path, kg: Callable[..., Done]) -> None:
    target = place / "checked.html"
    done = kg("check", str(place / "pages" / "page.html"), "-g", str(place), "--format", "html", "-o", str(target))
    assert done.code == 0, done.err
    text = target.read_text(encoding="utf-8")
    assert "default-src &#39;none&#39;" in text
    assert "<script" not in text
    assert '<mark class="known">1,400 homes a year<sup>1 known</sup></mark>' in text
    assert "http-equiv" in text
    assert "src=" not in text


def test_a_folder_is_checked_and_what_cannot_be_read_is_named(place: Path, kg: Callable[..., Done]) -> None:
    (place / "pages" / "broken.pdf").write_bytes(b"nothing")
    done = kg("check", str(place / "pages"), "-g", str(place))
    assert done.code == 0
    assert "1 page, 3 figures, 1 on record" in done.out
    assert "passed over" in done.err
    assert "broken.pdf" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "nothing.html"), "nothing.html: no such file"),
        (("check", "--format", "html"), "--format html is for pages"),
        (("check", "pages/page.html", "--format", "sarif"), "the check of a page is written as text, json, html"),
        (("draft", "--check"), "name the files or folders to check"),
    ],
)
def test_what_cannot_be_checked_is_said_in_one_line(
    place: Path, kg: Callable[..., Done], arguments: tuple[str, ...], words: str
) -> None:
    done = kg(*arguments, "-g", str(place))
    assert done.code == 2
    assert words in done.err


def test_the_very_sentence_on_record_is_said_to_be_that(kg: Callable[..., Done], tmp_path: Path) -> None:
    sentence = "About 1.35 million people die on the roads each year."
    (tmp_path / "r.yaml").write_text(
        f'source: a\nclaims:\n  w: {{says: "{sentence}", figure: "about 1.35 million deaths, 2016"}}\n',
        encoding="utf-8",
    )
    (tmp_path / "page.txt").write_text(sentence, encoding="utf-8")
    done = kg("check", str(tmp_path / "page.txt"), "-g", str(tmp_path / "r.yaml"))
    assert (done.code, "the records have this very sentence" in done.out) == (0, True)
    assert "1 similar to one on record" in done.out
