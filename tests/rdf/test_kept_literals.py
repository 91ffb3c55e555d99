"""Literals that the engine stores under another type are counted, and an export from files keeps what the files say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cache.load import load
from kg.commands import run

if TYPE_CHECKING:
    from pathlib import Path

TURTLE = """@prefix : <x:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :p "5"^^xsd:int, "5"^^xsd:short, 5, "text", "2020-01-01"^^xsd:date ."""


def test_types_that_are_not_kept_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    (note,) = load(path, "https://example.org/").notes
    assert "2 literals stored under another type" in note
    assert "XMLSchema#integer" in note


def test_an_export_keeps_what_the_file_says(tmp_path: Path) -> None:
    path, written = tmp_path / "a.ttl", tmp_path / "a.nt"
    path.write_text(TURTLE, encoding="utf-8")
    assert run(["export", "rdf", "--format", "nt", "--graph", str(path), "-o", str(written)]) == 0
    text = written.read_text(encoding="utf-8")
    assert text.count("\n") == 5
    for kind in ("int", "short", "integer", "date"):
        assert f"XMLSchema#{kind}>" in text
