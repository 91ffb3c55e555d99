"""Quotations and figures are held against saved copies, and a changed page is told from a changed extractor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.api import open_graph
from kg.formats.folder import read_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.model.link import Link
    from kg.model.reading import CopyCheck
    from kg.model.records import Claim
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


LINKED = """# Kept as it was written.
source: page
title: Homes
claims:
  homes:
    figure: up to 1,200 homes  # as told
    quote: Entry is permitted
    leans on:
      - names: second
        at: para 1
        quote: there were at least 1,200 homes
      - {cites: second, quote: never written}
  plain:
    quote: Entry is permitted
    leans on:
      - names: second
        quote: never written
---
source: second
title: Second
"""


def test_outcomes_stand_in_the_records_beside_their_readings_and_in_the_verdict(
    place: Path, kg: Callable[..., Done]
) -> None:
    records = place / "records.yaml"
    records.write_text(LINKED, encoding="utf-8")
    assert kg("snapshot", "page", "-g", str(place), "--file", str(place / "page.html")).code == 0
    assert kg("verify", "--all", "--record", "-g", str(place), "--exit-zero").err == "note: 5 records changed\n"
    text = records.read_text(encoding="utf-8")
    assert text.startswith("# Kept as it was written.\n")
    assert "figure: up to 1,200 homes  # as told\n" in text
    claim, plain, link, other, last = _checked(place)
    assert (str(plain.quotation), str(last.quotation)) == ("altered", "not found")
    assert (str(claim.quotation), str(claim.figure)) == ("altered", "stated otherwise")
    assert claim.differs == "quoted “”; the copy has “not”"
    assert (str(link.quotation), str(other.quotation)) == ("found", "not found")
    # The same again changes nothing; the outcome is no reading.
    assert kg("verify", "--all", "--record", "-g", str(place), "--exit-zero").err == "note: 0 records changed\n"
    assert records.read_text(encoding="utf-8") == text
    traced = json.loads(kg("trace", "page/homes", "-g", str(place), "--format", "json").out)
    assert traced["verdict"]["text"].endswith("Its quotation is not what the saved copy of this document says.")
    assert next(node for node in traced["nodes"] if node["id"] == "page/homes")["status"] == "recorded"
    codes = {(finding["code"], finding["node"]) for finding in traced["findings"]}
    assert {("Q01", "page/homes"), ("Q02", "page/homes"), ("Q04", "page/homes")} <= codes


def test_an_outcome_survives_rdf(place: Path, kg: Callable[..., Done]) -> None:
    (place / "records.yaml").write_text(LINKED, encoding="utf-8")
    kg("snapshot", "page", "-g", str(place), "--file", str(place / "page.html"))
    kg("verify", "--all", "--record", "-g", str(place), "--exit-zero")
    rdf = place.parent / "dump.nq"
    assert kg("dump", "-g", str(place), "-o", str(rdf)).code == 0
    here = {node.id: node.copy_check for node in _nodes(place)}
    there = [node.copy_check for node in open_graph(str(rdf)).analysis().graph.claims.values()]
    assert there == [here["page/homes"], here["page/plain"]]


def _nodes(place: Path) -> list[Claim | Link]:
    records = [file.records for file in read_folder(place)]
    return [*(claim for part in records for claim in part.claims), *(link for part in records for link in part.links)]


def _checked(place: Path) -> list[CopyCheck]:
    return [node.copy_check for node in _nodes(place) if node.copy_check]
