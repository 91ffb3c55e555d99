"""A statement of Wikidata as its readers give it, whatever the syntax."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

ENTITY: Final = "http://www.wikidata.org/entity/"
# What statistics are stated with; other properties are called by their label in the file, else by their number.
NAMES: Final = {
    "P1082": "population", "P1083": "capacity", "P1120": "number of deaths", "P1339": "number of injured", "P1128": "employees",
    "P2046": "area", "P2131": "nominal GDP", "P2124": "member count", "P3744": "number of subscribers", "P1198": "unemployment rate",
    "P2573": "number of out-of-school children", "P1590": "number of casualties", "P1114": "quantity", "P2139": "total revenue",
}  # fmt: skip
_YEAR, _MONTH, _DAY = 9, 10, 11
_DATE: Final = re.compile(r"[+]?(\d{4})-(\d\d)-(\d\d)T")


class Reference(Struct, frozen=True):
    """One reference of a statement: where it leads, and the page there."""

    address: str
    page: str = ""


class Stated(Struct, frozen=True):
    """One statement: `number` where its value is a quantity, `value` in words in any case."""

    item: str
    label: str
    name: str
    value: str
    number: str = ""
    unit: str = ""
    when: str = ""
    references: tuple[Reference, ...] = ()
    deprecated: bool = False
    place: str = ""


def day_of(time: str, precision: int = _DAY) -> str:
    """A time of Wikidata as EDTF: precision 9 is a year, 10 a month, 11 a day."""
    match = _DATE.match(time)
    if match is None:
        return ""
    if precision <= _YEAR or match[2] == "00":
        return match[1]
    return f"{match[1]}-{match[2]}" if precision == _MONTH or match[3] == "00" else f"{match[1]}-{match[2]}-{match[3]}"
