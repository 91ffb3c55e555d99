"""Reference lists as Zotero, Crossref and reference managers write them, in and out."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from bibtexparser.entrypoint import parse_string

from kg.formats.exchange import bibtex
from tests.formats.importing.support import imported

if TYPE_CHECKING:
    from pathlib import Path

ZOTERO = [
    {
        "id": "http://zotero.org/users/1/items/AB", "type": "article-journal", "title": "A study of <i>things</i>",
        "container-title": "Journal of Things", "publisher": "A press",
        "author": [{"family": "Doe", "given": "Jane"}, {"literal": "Statistics Office"}],
        "issued": {"date-parts": [["2019", 3, "5"]]},
        "note": "PMID: 12345678\nDOI: 10.1000/ABC\nread it twice",
    },
    {"id": "b", "type": "report", "title": "A report", "publisher": "An office", "issued": {"raw": "March 2018"}, "URL": "https://o.example/r"},
    {"id": "c", "type": "webpage"},
]  # fmt: skip
CROSSREF = {
    "status": "ok",
    "message": {
        "items": [{"DOI": "10.1000/xyz", "type": "journal-article", "title": ["T"], "issued": {"date-parts": [[2020]]}}]
    },
}
BIB = r"""
@article{doe2019, title={The {UK} caf\'e \& bar study}, author={Doe, Jane and {Statistics Office}}, journal={Journal}, year=2019, month=mar,
  doi={10.1000/ABC}}
@report{b, title = "A report", institution = {An office}, date = {2018-03}, url = {https://o.example/r}}
@article{broken, title = {never ends,
@book{doe2020, title={A book}, isbn={978-3-16-148410-0}, year={2020}}
@article{doe2019, title={Another with the same key}, year=2021}
@misc{web, title={A page}, url={https://o.example/a\_b%20c}}
@misc{how, title={Another page}, howpublished={\url{https://o.example/how}}}
"""
RIS = """TY  - JOUR
TI  - A study
AU  - Doe, Jane
JO  - Journal
DA  - 2019/03/05
DO  - 10.1000/ABC
ER  -

TI  - Without a type
PY  - 2001
ER  -

TY  - RPRT
TI  - A report
PB  - An office
PY  - 2018
"""


def test_csl_json_is_read_with_the_identifiers_hidden_in_notes(tmp_path: Path) -> None:
    found = imported(tmp_path, "z.json", json.dumps(ZOTERO))
    source = (
        found.sources["doe-2019-a-study-of"]
        if "doe-2019-a-study-of" in found.sources
        else found.sources["office-2019-a-study-of"]
    )
    assert source.same_as == ("https://doi.org/10.1000/abc", "https://pubmed.ncbi.nlm.nih.gov/12345678/")
    assert source.issued is not None
    assert (source.issued.edtf, source.kind, source.publisher) == ("2019-03-05", "article", ("journal-of-things",))
    assert source.authors == ("jane-doe", "statistics-office")
    assert "a reference without title, identifier and address" in found.said


def test_what_crossref_answers_is_read(tmp_path: Path) -> None:
    (source,) = imported(tmp_path, "c.json", json.dumps(CROSSREF), form="csl-json").records.sources
    assert (source.title, source.same_as) == ("T", ("https://doi.org/10.1000/xyz",))


def test_bibtex_is_read_and_broken_entries_are_said(tmp_path: Path) -> None:
    found = imported(tmp_path, "r.bib", BIB)
    titles = {source.title for source in found.records.sources}
    assert {"The UK café & bar study", "A report", "A book"} <= titles
    assert {"https://o.example/a_b%20c", "https://o.example/how"} <= {source.url for source in found.records.sources}
    assert "a broken entry" in found.said
    assert "never ends" in (found.folder / "_import" / "r.left-out.txt").read_text(encoding="utf-8")
    assert len(found.records.sources) == len(parse_string(BIB).entries)


def test_a_ris_record_without_its_type_is_said_and_not_lost(tmp_path: Path) -> None:
    found = imported(tmp_path, "r.ris", RIS)
    assert {source.title for source in found.records.sources} == {"A study", "A report"}
    assert "a record without its type (TY)" in found.said
    assert "Without a type" in (found.folder / "_import" / "r.left-out.txt").read_text(encoding="utf-8")


def test_the_same_work_in_two_lists_is_one_source(tmp_path: Path) -> None:
    first = imported(tmp_path, "z.json", json.dumps(ZOTERO[:1]))
    again = imported(tmp_path, "r.ris", RIS, folder=first.folder)
    assert sum("https://doi.org/10.1000/abc" in source.same_as for source in again.records.sources) == 1


@pytest.mark.parametrize("text", ["50% & more_of {it} #1 $5 ~ ^ \\", "Å “quoted” title"])
def test_bibtex_keeps_every_character_of_a_title(tmp_path: Path, text: str) -> None:
    before = imported(tmp_path, "z.json", json.dumps([{"id": "a", "type": "book", "title": text}]), form="csl-json")
    stream = io.StringIO()
    bibtex.write(before.records, stream)
    (source,) = imported(tmp_path, "a.bib", stream.getvalue(), folder=tmp_path / "again").records.sources
    assert source.title == text.replace("{", "").replace("}", "")
