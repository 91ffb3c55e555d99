"""A figure in one line of words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from kg.model.number import plain
from kg.model.period import duration_words
from kg.model.plain_text import plain_text
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.model.figure import Figure

# “1 in 5 children”, but “20% of children” and “tens of thousands of children”.
_RATIO = regex(r"\sin\s", re.IGNORECASE)
_MAGNITUDE = regex(r"(?:dozens|scores|hundreds|thousands|millions|billions)$", re.IGNORECASE)
_SIGN = regex(r"[A-Z]{0,3}[£$€¥₹₩₽](?=\s|$)")
# Numbers whose words say by themselves that they are a change.
_CHANGED = regex(r"(?:doubl|trebl|tripl|quadrupl|quintupl|halv)\w+", re.IGNORECASE)


class AreaNames(Protocol):
    """The names of areas."""

    def name(self, area: str) -> str:
        """The name shown for an area."""
        ...


_IMPLIED = regex(r"\b(?:most|majority|minority)\b", re.IGNORECASE)


def figure_words(figure: Figure, areas: AreaNames) -> str:
    """A figure in one line: hedge, number, unit, and whatever scopes it, with the day it was established."""
    unit = figure.unit or ("" if not figure.share else figure.denominator or "")
    parts = [
        _head(figure, unit),
        figure.earlier is not None and f"from {plain(figure.earlier)}",
        figure.uncertainty,
        figure.category,
        figure.population and f"among {figure.population}",
        figure.denominator and figure.denominator != unit and f"out of {figure.denominator}",
        figure.horizon,
        areas.name(figure.area) if figure.area else None,
        str(figure.period) if figure.period else figure.duration and _lasting(figure.duration),
        f"as of {figure.as_of}" if figure.as_of else None,
        ("conservative " if figure.conservative else "") + str(figure.certainty) if figure.certainty else None,
    ]
    text = plain_text(", ".join(str(part) for part in parts if part))
    return text[:1].upper() + text[1:]


def _head(figure: Figure, unit: str) -> str:
    """The number with its hedge, unit and rate: `at least 1,400 children per year`, `£350m per week`, `median of 12 days`."""
    number = figure.number or ("(number not stated)" if figure.qualifier else "")
    joined = " of " if unit and ((figure.share and not _RATIO.search(number)) or _MAGNITUDE.search(number)) else " "
    implied = _IMPLIED.search(number) is not None  # most, the majority: the hedge is in the word
    joined = " " if number.lower() == "most" else joined
    if (sign := _SIGN.match(unit)) and sign.group().strip() not in number:
        number, unit = f"{sign.group().strip()}{number}", unit[sign.end() :].strip()
    changed = f"{figure.change} of" if figure.change and not _CHANGED.match(number) else None
    average = f"{figure.statistic} of" if figure.statistic and not number.startswith("ranked") else None
    head = " ".join(part for part in (changed, None if implied else figure.qualifier, average, number) if part)
    head = joined.join(part for part in (head, "" if number.startswith("ranked") else unit) if part)
    every = figure.interval and number.lower().startswith("every ")
    return f"{head} per {figure.interval}" if figure.interval and not every else head


def _lasting(duration: str) -> str:
    """An ISO 8601 duration as `over 30 years`; one of several parts stays as it is."""
    words = duration_words(duration)
    return f"over {words}" if words else duration
