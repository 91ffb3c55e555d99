"""The parts of a figure's line as they are understood, to be shown while it is typed."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.errors import HeadwaterError
from kg.formats.figure_line import LONG, parse_figure
from kg.model.figure import Figure
from kg.model.figure_fields import FIELDS
from kg.model.number import plain

_OF_FILES: Final = re.compile(rf"[;,] (?:or |otherwise )?{re.escape(LONG)}| \(EDTF\)")


def for_a_form(message: str) -> str:
    """A message without what concerns only those who write the file themselves."""
    return _OF_FILES.sub("", message)


class Parts(NamedTuple):
    """What was understood, part by part, and what was not."""

    parts: tuple[tuple[str, str], ...] = ()
    fault: str = ""


def figure_parts(line: str) -> Parts:
    """The parts of a line."""
    if not line.strip() or line.lstrip().startswith("{"):
        return Parts()
    try:
        figure = parse_figure(line)
    except (ValueError, HeadwaterError) as error:
        return Parts((), for_a_form(str(error)))
    return Parts(tuple(_shown(figure)))


def _shown(figure: Figure) -> list[tuple[str, str]]:
    if figure.low is None:
        found = []
    else:
        high = figure.high if figure.high is not None else figure.low
        value = plain(figure.low) if high == figure.low else f"{plain(figure.low)} to {plain(high)}"
        found = [("number", f"{value} %" if figure.share else value)]
    for field in FIELDS:
        value = getattr(figure, field.name)
        if field.name in {"low", "high", "stated", "step", "share"} or value is None:
            continue
        words = value.text if field.codec == "edtf" else "yes" if value is True else str(value)
        found.append((field.name.replace("_", " "), words))
    return found
