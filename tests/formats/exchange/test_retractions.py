"""Notices and citations of registries, for what is on record or for everything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import kg
from kg.formats.importing.context import Choices
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "Record ID,Title,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,"
    "RetractionNature,Reason\n"
)
ROW = '1,A study,3/9/2020 0:00,10.1000/notice,0,1/2/2019 0:00,10.1000/ABC,0,{},"+Error in Data;+Concerns"\n'
CITATIONS = (
    "oci,citing,cited,creation\n1,10.1000/a,10.1000/ABC,2020\n"
    "2,omid:br/1 doi:10.1000/b pmid:1,omid:br/2 doi:10.1000/c,2020\n3,,10.1000/d,2020\n"
)


@pytest.mark.parametrize(
    ("nature", "relation", "empowered"),
    [
        ("Retraction", "retracts", True),
        ("Correction", "corrects", True),
        ("Expression of concern", "critiques", None),
    ],
)
def test_a_notice_takes_back_what_the_registry_says_and_a_concern_does_not(
    tmp_path: Path, nature: str, relation: str, empowered: bool | None
) -> None:
    found = imported(tmp_path, "rw.csv", HEADER + ROW.format(nature))
    link = found.link(relation)
    assert (link.empowered, link.locator) == (empowered, "Error in Data;Concerns")
    assert found.sources[link.target].same_as == ("https://doi.org/10.1000/abc",)
    issued = found.sources[link.source].issued
    assert issued is not None
    assert issued.edtf == "2020-03-09"


def test_a_retraction_changes_the_standing_of_a_claim_that_rests_on_the_work(tmp_path: Path) -> None:
    graph = tmp_path / "g"
    graph.mkdir()
    (graph / "a.yaml").write_text(
        "source: paper\nsame as: doi:10.1000/abc\nclaims:\n  c: {says: It works, figure: 5 people}\n---\n"
        "source: news\nclaims:\n  c: {says: It works, figure: 5 people, leans on: [{cites: paper/c}]}\n",
        encoding="utf-8",
    )
    imported(tmp_path, "rw.csv", HEADER + ROW.format("Retraction"), folder=graph)
    assert "retracted" in str(kg.open(str(graph)).trace("news/c"))


def test_a_reinstatement_and_a_work_without_identifier_are_said(tmp_path: Path) -> None:
    text = HEADER + ROW.format("Reinstatement") + ROW.format("Retraction").replace("10.1000/ABC", "unavailable")
    found = imported(tmp_path, "rw.csv", text)
    assert "what it does cannot be recorded; look at it by hand (Reinstatement)" in found.said
    assert "no identifier of the work (Retraction)" in found.said


def test_crossref_says_it_in_both_directions(tmp_path: Path) -> None:
    update = {"type": "retraction", "source": "retraction-watch", "updated": {"date-time": "2020-03-09T00:00:00Z"}}
    works = [
        {"DOI": "10.1000/notice", "title": ["Notice"], "update-to": [{**update, "DOI": "10.1000/abc"}]},
        {"DOI": "10.1000/other", "updated-by": [{**update, "DOI": "10.1000/notice2"}]},
    ]
    found = imported(tmp_path, "c.json", json.dumps({"message": {"items": works}}))
    pairs = {(found.sources[a].same_as[0][-7:], found.sources[b].same_as[0][-5:]) for a, _, b in found.links}
    assert pairs == {("/notice", "0/abc"), ("notice2", "other")}


def test_only_what_concerns_works_on_record(tmp_path: Path) -> None:
    graph = tmp_path / "g"
    graph.mkdir()
    (graph / "a.yaml").write_text("source: paper\nsame as: https://doi.org/10.1000/ABC\n", encoding="utf-8")
    rows = ROW.format("Retraction") + ROW.format("Retraction").replace("10.1000/ABC", "10.1000/other")
    found = imported(tmp_path, "rw.csv", HEADER + rows, Choices(only=True), folder=graph)
    assert {target for _, _, target in found.links} == {"paper"}
    imported(tmp_path, "oc.csv", CITATIONS, Choices(only=True), folder=graph)
    assert (graph / "oc.nt").read_text(encoding="utf-8").count("\n") == 1


def test_a_bulk_file_says_how_far_it_is(tmp_path: Path) -> None:
    said: list[str] = []
    rows = "citing,cited\n" + "doi:10.1000/a,doi:10.1000/b\n" * 20_001
    imported(tmp_path, "c.csv", rows, Choices(tell=said.append), form="opencitations")
    assert said == ["c.csv: read 20,000 citations …"]


def test_citations_become_a_triple_each_and_a_bad_row_is_kept_to_be_mended(tmp_path: Path) -> None:
    found = imported(tmp_path, "oc.csv", CITATIONS)
    assert (found.folder / "oc.nt").read_text(encoding="utf-8").splitlines() == [
        "<https://doi.org/10.1000/a> <http://purl.org/spar/cito/cites> <https://doi.org/10.1000/abc> .",
        "<https://doi.org/10.1000/b> <http://purl.org/spar/cito/cites> <https://doi.org/10.1000/c> .",
    ]
    assert "a citation without an identifier at both ends" in found.said
    assert (found.folder / "_import" / "oc.left-out.csv").read_text(encoding="utf-8").splitlines()[
        1
    ] == "3,,10.1000/d,2020"
