"""The still picture: text as text, a description, light and dark, and what is not known apart from what is bad."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from kg.errors import UsageError
from kg.render.measure import width, wrapped
from kg.render.picture import Node, Picture
from kg.render.scene import BOX_WIDTH, PAD, STYLES, scene
from kg.render.svg import svg

if TYPE_CHECKING:
    from kg.api import Graph, Trace

NS = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def trace(graph: Graph) -> Trace:
    return graph.trace("seed-article/rotherham")


@pytest.fixture(scope="module")
def root(trace: Trace) -> ET.Element:
    return ET.fromstring(trace.to_svg())  # noqa: S314 - our own output


def words(root: ET.Element) -> str:
    return " ".join(element.text or "" for element in root.iter(f"{NS}text"))


def test_text_is_text_and_the_answers_stand_on_top(root: ET.Element) -> None:
    texts = [(float(t.get("y", "0")), t.text) for t in root.findall(f"{NS}text")]
    heads = [y for y, text in texts if text in {"THE FIGURE", "THIS ARTICLE"}]
    assert len(heads) == 2
    assert max(heads) < 240  # the title, the verdict in sentences, then the answers
    assert "NOT FOUND on 30 November 2026" in words(root)


def test_has_a_title_and_says_in_words_what_it_shows(root: ET.Element) -> None:
    assert root.findtext(f"{NS}title") == "At least 1,400 children, Rotherham, 1997–2013, estimate"
    described = root.findtext(f"{NS}desc") or ""
    for part in (
        "The figure: not assessed",
        "This article: not documented",
        "not found",
        "origin",
    ):
        assert part in described


def test_follows_light_and_dark_on_a_ground_of_its_own(root: ET.Element) -> None:
    style = root.findtext(f"{NS}style") or ""
    assert "prefers-color-scheme:dark" in style
    assert "var(" not in style
    assert root.find(f"{NS}rect[@class='paper']") is not None


def box(node: Node) -> ET.Element:
    picture = Picture("t", "", "", (), (), (node,), (), (node.id,), frozenset({node.id}), (), "g", "", ".")
    return ET.fromstring(svg(picture))  # noqa: S314 - our own output


def classes(root: ET.Element) -> set[str]:
    return {name for element in root.iter() for name in (element.get("class") or "").split()}


def test_what_is_not_known_does_not_look_like_what_is_bad() -> None:
    unknown = classes(box(Node("a", "claim", "1,400 children", backing="not assessed")))
    untraced = classes(box(Node("a", "claim", "1,400 children", end="not traced further")))
    bad = classes(box(Node("a", "claim", "1,400 children", backing="none")))
    assert {"dashed", "s-unknown"} <= unknown & untraced
    assert "s-none" not in unknown | untraced
    assert "s-none" in bad
    assert not {"dashed", "dotted"} & bad


@pytest.mark.parametrize(("level", "filled"), [("well", 3), ("partly", 2), ("thinly", 1), ("none", 0)])
def test_backing_is_told_by_a_word_and_a_number_of_squares(level: str, filled: int) -> None:
    root = box(Node("a", "claim", "1,400 children", backing=level))
    group = root.find(f".//{NS}g/{NS}g")
    assert group is not None
    squares = [r.get("class", "").split() for r in group.findall(f"{NS}rect") if "square" in r.get("class", "")]
    assert len(squares) == 3
    assert sum("empty" not in square for square in squares) == filled
    assert "documented" in words(root)


def test_no_line_is_wider_than_its_box(graph: Graph) -> None:
    for claim in ("rgi-2026/at-the-very-least", "quilliam-2017/asian-84", "seed-article/two-thirds"):
        placed = scene(graph.trace(claim).picture())
        for found in placed.boxes.values():
            assert all(width(line.text, *STYLES[line.style]) <= BOX_WIDTH - PAD for line in found.lines)


def test_an_arrow_passes_no_box_that_is_not_its_own(graph: Graph) -> None:
    """Bends and the upright ends keep every arrow clear of the boxes of the layers that it passes."""
    picture = graph.trace("rgi-2026/at-the-very-least").picture()
    placed = scene(picture)
    for edge in picture.edges:
        for (x0, y0), (x1, y1) in pairwise(placed.wires[edge.id].points):
            for key, found in placed.boxes.items():
                if key in {edge.source, edge.target} or x0 != x1:
                    continue
                inside = abs(found.x - x0) < found.width / 2
                apart = (
                    max(y0, y1) <= found.y - found.height / 2 + 0.2 or min(y0, y1) >= found.y + found.height / 2 - 0.2
                )
                assert not inside or apart


def test_nothing_to_draw_is_an_error_in_words() -> None:
    with pytest.raises(UsageError, match="nothing to draw"):
        svg(Picture("t", "", "", (), (), (), (), (), frozenset(), (), "g", "", "."))


def test_a_notebook_shows_text_and_picture(trace: Trace) -> None:
    shown = trace._repr_mimebundle_()
    assert shown["image/svg+xml"].startswith("<svg")
    assert "THE FIGURE" in shown["text/plain"]


def test_long_words_are_broken_and_what_is_cut_says_so() -> None:
    assert wrapped("x" * 100, 10, 60, 2)[-1].endswith("…")
    assert all(width(line, 10) <= 60 for line in wrapped("word " * 30 + "x" * 90, 10, 60, 9))
    assert wrapped("", 10, 60, 2) == []


def test_a_loop_says_that_it_goes_round() -> None:
    from kg.api import Trace
    from tests.lineage.graphs import traced

    found = traced("a cites b\nb cites c\nc cites b", "a")
    picture = Trace("a", (), (), "loops", "", found, (), 1, 0, {}).picture()
    assert [node.end for node in picture.nodes] == [None, "goes round", "goes round"]
    back = next(wire for edge, wire in scene(picture).wires.items() if edge.startswith("c#"))
    assert back.points[0][1] > back.points[-1][1]
