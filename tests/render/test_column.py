"""One column: the order of the boxes, their places, and the names on arrows that pass others."""

from __future__ import annotations

import itertools

import pytest

from kg.render.column import column
from kg.render.picture import Edge, Node, Picture
from kg.render.scene import BOX_WIDTH, Scene
from kg.render.svg import stills


def picture(*arrows: str, root: str = "a") -> Picture:
    """Boxes named by letters; `a>b` rests on, `c!a` disputes."""
    names = dict.fromkeys([root, *(sign for arrow in arrows for sign in (arrow[0], arrow[2]))])
    nodes = tuple(Node(name, "claim", f"head of {name}", start=name == root) for name in names)
    edges = tuple(
        Edge(
            arrow,
            arrow[0],
            arrow[2],
            "w",
            "rests on",
            "evidence" if arrow[1] == ">" else "challenge",
            best=arrow[1] == ">",
        )
        for arrow in arrows
    )
    return Picture("t", "", "", (), (), nodes, edges, (root,), frozenset(names), (), "g", "", ".")


def order(placed: Scene) -> str:
    return "".join(sorted(placed.boxes, key=lambda name: placed.boxes[name].y))


@pytest.mark.parametrize(
    ("arrows", "expected"),
    [
        (("a>b", "b>c"), "abc"),
        (("a>b", "a>c", "b>d", "c>d"), "abcd"),
        (("a>b", "c!a", "b>d"), "abdc"),
        (("a>b", "b>a"), "ab"),
        (("a>b", "b>c", "c>b"), "abc"),
        (("a>a",), "a"),
        (("b>c", "c>b"), "abc"),
    ],
)
def test_boxes_follow_one_another_each_after_what_leans_on_it_and_loops_end(
    arrows: tuple[str, ...], expected: str
) -> None:
    assert order(column(picture(*arrows))) == expected


def test_no_box_or_label_lies_on_another_and_all_are_within_a_phone() -> None:
    lower = "bcdefghijklmno"
    placed = column(picture(*(f"a>{one}" for one in lower), *(f"{one}>p" for one in lower)))
    parts = sorted([*placed.boxes.values(), *placed.labels.values()], key=lambda part: part.y)
    for one, other in itertools.pairwise(parts):
        assert one.y + one.height / 2 < other.y - other.height / 2
    assert placed.width <= 340
    assert all(0 <= x <= placed.width for wire in placed.wires.values() for x, _ in wire.points)


def test_the_label_of_an_arrow_back_to_the_first_box_stands_clear_of_it() -> None:
    placed = column(picture("a>b", "b>a"))
    tag, first = placed.labels["b>a"], placed.boxes["a"]
    assert tag.y + tag.height / 2 < first.y - first.height / 2 - 10


def test_the_label_of_an_arrow_that_passes_boxes_names_its_upper_box() -> None:
    placed = column(picture("a>b", "a>c"))
    assert [line.text for line in placed.labels["a>b"].lines] == ["rests on"]
    assert [line.text for line in placed.labels["a>c"].lines] == ["↑ “head of a”", "rests on"]


def test_an_arrow_that_passes_boxes_runs_beside_them() -> None:
    placed = column(picture("a>b", "a>c"))
    left = placed.boxes["b"].x - BOX_WIDTH / 2
    assert min(x for x, _ in placed.wires["a>c"].points) < left
    assert placed.wires["a>b"].points[0][0] == placed.boxes["a"].x


def test_a_page_has_one_drawing_of_a_chain_and_two_of_what_branches() -> None:
    assert stills(picture("a>b")).count("<svg") == 1
    branching = stills(picture("a>b", "a>c"))
    assert [branching.count(f'class="hw {name}"') for name in ("room-560", "narrow")] == [1, 1]
