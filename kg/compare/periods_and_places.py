"""Over what time and where two figures hold."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from kg.compare.changes import Change, stated
from kg.compare.geography import one_place
from kg.compare.pair import Pair
from kg.compare.rates import days_of
from kg.compare.things import text
from kg.compare.wording import WORDING, place_of
from kg.model.period import duration_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model.figure import Figure
    from kg.model.period import Period

# “Since 2005”, said in spring 2018, is no other period than 2005 to 2017.
_UP_TO_NOW: Final = timedelta(days=366)


def interval(pair: Pair) -> Iterator[Change]:
    """A rate in a time restated as a number over another time, or the other way round, is not merely silent on the interval."""
    was, now = pair.before.interval, pair.after.interval
    if was == now:
        return
    if was and not now and _spans_other(pair.after, was):
        yield Change("interval", "changed", f"per {was}", "in all", stops=True)
    elif now and not was and _spans_other(pair.before, now):
        yield Change("interval", "changed", "in all", f"per {now}", stops=True)
    else:
        for found in text("interval", was, now):
            yield replace(found, before=was and f"per {was}", after=now and f"per {now}")


def _spans_other(figure: Figure, interval: str) -> bool:
    """Whether a figure says over what time it is, and that is not one such interval; a financial year is one year."""
    days = _days(figure)
    usual = days_of(interval)
    return days is not None and usual is not None and not usual / 2 < days <= 2 * usual + 1


def _days(figure: Figure) -> int | None:
    """Over how many days a figure is, about."""
    months = _months(figure.duration) if figure.duration else None
    if isinstance(months, tuple):
        return 30 * months[0] + months[1]
    period = figure.period
    if period is not None and period.worded:
        return 365
    return (period.end - period.start).days + 1 if period and period.start and period.end else None


def duration(pair: Pair) -> Iterator[Change]:
    """A length of time against another, or against that of a period; sixteen years and 1997 to 2013 are one."""
    before, after = pair.before, pair.after
    if before.duration == after.duration or _one_length(before.duration, after.duration):
        return
    if (before.duration is None) != (after.duration is None) and (before.period is None) != (after.period is None):
        was, now = _days(before), _days(after)
        if was is not None and now is not None and abs(was - now) > _UP_TO_NOW.days + max(was, now) // 20:
            words = [_told(figure.duration) or str(figure.period) for figure in (before, after)]
            yield Change("duration", "changed", words[0], words[1], stops=True)
            return
    was_told, now_told = _told(before.duration), _told(after.duration)
    yield stated("duration", was_told, now_told) or Change("duration", "changed", was_told, now_told, stops=True)


def _one_length(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and _months(one) == _months(other)


def _told(duration: str | None) -> str | None:
    return duration and (duration_words(duration) or duration)


def _months(duration: str) -> tuple[int, int] | str:
    """An ISO 8601 duration in months and days, so that P4Y and P48M are one length; another text is itself."""
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", duration)
    if match is None:
        return duration
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return 12 * years + months, 7 * weeks + days


def period(pair: Pair) -> Iterator[Change]:
    """The time a figure is about, compared by what it covers."""
    was, now = pair.before.period, pair.after.period
    if was is now:
        return
    if was is None or now is None:
        if change := stated("period", str(was) if was else None, str(now) if now else None):
            yield change
    elif not was.same(now) and not _up_to_now(was, now, pair.said[1]) and not _up_to_now(now, was, pair.said[0]):
        kind = "narrowed" if now.within(was) else "widened" if was.within(now) else "moved"
        day = kind == "widened" and was.start == was.end and was.start is not None and now.text == str(was.start.year)
        yield Change(
            "period", kind, str(was), str(now), stops=not day
        )  # a day given as its year is less exact, and not another time


def _up_to_now(closed: Period, open_: Period, said: date | None) -> bool:
    """Whether a period left open, when it was said, covers what the other does."""
    if open_.end is not None or closed.end is None or said is None or open_.start != closed.start:
        return False
    return said - _UP_TO_NOW <= closed.end <= said + _UP_TO_NOW


def as_of(pair: Pair) -> Iterator[Change]:
    """The day a figure was established; another day is told and never stops backing."""
    was, now = pair.before.as_of, pair.after.as_of
    if was is now:
        return
    if was is None or now is None:
        if change := stated("as-of date", was.text if was else None, now.text if now else None):
            yield change
    elif not was.within(now) and not now.within(was):
        yield Change("as-of date", "moved", was.text, now.text, stops=False)


def area(pair: Pair) -> Iterator[Change]:
    """Where: names that mean one place are one; one area may contain the other; a unit may name the place."""
    was, now = pair.before.area, pair.after.area
    if was == now:
        return
    names = [pair.areas.name(place) if place else None for place in (was, now)]
    if was is None or now is None:
        if change := _one_sided(pair, names[0], names[1]):
            yield change
        return
    one = one_place(names[0] or was, names[1] or now)
    if one is not None:
        if one.near:
            yield Change("area", WORDING, names[0], names[1], stops=False)
        return
    areas = pair.areas
    kind = "widened" if areas.contains(now, was) else "narrowed" if areas.contains(was, now) else "moved"
    yield Change("area", kind, names[0], names[1], stops=True)


def _one_sided(pair: Pair, was: str | None, now: str | None) -> Change | None:
    """An area that only one end states, unless the unit of the other names the same place, or another one."""
    silent, told = (pair.before, pair.places[1]) if was is None else (pair.after, pair.places[0])
    place = place_of(silent.unit or "")
    if place is not None and told is not None:
        if place == told:
            return None
        return Change("area", "moved", was or silent.unit, now or silent.unit, stops=True)
    return stated("area", was, now)
