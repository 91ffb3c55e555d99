"""The line of a node in an RDF file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.rdf.line_numbers import line_numbers

if TYPE_CHECKING:
    from pathlib import Path

A = "https://e.org/a"
FILES = {
    "t.ttl": ("@prefix ex: <https://e.org/> .\nex:b ex:p ex:a .\nex:a ex:p 1 .\n", 3),
    "base.ttl": ("PREFIX : <https://e.org/>\n\n:b :p :a.\n", 3),
    "full.nt": (f"<https://e.org/b> <https://e.org/p> <{A}> .\n<{A}> <https://e.org/p> <{A}> .\n", 2),
    "d.jsonld": (f'{{\n  "@id": "{A}"\n}}\n', 2),
    "r.rdf": (f'<rdf:RDF>\n<rdf:Description rdf:about="{A}"/>\n</rdf:RDF>\n', 2),
    "none.ttl": ("# nothing of it\n", 1),
}


@pytest.mark.parametrize("name", FILES)
def test_a_node_stands_where_a_line_begins_with_it_else_where_it_is_first_named(tmp_path: Path, name: str) -> None:
    text, line = FILES[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert line_numbers(tmp_path / name, [A]) == {A: line}
