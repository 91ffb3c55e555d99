"""Quotations and figures are held against kept copies, and a changed page is told from a changed extractor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done

RECORDS = """source: page
title: Homes
url: https://a.example/homes
claims:
  good: {figure: "at least 1,200 homes", quote: there were at least 1200 homes}
  fine: {figure: "at least 1,200 homes", quote: "there were at least 1,200 homes"}
  turned: {figure: "up to 1,200 homes", quote: Entry is permitted}
  other: {quote: Umbrellas were lost on the ferry}
  none: {figure: 77 ducks}
---
source: second
title: Ferry
claims:
  unseen: {quote: Nobody has a copy of it, figure: 5 boats}
"""
PAGE = "<html lang=en><body><p>In the town there were at least 1,200 homes in 2024. Entry is not permitted.</p></body></html>"
FERRY = "<html lang=en><body><p>Umbrellas were lost on the ferry.</p></body></html>"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "kg.toml").write_text('name = "test"\n', encoding="utf-8")
    (tmp_path / "records.yaml").write_text(RECORDS, encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "ferry.html").write_text(FERRY, encoding="utf-8")
    return tmp_path


def test_each_quotation_and_figure_has_an_outcome(place: Path, kg: Callable[..., Done]) -> None:
    assert kg("snapshot", "page", "-g", str(place), "--file", str(place / "page.html")).code == 0
    done = kg("verify", "--all", "-g", str(place), "--format", "json")
    assert done.code == 1
    found = {one["node"]: one for one in json.loads(done.out)["checked"]}
    assert found["page/fine"]["outcome"] == "found"
    assert found["page/fine"]["figure"] == "stated"
    assert found["page/good"]["changes"] == [{"quoted": "1200", "stands": "1,200"}]
    assert found["page/turned"]["outcome"] == "altered"
    assert found["page/turned"]["changes"] == [{"quoted": "", "stands": "not"}]
    assert found["page/turned"]["figure"] == "stated otherwise"
    assert found["page/turned"]["figure_differs"].startswith("at least there, up to here")
    assert found["page/other"]["outcome"] == "not found"
    assert found["page/none"]["figure"] == "not stated"
    assert found["second/unseen"]["outcome"] == "not checked"
    assert json.loads(done.out)["summary"].startswith(
        "4 of 5 quotations checked: 2 altered, 1 found, 1 not checked, 1 not found"
    )


def test_a_quotation_that_another_copy_holds_is_told(place: Path, kg: Callable[..., Done]) -> None:
    for source, name in (("page", "page.html"), ("second", "ferry.html")):
        kg("snapshot", source, "-g", str(place), "--file", str(place / name))
    done = kg("verify", "page/other", "-g", str(place))
    assert "quotation elsewhere in the copy of second" in done.out
    assert done.code == 1


def test_what_a_change_did_to_the_page_and_its_quotations_is_told(place: Path, kg: Callable[..., Done]) -> None:
    kg("snapshot", "page", "-g", str(place), "--file", str(place / "page.html"))
    assert (
        "unchanged, byte for byte"
        in kg("snapshot", "page", "--changed", "-g", str(place), "--file", str(place / "page.html")).out
    )
    (place / "page.html").write_text(PAGE.replace("<p>", "<p class=x>"), encoding="utf-8")
    assert (
        "the page changed, its text did not"
        in kg("snapshot", "page", "--changed", "-g", str(place), "--file", str(place / "page.html")).out
    )
    (place / "page.html").write_text(PAGE.replace("1,200", "1,300"), encoding="utf-8")
    out = kg("snapshot", "page", "--changed", "-g", str(place), "--file", str(place / "page.html")).out
    assert "the text of the page changed" in out
    assert "page/fine: found before, now altered" in out
    assert kg("snapshot", "page", "-g", str(place)).out.count("SHA-256") == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("snapshot", "pgae"), "pgae: no source of this id is on record; did you mean “page”?"),
        (("snapshot", "page", "--changed"), "no copy is kept to compare with"),
        (("snapshot", "second", "--fetch"), "no address is recorded"),
        (("snapshot", "page", "--fetch", "--archived"), "give one of"),
        (("snapshot", "second", "--fetch", "--url", "http://127.0.0.1:9/x"), "private network"),
        (("verify",), "name sources or claims, or give --all"),
        (("verify", "nothing"), "nothing: not on record"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    place: Path, kg: Callable[..., Done], arguments: tuple[str, ...], words: str
) -> None:
    done = kg(*arguments, "-g", str(place))
    assert done.code == 2
    assert words in done.err
    assert done.err.count("\n") == 1
