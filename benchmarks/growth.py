"""Draws how time and memory grow with the size of a graph, log-log, from what the other benchmarks saved with `--save FILE`.

python -m benchmarks.growth FILE docs/growth.svg
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from html import escape
from itertools import cycle
from math import ceil, floor, log10
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Points = dict[int, float]
_WIDTH, _HEIGHT, _LEFT, _TOP = 320, 240, 60, 40
_COLORS: Final = ("#0b5394", "#b45309", "#38761d", "#741b47", "#434343", "#990000", "#0b7285", "#5b21b6")
_DASHES: Final = ("", "6 3", "2 3", "8 3 2 3")


def read(path: Path) -> tuple[dict[str, Points], dict[str, Points]]:
    """Seconds and megabytes by work and size; of several runs the least."""
    seconds: dict[str, Points] = defaultdict(dict)
    megabytes: dict[str, Points] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for work, size, took, used in csv.reader(file):
            for found, value in ((seconds[work], float(took)), (megabytes[work], float(used))):
                found[int(size)] = min(max(value, 0.01), found.get(int(size), float("inf")))
    return dict(seconds), dict(megabytes)


def chart(title: str, lines: Mapping[str, Points], left: int) -> Iterable[str]:
    """One chart: a line for each work that was measured at several sizes."""
    sizes = [log10(size) for points in lines.values() for size in points]
    values = [log10(value) for points in lines.values() for value in points.values()]
    low_x, high_x, low_y, high_y = floor(min(sizes)), ceil(max(sizes)), floor(min(values)), ceil(max(values))

    def at(size: float, value: float) -> tuple[float, float]:
        across = (log10(size) - low_x) / (high_x - low_x or 1)
        up = (log10(value) - low_y) / (high_y - low_y or 1)
        return left + across * _WIDTH, _TOP + _HEIGHT - up * _HEIGHT

    yield f'<text x="{left}" y="{_TOP - 14}" font-weight="bold">{escape(title)}</text>'
    for power in range(low_x, high_x + 1):
        x, _ = at(10**power, 10**low_y)
        yield f'<path d="M{x:.1f} {_TOP}V{_TOP + _HEIGHT}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{_TOP + _HEIGHT + 16}" text-anchor="middle">{10**power:,}</text>'
    for power in range(low_y, high_y + 1):
        _, y = at(10**low_x, 10**power)
        yield f'<path d="M{left} {y:.1f}H{left + _WIDTH}" stroke="#ddd"/>'
        yield f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>'
    for (points, color), dash in zip(zip(lines.values(), cycle(_COLORS), strict=False), cycle(_DASHES), strict=False):
        places = [at(size, value) for size, value in sorted(points.items())]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        yield f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in places)


def draw(path: Path) -> str:
    """Both charts beside each other with the names of the lines below."""
    seconds, megabytes = ({work: p for work, p in lines.items() if len(p) > 1} for lines in read(path))
    parts = [
        *chart("Seconds on processors", seconds, _LEFT),
        *chart("Peak memory, MB", megabytes, 2 * _LEFT + _WIDTH + 20),
    ]
    below = _TOP + _HEIGHT + 44
    for number, (work, color, dash) in enumerate(zip(seconds, cycle(_COLORS), cycle(_DASHES), strict=False)):
        x, y = _LEFT + number % 3 * 250, below + number // 3 * 20
        parts.append(f'<path d="M{x} {y - 4}h28" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}"/>')
        parts.append(f'<text x="{x + 34}" y="{y}">{escape(work)}</text>')
    width, height = 3 * _LEFT + 2 * _WIDTH + 40, below + len(seconds) // 3 * 20 + 20
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img">'
    name = "<title>Seconds and memory of each work against the number of claims, both axes logarithmic</title>"
    return "\n".join((head, name, f'<rect width="{width}" height="{height}" fill="#fff"/>', *parts, "</svg>")) + "\n"


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(draw(Path(sys.argv[1])), encoding="utf-8")
