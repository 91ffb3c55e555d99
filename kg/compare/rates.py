"""Rates, told per so many or per so long: two are compared per equally many or long, so that 50 per 100,000 is 0.5 per 1,000."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.figures.scan import parse_number
from kg.model.words import Direction
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.model.figure import Figure

_RATE: Final = regex(
    r"(?P<what>.*\b(?:per|for every|for each|in every) )"
    r"(?P<many>\d[\d,.]*(?: (?:hundred|thousand|million|billion)\b)?|hundred|thousand|million)(?![-–\w])(?P<of>.*)",
    re.IGNORECASE,
)

_RANGED: Final = regex(
    r"(?P<what>.*\b(?:per|for every|for each|in every) )(?P<fewest>\d[\d,.]*)\s?(?:[-–—]|to)\s?(?P<most>\d[\d,.]*)(?P<of> .+)",
    re.IGNORECASE,
)

_EACH: Final = regex(r".*\bper [a-z]+", re.IGNORECASE)
# How many of each there are in a year; a year is 365.25 days here, which no rounded number shows.
_DAYS: Final = Decimal("365.25")
_IN_A_YEAR: Final = {
    "decade": Decimal("0.1"),
    "year": Decimal(1),
    "quarter": Decimal(4),
    "month": Decimal(12),
    "fortnight": _DAYS / 14,
    "week": _DAYS / 7,
    "day": _DAYS,
    "hour": _DAYS * 24,
    "minute": _DAYS * 24 * 60,
    "second": _DAYS * 24 * 3600,
}
_SEVERAL: Final = regex(r"(?P<many>.+?)[\s-](?P<unit>[a-z]+?)s?")


@lru_cache(maxsize=4096)
def _often(interval: str) -> Decimal | None:
    """How often an interval is over in a year: `month`, `two minutes`, `14 seconds`; None for one of no settled length."""
    folded = interval.casefold().strip()
    if folded in _IN_A_YEAR:
        return _IN_A_YEAR[folded]
    match = _SEVERAL.fullmatch(folded)
    if match is None or match["unit"] not in _IN_A_YEAR:
        return None
    many = parse_number(match["many"])
    return _IN_A_YEAR[match["unit"]] / many.low if many and many.low > 0 and not many.share else None


def yearly(before: Figure, after: Figure) -> tuple[Figure, Figure]:
    """Two rates per different lengths of time told per year; figures that are no such rates as they are."""
    often = [_often(figure.interval or "") for figure in (before, after)]
    if often[0] is None or often[1] is None or often[0] == often[1]:
        return before, after
    was, now = _in_a_year(before, often[0]), _in_a_year(after, often[1])
    if _alike(was.low, now.low) and _alike(was.high, now.high):
        now = now.model_copy(update={"low": was.low, "high": was.high})
    return was, now


def _alike(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two numbers differ by no more than a year of 52 weeks does from one of 366 days."""
    return one is not None and other is not None and abs(one - other) * 280 <= max(abs(one), abs(other))


def days_of(interval: str) -> int | None:
    """How many days such an interval has, about; None for one that has no settled length."""
    often = _often(interval)
    return round(_DAYS / often) if often else None


def _in_a_year(figure: Figure, times: Decimal) -> Figure:
    if figure.low is None or figure.high is None:
        return figure
    every = (figure.stated or "").lower().startswith("every ")
    return figure.model_copy(
        update={
            "low": figure.low * times,
            "high": figure.high * times,
            "step": figure.step * times,
            "stated": figure.stated if every else f"{figure.number} per {figure.interval}",
            "interval": "year",
        }
    )


def as_shares(before: Figure, after: Figure) -> tuple[Figure, Figure]:
    """A share and a rate per so many of the same kind of thing, both told as shares: 4,200 per 100,000 people is 4.2 % of people."""
    if bool(before.share) == bool(after.share):
        return before, after
    return _as_share(before), _as_share(after)


def _as_share(figure: Figure) -> Figure:
    rate = _RATE.fullmatch(figure.unit or "") if figure.share is False and not figure.interval else None
    many = _per(figure.unit or "")
    of = rate["of"].strip() if rate else ""
    alone = rate is not None and rate["what"].casefold() in {"per ", "for every ", "for each ", "in every "}
    if rate is None or not many or not (of or alone) or figure.low is None or figure.high is None or figure.high > many:
        return figure
    shown = f"{figure.number} {rate['what'].rpartition(' per ')[0].strip()} per {rate['many']}".replace("  ", " ")
    low, high, step = (100 * value / many for value in (figure.low, figure.high, figure.step))
    told = {
        "low": low,
        "high": high,
        "step": step,
        "share": True,
        "unit": of or None,
        "denominator": of or None,
        "stated": shown,
    }
    return figure.model_copy(update=told)


def as_changes(before: Figure, after: Figure) -> tuple[Figure, Figure]:
    """A multiple and a change in per cent, both told as changes: doubled is up by 100 %, three times as many is 200 % more."""
    if bool(before.multiple) == bool(after.multiple):
        return before, after
    return _as_change(before, after), _as_change(after, before)


def _as_change(figure: Figure, other: Figure) -> Figure:
    if not figure.multiple or other.change is not Direction.INCREASE or not other.share:
        return figure
    if figure.low is None or figure.high is None or figure.low < 1:
        return figure
    unit = re.sub(r"^(?:times )?(?:as|more) ", "", figure.unit or "") or None
    low, high, step = 100 * (figure.low - 1), 100 * (figure.high - 1), 100 * figure.step
    told = {
        "low": low,
        "high": high,
        "step": step,
        "share": True,
        "multiple": None,
        "change": Direction.INCREASE,
        "unit": unit,
    }
    return figure.model_copy(update=told)


def levelled(before: Figure, after: Figure) -> tuple[Figure, Figure]:
    """Two figures, the one that is a rate per fewer told as one per as many as the other; others as they are."""
    if any(_RANGED.fullmatch(figure.unit or "") for figure in (before, after)) and before.unit != after.unit:
        before, after = _per_one(before), _per_one(after)
    was, now = _per(before.unit or ""), _per(after.unit or "")
    if (was is None) != (now is None) and _EACH.fullmatch((before if was is None else after).unit or ""):
        return _per_one(before), _per_one(after)
    if was is None or now is None:
        return before, after
    return _told_per(before, was, max(was, now)), _told_per(after, now, max(was, now))


def _per_one(figure: Figure) -> Figure:
    """A rate whose base is a number or a range told per single thing: 500 ml per 10–50 responses is 10 to 50 ml per response."""
    unit = figure.unit or ""
    rate = _RANGED.fullmatch(unit) or _RATE.fullmatch(unit)
    if rate is None or figure.low is None or figure.high is None:
        return figure
    ends = [
        parse_number(rate[name]) for name in (("fewest", "most") if "fewest" in rate.groupdict() else ("many", "many"))
    ]
    fewest, most = (end.low if end else None for end in ends)
    if not fewest or not most or fewest > most:
        return figure
    told = {
        "low": figure.low / most,
        "high": figure.high / fewest,
        "step": figure.step / most,
        "stated": f"{figure.number} {unit}",
        "unit": f"{rate['what']}{rate['of'].strip()}",
    }
    return figure.model_copy(update=told)


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
            "unit": re.sub(
                r"\b(?:for every|for each|in every) ", "per ", _RATE.sub(rf"\g<what>{many:,f}\g<of>", figure.unit or "")
            ),
        }
    )
