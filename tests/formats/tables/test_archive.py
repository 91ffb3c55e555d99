"""Spreadsheets made to do harm: each is refused in one line, before it takes memory."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from kg.errors import BadDataError
from tests.formats.importing.support import imported
from tests.formats.tables.workbooks import CELL, ODS, ods, packed, repacked, xlsx

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = xlsx([["Claim", "Outlet"], ["x", "News"]])
SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def with_doctype(content: bytes) -> bytes:
    head, mark, rest = content.partition(b"?>")
    return head + mark + DOCTYPE + rest


def far_cell(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


REPEATED = CELL.format("string", ' table:number-columns-repeated="16384"', "x")
ROWS = f'<table:table-row table:number-rows-repeated="1048576">{REPEATED}</table:table-row>'


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("entities.xlsx", repacked(PLAIN, {SHEET: with_doctype}), "declares entities or a document type"),
        (
            "entities.ods",
            packed({"content.xml": with_doctype(ODS.format("").encode())}),
            "declares entities or a document type",
        ),
        ("far.xlsx", repacked(PLAIN, {SHEET: far_cell}), "reaches to row 1,048,576, column 16,384"),
        ("repeated.ods", ods([["Claim", "Outlet"]], after=ROWS), "more than 30,000,000 cells"),
        ("broken.xlsx", repacked(PLAIN, {SHEET: lambda content: content[:200]}), "XML is broken"),
        ("cut.xlsx", PLAIN[: len(PLAIN) // 2], "not a spreadsheet, or damaged"),
        ("text.xlsx", b"Claim,Outlet\n", "not a spreadsheet"),
        ("letters.ods", packed({"content.xml": b"<?xml version='1.0' encoding='LTF-8'?><a/>"}), "damaged"),
        ("short.ods", repacked(ods([["Claim", "Outlet"]]), {"mimetype": lambda _: b"x"}), "cannot be read"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and " " not in value else "",
)
def test_a_harmful_or_damaged_spreadsheet_is_refused_in_one_line(
    tmp_path: Path, name: str, data: bytes, why: str
) -> None:
    with pytest.raises(BadDataError) as refused:
        imported(tmp_path, name, data)
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_sheet_that_unpacks_to_hundreds_of_megabytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="unpacks to 300 MB"):
        imported(tmp_path, "bomb.ods", packed({"content.xml": b" " * (300 * 1024 * 1024)}))
    assert not (tmp_path / "out").exists()


def test_an_index_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed({"content.xml": b" " * 4_000_000}))
    with zipfile.ZipFile(tmp_path / "x", "w"):
        pass
    place = data.rindex(
        b"PK\x01\x02"
    )  # the entry of content.xml in the index; its unpacked size stands 24 bytes further
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    with pytest.raises(BadDataError, match="damaged"):
        imported(tmp_path, "liar.ods", bytes(data))
