"""The layered placement: deterministic, without overlaps, few crossings, loops and parts allowed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.render.layout import place
from kg.render.ordering import crossings
from tests.render.graphs import grown

SIZE = (240.0, 90.0)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    count = draw(st.integers(1, 30))
    node = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(node, node), max_size=60))


def test_an_empty_graph_has_no_size() -> None:
    assert place([], []).width == 0


def test_what_is_leaned_on_is_below() -> None:
    found = place([SIZE] * 4, [(0, 1), (1, 2), (0, 2), (3, 2)], [0])
    assert found.layer == (0, 1, 2, 1)
    assert found.at[0][1] < found.at[1][1] < found.at[2][1]


def test_a_loop_does_not_hang_and_is_turned_round() -> None:
    found = place([SIZE] * 3, [(0, 1), (1, 2), (2, 0), (1, 1)], [0])
    assert found.layer == (0, 1, 2)
    bend = found.bends[2][0]
    assert found.at[0][1] < bend[1] < found.at[2][1]


def test_a_tree_has_no_crossings() -> None:
    edges = [(node // 3, node) for node in range(1, 120)]
    assert place([SIZE] * 120, edges, [0]).crossings == 0


def test_two_that_cross_are_put_the_other_way_round() -> None:
    edges = [(0, 1), (0, 2), (1, 4), (2, 3)]
    assert place([SIZE] * 5, edges, [0]).crossings == 0


def test_crossings_are_counted() -> None:
    assert crossings([[0, 1], [2, 3]], [[3], [2], [], []]) == 1
    assert crossings([[0, 1], [2, 3]], [[2, 3], [2, 3], [], []]) == 1
    assert crossings([[0, 1], [2, 3]], [[2], [3], [], []]) == 0


@given(graphs())
@settings(deadline=None, max_examples=150)
def test_no_two_nodes_overlap_and_every_edge_goes_down_or_closes_a_loop(
    graph: tuple[int, list[tuple[int, int]]],
) -> None:
    count, edges = graph
    sizes = [(60.0 + 10 * (node % 5), 40.0 + 5 * (node % 3)) for node in range(count)]
    found = place(sizes, edges, [0])
    assert place(sizes, edges, [0]) == found
    boxes = sorted(
        (x - sizes[n][0] / 2, y - sizes[n][1] / 2, x + sizes[n][0] / 2, y + sizes[n][1] / 2)
        for n, (x, y) in enumerate(found.at)
    )
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left > -0.2
        assert right <= found.width + 0.2
        assert top > -0.2
        assert bottom <= found.height + 0.2
        for other in boxes[number + 1 :]:
            assert other[0] >= right - 0.2 or other[1] >= bottom - 0.2 or other[3] <= top + 0.2
    for tail, head in edges:
        assert tail == head or found.layer[tail] != found.layer[head]


def test_bends_lead_from_source_to_target() -> None:
    edges = grown(200, 1.5)
    found = place([SIZE] * 200, edges, [0])
    assert any(found.bends)
    for (tail, head), bends in zip(edges, found.bends, strict=True):
        heights = [found.at[tail][1], *(y for _, y in bends), found.at[head][1]]
        steps = [after - before for before, after in pairwise(heights)]
        assert all(step > 0 for step in steps) or all(step < 0 for step in steps)


def test_parts_lie_beside_each_other_and_that_of_the_root_comes_first() -> None:
    found = place([SIZE] * 6, [(0, 1), (2, 3), (4, 5)], [4])
    assert found.at[4] == (120.0, 45.0)
    assert len(set(found.at)) == 6


def test_a_layout_is_pinned_to_the_last_digit() -> None:
    found = place([SIZE] * 40, grown(40, 1.3), [0])
    assert found.at[0] == place([SIZE] * 40, grown(40, 1.3), [0]).at[0]
    assert all(x == round(x, 1) and y == round(y, 1) for x, y in found.at)


def test_ten_thousand_nodes_in_one_line_do_not_exhaust_the_stack() -> None:
    count = 10_000
    found = place([SIZE] * count, [(node, node + 1) for node in range(count - 1)], [0])
    assert found.crossings == 0
    assert found.layer[-1] == count - 1
