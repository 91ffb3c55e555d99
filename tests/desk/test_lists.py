"""Variables, people and areas have forms; records in tables are shown, linked to, and never changed."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.desk.conftest import RECORDS, Visit, text_of

if TYPE_CHECKING:
    from pathlib import Path

LISTS = """\
# places
areas:
  - {area: millbrook, name: Millbrook}   # the town
---
agents:
  agent: council
  name: The Council
"""
TABLE = (
    'source,title,claim,says,figure,leans on\nsurvey,Survey,empty,Homes stood empty.,"1,200 homes, Millbrook, 2024",\n'
)


@pytest.fixture
def lists(folder: Path) -> Path:
    (folder / "lists.yaml").write_text(LISTS, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("node", "fields", "before", "after"),
    [
        ("areas:millbrook", {"field:also": "Mill Brook; MB"}, "Millbrook}", "Millbrook, also: [Mill Brook, MB]}"),
        (
            "agents:council",
            {"field:kind": "local council"},
            "name: The Council\n",
            "name: The Council\n  kind: local council\n",
        ),
        ("agents:council", {"field:name": "Town Council"}, "name: The Council\n", "name: Town Council\n"),
    ],
)
def test_an_entry_is_changed_in_its_list(
    visit: Visit, lists: Path, node: str, fields: dict[str, str], before: str, after: str
) -> None:
    visit.get(f"/entry?id={node}")
    visit.send("entry", fields)
    assert text_of(lists, "lists.yaml") == LISTS.replace(before, after)
    visit.send("undo")
    assert text_of(lists, "lists.yaml") == LISTS


@pytest.mark.parametrize(
    ("kind", "fields", "file", "added"),
    [
        ("areas", {"field:name": "Harwick"}, "lists.yaml", "   # the town\n  - area: harwick\n    name: Harwick\n"),
        ("agents", {"field:name": "The Mill"}, "lists.yaml", "agent: the-mill\n"),
        (
            "variables",
            {"field:name": "Empty homes", "field:unit": "homes", "id": "void"},
            "claims.yaml",
            "variables:\n  - variable: void\n    name: Empty homes\n    unit: homes\n",
        ),
    ],
)
def test_an_entry_is_added_beside_the_others_of_its_kind(
    visit: Visit, lists: Path, kind: str, fields: dict[str, str], file: str, added: str
) -> None:
    page = visit.get("/lists")
    visit.send("new-entry", fields, which=["variables", "agents", "areas"].index(kind))
    assert added in text_of(lists, file)
    assert fields["field:name"] in visit.page
    assert "give it a name" in Visit.send(_again(visit, page), "new-entry", {}, status=422)


def _again(visit: Visit, page: str) -> Visit:
    visit.page = page
    return visit


def test_a_record_in_a_table_is_shown_and_linked_to_and_its_file_stays_as_it_is(visit: Visit, folder: Path) -> None:
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    assert "table.csv: read-only here" in visit.get("/all")
    page = unescape(visit.get("/claim?id=survey/empty"))
    assert "which the desk does not change" in page
    assert "Not traced yet: what this document rests on is not recorded." in page
    assert "survey/empty" in visit.get("/source?id=survey")
    assert 'value="survey/empty"' in visit.get("/claim?id=leaflet/total&q=survey+homes+empty")
    visit.send("link", {"target": "survey/empty", "relation": "cites"})
    assert text_of(folder) == f"{RECORDS}      - cites: survey/empty\n"
    assert text_of(folder, "table.csv") == TABLE


def test_a_headline_takes_the_sources_of_the_same_figure_in_the_text(visit: Visit, folder: Path) -> None:
    headline = RECORDS + "  headline: {figure: 1200 homes}\n  other: {figure: 1300 homes}\n"
    (folder / "homes.yaml").write_text(headline, encoding="utf-8")
    assert "Use its sources" not in visit.get("/claim?id=leaflet/other")
    assert "Use its sources" not in visit.get("/claim?id=leaflet/total")
    assert "Use its sources" in visit.get("/claim?id=leaflet/headline")
    visit.send("use-sources")
    assert text_of(folder) == headline.replace(
        "{figure: 1200 homes}", "{figure: 1200 homes, leans on: [{names: report}]}"
    )
