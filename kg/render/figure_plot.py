"""The figures of one variable against each other, as SVG: a row for each claim, by area and time, its value on one scale."""

from __future__ import annotations

from collections import defaultdict
from math import log10
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from msgspec import Struct

from kg.errors import count
from kg.lineage.names import cited
from kg.render.measure import wrapped
from kg.render.palette import color_of
from kg.render.safe import clip, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.model.figure import Figure
    from kg.model.records import Claim
    from kg.results.everything import Everything

# In a wide window a label stands before its value, in a narrow one above it.
_LABELS: Final = 400.0
_SCALE: Final = 420.0
_NARROW_LABELS: Final = 340.0
_NARROW_SCALE: Final = 200.0
_VALUES: Final = 140.0
_ROW: Final = 34.0
_NARROW_ROW: Final = 62.0
# Figures further apart than this are shown on a logarithmic scale.
_FAR: Final = 50


class _Row(Struct, frozen=True):
    label: str
    low: float
    high: float
    words: str
    bound: str | None
    level: str | None
    order: tuple[str, str, str]


def figure_plots(found: Everything, claims: Iterable[str], levels: dict[str, str]) -> list[str]:
    """The plots of some claims: shares and counts are apart; nothing for fewer than two figures."""
    graph = found.analysis.graph
    groups: dict[bool, list[_Row]] = defaultdict(list)
    for node in claims:
        claim = graph.claims[node]
        if claim.figure is not None and claim.figure.low is not None:
            groups[bool(claim.figure.share)].append(_row(found, claim, claim.figure, levels.get(node)))
    return [
        _plot(sorted(rows, key=lambda row: row.order), share, False)
        + _plot(sorted(rows, key=lambda row: row.order), share, True)
        for share, rows in sorted(groups.items())
        if len(rows) > 1
    ]


def _row(found: Everything, claim: Claim, figure: Figure, level: str | None) -> _Row:
    graph = found.analysis.graph
    area = graph.areas.name(figure.area) if figure.area else ""
    period = str(figure.period) if figure.period else ""
    low = float(figure.low or 0)
    high = float(figure.high) if figure.high is not None else low
    outlet = cited(graph, claim.id) or found.name(claim.id)
    words = " ".join(str(part) for part in (figure.qualifier, figure.number) if part)
    issued = graph.source_of(claim.id)
    day = issued.issued.edtf if issued and issued.issued else ""
    return _Row(
        plain_text(" · ".join(part for part in (", ".join(part for part in (area, period) if part), outlet) if part)),
        low,
        high,
        plain_text(words),
        figure.bound,
        level,
        (area, period, day),
    )


def _plot(rows: list[_Row], share: bool, narrow: bool) -> str:
    most, least = max(row.high for row in rows), min((row.low for row in rows if row.low > 0), default=1.0)
    logarithmic = not share and most / least > _FAR
    left, scale, row_height = (4.0, _NARROW_SCALE, _NARROW_ROW) if narrow else (_LABELS, _SCALE, _ROW)
    tall, wide = row_height * len(rows) + 40, left + scale + _VALUES
    classes = "hw plot narrow" if narrow else "hw plot room-980"
    size = {"viewBox": f"0 0 {wide:g} {tall:g}", "width": f"{wide:g}"}
    root = ET.Element("svg", {"class": classes, "role": "img", **size})
    title = "Shares in per cent" if share else "Counts" + (", on a logarithmic scale" if logarithmic else "")
    ET.SubElement(root, "title").text = f"{title}: {count(len(rows), 'figure')}"
    ET.SubElement(root, "text", {"class": "small", "x": "0", "y": "14"}).text = title

    def at(value: float) -> float:
        if logarithmic:
            span = log10(most) - log10(least)
            return left + scale * (log10(max(value, least)) - log10(least)) / (span or 1)
        return left + scale * value / (most or 1)

    for number, row in enumerate(rows):
        y = 44 + row_height * number
        for line, text in enumerate(
            wrapped(row.label, 12, _NARROW_LABELS if narrow else _LABELS - 16, 2 if narrow else 1)
        ):
            place = {"x": "0", "y": f"{y + 4 + 16 * line:g}"}
            ET.SubElement(root, "text", {"class": "note", **place}).text = text
        _draw(root, row, y + 32 if narrow else y, at, (left, left + scale))
    return ET.tostring(root, encoding="unicode")


def _draw(root: ET.Element, row: _Row, y: float, place: Callable[[float], float], ends: tuple[float, float]) -> None:
    color = color_of(row.level)
    ET.SubElement(root, "path", {"class": "input", "d": f"M{ends[0]:g} {y:g}H{ends[1]:g}", "stroke-width": "1"})
    low, high = place(row.low), place(row.high)
    ET.SubElement(root, "path", {"class": f"wire bar s-{color}", "d": f"M{low:.1f} {y:g}H{high:.1f}"})
    for x in dict.fromkeys((low, high)):
        ET.SubElement(root, "circle", {"class": color, "cx": f"{x:.1f}", "cy": f"{y:g}", "r": "5"})
    if row.bound in {"floor", "ceiling"}:
        way = 1 if row.bound == "floor" else -1
        ET.SubElement(
            root, "path", {"class": f"wire s-{color}", "d": f"M{high + 7 * way:.1f} {y - 4:g}l{6 * way} 4l{-6 * way} 4"}
        )
    ET.SubElement(root, "text", {"class": "strong", "x": f"{high + 18:.1f}", "y": f"{y + 4:g}"}).text = clip(
        row.words, 26
    )
