"""The figures of one variable over time, as SVG: each a bar across its period at the height of its value, named with its area."""

from __future__ import annotations

from datetime import date
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from msgspec import Struct

from kg.errors import count
from kg.render.measure import wrapped
from kg.render.palette import color_of
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.model.figure import Figure
    from kg.results.everything import Everything

_GAP: Final = 17.0
_TOP: Final = 30.0
# Figures further apart than this are shown on a logarithmic scale.
_FAR: Final = 50


class _Frame(Struct, frozen=True):
    """The widths of a plot: in a wide window names stand beside the bars, in a narrow one numbers do, with the names below."""

    axis: float
    plot: float
    names: float
    years: int
    narrow: bool

    @property
    def end(self) -> float:
        """Where the plot ends and names or numbers begin."""
        return self.axis + self.plot


_WIDE: Final = _Frame(74.0, 440.0, 440.0, 8, False)
_NARROW: Final = _Frame(52.0, 252.0, 40.0, 4, True)


class Mark(Struct, frozen=True):
    """One figure, however many claims state it: its days, its values, its name and its backing."""

    start: date
    end: date
    low: float
    high: float
    label: str
    level: str | None


def time_plots(found: Everything, claims: Iterable[str], levels: dict[str, str]) -> list[str]:
    """The plots of some claims: shares and counts are apart; nothing for fewer than two figures whose period is known."""
    plots = []
    for share in (False, True):
        marks = _marks(found, claims, levels, share)
        if len(marks) > 1:
            plots.append(_plot(marks, share, _WIDE) + _plot(marks, share, _NARROW))
    return plots


def _marks(found: Everything, claims: Iterable[str], levels: dict[str, str], share: bool) -> list[Mark]:
    """Figures of one value, area and period are one mark, which says how many claims state it."""
    graph = found.analysis.graph
    stated: dict[tuple[object, ...], list[tuple[str, Figure]]] = {}
    for node in claims:
        figure = graph.claims[node].figure
        if figure is None or figure.low is None or bool(figure.share) != share or figure.period is None:
            continue
        if figure.period.start and figure.period.end:
            words = " ".join(str(part) for part in (figure.qualifier, figure.number) if part)
            key = (words, figure.area, figure.period.start, figure.period.end, figure.low, figure.high)
            stated.setdefault(key, []).append((node, figure))
    marks = []
    for named, same in stated.items():
        node, figure = same[0]
        period, low = figure.period, float(figure.low or 0)
        if period is None or period.start is None or period.end is None:
            continue
        area = f"{graph.areas.name(figure.area)}, " if figure.area else ""
        many = f" · {count(len(same), 'claim')}" if len(same) > 1 else ""
        high = float(figure.high) if figure.high is not None else low
        label = plain_text(f"{named[0]} · {area}{period}{many}")
        marks.append(Mark(period.start, period.end, low, high, label, levels.get(node)))
    return sorted(marks, key=lambda mark: (-mark.high, mark.start, mark.label))


def _plot(marks: list[Mark], share: bool, frame: _Frame) -> str:
    most, least = max(mark.high for mark in marks), min((mark.low for mark in marks if mark.low > 0), default=1.0)
    logarithmic = not share and most / least > _FAR
    tall = max(220.0, _GAP * len(marks) + 10)
    names = [wrapped(f"{n}. {mark.label}", 12, frame.end + frame.names, 3) for n, mark in enumerate(marks, 1)]
    below = _GAP * (sum(len(lines) for lines in names) + 1) if frame.narrow else 0.0
    height, wide = _TOP + tall + 30 + below, frame.end + frame.names
    classes = "hw plot narrow" if frame.narrow else "hw plot room-980"
    size = {"viewBox": f"0 0 {wide:g} {height:g}", "width": f"{wide:g}"}
    root = ET.Element("svg", {"class": classes, "role": "img", **size})
    title = (
        f"{'Shares in per cent' if share else 'Counts'} over time{', on a logarithmic scale' if logarithmic else ''}"
    )
    ET.SubElement(root, "title").text = f"{title}: {count(len(marks), 'figure')}"
    ET.SubElement(root, "text", {"class": "small", "x": "0", "y": "14"}).text = title
    bottom = _TOP + tall
    floor_, top = (10 ** floor(log10(least)), 10 ** ceil(log10(most))) if logarithmic else (0.0, most or 1.0)

    def up(value: float) -> float:
        if not logarithmic:
            return bottom - tall * value / top
        return bottom - tall * log10(max(value, floor_) / floor_) / (log10(top / floor_) or 1)

    _values(root, floor_, top, logarithmic, up, frame)
    first, last = min(mark.start for mark in marks).year, max(mark.end for mark in marks).year + 1
    begin, days = date(first, 1, 1).toordinal(), (date(min(last, 9999), 1, 1) - date(first, 1, 1)).days or 1

    def along(day: date) -> float:
        return frame.axis + frame.plot * (day.toordinal() - begin) / days

    _years(root, first, last, along, bottom, frame.years)
    heights = _apart([(up(mark.low) + up(mark.high)) / 2 for mark in marks], _TOP, bottom)
    for number, (mark, y) in enumerate(zip(marks, heights, strict=True), 1):
        _draw(root, mark, along, up, (frame.end + 14, y))
        text = [str(number)] if frame.narrow else wrapped(mark.label, 12, frame.names - 20, 1)
        place = {"x": f"{frame.end + 14:g}", "y": f"{y + 4:.1f}"}
        ET.SubElement(root, "text", {"class": "note", **place}).text = text[0] if text else ""
    if frame.narrow:
        for line, words in enumerate(line for lines in names for line in lines):
            place = {"x": "0", "y": f"{bottom + 44 + _GAP * line:.1f}"}
            ET.SubElement(root, "text", {"class": "note", **place}).text = words
    return ET.tostring(root, encoding="unicode")


def _values(
    root: ET.Element, least: float, most: float, logarithmic: bool, up: Callable[[float], float], frame: _Frame
) -> None:
    """The lines of the scale of values."""
    if logarithmic:
        ticks = [10.0**power for power in range(round(log10(least)), round(log10(most)) + 1)]
    else:
        rough = most / 4
        step = 10 ** floor(log10(rough))
        step *= next(factor for factor in (1, 2, 5, 10) if factor * step >= rough)
        ticks = [step * number for number in range(int(most / step) + 1)]
    for tick in ticks:
        y = up(tick)
        ET.SubElement(
            root, "path", {"class": "input", "d": f"M{frame.axis:g} {y:.1f}H{frame.end:g}", "stroke-width": "1"}
        )
        text = ET.SubElement(
            root, "text", {"class": "small", "x": f"{frame.axis - 8:g}", "y": f"{y + 4:.1f}", "text-anchor": "end"}
        )
        text.text = f"{tick:,.10g}" if tick < 1 else f"{tick:,.0f}"


def _years(root: ET.Element, first: int, last: int, along: Callable[[date], float], bottom: float, most: int) -> None:
    stride = max(1, ceil((last - first) / most))
    for year in range(first, min(last, 9999) + 1, stride):
        x = along(date(year, 1, 1))
        ET.SubElement(root, "path", {"class": "input", "d": f"M{x:.1f} {_TOP:g}V{bottom:g}", "stroke-width": "1"})
        label = ET.SubElement(root, "text", {"class": "small centred", "x": f"{x:.1f}", "y": f"{bottom + 16:g}"})
        label.text = str(year)


def _apart(wanted: list[float], top: float, bottom: float) -> list[float]:
    """Heights for labels near those wanted, in their order, no two closer than a line."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + _GAP if placed else top))
    limit = bottom
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = min(placed[number], limit)
        limit = placed[number] - _GAP
    return placed


def _draw(
    root: ET.Element,
    mark: Mark,
    along: Callable[[date], float],
    up: Callable[[float], float],
    name: tuple[float, float],
) -> None:
    color, (left, right) = color_of(mark.level), (along(mark.start), along(mark.end))
    right = max(right, left + 6)
    for value in dict.fromkeys((mark.low, mark.high)):
        ET.SubElement(
            root,
            "path",
            {"class": f"wire bar s-{color}", "d": f"M{left:.1f} {up(value):.1f}H{right:.1f}"},
        )
    if mark.high != mark.low:
        x = (left + right) / 2
        ET.SubElement(
            root,
            "path",
            {"class": f"wire bar s-{color}", "d": f"M{x:.1f} {up(mark.low):.1f}V{up(mark.high):.1f}"},
        )
    y = (up(mark.low) + up(mark.high)) / 2
    lead = f"M{right + 2:.1f} {y:.1f}L{name[0] - 6:g} {name[1]:.1f}"
    ET.SubElement(root, "path", {"class": "wire lead", "d": lead})
