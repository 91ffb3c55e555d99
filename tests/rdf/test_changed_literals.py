"""Literals that the engine stores under another type are counted, and an export from files keeps what the files say."""

from __future__ import annotations

import gzip
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from kg.cache.bulk_store import add_files
from kg.cache.load import load
from kg.commands import run
from kg.rdf.changed_literals import counting_types

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


@pytest.mark.parametrize("size", [1, 2, 7, 64, 10_000])
def test_types_are_counted_while_a_file_is_read_however_large_its_blocks(size: int) -> None:
    text = (
        TURTLE
        + ' # xsd:int\n:b :p "1"^^xsd:integer, "1"^^xsd:unsignedIntegers, "1"^^<http://www.w3.org/2001/XMLSchema#long>'
    )
    file, counted = counting_types(BytesIO(text.encode()))
    pieces = iter(lambda: file.read(size), b"")
    assert b"".join(pieces) == text.encode()
    assert (counted.number, counted.example) == (3, "xsd:int as xsd:integer")


def test_loading_a_large_file_tells_of_types_and_keys_that_are_not_kept(tmp_path: Path) -> None:
    turtle, packed, xml, keys = (tmp_path / name for name in ("a.ttl", "b.ttl.gz", "c.rdf", "d.jsonld"))
    turtle.write_text(TURTLE, encoding="utf-8")
    packed.write_bytes(gzip.compress(TURTLE.encode()))
    xml.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.org/"><rdf:Description '
        'rdf:about="https://e.org/a"><e:p rdf:datatype="http://www.w3.org/2001/XMLSchema#byte">1</e:p></rdf:Description></rdf:RDF>',
        encoding="utf-8",
    )
    keys.write_text(
        '{"@context": {"p": "https://e.org/p"}, "@id": "https://e.org/a", "p": 1, "q": 2}', encoding="utf-8"
    )
    report = add_files(tmp_path / "store", [turtle, packed, xml, keys], lambda *_: None)
    assert report.problems == []
    assert report.notes == [
        f"{turtle}: 2 literals stored under another type, such as xsd:int as xsd:integer",
        f"{packed}: 2 literals stored under another type, such as xsd:int as xsd:integer",
        f"{xml}: 1 literal stored under another type, such as xsd:byte as xsd:integer",
        f"{keys}: 1 key means nothing without a context that maps it (“q”)",
    ]


def test_a_json_ld_file_in_which_nothing_means_anything_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonld"
    path.write_text('{"@id": "https://e.org/a", "q": 2}', encoding="utf-8")
    (problem,) = add_files(tmp_path / "store", [path], lambda *_: None).problems
    assert "nothing in the file does" in problem.message
