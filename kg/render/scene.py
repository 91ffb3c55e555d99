"""A picture with a place for everything: boxes with their lines of text, arrows with their labels, all measured.

An arrow's label is a vertex of the layout like a box, so labels never lie on boxes or on one another. A picture of very
many boxes has no labels: nobody could read them, and the details of an arrow are a click away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.rdf.labels import label
from kg.render.layout import place
from kg.render.measure import width, wrapped
from kg.render.palette import END_SIGNS

if TYPE_CHECKING:
    from kg.render.layout import Layout, Point
    from kg.render.picture import Edge, Node, Picture

MOST_LABELLED: Final = 400
BOX_WIDTH: Final = 258.0
LABEL_WIDTH: Final = 208.0
PAD: Final = 10.0
BAND: Final = 8.0
_SMALL_WIDTH: Final = 176.0
_LEADING: Final = 1.32
# Font size and weight of each style of line.
STYLES: Final = {
    "head": (13.5, True),
    "place": (12.0, False),
    "status": (12.0, True),
    "note": (12.0, False),
    "strong": (12.0, True),
    "relation": (12.0, True),
    "small": (12.0, False),
    "stops": (12.0, True),
    "unknown": (12.0, False),
}
_MOST_SHIFTS: Final = 5


class Line(Struct, frozen=True):
    """One line of text in one of STYLES; `backing` asks for the squares of a backing before it."""

    text: str
    style: str
    backing: str | None = None


class Box(Struct, frozen=True):
    """A node or the label of an arrow, with its centre, its size and its lines."""

    id: str
    x: float
    y: float
    width: float
    height: float
    layer: int
    extent: Point
    lines: tuple[Line, ...]


class Wire(Struct, frozen=True):
    """The way of an arrow: points from source to target, through its bends and past its label."""

    edge: str
    points: tuple[Point, ...]


class Scene(Struct, frozen=True):
    """Everything placed. `boxes` and `labels` are under the ids of nodes and edges."""

    boxes: dict[str, Box]
    labels: dict[str, Box]
    wires: dict[str, Wire]
    width: float
    height: float


SQUARES_WIDTH: Final = 44.0


def scene(picture: Picture) -> Scene:
    """The picture laid out from headline to origins."""
    labelled = len(picture.nodes) <= MOST_LABELLED
    texts = {node.id: box_lines(node) for node in picture.nodes}
    tags = {edge.id: label_lines(edge) for edge in picture.edges} if labelled else {}
    number = {node.id: place_ for place_, node in enumerate(picture.nodes)}
    sizes = [box_size(node, texts[node.id]) for node in picture.nodes]
    pairs: list[tuple[int, int]] = []
    for edge in picture.edges:
        upper, lower = (number[node] for node in downward(edge))
        if labelled:
            pairs.extend(((upper, len(sizes)), (len(sizes), lower)))
            sizes.append(label_size(tags[edge.id]))
        else:
            pairs.append((upper, lower))
    found = place(
        sizes, pairs, [number[root] for root in picture.roots], 30.0 if labelled else 60.0, len(picture.nodes)
    )
    boxes = {n.id: _placed(n.id, number[n.id], texts[n.id], sizes, found) for n in picture.nodes}
    first = len(picture.nodes)
    labels = {
        edge.id: _placed(edge.id, first + place_, tags[edge.id], sizes, found)
        for place_, edge in enumerate(picture.edges)
        if labelled
    }
    ways = {edge.id: _way(place_, edge, found, boxes, labels) for place_, edge in enumerate(picture.edges)}
    return Scene(boxes, labels, _ported(picture, boxes, ways), found.width, found.height)


def downward(edge: Edge) -> tuple[str, str]:
    """Upper and lower end: evidence lies below what leans on it, and what speaks to a box lies below that box."""
    return (edge.source, edge.target) if edge.role in {"evidence", "input"} else (edge.target, edge.source)


def _placed(key: str, vertex: int, lines: tuple[Line, ...], sizes: list[Point], found: Layout) -> Box:
    (x, y), (wide, tall) = found.at[vertex], sizes[vertex]
    return Box(key, x, y, wide, tall, found.layer[vertex], found.extent[vertex], lines)


def _way(index: int, edge: Edge, found: Layout, boxes: dict[str, Box], labels: dict[str, Box]) -> list[Point]:
    """The points between the two boxes, from source to target."""
    if not labels:
        points = list(found.bends[index])
        return points if edge.role in {"evidence", "input"} else points[::-1]
    tag = labels[edge.id]
    above, below = found.bends[2 * index], found.bends[2 * index + 1]
    upper = boxes[edge.source if edge.role in {"evidence", "input"} else edge.target]
    rims = [(tag.x, y) for y in dict.fromkeys(tag.extent)]
    points = [*above, *(rims if tag.y > upper.y else rims[::-1]), *below]
    return points if edge.role in {"evidence", "input"} else points[::-1]


def _ported(picture: Picture, boxes: dict[str, Box], ways: dict[str, list[Point]]) -> dict[str, Wire]:
    """The ways with their two ends on the rims of the boxes, spread so that arrows of one box stay apart."""
    ports: dict[tuple[str, bool], list[tuple[float, str, bool]]] = {}
    for edge in picture.edges:
        source, target, way = boxes[edge.source], boxes[edge.target], ways[edge.id]
        first, last = (way[0], way[-1]) if way else ((target.x, target.y), (source.x, source.y))
        ports.setdefault((source.id, first[1] > source.y), []).append((first[0], edge.id, True))
        ports.setdefault((target.id, last[1] > target.y), []).append((last[0], edge.id, False))
    ends: dict[tuple[str, bool], list[Point]] = {}
    for (box_id, below), meeting in ports.items():
        box = boxes[box_id]
        gap = min(22.0, (box.width - 40) / max(1, len(meeting)))
        rim, row = (box.y + box.height / 2, box.extent[1]) if below else (box.y - box.height / 2, box.extent[0])
        for place_, (_, edge_id, leaving) in enumerate(sorted(meeting)):
            x = round(box.x + (place_ - (len(meeting) - 1) / 2) * gap, 1)
            # Upright to the edge of the layer first, so that no other box of it is touched.
            ends[edge_id, leaving] = [(x, round(rim, 1)), *([(x, row)] if abs(rim - row) > 1 else [])]
    return {
        edge.id: Wire(edge.id, (*ends[edge.id, True], *ways[edge.id], *reversed(ends[edge.id, False])))
        for edge in picture.edges
    }


def box_lines(node: Node) -> tuple[Line, ...]:
    """What a box says, in the order in which an editor asks."""
    if node.kind in {"all of", "input"}:
        lines = [Line(text, "strong") for text in _fold(node.head, "strong", _SMALL_WIDTH, 3)]
        return (*lines, *(Line(text, "note") for text in _fold(node.note, "note", _SMALL_WIDTH, 2)))
    found: list[Line] = []
    found += [Line(text, "head") for text in _fold(node.head, "head", BOX_WIDTH, 4)]
    found += [Line(text, "place") for text in _fold(node.place, "place", BOX_WIDTH, 2)]
    if node.backing:
        found.append(Line(label("backing", node.backing), "status", node.backing))
    if node.end:
        sign = END_SIGNS[node.end]
        short = node.end != "made here" and node.note
        said = f"{sign} {label('end', node.end).upper()}" + (f" {node.note}" if short else "")
        found += [Line(text, "strong") for text in _fold(said, "strong", BOX_WIDTH, 3)]
        if not short:
            found += [Line(text, "note") for text in _fold(node.note, "note", BOX_WIDTH, 4)]
    if node.limit:
        found += [Line(text, "strong") for text in _fold(f"⚑ limits the figure: {node.limit}", "strong", BOX_WIDTH, 3)]
    if node.standing:
        found += [Line(text, "stops") for text in _fold("! " + ", ".join(node.standing), "stops", BOX_WIDTH, 2)]
    seen = label("reading", node.reading) if node.reading and node.kind != "end" else ""
    codes = ", ".join(dict.fromkeys(flag.code for flag in node.flags))
    last = " · ".join(part for part in (seen, codes and f"findings {codes}") if part)
    found += [Line(text, "small") for text in _fold(last, "small", BOX_WIDTH, 2)]
    return tuple(found)


def label_lines(edge: Edge) -> tuple[Line, ...]:
    """What an arrow says: the relation, how it is shown, where, and what changed on the way."""
    if edge.role == "input" and not edge.shown:
        return ()
    said = edge.label + (f", {edge.guess}" if edge.guess else "")
    found = [Line(text, "relation") for text in wrapped(said, *_room("relation", LABEL_WIDTH), 2, bold=True)]
    hints = []
    if edge.shown in {"prose", "not shown"} and edge.role != "input":
        hints.append(label("shown", edge.shown))
    hints.extend(part for part in (edge.locator and f"({edge.locator})", edge.note, edge.same) if part)
    found += [Line(text, "small") for text in wrapped(", ".join(hints), *_room("small", LABEL_WIDTH), 3)]
    for shift in edge.shifts[:_MOST_SHIFTS]:
        style = {"stops": "stops", "unknown": "unknown"}.get(shift.kind, "small")
        found += [Line(t, style) for t in wrapped(shift.text, *_room(style, LABEL_WIDTH), 3, bold=style == "stops")]
    if len(edge.shifts) > _MOST_SHIFTS:
        found.append(Line(f"and {len(edge.shifts) - _MOST_SHIFTS} more", "small"))
    if edge.limit:
        text = "⚑ this limits the figure" if edge.shifts else f"⚑ limits the figure: {edge.limit}"
        found += [Line(t, "strong") for t in wrapped(text, *_room("strong", LABEL_WIDTH), 3, bold=True)]
    return tuple(found)


def _room(style: str, wide: float) -> tuple[float, float]:
    return STYLES[style][0], wide


def _fold(text: str, style: str, wide: float, most: int) -> list[str]:
    size, bold = STYLES[style]
    return wrapped(text, size, wide - 2 * PAD - BAND, most, bold)


def line_height(style: str) -> float:
    """The height of a line of a style."""
    return round(STYLES[style][0] * _LEADING, 2)


def box_size(node: Node, lines: tuple[Line, ...]) -> Point:
    """Width and height of a box with its lines."""
    wide = _SMALL_WIDTH if node.kind in {"all of", "input"} else BOX_WIDTH
    return wide, round(sum(line_height(line.style) for line in lines) + 2 * PAD - 2, 1)


def label_size(lines: tuple[Line, ...]) -> Point:
    """Width and height of an arrow's label; nothing where it has no line."""
    if not lines:
        return 0.0, 0.0
    wide = max(width(line.text, *STYLES[line.style]) for line in lines)
    return round(wide + 8, 1), round(sum(line_height(line.style) for line in lines) + 6, 1)
