"""Findings about RDF point at its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kg

if TYPE_CHECKING:
    from pathlib import Path

DATA = (
    "@prefix schema: <https://schema.org/> .\n@prefix ex: <https://e.org/> .\n\n"
    'ex:a a schema:Claim ; schema:text "Nine owls" .\n\nex:b a schema:Claim ; schema:text "Ten owls" .\n'
)


def test_a_finding_about_a_node_of_an_rdf_file_has_that_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "d.ttl"
    path.write_text(DATA, encoding="utf-8")
    for place in (tmp_path, path):
        report = kg.open(str(place)).check()
        assert {finding.code for finding in report.findings} == {"P01"}
        assert [report.place(f"https://e.org/{name}") for name in "ab"] == [(str(path), 4), (str(path), 6)]
