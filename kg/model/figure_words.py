"""A figure in one line of words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from kg.model.period import duration_words
from kg.model.plain_text import plain_text

if TYPE_CHECKING:
    from kg.model.figure import Figure

# “1 in 5 children”, but “20% of children” and “tens of thousands of children”.
_RATIO = re.compile(r"\sin\s", re.IGNORECASE)
_MAGNITUDE = re.compile(r"(?:dozens|scores|hundreds|thousands|millions|billions)$", re.IGNORECASE)
_CURRENCIES = ("£", "$", "€", "¥")


class AreaNames(Protocol):
    """The names of areas."""

    def name(self, area: str) -> str:
        """The name shown for an area."""
        ...


def figure_words(figure: Figure, areas: AreaNames) -> str:
    """A figure in one line: qualifier, number, unit, category, area, period, certainty."""
    unit = figure.unit or ("" if not figure.share else figure.denominator or "")
    number = figure.number or ("(number not stated)" if figure.qualifier else "")
    joined = " of " if unit and ((figure.share and not _RATIO.search(number)) or _MAGNITUDE.search(number)) else " "
    if unit[:1] in _CURRENCIES:
        number, unit = f"{unit[0]}{number}", unit[1:].strip()
    changed = f"{figure.change} of" if figure.change else None
    head = " ".join(part for part in (changed, figure.qualifier, number) if part)
    head = joined.join(part for part in (head, unit) if part)
    if figure.interval:
        head += f" per {figure.interval}"
    parts = [
        head,
        figure.category,
        figure.population and f"among {figure.population}",
        figure.denominator and figure.denominator != unit and f"of {figure.denominator}",
        areas.name(figure.area) if figure.area else None,
        str(figure.period) if figure.period else figure.duration and _lasting(figure.duration),
        ("conservative " if figure.conservative else "") + str(figure.certainty) if figure.certainty else None,
    ]
    text = plain_text(", ".join(str(part) for part in parts if part))
    return text[:1].upper() + text[1:]


def _lasting(duration: str) -> str:
    """An ISO 8601 duration as `over 30 years`; one of several parts stays as it is."""
    words = duration_words(duration)
    return f"over {words}" if words else duration
