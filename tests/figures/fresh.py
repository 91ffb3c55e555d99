"""Wordings labelled by a reader who had not seen the grammar, put in the form of our own labels.

Their conventions differ in a few places, which are mapped here and nowhere else: `exactly` stands for no hedge, `halved` and
“half the rate” are 0.5 times, and where a level moved from one to another, the period is that of both.
"""

from __future__ import annotations

import re
from typing import Any

from tests.figures.score import labelled

_CHANGES = {"rise": "increase", "fall": "decrease"}


def fresh_figures() -> list[dict[str, Any]]:
    """The wordings with their figures."""
    return [
        {"text": row["text"], "issued": row.get("published"), "figures": _figures(row)}
        for row in labelled("fresh_figures.yaml")
    ]


def _figures(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of a row; the base of another one, and the level that one came from, are fields of that one here."""
    bases = {figure["base"] for figure in row["figures"] if "base" in figure}
    return [_figure(row["text"], figure) for figure in row["figures"] if figure.get("value") not in bases]


def _figure(text: str, given: dict[str, Any]) -> dict[str, Any]:
    value = [given["low"], given["high"]] if "low" in given else given.get("value")
    multiple, share = (
        given["kind"] == "multiple",
        given["kind"] == "share" or given.get("measure") in {"percent", "points"},
    )
    if multiple and isinstance(value, float) and value < 1:
        value, multiple, share = 100 * value, False, True
    made: dict[str, Any] = {
        "value": value,
        "share": share,
        "multiple": multiple,
        "qualifier": _qualifier(text, given),
        "unit": _unit(given),
        "period": _period(given),
        "near": given["span"],
    }
    if given["kind"] == "change":
        made["change"] = _CHANGES[given["change"]]
    if "from" in given:
        made["earlier"] = given["from"]
    if "per" in given:
        made["rate"] = given["per"]
    return {name: found for name, found in made.items() if found is not None}


def _qualifier(text: str, given: dict[str, Any]) -> str | None:
    word = given.get("qualifier")
    return None if word == "exactly" and not re.search(r"\b(?:exactly|precisely)\b", text, re.IGNORECASE) else word


def _unit(given: dict[str, Any]) -> str | None:
    return given.get("unit") or {"Rs": "₹", "GBP": "£"}.get(given.get("currency", ""), given.get("currency"))


def _period(given: dict[str, Any]) -> str | None:
    period = given.get("period")
    if period is None:
        return None
    start, slash, end = str(period).partition("/")
    moved = "from" in given and slash and end != ".." and len(end) == len(start)
    return end if moved else str(period)
