"""What changed between two figures, field by field, and whether backing passes such a change.

`before` is the cited figure, `after` the citing one. Silence is no change: a field stated at one end only is dropped or
added. Which changes stop backing is the list in the design's chapter on backing; every change is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.model.number import plain
from kg.model.words import Certainty, ReadingStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model.figure import Figure
    from kg.model.reading import Reading
    from kg.model.records import Claim

CANNOT_TELL = "cannot tell until read"
_RANK = {Certainty.ASKED: 0, Certainty.ESTIMATE: 1, Certainty.PROJECTION: 1, Certainty.COUNT: 2}
# A restatement may round to a tenth, or cut to a round number below a floor by a quarter; more is another value.
_NEAREST, _CUT = Decimal("0.1"), Decimal("0.25")
_IRREGULAR = {"children": "child", "men": "man", "women": "woman", "people": "person"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two figures; `kind` is a word of the drift scheme."""

    field: str
    kind: str
    before: str | None
    after: str | None
    stops: bool


@dataclass(frozen=True, slots=True)
class Hop:
    """What a restatement did to a figure: its changes, and whether backing passes it in either reckoning."""

    changes: tuple[Change, ...] = ()
    passes_level: bool = True
    passes_reach: bool = True

    @property
    def undecided(self) -> bool:
        """Whether some field cannot be compared until an end is read."""
        return any(change.kind == CANNOT_TELL for change in self.changes)

    @property
    def changed(self) -> bool:
        """Whether the figure was changed in a way that stops backing."""
        return any(change.stops for change in self.changes)




@dataclass(frozen=True, slots=True)
class Areas:
    """Which areas contain which, and what they are called."""

    parents: Mapping[str, frozenset[str]]
    names: Mapping[str, str]

    def contains(self, outer: str, inner: str) -> bool:
        """Whether `inner` lies inside `outer`, at any depth; an area contains itself."""
        seen: set[str] = set()
        waiting = [inner]
        while waiting:
            area = waiting.pop()
            if area == outer:
                return True
            if area not in seen:
                seen.add(area)
                waiting.extend(self.parents.get(area, ()))
        return False

    def name(self, area: str) -> str:
        """The name shown for an area."""
        return self.names.get(area, area)


NO_AREAS = Areas({}, {})


def hop(citing: Claim, cited: Claim, areas: Areas = NO_AREAS) -> Hop:
    """Compare the figure of a claim with that of the claim it leans on."""
    if citing.figure is None:
        return Hop()
    if cited.figure is None:
        return Hop(passes_level=False, passes_reach=False)
    unread = ReadingStatus.UNREAD in (citing.reading.status, cited.reading.status)
    differences = compare(cited.figure, citing.figure, areas)
    changes = tuple(_as_read(change, citing.reading, cited.reading, unread) for change in differences)
    stopped = any(change.stops for change in changes)
    return Hop(changes, passes_level=not stopped, passes_reach=not stopped or unread)


def _as_read(change: Change, citing: Reading, cited: Reading, unread: bool) -> Change:
    """A difference in a field that was not seen, or of an unread claim, cannot be told until it is read."""
    if change.before is None or change.after is None or change.kind == "rounded":
        return change
    if change.field in citing.not_seen or change.field in cited.not_seen:
        return Change(change.field, CANNOT_TELL, change.before, change.after, stops=False)
    if unread and change.stops:
        return Change(change.field, CANNOT_TELL, change.before, change.after, stops=True)
    return change


def compare(before: Figure, after: Figure, areas: Areas = NO_AREAS) -> Iterator[Change]:
    """Every field that differs, in the order of the drift scheme."""
    yield from _value(before, after)
    yield from _qualifier(before, after)
    yield from _certainty(before, after)
    for field in ("unit", "population", "denominator"):
        yield from _text(field, getattr(before, field), getattr(after, field))
    yield from _base(before, after)
    if before.share is not None and after.share is not None and before.share != after.share:
        kinds = {True: "share", False: "count"}
        yield Change("share or count", "changed", kinds[before.share], kinds[after.share], stops=True)
    yield from _text("interval", before.interval, after.interval)
    if before.duration is None or after.duration is None or _months(before.duration) != _months(after.duration):
        yield from _text("duration", before.duration, after.duration)
    yield from _text("comparator", before.comparator, after.comparator)
    yield from _period(before, after)
    yield from _area(before, after, areas)
    yield from _text("category", before.category, after.category)
    yield from _text("basis", before.basis, after.basis, stops=False)


def same_text(one: str, other: str) -> bool:
    """Whether two wordings differ only in case, spacing or number (child, children)."""
    return one == other or _normal(one) == _normal(other)


@lru_cache(maxsize=4096)
def _normal(text: str) -> str:
    return " ".join(_singular(word) for word in re.findall(r"\w+", text.casefold()))


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _stated(field: str, before: str | None, after: str | None) -> Change | None:
    """The change of a field that only one end states."""
    if (before is None) == (after is None):
        return None
    return Change(field, "added" if before is None else "dropped", before, after, stops=False)


def _text(field: str, before: str | None, after: str | None, stops: bool = True) -> Iterator[Change]:
    if one_sided := _stated(field, before, after):
        yield one_sided
    elif before is not None and after is not None and not same_text(before, after):
        yield Change(field, "changed", str(before), str(after), stops=stops)


def _value(before: Figure, after: Figure) -> Iterator[Change]:
    if one_sided := _stated("value", before.number, after.number):
        yield one_sided
        return
    if before.low is None or after.low is None:
        return
    first, second = (before.low, before.high), (after.low, after.high)
    if first == second or (before.share and after.share and _equal(before, after)):
        return
    kind = "rounded" if before.share == after.share and rounds(before, after) else "changed"
    yield Change("value", kind, before.number, after.number, stops=kind == "changed")


def _equal(before: Figure, after: Figure) -> bool:
    """One share in two notations: 1 in 5 and 20 %."""
    return all(
        a is not None and b is not None and abs(a - b) < Decimal("0.0001")
        for a, b in ((before.low, after.low), (before.high, after.high))
    )


def rounds(before: Figure, after: Figure) -> bool:
    """Whether the later figure is the earlier one rounded to the precision in which it is worded.

    A floor may cut down to a round number, a ceiling may fill up to one; an order of magnitude (`hundreds`) and a
    range may hold the number.
    """
    low, high = after.low, after.high
    if before.low is None or before.high is None or low is None or high is None:
        return False
    if low != high:
        return low <= before.low and before.high <= high and before.low == before.high
    if before.low != before.high or not after.step:
        return False
    exact, step = before.low, after.step
    gap = abs(exact - low) / abs(exact) if exact else Decimal(1)
    if after.share and after.stated and "%" not in after.stated and "cent" not in after.stated:
        return abs(exact - low) <= step / 2
    nearest = (exact / step).to_integral_value(ROUND_HALF_UP) * step == low and gap <= _NEAREST
    floor = after.bound == "floor" and (exact / step).to_integral_value(ROUND_FLOOR) * step == low
    ceiling = after.bound == "ceiling" and (exact / step).to_integral_value(ROUND_CEILING) * step == low
    return nearest or ((floor or ceiling) and gap <= _CUT)


def _qualifier(before: Figure, after: Figure) -> Iterator[Change]:
    if before.qualifier == after.qualifier and before.conservative == after.conservative:
        return
    if not before.hedged or not after.hedged:
        if change := _stated("qualifier", before.hedged, after.hedged):
            yield change
        return
    bounds = before.bound, after.bound
    stops = None not in bounds and bounds[0] != bounds[1]
    kind = "reversed" if stops and set(bounds) == {"floor", "ceiling"} else "changed"
    if before.hedged != after.hedged:
        yield Change("qualifier", kind, before.hedged, after.hedged, stops=stops)


def _certainty(before: Figure, after: Figure) -> Iterator[Change]:
    if before.certainty is None or after.certainty is None:
        if change := _stated("certainty", before.certainty, after.certainty):
            yield change
        return
    if before.certainty is after.certainty:
        return
    was, now = _RANK[before.certainty], _RANK[after.certainty]
    kind = "raised" if now > was else "lowered" if now < was else "changed"
    yield Change("certainty", kind, before.certainty, after.certainty, stops=kind == "raised")


def _months(duration: str) -> tuple[int, int] | str:
    """An ISO 8601 duration in months and days, so that P4Y and P48M are one length; another text is itself."""
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", duration)
    if match is None:
        return duration
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return 12 * years + months, 7 * weeks + days


def _base(before: Figure, after: Figure) -> Iterator[Change]:
    """The size of the denominator, and whether unknowns are inside it."""
    was, now = (plain(f.base) if f.base is not None else None for f in (before, after))
    if was and now and was != now:
        yield Change("denominator", "changed", was, now, stops=True)
    elif change := _stated("denominator", was, now):
        yield change
    yield from _text(
        "denominator",
        f"unknowns {before.unknowns}" if before.unknowns else None,
        f"unknowns {after.unknowns}" if after.unknowns else None,
    )


def _period(before: Figure, after: Figure) -> Iterator[Change]:
    was, now = before.period, after.period
    if was is None or now is None:
        if change := _stated("period", str(was) if was else None, str(now) if now else None):
            yield change
    elif not was.same(now):
        kind = "narrowed" if now.within(was) else "widened" if was.within(now) else "moved"
        yield Change("period", kind, str(was), str(now), stops=True)


def _area(before: Figure, after: Figure, areas: Areas) -> Iterator[Change]:
    was, now = before.area, after.area
    names = [areas.name(area) if area else None for area in (was, now)]
    if was is None or now is None:
        if change := _stated("area", *names):
            yield change
    elif was != now:
        kind = "widened" if areas.contains(now, was) else "narrowed" if areas.contains(was, now) else "moved"
        yield Change("area", kind, names[0], names[1], stops=True)


def compatible(one: Claim, other: Claim, areas: Areas) -> bool:
    """Whether two claims are about the same variable in a compatible scope.

    Areas are equal or nested and periods overlap; silence is compatible.
    """
    if not set(one.about) & set(other.about):
        return False
    first, second = one.figure, other.figure
    if first is None or second is None:
        return True
    nested = (
        first.area is None
        or second.area is None
        or areas.contains(first.area, second.area)
        or areas.contains(second.area, first.area)
    )
    overlap = first.period is None or second.period is None or first.period.overlaps(second.period)
    return nested and overlap
