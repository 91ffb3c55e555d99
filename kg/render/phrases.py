"""Figures, dates and readings as people read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model.period import duration_words
from kg.rdf.labels import label
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from datetime import date

    from kg.compare.drift import Areas, Change
    from kg.model.figure import Figure
    from kg.model.reading import Reading

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


# “1 in 5 children”, but “20% of children” and “tens of thousands of children”.
_RATIO = re.compile(r"\sin\s", re.IGNORECASE)
_MAGNITUDE = re.compile(r"(?:dozens|scores|hundreds|thousands|millions|billions)$", re.IGNORECASE)
_CURRENCIES = ("£", "$", "€", "¥")


def day(when: date) -> str:
    """A date as `2 July 2026`, whatever the locale."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def figure_words(figure: Figure, areas: Areas) -> str:
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


def reading_words(reading: Reading) -> str:
    """How something was seen: the label of its status, with the other source where it was only reported."""
    return label("reading", reading.status)


def change_words(change: Change) -> str:
    """One change as before → after."""
    field, before, after = label("field", change.field), change.before, change.after
    if change.kind == "cannot tell until read":
        return plain_text(f"? {field}: {before} / {after}: {label('drift', change.kind)}")
    if change.kind == "dropped":
        return plain_text(f"{field} {label('drift', 'dropped')}: {before}")
    if change.kind == "added":
        return plain_text(f"{field} {label('drift', 'added')}: {after}")
    mark = "≠" if change.stops else "~"
    times = f" (× {change.factor:f})" if change.factor is not None and change.stops else ""
    return plain_text(f"{mark} {field} {label('drift', change.kind)}: {before} → {after}{times}")
