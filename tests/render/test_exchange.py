"""Files for other programs, read back by the programs they are for where these are at hand."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from kg.bridges import networkx
from kg.render.exchange import about, dot, edge_rows, mermaid, node_rows
from tests.render.test_hostile import STRINGS, hostile

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.render.picture import Picture


@pytest.fixture(scope="module")
def picture(graph: Graph) -> Picture:
    return graph.trace("rgi-2026/at-the-very-least").picture()


def graph_of(picture: Picture) -> nx.MultiDiGraph:
    return networkx.to_networkx(node_rows(picture), edge_rows(picture), **about(picture))


def same(found: nx.MultiDiGraph, picture: Picture) -> None:
    assert set(found.nodes) == {node.id for node in picture.nodes}
    for row in node_rows(picture):
        assert {name: found.nodes[row["id"]][name] for name in row if name != "id"} == {
            k: v for k, v in row.items() if k != "id"
        }
    kept = {
        (tail, head, data["relation"], data["changes"], data["best_path"])
        for tail, head, data in found.edges(data=True)
    }
    assert kept == {(e["source"], e["target"], e["relation"], e["changes"], e["best_path"]) for e in edge_rows(picture)}
    assert found.number_of_edges() == len(picture.edges)


def test_graphml_is_read_back(picture: Picture) -> None:
    same(nx.read_graphml(BytesIO(networkx.graphml(graph_of(picture)).encode()), force_multigraph=True), picture)


def test_gexf_is_read_back_and_holds_no_day(picture: Picture) -> None:
    text = networkx.gexf(graph_of(picture))
    assert "lastmodifieddate" not in text
    assert 'mode="dynamic"' not in text
    same(nx.read_gexf(BytesIO(text.encode())), picture)


@pytest.mark.parametrize("name", STRINGS)
def test_hostile_text_comes_back_as_it_is_shown(name: str) -> None:
    picture = hostile(STRINGS[name]).picture()
    same(nx.read_graphml(BytesIO(networkx.graphml(graph_of(picture)).encode()), force_multigraph=True), picture)
    same(nx.read_gexf(BytesIO(networkx.gexf(graph_of(picture)).encode())), picture)


@pytest.mark.parametrize("name", STRINGS)
def test_graphviz_draws_any_text_as_text(name: str) -> None:
    if shutil.which("dot") is None:
        pytest.skip("Graphviz is not installed")
    done = subprocess.run(
        ["dot", "-Tsvg"], input=dot(hostile(STRINGS[name]).picture()).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    root = ET.fromstring(done.stdout)  # noqa: S314 - Graphviz's output
    assert not [
        element for element in root.iter() if element.tag.rpartition("}")[2] in {"script", "image", "foreignObject"}
    ]
    assert not [
        value
        for element in root.iter()
        for key, value in element.attrib.items()
        if "javascript" in value and "href" in key
    ]


def test_dot_holds_every_box_and_arrow(picture: Picture) -> None:
    lines = dot(picture).splitlines()
    assert sum(re.match(r"  n\d+ \[", line) is not None for line in lines) == len(picture.nodes)
    assert sum("->" in line for line in lines) == len(picture.edges)
    assert any("penwidth" in line for line in lines)


def test_mermaid_holds_every_box_and_arrow_and_no_sign_with_a_meaning() -> None:
    picture = hostile(STRINGS["end of script"] + '"]; click n1 "javascript:x" %% [(').picture()
    lines = mermaid(picture).splitlines()
    assert lines[0] == "flowchart TD"
    boxes = [line for line in lines if line.startswith("  n") and "|" not in line]
    assert len(boxes) == len(picture.nodes)
    for line in boxes:
        inside = line[line.index('"') + 1 : line.rindex('"')].replace("<br/>", "")
        assert not set('"<>[]{}|`&') & set(inside)
