"""Rates, told per so many or per so long: two are compared per equally many or long, so that 50 per 100,000 is 0.5 per 1,000."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.figures.scan import parse_number

if TYPE_CHECKING:
    from kg.model.figure import Figure

_RATE: Final = re.compile(
    r"(?P<what>.*\bper )(?P<many>\d[\d,.]*(?: (?:hundred|thousand|million|billion)\b)?|hundred|thousand|million)\b(?P<of>.*)",
    re.IGNORECASE,
)


# How many of each there are in a year; a year is 365.25 days here, which no rounded number shows.
_IN_A_YEAR: Final = {
    "year": Decimal(1),
    "quarter": Decimal(4),
    "month": Decimal(12),
    "week": Decimal("365.25") / 7,
    "day": Decimal("365.25"),
}


def yearly(before: Figure, after: Figure) -> tuple[Figure, Figure]:
    """Two rates per different lengths of time told per year; figures that are no such rates as they are."""
    often = [_IN_A_YEAR.get((figure.interval or "").casefold()) for figure in (before, after)]
    if often[0] is None or often[1] is None or often[0] == often[1]:
        return before, after
    return _in_a_year(before, often[0]), _in_a_year(after, often[1])


def days_of(interval: str) -> int | None:
    """How many days such an interval has, about; None for one that has no settled length."""
    often = _IN_A_YEAR.get(interval.casefold())
    return round(_IN_A_YEAR["day"] / often) if often else None


def _in_a_year(figure: Figure, times: Decimal) -> Figure:
    if figure.low is None or figure.high is None:
        return figure
    return figure.model_copy(
        update={
            "low": figure.low * times,
            "high": figure.high * times,
            "step": figure.step * times,
            "stated": f"{figure.number} per {figure.interval}",
            "interval": "year",
        }
    )


def levelled(before: Figure, after: Figure) -> tuple[Figure, Figure]:
    """Two figures, the one that is a rate per fewer told as one per as many as the other; others as they are."""
    was, now = _per(before.unit or ""), _per(after.unit or "")
    if was is None or now is None:
        return before, after
    return _told_per(before, was, max(was, now)), _told_per(after, now, max(was, now))


@lru_cache(maxsize=4096)
def _per(unit: str) -> Decimal | None:
    """Per how many a unit counts; None where it does not say."""
    rate = _RATE.fullmatch(unit)
    if rate is None:
        return None
    many = parse_number(rate["many"] if rate["many"][0].isdigit() else f"a {rate['many']}")
    return many.low if many and many.low else None


def _told_per(figure: Figure, per: Decimal, many: Decimal) -> Figure:
    """The figure per so many; its number stays as its source words it, with what it was per."""
    if figure.low is None or figure.high is None:
        return figure
    times = many / per
    return figure.model_copy(
        update={
            "low": figure.low * times,
            "high": figure.high * times,
            "step": figure.step * times,
            "stated": f"{figure.number} per {per:,f}",
            "unit": _RATE.sub(rf"\g<what>{many:,f}\g<of>", figure.unit or ""),
        }
    )
