"""Invisible characters are found as they stand in a file and as the escapes of its syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.formats.hidden_text import hidden_text

if TYPE_CHECKING:
    from pathlib import Path

YAML = 'source: a\ntitle: "Um{}brellas"\n'
TURTLE = '<http://x/a>\n  <http://purl.org/dc/terms/title> "Um{}brellas" .\n'
NTRIPLES = '<http://x/a> <http://x/p> "o" .\n<http://x/a> <http://x/p> "Um{}brellas" .\n'
JSON = '{{"@id": "http://x/a",\n"http://purl.org/dc/terms/title": "Um{}brellas"}}'
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://purl.org/dc/terms/">\n'
    '<rdf:Description rdf:about="http://x/a"><d:title>Um{}brellas</d:title></rdf:Description></rdf:RDF>'
)
CSV = 'source,title\na,"Um{}brellas"\n'


def found(folder: Path, name: str, text: str) -> tuple[int, int] | None:
    (folder / name).write_text(text, encoding="utf-8")
    hidden = hidden_text(folder / name)
    return (hidden.number, hidden.line) if hidden else None


@pytest.mark.parametrize(
    ("name", "text", "escape"),
    [
        ("a.yaml", YAML, "\u200b"),
        ("a.yaml", YAML, r"\u200b"),
        ("a.yaml", YAML, r"\U000E0041"),
        ("a.yaml", YAML, r"\xad"),
        ("a.yaml", YAML, r"\\\u200b"),
        ("a.ttl", TURTLE, r"\u200B"),
        ("a.ttl", TURTLE, r"\U000e0041"),
        ("a.nt", NTRIPLES, r"\u200b"),
        ("a.jsonld", JSON, r"\u200b"),
        ("a.jsonld", JSON, r"\uDB40\uDC41"),
        ("a.rdf", XML, "&#x200b;"),
        ("a.rdf", XML, "&#8203;"),
        ("a.rdf", XML, "&#xE0041;"),
        ("a.csv", CSV, "\u200b"),
    ],
)
def test_an_invisible_character_is_found_with_its_line(tmp_path: Path, name: str, text: str, escape: str) -> None:
    assert found(tmp_path, name, text.format(escape)) == (1, 2)


@pytest.mark.parametrize(
    ("name", "text", "harmless"),
    [
        ("a.yaml", YAML, r"\\u200b"),
        ("a.yaml", YAML, r"\n\u00e9"),
        ("a.jsonld", JSON, r"\ud83d\ude00"),
        ("a.rdf", XML, "&#233;&#10;"),
        ("a.csv", CSV, r"\u200b"),
    ],
)
def test_what_is_seen_is_not_taken_for_invisible(tmp_path: Path, name: str, text: str, harmless: str) -> None:
    assert found(tmp_path, name, text.format(harmless)) is None
