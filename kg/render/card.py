"""The verdict on one claim as a card of 1,200 × 630 pixels for a post or a slide: figure, verdict, origin, what limits it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from kg.errors import UsageError
from kg.rdf.labels import label
from kg.render.measure import wrapped
from kg.render.palette import FONT, LIGHT, SQUARES, color_of
from kg.render.safe import clip

if TYPE_CHECKING:
    from kg.render.picture import Picture
    from kg.render.two_answers import Verdict

WIDTH: Final = 1200
HEIGHT: Final = 630
_MARGIN: Final = 64
_ROOM: Final = WIDTH - 2 * _MARGIN


def card(picture: Picture) -> str:
    """The card as SVG with text as text. Raises UsageError for a picture of several claims."""
    start = next((node for node in picture.nodes if node.start), None)
    if start is None or not picture.verdicts:
        raise UsageError("a card shows one claim")
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {HEIGHT}",
            "width": str(WIDTH),
            "height": str(HEIGHT),
            "font-family": FONT,
            "role": "img",
        },
    )
    ET.SubElement(root, "title").text = clip(f"{picture.title}: {picture.verdicts[0].words}", 300)
    _rect(root, 0, 0, WIDTH, HEIGHT, LIGHT["paper"])
    _rect(root, 0, 0, 18, HEIGHT, LIGHT[color_of(picture.verdicts[0].level)])
    source = ", ".join(
        part for part in (start.cited.publisher or start.cited.authors, start.cited.title, start.cited.issued) if part
    )
    top = _lines(root, source, 60, 25, 1, "muted")
    top = _lines(root, start.head, top + 24, 50, 3, "ink", bold=True)
    top = _level(root, picture.verdicts[0], top + 26)
    top = _lines(root, picture.verdict, top + 10, 27, 4 if top < 330 else 3, "ink")
    _lines(root, _limit(picture), min(top + 22, 500), 27, 2, "ink", bold=True)
    _lines(root, f"{picture.graph_name} · Headwater grades documentation, not truth", HEIGHT - 60, 21, 1, "muted")
    return ET.tostring(root, encoding="unicode") + "\n"


def _limit(picture: Picture) -> str:
    """The one thing that limits the figure; nothing where nothing does."""
    why = picture.verdicts[0].why
    return f"What limits it: {why}" if why else ""


def _level(root: ET.Element, verdict: Verdict, top: float) -> float:
    """The level in squares and in words."""
    color = LIGHT[color_of(verdict.level)]
    left = float(_MARGIN)
    for number in range(3 if verdict.level in SQUARES else 0):
        full = number < SQUARES[verdict.level]
        _rect(root, left, top, 26, 26, color if full else LIGHT["paper"], color)
        left += 36
    words = label("backing", verdict.level) + (", provisional" if verdict.provisional else "")
    text = ET.SubElement(
        root, "text", {"x": str(left + (10 if left > _MARGIN else 0)), "y": str(top + 24), "font-size": "31"}
    )
    text.set("font-weight", "700")
    text.set("fill", color)
    text.text = f"The figure is {words}" if verdict.level != "not assessed" else f"The figure: {words}"
    return top + 40


def _lines(root: ET.Element, words: str, top: float, size: float, most: int, color: str, bold: bool = False) -> float:
    """Lines of text from `top` on; where the next thing may begin."""
    for line in wrapped(words, size, _ROOM, most, bold):
        top += size
        text = ET.SubElement(root, "text", {"x": str(_MARGIN), "y": str(round(top, 1)), "font-size": str(size)})
        text.set("fill", LIGHT[color])
        if bold:
            text.set("font-weight", "700")
        text.text = line
        top += size * 0.28
    return top


def _rect(root: ET.Element, x: float, y: float, wide: float, tall: float, fill: str, stroke: str = "none") -> None:
    sizes = {"x": x, "y": y, "width": wide, "height": tall}
    ET.SubElement(
        root,
        "rect",
        {**{name: str(value) for name, value in sizes.items()}, "fill": fill, "stroke": stroke, "stroke-width": "3"},
    )
