"""A picture in one column, for a narrow window: box below box, each after all that leans on it.

An arrow between two boxes that follow one another runs straight down. Every other one leaves its upper box to the left,
runs down beside the column, and its label above the lower box names the upper one, so that nobody has to follow the line.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.render.measure import wrapped
from kg.render.scene import (
    BOX_WIDTH,
    LABEL_WIDTH,
    STYLES,
    Box,
    Line,
    Scene,
    Wire,
    box_lines,
    box_size,
    downward,
    label_lines,
    label_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.render.layout import Point
    from kg.render.picture import Edge, Picture

_GAP: Final = 22.0
_TURN: Final = 18.0
_LANE: Final = 12.0
_MOST_LANES_WIDE: Final = 60.0
_PORT: Final = 16.0

_Bundle = tuple[str, bool, str | None]


class _Steps(Struct, frozen=True):
    """The boxes in their order, the edges above each with whether it comes from the box just before it."""

    order: tuple[str, ...]
    above: dict[str, list[tuple[Edge, bool]]]
    heads: dict[str, str]


def column(picture: Picture) -> Scene:
    """The picture laid out in one column, its headline first."""
    steps = _steps(picture)
    lanes = _lanes(steps)
    gutter = max(lanes.values(), default=0.0) + (_LANE if lanes else 0.0)
    middle = gutter + BOX_WIDTH / 2
    nodes, texts = picture.by_id, {node.id: box_lines(node) for node in picture.nodes}
    boxes: dict[str, Box] = {}
    labels: dict[str, Box] = {}
    top = 0.0
    for layer, node in enumerate(steps.order):
        for edge, direct in steps.above[node]:
            lines = _tag_lines(edge, direct, steps)
            wide, tall = label_size(lines)
            top += _GAP
            labels[edge.id] = Box(edge.id, middle, top + tall / 2, wide, tall, layer, (top, top + tall), lines)
            top += tall
        top += _GAP if layer or steps.above[node] else 0.0
        wide, tall = box_size(nodes[node], texts[node])
        boxes[node] = Box(node, middle, top + tall / 2, wide, tall, layer, (top, top + tall), texts[node])
        top += tall
    wires = {
        edge.id: _wire(edge, direct, lanes, boxes, labels[edge.id])
        for above in steps.above.values()
        for edge, direct in above
    }
    return Scene(boxes, labels, wires, round(gutter + BOX_WIDTH, 1), round(top, 1))


def _steps(picture: Picture) -> _Steps:
    order = _order(picture)
    before = dict(zip(order[1:], order, strict=False))
    above: dict[str, list[tuple[Edge, bool]]] = {node: [] for node in order}
    for edge in picture.edges:
        upper, lower = downward(edge)
        straight = before.get(lower) == upper and not any(direct for _, direct in above[lower])
        above[lower].append((edge, straight))
    for edges in above.values():
        edges.sort(key=lambda pair: not pair[1])
    return _Steps(order, above, {node.id: node.head for node in picture.nodes})


def _order(picture: Picture) -> tuple[str, ...]:
    """Depth first, the best path first, each box after all that leans on it; a loop is cut where it is met."""
    below: dict[str, list[Edge]] = defaultdict(list)
    waiting: dict[str, int] = {node.id: 0 for node in picture.nodes}
    for edge in sorted(picture.edges, key=lambda edge: (not edge.best, edge.role not in {"evidence", "input"})):
        upper, lower = downward(edge)
        if upper != lower:
            below[upper].append(edge)
            waiting[lower] += 1
    placed: dict[str, None] = {}

    def follow(start: str) -> None:
        stack = [start]
        while stack:
            node = stack.pop()
            if node in placed:
                continue
            placed[node] = None
            lowers = [downward(edge)[1] for edge in below[node]]
            for lower in reversed(lowers):
                waiting[lower] -= 1
                if waiting[lower] <= 0:
                    stack.append(lower)

    for root in picture.roots:
        follow(root)
    while len(placed) < len(waiting):
        leaned_on = (downward(edge)[1] for node in placed for edge in below[node])
        follow(next((n for n in leaned_on if n not in placed), "") or next(n for n in waiting if n not in placed))
    return tuple(placed)


def _bundle(edge: Edge) -> _Bundle:
    """Arrows of one box that look alike share a line beside the column."""
    upper, _ = downward(edge)
    shown = edge.shown if edge.shown in {"prose", "not shown"} else None
    return upper, edge.role in {"evidence", "input"}, shown


def _lanes(steps: _Steps) -> dict[_Bundle, float]:
    """How far from the left each bundle runs; bundles that are beside each other get lines of their own."""
    number = {node: place for place, node in enumerate(steps.order)}
    spans: dict[_Bundle, tuple[int, int]] = {}
    for lower, above in steps.above.items():
        for edge, direct in above:
            if not direct:
                ends = sorted((number[downward(edge)[0]], number[lower]))
                first, last = spans.get(_bundle(edge), (ends[0], ends[1]))
                spans[_bundle(edge)] = (min(first, ends[0]), max(last, ends[1]))
    taken: list[int] = []
    lane: dict[_Bundle, int] = {}
    for bundle, (first, last) in sorted(spans.items(), key=lambda item: (item[1][0], -item[1][1], str(item[0]))):
        free = next((place for place, end in enumerate(taken) if end < first), len(taken))
        taken[free : free + 1] = [last]
        lane[bundle] = free
    step = min(_LANE, _MOST_LANES_WIDE / max(1, len(taken)))
    return {bundle: round(2 + step * (len(taken) - 1 - place), 1) for bundle, place in lane.items()}


def _tag_lines(edge: Edge, direct: bool, steps: _Steps) -> tuple[Line, ...]:
    lines = label_lines(edge)
    if direct:
        return lines
    named = wrapped(f"↑ “{steps.heads[downward(edge)[0]]}", STYLES["small"][0], LABEL_WIDTH - 10, 1)
    return (*(Line(text + "”", "small") for text in named), *lines)


def _wire(edge: Edge, direct: bool, lanes: dict[_Bundle, float], boxes: dict[str, Box], tag: Box) -> Wire:
    upper, lower = (boxes[node] for node in downward(edge))
    points = [*_start(upper, direct, lanes.get(_bundle(edge), 0.0), tag), *_rims(tag), (lower.x, _top(lower))]
    return Wire(edge.id, tuple(points if edge.role in {"evidence", "input"} else points[::-1]))


def _start(upper: Box, direct: bool, lane: float, tag: Box) -> Iterable[Point]:
    bottom = round(upper.y + upper.height / 2, 1)
    if direct:
        return [(upper.x, bottom)]
    port = round(upper.x - upper.width / 2 + _PORT, 1)
    return [(port, bottom), (lane, round(bottom + _TURN, 1)), (lane, round(tag.extent[0] - _TURN, 1))]


def _rims(tag: Box) -> list[Point]:
    return [(tag.x, round(y, 1)) for y in dict.fromkeys(tag.extent)]


def _top(box: Box) -> float:
    return round(box.y - box.height / 2, 1)
