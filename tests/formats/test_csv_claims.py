"""Claims as a table, out and in."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from kg.errors import BadDataError
from kg.formats.csv_claims import write
from kg.formats.csv_columns import COLUMNS
from kg.formats.folder import read_file, read_folder
from kg.model.records import Records, joined
from kg.resources import seeds

HEADER = ",".join(COLUMNS) + "\n"
YAML = """\
source: s
title: "=HYPERLINK(\\"x\\")"
kind: report
issued: 2026-06
claims:
  c:
    says: "-1, said twice; \\"so\\""
    figure: at least 1,400 children, Rotherham, 1997/2013, estimate
    at: "'=x"
    made here: {how: "@files", working: explained}
    checked by: nobody
    read: 2026-07-02 KG
    leans on: [{cites: /d}, {relays: https://example.org/x}]
  d: {says: x, made here: yes, seen in: t}
---
source: t
title: only a source
"""


def table(records: Records) -> tuple[str, tuple[str, ...]]:
    stream = StringIO(newline="")
    losses = write(records, stream)
    return stream.getvalue(), losses


def read(tmp_path: Path, text: str) -> Records:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    return read_file(path).records


def test_records_that_fit_a_table_come_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(YAML, encoding="utf-8")
    before = read_file(path).records
    text, losses = table(before)
    assert losses == ()
    after = read(tmp_path, "\ufeff" + text)
    assert (after.sources, after.claims, after.links, after.areas) == (
        before.sources,
        before.claims,
        before.links,
        before.areas,
    )


def test_no_cell_begins_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(YAML, encoding="utf-8")
    text, _ = table(read_file(path).records)
    assert "'=HYPERLINK" in text
    assert "\"'-1, said" in text
    assert ",''=x," in text
    assert ",'@files," in text


def test_what_the_table_cannot_hold_is_named() -> None:
    records = joined(file.records for file in read_folder(seeds()))
    text, losses = table(records)
    assert len(text.splitlines()) > len(records.claims)
    assert any("inputs that are needed together" in loss for loss in losses)
    assert not any("speaks to" in loss for loss in losses)


SOURCES = """\
source,title,publisher,issued,cites,retracts
study,A study,A journal,2005,,
review,A review,,2010,study,
review,,,,https://example.org/other,
notice,Retraction notice,A journal,2008,,study
"""


def test_sources_alone_are_read_with_their_links_a_row_or_several_each(tmp_path: Path) -> None:
    records = read(tmp_path, SOURCES)
    assert [source.id for source in records.sources] == ["study", "review", "notice"]
    assert [(link.source, str(link.relation), link.target) for link in records.links] == [
        ("review", "cites", "study"),
        ("review", "cites", "https://example.org/other"),
        ("notice", "retracts", "study"),
    ]
    text, losses = table(records)
    assert losses == ()
    assert read(tmp_path, text).links == records.links


def test_a_folder_reads_a_table_of_sources_and_no_other_table_with_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "b.csv").write_text("source,colour\nx,blue\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("source,cites,colour\nx,y,blue\n", encoding="utf-8")
    assert [file.path.name for file in read_folder(tmp_path)] == ["a.csv"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "t.csv:", "the file is empty"),
        (HEADER, "t.csv:", "no rows"),
        ("source;claim\ns;c\n", "t.csv:1:1", "save the table with commas"),
        ("source,clam\ns,c\n", "t.csv:1:2", "did you mean “claim”?"),
        ("source,source\ns,s\n", "t.csv:1:2", "stands here twice"),
        ("claim\nc\n", "t.csv:1:1", "the column “source” is missing"),
        ("source,claim\n,c\n", "t.csv:2:1", "“source” is empty"),
        ("source,claim\ns,c\ns,c\n", "t.csv:3:2", "“s/c” is defined twice; first at line 2"),
        ("source,claim\ns,c,d\n", "t.csv:2:3", "quote a cell that holds a comma"),
        ("source,title,claim\ns,x,c\ns,y,d\n", "t.csv:3:2", "differs from the row at line 2"),
        ("source,says\ns,x\n", "t.csv:2:2", "needs a name for the claim"),
        ("source,claim,figure\ns,c,many\n", "t.csv:2:3", "does not begin with a number"),
        ("source,claim,leans on\ns,c,citez x\n", "t.csv:2:3", "did you mean “cites”?"),
        ("source,claim,speaks to\ns,c,cites x\n", "t.csv:2:3", "as in: disputes jay-2014"),
        ("source,leans on\ns,cites s/d\n", "t.csv:2:2", "no source or claim “s/d” is recorded"),
        ("source,claim,leans on\ns,c,cites /d\n", "t.csv:2:3", "no source or claim “s/d” is recorded"),
        ("source,claim,made here,working\ns,c,yes,secret\n", "t.csv:2:4", "“secret” is not a working"),
        ("source,claim,working\ns,c,explained\n", "t.csv:2:3", "needs an entry in “made here”"),
        ("source,claim,checked by\ns,c,nobodi\n", "t.csv:2:3", "did you mean “nobody”?"),
        ('source,claim\n"s\nx,c\n', "t.csv:2", "broken CSV"),
        ('source,claim,says\ns,c,"a\nb"\ns,c,x\n', "t.csv:4:2", "is defined twice"),
    ],
)
def test_a_fault_is_one_line_with_row_and_column(tmp_path: Path, text: str, place: str, message: str) -> None:
    with pytest.raises(BadDataError) as caught:
        read(tmp_path, text)
    (problem,) = caught.value.problems
    assert place in str(problem)
    assert message in problem.message
