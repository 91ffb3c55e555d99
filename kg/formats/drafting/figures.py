"""A figure as the value of a record: in one line where the line says all of it, else long."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kg.formats.figure_writing import figure_line
from kg.model.figure_fields import KEYED
from kg.model.number import plain
from kg.model.period import Period

if TYPE_CHECKING:
    from kg.model.figure import Figure


def figure_value(figure: Figure) -> str | dict[str, str]:
    """The value of the key `figure` that reads back as this figure."""
    try:
        return figure_line(figure)
    except ValueError:
        return _long(figure)


def _long(figure: Figure) -> dict[str, str]:
    found = {"value": figure.stated or figure.number or ""}
    for field in KEYED:
        value = getattr(figure, field.name)
        if value is not None and field.name != "stated" and field.key and not (field.name == "share" and not value):
            found[field.key] = _text(value)
    return {key: text for key, text in found.items() if text}


def _text(value: Any) -> str:  # noqa: ANN401 - of many types
    if isinstance(value, Period):
        return value.edtf
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain(value)
    return str(value.value) if isinstance(value, StrEnum) else str(value)
