"""Units that measure: two that convert exactly are told in one, money in one sign; pint knows the factors and waits until two differ."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from kg.figures.words import CURRENCIES

if TYPE_CHECKING:
    import pint

    from kg.model.figure import Figure

_HUNDREDTH: Final = Decimal("0.01")
# What money is called in words, with its sign and how much of it one is.
_MONEY: Final[dict[str, tuple[str, Decimal]]] = {
    **{sign.lower(): (mark, Decimal(1)) for sign, mark in CURRENCIES.items()},
    **dict.fromkeys(("pound", "pounds", "pounds sterling", "sterling", "british pounds"), ("£", Decimal(1))),
    **dict.fromkeys(("dollar", "dollars"), ("$", Decimal(1))),
    **dict.fromkeys(("us dollar", "us dollars", "american dollars", "u.s. dollars"), ("US$", Decimal(1))),
    **dict.fromkeys(("australian dollars",), ("A$", Decimal(1))),
    **dict.fromkeys(("canadian dollars",), ("C$", Decimal(1))),
    **dict.fromkeys(("euro", "euros"), ("€", Decimal(1))),
    **dict.fromkeys(("yen",), ("¥", Decimal(1))),
    **dict.fromkeys(("rupee", "rupees"), ("₹", Decimal(1))),
    **dict.fromkeys(("pence", "penny", "p"), ("£", _HUNDREDTH)),
    **dict.fromkeys(("cent", "cents", "us cents"), ("$", _HUNDREDTH)),
    **dict.fromkeys(("euro cents", "eurocents"), ("€", _HUNDREDTH)),
}
_LONGEST: Final = max(len(name.split()) for name in _MONEY)
# Names that people write, as pint names them. Months and years have no settled number of days; tons are of several kinds and stay apart.
_ALIASES: Final = """
second minute hour day week fortnight metre kilometre centimetre millimetre mile yard foot inch gram kilogram tonne litre
millilitre hectare acre ounce meter=metre kilometer=kilometre liter=litre feet=foot centimeter=centimetre millimeter=millimetre
km=kilometre m=metre cm=centimetre mm=millimetre kg=kilogram g=gram mg=milligram t=tonne l=litre ml=millilitre cl=centilitre
ha=hectare lb=pound oz=ounce mt=megatonne gt=gigatonne kwh=kilowatt_hour mwh=megawatt_hour gwh=gigawatt_hour twh=terawatt_hour
kw=kilowatt mw=megawatt gw=gigawatt mph=mile/hour km/h=kilometre/hour kmh=kilometre/hour km²=kilometre**2 km2=kilometre**2
m²=metre**2 m2=metre**2 month=month_ year=year_ decade=decade_
"""
_NAMES: Final = {
    **{name: called or name for name, _, called in (alias.partition("=") for alias in _ALIASES.split())},
    "sq km": "kilometre**2",
    "square kilometre": "kilometre**2",
    "square mile": "mile**2",
    "square metre": "metre**2",
}
# Lengths of time that only convert among themselves.
_CALENDAR: Final = {"month_": Decimal(1), "year_": Decimal(12), "decade_": Decimal(120)}
_WORDS: Final = 2


def in_one_measure(before: Figure, after: Figure) -> tuple[Figure, Figure]:
    """Two figures, their units told in one measure where both measure the same kind of thing and convert exactly."""
    was, now = _money(before.unit or ""), _money(after.unit or "")
    if was and now and was[0] == now[0]:
        return _told(before, was[1], f"{was[0]} {was[2]}".strip()), _told(after, now[1], f"{now[0]} {now[2]}".strip())
    if before.unit != after.unit and (degrees := _in_celsius(before)) and (others := _in_celsius(after)):
        alike = degrees.low is not None and others.low is not None and abs(degrees.low - others.low) < 1
        return (degrees, others) if alike else (before, after)
    first, second = _measure(before.unit or ""), _measure(after.unit or "")
    if first is None or second is None:
        return before, after
    if first[0] == second[0]:  # cm and centimetres
        named = (before.unit or "").removesuffix(first[1])
        return before, after.model_copy(update={"unit": f"{named}{second[1]}".strip()})
    factor = _factor(second[0], first[0])
    if factor is None:
        return before, after
    unit = (before.unit or "").removesuffix(first[1])
    return before, _told(after, factor, f"{unit}{second[1]}".strip())


_DEGREES: Final = re.compile(r"(?:°\s?|degrees?\s+)(?P<scale>C|F|Celsius|Fahrenheit)\b(?P<rest>.*)", re.IGNORECASE)


def _in_celsius(figure: Figure) -> Figure | None:
    """A temperature in °C; by how much one changed has another factor than one itself."""
    match = _DEGREES.fullmatch(figure.unit or "")
    if match is None or figure.low is None or figure.high is None:
        return None
    unit = f"°C{match['rest']}"
    if match["scale"][0].upper() == "C":
        return figure if figure.unit == unit else figure.model_copy(update={"unit": unit})
    zero = Decimal(0) if figure.change else Decimal(32)
    low, high = ((value - zero) * 5 / 9 for value in (figure.low, figure.high))
    changed = {
        "low": low,
        "high": high,
        "step": figure.step * 5 / 9,
        "unit": unit,
        "stated": f"{figure.number} {figure.unit}",
    }
    return figure.model_copy(update=changed)


def _told(figure: Figure, times: Decimal, unit: str) -> Figure:
    if (times == 1 and figure.unit == unit) or figure.low is None or figure.high is None:
        return figure
    shown = figure.number if times == 1 else f"{figure.number} {figure.unit}"
    changed = {
        "low": figure.low * times,
        "high": figure.high * times,
        "step": figure.step * times,
        "unit": unit,
        "stated": shown,
    }
    return figure.model_copy(update=changed)


@lru_cache(maxsize=4096)
def _money(unit: str) -> tuple[str, Decimal, str] | None:
    """The sign of a unit of money, how much of it one is, and the words after it."""
    words = unit.split()
    for length in range(min(_LONGEST, len(words)), 0, -1):
        found = _MONEY.get(" ".join(words[:length]).lower())
        if found:
            rest = re.sub(r"^(?:of|in)\s+", "", " ".join(words[length:]))
            return found[0], found[1], rest
    return None


def currency(unit: str | None) -> str | None:
    """The sign of a unit of money; None for any other unit."""
    money = _money(unit or "")
    return money[0] if money else None


@lru_cache(maxsize=4096)
def _measure(unit: str) -> tuple[str, str] | None:
    """The measure that a unit begins with, by its name in pint, and the words after it."""
    words = unit.split()
    for length in range(min(_WORDS, len(words)), 0, -1):
        name = " ".join(words[:length]).lower()
        found = _NAMES.get(name) or _NAMES.get(name.removesuffix("s"))
        if found:
            rest = " ".join(words[length:])
            return found, f" {rest}" if rest else ""
    return None


@cache
def _registry() -> pint.UnitRegistry[float]:
    import pint

    return pint.UnitRegistry()


@cache
def _factor(unit: str, target: str) -> Decimal | None:
    """How many of a target one unit is, where that is exact to six digits; None where the two measure different things."""
    if unit in _CALENDAR or target in _CALENDAR:
        both = unit in _CALENDAR and target in _CALENDAR
        return _CALENDAR[unit] / _CALENDAR[target] if both else None
    import pint

    registry = _registry()
    try:
        return Decimal(f"{registry.Quantity(1, unit).to(target).magnitude:.12g}")
    except pint.DimensionalityError:
        return None
