"""What changed in when and where a figure is: interval, duration, period, as-of date, area."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kg.compare.changes import Change, stated, text_change
from kg.compare.rates import days_of
from kg.model.period import duration_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.compare.areas import Areas
    from kg.model.figure import Figure
    from kg.model.period import Period

# “Since 2005”, said in spring 2018, is the same period as 2005 to 2017.
_UP_TO_NOW: Final = timedelta(days=366)
# When each of two documents came out, the cited one first: an open period ends then.
Said = tuple[date | None, date | None]


def interval_changes(before: Figure, after: Figure) -> Iterator[Change]:
    """A rate in a time restated as a number over another time, or the other way round, is not merely silent on the interval."""
    was, now = before.interval, after.interval
    if was and not now and _spans_other(after, was):
        yield Change("interval", "changed", f"per {was}", "in all", stops=True)
    elif now and not was and _spans_other(before, now):
        yield Change("interval", "changed", "in all", f"per {now}", stops=True)
    else:
        yield from text_change("interval", was, now)


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
    return (period.end - period.start).days + 1 if period and period.start and period.end else None


def duration_changes(before: Figure, after: Figure) -> Iterator[Change]:
    """A length of time against another, or against that of a period; sixteen years and 1997 to 2013 are one."""
    if (before.duration is None) != (after.duration is None) and (before.period is None) != (after.period is None):
        was, now = _days(before), _days(after)
        if was is not None and now is not None and abs(was - now) > _UP_TO_NOW.days + max(was, now) // 20:
            words = [_told(figure.duration) or str(figure.period) for figure in (before, after)]
            yield Change("duration", "changed", words[0], words[1], stops=True)
            return
    yield from text_change("duration", _told(before.duration), _told(after.duration))


def one_length(one: str | None, other: str | None) -> bool:
    """Whether two durations are one length of time."""
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


def period_changes(was: Period | None, now: Period | None, said: Said) -> Iterator[Change]:
    """A period narrowed, widened or moved, unless an open one ends, by its date, where the other does."""
    if was is None or now is None:
        if change := stated("period", str(was) if was else None, str(now) if now else None):
            yield change
    elif not was.same(now) and not _up_to_now(was, now, said[1]) and not _up_to_now(now, was, said[0]):
        kind = "narrowed" if now.within(was) else "widened" if was.within(now) else "moved"
        yield Change("period", kind, str(was), str(now), stops=True)


def _up_to_now(closed: Period, open_: Period, said: date | None) -> bool:
    """Whether a period left open, when it was said, covers what the other does."""
    if open_.end is not None or closed.end is None or said is None or open_.start != closed.start:
        return False
    return said - _UP_TO_NOW <= closed.end <= said + _UP_TO_NOW


def as_of_changes(was: Period | None, now: Period | None) -> Iterator[Change]:
    """An as-of date against another; one inside the other is the same."""
    if was is None or now is None:
        if change := stated("as-of date", was.edtf if was else None, now.edtf if now else None):
            yield change
    elif not was.within(now) and not now.within(was):
        yield Change("as-of date", "moved", was.edtf, now.edtf, stops=False)


def area_changes(before: Figure, after: Figure, areas: Areas) -> Iterator[Change]:
    """An area narrowed, widened or moved."""
    was, now = before.area, after.area
    names = [areas.name(area) if area else None for area in (was, now)]
    if was is None or now is None:
        if change := stated("area", *names):
            yield change
    elif was != now:
        kind = "widened" if areas.contains(now, was) else "narrowed" if areas.contains(was, now) else "moved"
        yield Change("area", kind, names[0], names[1], stops=True)
