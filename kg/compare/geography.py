"""Names of places: which of them mean one place, which nearly do, and which place an adjective is of.

Our own table (`ontology/places.csv`) knows what people write; the names and codes of ISO 3166 are those of pycountry, read once two
areas differ.
"""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from kg.resources import ontology


class Named(Struct, frozen=True):
    """The place that a name means; `near` where it is not quite the same one, as Britain and the United Kingdom are not."""

    place: str
    near: bool = False


@cache
def _table() -> dict[str, dict[str, str]]:
    """The rows of our table by kind: words in small letters, and the place."""
    found: dict[str, dict[str, str]] = {"same": {}, "near": {}, "adjective": {}}
    with ontology("places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["kind"]][row["words"].lower()] = row["place"]
    return found


@cache
def named(name: str) -> Named | None:
    """The place that a name or ISO code means; None for one that no table holds."""
    folded = re.sub(r"^(?:the|in)\s+", "", " ".join(name.lower().split()))
    table = _table()
    if folded in table["same"]:
        return Named(table["same"][folded])
    if folded in table["near"]:
        return Named(table["near"][folded], near=True)
    code = _iso(name if re.fullmatch(r"[A-Z]{2,3}", name) else folded)
    return Named(code) if code else None


def _iso(name: str) -> str | None:
    """The ISO 3166 code of a country by its name, official name or code; small letters make no code."""
    return None if len(name) <= 3 and not name.isupper() else _countries().get(name.lower())


@cache
def _countries() -> dict[str, str]:
    """The ISO code of each country by every name and code that pycountry has of it, in small letters.

    Its data are read without its module, which takes longer to import than to read them.
    """
    package = find_spec("pycountry")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pycountry")
    data = Path(package.origin).parent / "databases" / "iso3166-1.json"
    rows = json.loads(data.read_text(encoding="utf-8"))["3166-1"]
    return {value.lower(): row["alpha_2"] for row in rows for value in row.values()}


def of_adjective(word: str) -> str | None:
    """The place that an adjective is of: American, British, global."""
    return _table()["adjective"].get(word.lower())


def one_place(one: str, other: str) -> Named | None:
    """The place that two names both mean, `near` where they do not quite; None where they are two places or unknown."""
    first, second = named(one), named(other)
    if first is None or second is None or first.place != second.place:
        return None
    return Named(first.place, first.near != second.near)
