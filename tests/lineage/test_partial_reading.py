"""A reading of a part shows what is there, and never that something is absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import BadDataError
from kg.render.trace_json import trace_document

if TYPE_CHECKING:
    from pathlib import Path

COPY = 'read in a copy: {on: 2026-05-01, by: AB, host: "example.org", part: page 20}'
ARTICLE = "source: a\nclaims:\n  c:\n    says: There are 40 owls.\n    figure: 40 owls\n"


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("    read: 2026-05-01 AB\n    part: excerpt\n    names no source: 2026-05-01 AB\n", "r.yaml:8:5"),
        (f"    {COPY}\n    names no source: 2026-05-01 AB\n", "r.yaml:7:5"),
        ("    leans on:\n      - {cites: b, part: excerpt, not in it: 2026-05-01 AB}\n", "r.yaml:7:35"),
    ],
)
def test_an_absence_seen_in_a_part_is_refused_with_its_place(tmp_path: Path, keys: str, place: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(f"{ARTICLE}{keys}---\nsource: b\n", encoding="utf-8")
    with pytest.raises(BadDataError) as refused:
        kg.open(str(path))
    assert [str(problem) for problem in refused.value.problems] == [
        f"{tmp_path / place}: only a part was read ({'page 20' if 'page' in keys else 'excerpt'}), "
        "and what is absent shows in the whole alone"
    ]


def test_what_was_seen_of_a_source_is_told_beside_how(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        f"{ARTICLE}    leans on: [{{cites: b/c}}]\n---\nsource: b\nclaims:\n  c: {{says: 40 owls, figure: 40 owls, {COPY}}}\n",
        encoding="utf-8",
    )
    trace = kg.open(str(path)).trace("a/c")
    nodes = {node["id"]: node for node in trace_document(trace)["nodes"]}
    assert nodes["b/c"]["part_read"] == "page 20"
    assert "read in a copy (page 20)" in " ".join(str(trace).split())


@pytest.mark.parametrize(("part", "ends"), [('; hw:partRead "excerpt"', "not traced further"), ("", "names no source")])
def test_in_rdf_an_absence_seen_in_a_part_decides_nothing(tmp_path: Path, part: str, ends: str) -> None:
    path = tmp_path / "r.ttl"
    path.write_text(
        f"""@prefix hw: <https://w3id.org/headwater/ns#> . @prefix schema: <https://schema.org/> .
        <https://e.org/c> a hw:Claim ; schema:text "40 owls" ; hw:namesNoSourceBy "AB" ; hw:readBy "AB" {part} .""",
        encoding="utf-8",
    )
    document = trace_document(kg.open(str(path)).trace("https://e.org/c"))
    assert [end["kind"] for end in document["ends"]] == [ends]
