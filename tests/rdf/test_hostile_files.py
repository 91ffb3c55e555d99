"""Small files that would take a parser down, or that are merely odd, are read or refused in no time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.commands import run
from kg.errors import BadDataError
from kg.rdf.syntax import read_rdf

if TYPE_CHECKING:
    from pathlib import Path

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
BOMB = (
    '<!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'{XML}<rdf:Description rdf:about="http://e/x"><e:p>&b;</e:p></rdf:Description></rdf:RDF>'
)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.rdf", BOMB, "the entity “b”"),
        ("x.rdf", XML + "<rdf:Description><e:p>" * 500, "deep"),
        ("x.rdf", XML + "<rdf:Description>", "broken XML"),
        ("x.jsonld", '{"@context": {"@vocab": "http://e/"}, "a": ' + '{"a": ' * 500 + "1" + "}" * 501, "deep"),
        ("x.jsonld", '{"@id": "x", "a": ' + "[" * 5000 + "]" * 5000 + "}", "deep"),
        ("x.ttl", "<http://e/a> <http://e/p> ", "x.ttl:1:"),
    ],
)
def test_what_a_parser_would_choke_on_is_refused_with_its_place(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadDataError) as caught:
        read_rdf(tmp_path / name, "https://example.org/")
    assert says in str(caught.value)


def test_entities_that_abbreviate_namespaces_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_text(
        f'<!DOCTYPE rdf:RDF [<!ENTITY ex "http://e/">]>{XML}<rdf:Description rdf:about="&ex;a"><e:p>1</e:p></rdf:Description></rdf:RDF>',
        encoding="utf-8",
    )
    assert len(read_rdf(path, "https://example.org/").quads) == 1


@pytest.mark.parametrize(
    "turtle",
    [
        pytest.param(
            "<http://e/a> <http://e/p> " + "[ <http://e/p> " * 3000 + "1" + "]" * 3000 + " .", marks=pytest.mark.slow
        ),
        pytest.param("<http://e/a> <http://e/p> (" + "1 " * 3000 + ") .", marks=pytest.mark.slow),
        " ".join(f"_:n{i} <http://e/p> _:n{j} ." for i in range(12) for j in range(12)),
    ],
)
def test_blank_nodes_get_the_same_names_each_time_however_many_or_alike(tmp_path: Path, turtle: str) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(turtle, encoding="utf-8")
    first, second = (read_rdf(path, "https://example.org/").quads for _ in range(2))
    assert first == second


def test_texts_where_nodes_are_expected_are_skipped_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(
        "@prefix s: <https://schema.org/> . @prefix hw: <https://w3id.org/headwater/ns#> . @prefix d: <http://purl.org/dc/terms/> .\n"
        "@prefix e: <http://e/> .\n"
        "e:c a s:Claim ; s:about 'crime' ; s:appearance 'page 3' ; hw:figure 'lit' .\n"
        "e:d a s:Claim ; s:appearance e:r ; hw:figure e:f . e:f s:value 'NaN' . e:r d:publisher 'Acme' ; d:creator 'Jo' .\n"
        "e:g a s:Claim ; s:appearance e:r ; hw:figure e:h . e:h s:value '1e5000' .",
        encoding="utf-8",
    )
    assert run(["check", "-g", str(path), "--exit-zero"]) == 0
    said = capsys.readouterr().err
    for text in ("crime", "page 3", "NaN", "1e5000"):
        assert text in said
    graph = kg.open(str(path))
    assert graph.trace("http://e/d").lineage.analysis.graph.sources["http://e/r"].publisher == ("Acme",)


def test_an_activity_alone_is_evidence_from_either_end(tmp_path: Path) -> None:
    for text in ("e:a p:wasGeneratedBy e:act . e:act p:used e:b , e:c .", "e:act p:generated e:a ; p:used e:b , e:c ."):
        path = tmp_path / "x.ttl"
        path.write_text(f"@prefix p: <http://www.w3.org/ns/prov#> . @prefix e: <http://e/> . {text}", encoding="utf-8")
        assert kg.open(str(path)).trace("http://e/a").lineage.members == {"http://e/a", "http://e/b", "http://e/c"}
