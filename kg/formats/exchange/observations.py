"""Observations of official statistics, whatever their syntax, as claims that their dataset makes; a revision supersedes what was before.

An observation is known by its key (the codes of its dimensions). Where the folder, or an earlier part of the file, has another value
for the same key, the new one is a claim of its own that *supersedes* it, so what was published before stays on record.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.formats.importing.index import short_id
from kg.formats.importing.parts import Fields, ListEntry, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.importing.context import Context

_CERTAINTY: Final = {"E": "estimate", "P": "estimate", "F": "projection", "I": "estimate", "S": "estimate"}
_SHARES: Final = frozenset({"%", "PC", "PT", "PERCENT", "PERCENTAGE", "PER CENT", "PERCENTAGES"})
_QUARTER: Final = re.compile(r"(\d{4})-?Q([1-4])")
_HALF: Final = re.compile(r"(\d{4})-?[SH]([12])")
_MONTH: Final = re.compile(r"(\d{4})-?M(\d\d)")
_MOST_DIGITS: Final = 30
_EDTF: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:/\d{4}(?:-\d\d(?:-\d\d)?)?)?")


class Observation(Struct, frozen=True):
    """One value with what it is about; `scope` are the names of its other dimensions, `release` the day it was published."""

    key: str
    variable: str
    value: str
    unit: str = ""
    scale: int = 0
    area: str = ""
    period: str = ""
    status: str = ""
    scope: tuple[str, ...] = ()
    release: str = ""
    place: str = ""


def period_of(code: str, start: str = "", end: str = "") -> str:
    """A period code as EDTF: a year, month or day as it is, a quarter or half year by its months; else its first and last day."""
    if match := _QUARTER.fullmatch(code):
        last = int(match[2]) * 3
        return f"{match[1]}-{last - 2:02}/{match[1]}-{last:02}"
    if match := _HALF.fullmatch(code):
        last = int(match[2]) * 6
        return f"{match[1]}-{last - 5:02}/{match[1]}-{last:02}"
    if match := _MONTH.fullmatch(code):
        return f"{match[1]}-{match[2]}"
    if _EDTF.fullmatch(code):
        return code
    return f"{start[:10]}/{end[:10]}" if start and end else ""


class Observations:
    """Writes the observations of one dataset, and the variables that they are about."""

    def __init__(self, context: Context, source: str) -> None:
        self.context, self.source = context, source
        self.known: dict[str, tuple[str, str]] = {}
        self.variables: set[str] = set()
        written = context.on_record.written(source).get("claims") or {}
        for name, claim in written.items():
            at = str(claim.get("at") or "") if isinstance(claim, dict) else ""
            if " key " in f" {at}":
                self.known[at.rpartition("key ")[2]] = (name, str(claim.get("says")))

    def parts(self, one: Observation) -> Iterator[Part | ListEntry]:
        """The claim of an observation; nothing for one without a value, which is said."""
        number = _number(one)
        if number is None:
            self.context.left_out(one.place, "an observation without a value that is a number", one.value, item=one.key)
            return
        share = one.unit.upper() in _SHARES
        scope = ", ".join(filter(None, (*one.scope, one.area, one.period)))
        figure: Fields = {
            "value": f"{number}%" if share else number,
            "unit": "" if share else one.unit,
            "area": one.area,
            "period": one.period,
            "certainty": _CERTAINTY.get(one.status.upper(), ""),
        }
        says = f"{one.variable}: {number}{'%' if share else f' {one.unit}' if one.unit else ''}{f' ({scope})' if scope else ''}"
        variable = short_id(one.variable)
        if variable and variable not in self.variables:
            self.variables.add(variable)
            yield ListEntry("variables", {"variable": variable, "name": one.variable}, one.place)
        claim: Fields = {
            "says": says,
            "figure": {key: text for key, text in figure.items() if text},
            "about": [variable] if variable else [],
            "at": f"{f'release of {one.release}, ' if one.release else ''}key {one.key}",
            "made here": "yes",
        }
        yield self._part(one, says, {key: value for key, value in claim.items() if value})

    def _part(self, one: Observation, says: str, claim: Fields) -> Part:
        """The claim, under its key; where that has another value already, as one that supersedes it."""
        before = self.known.get(one.key)
        if before is not None and before[1] != says:
            claim["speaks to"] = [{"supersedes": f"{self.source}/{before[0]}"}]
            name = self.context.index.claim(
                self.source, f"{one.key} {says}", wish=f"{one.key} {one.release or 'revised'}"
            )
            self.context.in_doubt(one.place, "a revised value supersedes the one before", f"{before[1]} → {says}")
        elif before is not None:
            name = before[0]
        else:
            name = self.context.index.claim(self.source, one.key, wish=one.key)
        self.known[one.key] = (name, says)
        return Part(self.source, one.place, {"kind": "dataset"}, {name: claim})


def _number(one: Observation) -> str | None:
    try:
        value = Decimal(one.value.replace("\u2212", "-"))
        value = value.scaleb(one.scale) if abs(one.scale) < _MOST_DIGITS else value
    except (InvalidOperation, ValueError):
        return None
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        return None
    return f"{int(value):,}" if value == value.to_integral_value() else f"{value:,f}"
