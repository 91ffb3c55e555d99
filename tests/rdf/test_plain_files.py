"""Large plain files give the very quads that reading them one by one gives; what is not plain is left to that."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.cache.load import graph_of, load
from kg.rdf.plain_files import FEWEST_BYTES, load_plain

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/headwater/"
GRAPH = f"{BASE}graph/x.ttl"
PREFIXES = (
    "@prefix s: <https://schema.org/> . @prefix hw: <https://w3id.org/headwater/ns#> . @prefix e: <http://e/> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
CLAIM = "e:c a s:Claim ; s:text 'about 5 (of 10) [sic]' ; s:value 5 , 5.0 , '5'^^xsd:integer , '5'^^xsd:decimal .\n"


@pytest.mark.parametrize("more", ["", "<relative> s:text '''long\ntext'''@en .\n", CLAIM])
def test_a_plain_file_is_loaded_as_it_stands(more: str) -> None:
    store = ox.Store()
    data = (PREFIXES + CLAIM + more).encode()
    assert load_plain(store, data, ox.RdfFormat.TURTLE, BASE, GRAPH)
    read = ox.Store()
    place = ox.NamedNode(GRAPH)
    read.extend(
        ox.Quad(quad.subject, quad.predicate, quad.object, place)
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    )
    assert set(store) == set(read)


@pytest.mark.parametrize(
    "more",
    [
        "e:d s:text _:b .",
        "e:d s:about [ s:text 'x' ] .",
        "e:d s:about (e:c) .",
        "e:d a <http://schema.org/Claim> .",
        "e:d a <http\\u003A//schema.org/Claim> .",
        "e:d hw:backing hw:backing-well .",
        "e:d hw:draft true .",
        "e:d s:value '5'^^xsd:int .",
        "e:d s:value '5'^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .",
        f"e:d s:about <http://e/{'x' * 300}> .",
        "e:d s:about e:c",
        "<not an iri> s:about e:c .",
    ],
)
def test_a_file_that_is_not_plain_is_not_loaded(more: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://e/1"), ox.NamedNode("http://e/2"), ox.NamedNode("http://e/3")))
    assert not load_plain(store, (PREFIXES + CLAIM + more).encode(), ox.RdfFormat.TURTLE, BASE, GRAPH)
    assert len(store) == 1
    assert not list(store.named_graphs())


def test_other_syntaxes_and_marked_files_are_read_quad_by_quad() -> None:
    line = b"<http://e/a> <http://e/b> <http://e/c> ."
    assert not load_plain(ox.Store(), line, ox.RdfFormat.N_QUADS, BASE, GRAPH)
    assert not load_plain(ox.Store(), BOM_UTF8 + line, ox.RdfFormat.TURTLE, BASE, GRAPH)
    assert load_plain(ox.Store(), line, ox.RdfFormat.N_TRIPLES, BASE, GRAPH)


def test_names_that_are_used_too_often_are_counted_one_by_one() -> None:
    names = ",".join(f"<{'x' * 150}{number}>" for number in range(700))
    uses = "".join(
        f"e:n{number} {','.join(f'e:a{one}' for one in range(700))} .\n".replace(" ", " e:p ", 1)
        for number in range(400)
    )
    data = (PREFIXES + f"e:d e:p {names} .\n{uses}").encode()
    assert not load_plain(ox.Store(), data, ox.RdfFormat.TURTLE, BASE, GRAPH)


def test_a_folder_gives_the_same_store_with_plain_files_as_without(tmp_path: Path) -> None:
    many = "".join(
        f"e:c{number} a s:Claim ; s:text 'Claim {number}' ; s:about e:v{number % 9} .\n" for number in range(5_000)
    )
    (tmp_path / "large.ttl").write_text(PREFIXES + many, encoding="utf-8")
    (tmp_path / "blank.ttl").write_text(PREFIXES + many.replace("e:v1", "_:v1"), encoding="utf-8")
    (tmp_path / "small.ttl").write_text(PREFIXES + CLAIM, encoding="utf-8")
    assert len(many) > FEWEST_BYTES
    plain = load(tmp_path, BASE, plain=ox.Store())
    read = load(tmp_path, BASE)
    assert [len(file.quads) for file in plain.rdf] == [15_000, 0, 5]
    assert set(plain.filled().everything()) == set(read.filled().everything())
    assert (plain.digest, plain.notes) == (read.digest, read.notes)
    assert graph_of(BASE, tmp_path, tmp_path / "large.ttl") in {
        graph.value for graph in plain.filled().quads.named_graphs() if isinstance(graph, ox.NamedNode)
    }
