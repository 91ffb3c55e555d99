"""A picture as SVG, made without a browser: for notebooks, reports, the README and print.

Text stays text, colours follow the reader's light or dark scheme on a ground of their own, and the alternative text says
what the picture says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from kg.errors import UsageError
from kg.rdf.labels import label
from kg.render.column import column
from kg.render.measure import wrapped
from kg.render.palette import DARK, FONT, LIGHT, SQUARES, color_of
from kg.render.safe import clip
from kg.render.scene import BAND, BOX_WIDTH, PAD, SQUARES_WIDTH, STYLES, line_height, scene
from kg.resources import package_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.render.layout import Point
    from kg.render.picture import Edge, Node, Picture
    from kg.render.scene import Box, Line, Scene, Wire

MARGIN: Final = 24.0
# Inside a page, which has margins of its own.
_EDGE: Final = 8.0
# The widths of windows between which a style sheet can choose (still.css).
_ROOMS: Final = (560, 850, 980, 1130)
# A still picture of more boxes than this cannot be read on paper; the tables say the same.
MOST_STILL: Final = 150
_NARROWEST: Final = 560.0
_DESCRIBED: Final = 4000
_CAPS: Final = 0.35  # from the middle of a line to its baseline, in font sizes
_TIP: Final = 7.0


def svg(picture: Picture, heading: bool = True) -> str:
    """The picture as a document of its own; without `heading` it is only the boxes and arrows.

    Raises UsageError for a picture without a box.
    """
    if not picture.nodes:
        raise UsageError("there is nothing to draw")
    return _drawn(picture, scene(picture), heading)


def stills(picture: Picture) -> str:
    """The boxes and arrows alone, to stand in a page: once for wide windows and print, and in one column for narrow ones.

    One drawing where both would be the same; nothing for a picture that nobody could read on paper, or without a box.
    """
    if not 0 < len(picture.nodes) <= MOST_STILL:
        return ""
    placed = scene(picture)
    if placed.width <= BOX_WIDTH:
        return _drawn(picture, placed, False, "one")
    room = next((room for room in _ROOMS if placed.width + 2 * _EDGE <= room), _ROOMS[-1])
    return _drawn(picture, placed, False, f"room-{room}") + _drawn(picture, column(picture), False, "narrow")


def _drawn(picture: Picture, placed: Scene, heading: bool, for_window: str = "") -> str:
    inner = max(placed.width, _NARROWEST) if heading else placed.width
    margin = MARGIN if heading else _EDGE
    wide = round(inner + 2 * margin, 1)
    classes = f"hw {for_window}".strip()
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": classes, "role": "img"})
    ET.SubElement(root, "title").text = clip(picture.title, 200)
    ET.SubElement(root, "desc").text = description(picture)
    if heading:
        ET.SubElement(root, "style").text = standalone_css()
    ground = ET.SubElement(root, "rect", {"class": "paper", "width": _n(wide), "rx": "8"})
    top = _heading(root, picture, inner) if heading else margin
    body = ET.SubElement(root, "g", {"transform": f"translate({_n(margin + (inner - placed.width) / 2)} {_n(top)})"})
    draw(body, picture, placed)
    bottom = top + placed.height + margin
    if heading:
        bottom = _key(root, picture, bottom, inner)
    ground.set("height", _n(bottom))
    root.set("viewBox", f"0 0 {_n(wide)} {_n(bottom)}")
    root.set("width", _n(wide))
    root.set("height", _n(bottom))
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode", short_empty_elements=True) + "\n"


def standalone_css() -> str:
    """The style of a picture with its colours filled in: light, and dark where the reader's screen is."""
    rules = picture_css()
    dark = "\n".join(line for line in rules.splitlines() if "var(" in line)
    return f"{_filled(rules, LIGHT)}\n@media screen and (prefers-color-scheme:dark){{\n{_filled(dark, DARK)}\n}}"


def picture_css() -> str:
    """The style of a picture, its colours as custom properties."""
    return package_file("render", "templates", "picture.css").read_text(encoding="utf-8").replace("FONT", FONT).strip()


def _filled(rules: str, colors: dict[str, str]) -> str:
    return re.sub(r"var\(--(\w+)\)", lambda match: colors[match[1]], rules)


def description(picture: Picture) -> str:
    """What the picture says, for those who do not see it."""
    parts = [picture.verdict] if picture.verdict else []
    parts += [f"{v.heading}: {v.words}." for v in picture.verdicts]
    parts += [f"{heading}: {text}." for heading, text in picture.facts]
    by_id = picture.by_id
    for edge in picture.edges:
        changed = "; ".join(shift.text for shift in edge.shifts if shift.kind != "passes")
        source, target = by_id[edge.source], by_id[edge.target]
        end = f", {label('end', target.end)}" if target.end else ""
        words = f"{clip(source.head, 90)} — {edge.label} — {clip(target.head, 90)}{end}"
        parts.append(words + (f" ({changed})." if changed else "."))
    return clip(" ".join(parts), _DESCRIBED)


def _heading(root: ET.Element, picture: Picture, inner: float) -> float:
    """The title and the two answers; returns where the boxes may begin."""
    top = MARGIN
    for line in wrapped(picture.title, 19, inner, 2, bold=True):
        top += 24
        _text(root, MARGIN, top - 5, line, "title")
    for line in wrapped(picture.subtitle, 12, inner, 2):
        top += 17
        _text(root, MARGIN, top - 4, line, "place")
    for line in wrapped(picture.verdict, 13.5, inner, 4):
        top += 18
        _text(root, MARGIN, top - 1, line, "verdict")
    for verdict in picture.verdicts:
        top += 12
        _text(root, MARGIN, top + 12, verdict.heading.upper(), "answer-head")
        squares(root, verdict.level, MARGIN + 118, top + 3)
        for line in wrapped(verdict.words, 13.5, inner - 118 - SQUARES_WIDTH, 3):
            top += 18
            _text(root, MARGIN + 118 + SQUARES_WIDTH, top - 5, line, "answer")
    return top + MARGIN


def _key(root: ET.Element, picture: Picture, top: float, inner: float) -> float:
    """What the squares mean, in a line or two below the picture."""
    levels = list(dict.fromkeys(node.backing for node in picture.nodes if node.backing))
    left = MARGIN
    for level in [word for word in ("well", "partly", "thinly", "none", "not assessed") if word in levels]:
        words = label("backing", level)
        step = SQUARES_WIDTH + 7 * len(words) + 18
        if left + step > inner + MARGIN:
            left, top = MARGIN, top + 18
        squares(root, level, left, top - 6)
        _text(root, left + SQUARES_WIDTH, top + 4, words, "small")
        left += step
    words = "thick line: best path · dashed box: not known yet · " + picture.closing
    for line in wrapped(words, 12, inner, 3):
        top += 18
        _text(root, MARGIN, top + 4, line, "small")
    return top + MARGIN


def draw(parent: ET.Element, picture: Picture, placed: Scene) -> None:
    """The arrows, then the boxes and labels over them."""
    edges = sorted(picture.edges, key=lambda edge: edge.best)
    for edge in edges:
        _wire(parent, edge, placed.wires[edge.id])
    for edge in edges:
        if placed.labels and placed.labels[edge.id].lines:
            _tag(parent, edge, placed.labels[edge.id])
    for node in picture.nodes:
        _box(parent, node, placed.boxes[node.id])


def _wire(parent: ET.Element, edge: Edge, wire: Wire) -> None:
    spoken = edge.role not in {"evidence", "input"}
    classes = ["wire"]
    if spoken:
        classes += ["spoken", "speaks"]
    elif edge.shown in {"prose", "not shown"}:
        classes.append("prose" if edge.shown == "prose" else "hidden")
    if edge.best:
        classes.append("best")
    *_, (_, before), (x, y) = wire.points
    downward = y >= before
    back = y - _TIP if downward else y + _TIP
    points = (*wire.points[:-1], (x, back))
    ET.SubElement(parent, "path", {"class": " ".join(classes), "d": _curve(points)})
    tip = "tip best-tip" if edge.best else "tip spoken-tip" if spoken else "tip"
    corners = f"M{_n(x)} {_n(y)}L{_n(x - 4.5)} {_n(back)}L{_n(x + 4.5)} {_n(back)}Z"
    ET.SubElement(parent, "path", {"class": tip, "d": corners})


def _curve(points: Sequence[Point]) -> str:
    """A line that leaves and arrives upright at every point."""
    (x, y), *rest = points
    parts = [f"M{_n(x)} {_n(y)}"]
    for next_x, next_y in rest:
        middle = _n((y + next_y) / 2)
        if x == next_x:
            parts.append(f"V{_n(next_y)}")
        else:
            parts.append(f"C{_n(x)} {middle} {_n(next_x)} {middle} {_n(next_x)} {_n(next_y)}")
        x, y = next_x, next_y
    return "".join(parts)


def _tag(parent: ET.Element, edge: Edge, box: Box) -> None:
    group = ET.SubElement(parent, "g")
    stops = any(shift.kind == "stops" for shift in edge.shifts)
    ET.SubElement(group, "rect", _rect(box, "tag changed" if stops else "tag", 4))
    _lines(group, box.lines, box.x, box.y - box.height / 2 + 3, centred=True)


def _box(parent: ET.Element, node: Node, box: Box) -> None:
    group = ET.SubElement(parent, "g")
    ET.SubElement(group, "title").text = clip(f"{node.id}: {node.says or node.head}", 500)
    color = color_of(node.backing)
    unknown = node.backing == "not assessed" or node.end == "not traced further"
    classes = ["box"]
    if node.aside:
        classes.append("aside")
    elif node.kind in {"all of", "input"}:
        classes.append("input")
    elif node.backing or unknown:
        classes.append(f"s-{color}")
    if node.kind == "end":
        classes.append("dead")
    if unknown and not node.aside:
        classes.append("dashed")
    if node.start:
        classes.append("start")
    if node.best:
        ET.SubElement(group, "rect", _rect(box, "halo", 9, grown=4))
    ET.SubElement(group, "rect", _rect(box, " ".join(classes), 14 if node.aside else 0 if node.kind == "end" else 6))
    left, top = box.x - box.width / 2, box.y - box.height / 2
    if node.backing and node.backing != "not assessed":
        band = {
            "x": _n(left + 3),
            "y": _n(top + 6),
            "width": "4",
            "height": _n(box.height - 12),
            "rx": "2",
            "class": color,
        }
        ET.SubElement(group, "rect", band)
    if node.end == "made here":
        y = _n(top + box.height + 1)
        ET.SubElement(group, "path", {"class": f"ground s-{color}", "d": f"M{_n(left + 6)} {y}h{_n(box.width - 12)}"})
    _lines(group, box.lines, left + PAD + BAND / 2, top + PAD - 1)


def _rect(box: Box, classes: str, radius: float, grown: float = 0) -> dict[str, str]:
    return {
        "class": classes,
        "x": _n(box.x - box.width / 2 - grown),
        "y": _n(box.y - box.height / 2 - grown),
        "width": _n(box.width + 2 * grown),
        "height": _n(box.height + 2 * grown),
        "rx": _n(radius),
    }


def _lines(parent: ET.Element, lines: Iterable[Line], left: float, top: float, centred: bool = False) -> None:
    for line in lines:
        size, tall = STYLES[line.style][0], line_height(line.style)
        base = top + tall / 2 + size * _CAPS
        if line.backing:
            squares(parent, line.backing, left, top + tall / 2 - 5)
            _text(parent, left + SQUARES_WIDTH, base, line.text, color_of(line.backing))
        else:
            style = "unknown-text" if line.style == "unknown" else line.style
            _text(parent, left, base, line.text, f"{style} centred" if centred else style)
        top += tall


def squares(parent: ET.Element, level: str, left: float, top: float) -> None:
    """Three squares, as many filled as the level has; one dotted, with a question mark, where it is not assessed."""
    color = color_of(level)
    if level not in SQUARES:
        pill = {
            "x": _n(left),
            "y": _n(top),
            "width": "36",
            "height": "10",
            "rx": "5",
            "class": f"square s-{color} empty dotted",
        }
        ET.SubElement(parent, "rect", pill)
        _text(parent, left + 14.5, top + 9.2, "?", color)
        return
    for number in range(3):
        filled = color if number < SQUARES[level] else "empty"
        place = {
            "x": _n(left + 13 * number),
            "y": _n(top),
            "width": "10",
            "height": "10",
            "class": f"square s-{color} {filled}",
        }
        ET.SubElement(parent, "rect", place)


def _text(parent: ET.Element, x: float, y: float, text: str, classes: str) -> None:
    ET.SubElement(parent, "text", {"x": _n(x), "y": _n(y), "class": classes}).text = text


def _n(number: float) -> str:
    """A number in as few signs as will do."""
    return f"{number:.1f}".removesuffix(".0")
