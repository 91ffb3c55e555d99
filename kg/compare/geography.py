"""Names of places: which of them mean one place, which nearly do, and which place an adjective is of.

Our own table (`ontology/places.csv`) knows what people write; ISO 3166 names and codes come from pycountry, which waits until two
areas differ.
"""

from __future__ import annotations

import csv
import re
from functools import cache

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
    import pycountry

    if len(name) <= 3 and not name.isupper():
        return None
    try:
        return str(pycountry.countries.lookup(name).alpha_2)
    except LookupError:
        return None


def of_adjective(word: str) -> str | None:
    """The place that an adjective is of: American, British, global."""
    return _table()["adjective"].get(word.lower())


def one_place(one: str, other: str) -> Named | None:
    """The place that two names both mean, `near` where they do not quite; None where they are two places or unknown."""
    first, second = named(one), named(other)
    if first is None or second is None or first.place != second.place:
        return None
    return Named(first.place, first.near != second.near)
