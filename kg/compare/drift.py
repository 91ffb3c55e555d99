"""What changed between two figures, field by field, and whether backing passes such a change.

`before` is the cited figure, `after` the citing one. Silence is no change: a field stated at one end only is dropped or
added. Which changes stop backing is the list in the design's chapter on backing; every change is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.compare.areas import NO_AREAS, Areas
from kg.compare.bases import base_changes
from kg.compare.changes import CANNOT_TELL, Change, stated, text_change
from kg.compare.rates import levelled, yearly
from kg.compare.time_and_place import (
    Said,
    area_changes,
    as_of_changes,
    duration_changes,
    interval_changes,
    one_length,
    period_changes,
)
from kg.compare.units import difference, negates, negates_of, same_text, words_beyond
from kg.compare.values import Extent, complements, extent, factor, is_share, rounds, value_kind
from kg.compare.variables import NO_VARIABLES, Variables
from kg.model.words import Certainty, Qualifier, ReadingStatus, Unknowns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model.figure import Figure
    from kg.model.period import Period
    from kg.model.reading import Reading
    from kg.model.records import Claim

__all__ = ["CANNOT_TELL", "NO_AREAS", "Areas", "Change", "Hop", "Said", "compare", "compatible", "hop", "same_text"]

_MIRRORED: Final = frozenset({"floor", "ceiling"})
_RANK: Final = {Certainty.ASKED: 0, Certainty.ESTIMATE: 1, Certainty.PROJECTION: 1, Certainty.COUNT: 2}
# How much a hedge commits to: an approximation, a bound that may be met, one that may not, the number itself.
_COMMITS: Final = {
    Qualifier.ABOUT: 0,
    Qualifier.AT_LEAST: 1,
    Qualifier.UP_TO: 1,
    Qualifier.MORE_THAN: 2,
    Qualifier.LESS_THAN: 2,
    Qualifier.EXACTLY: 3,
}
# Fields in which a restriction may be worded.
_WORDED: Final = ("unit", "population", "denominator", "category")
# What was found between two figures, by the identities of objects that the caller keeps alive.
Known = dict[tuple[int, int], "tuple[Change, ...]"]


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


_UNCHANGED: Final = Hop()


def hop(
    citing: Claim,
    cited: Claim,
    areas: Areas = NO_AREAS,
    said: Said = (None, None),
    known: Known | None = None,
    variables: Variables = NO_VARIABLES,
) -> Hop:
    """Compare what a claim states, and what it measures, with the claim it leans on.

    `known` keeps what was found between two figures for the next claims that state the very same ones, as restatements do.
    """
    if citing.figure is None:
        return Hop()
    if cited.figure is None:
        return Hop(passes_level=False, passes_reach=False)
    unread = ReadingStatus.UNREAD in (citing.status, cited.status)
    differences = _differences(cited.figure, citing.figure, areas, said, known)
    if measured := variables.change(cited.about, citing.about):
        differences = (measured, *differences)
    if not differences:
        return _UNCHANGED
    changes = tuple([_as_read(change, citing.reading, cited, unread) for change in differences])
    stopped = any(change.stops for change in changes)
    return Hop(changes, passes_level=not stopped, passes_reach=not stopped or unread)


def _differences(before: Figure, after: Figure, areas: Areas, said: Said, known: Known | None) -> tuple[Change, ...]:
    # Where a period is open, the answer depends on when the two documents came out.
    if known is None or _is_open(before.period) or _is_open(after.period):
        return tuple(compare(before, after, areas, said))
    pair = id(before), id(after)
    if pair not in known:
        known[pair] = tuple(compare(before, after, areas, said))
    return known[pair]


def _is_open(period: Period | None) -> bool:
    return period is not None and period.end is None


def _as_read(change: Change, citing: Reading, cited: Claim, unread: bool) -> Change:
    """A difference in a field that was not seen, or of an unread claim, cannot be told until it is read."""
    one_sided = change.before is None or change.after is None
    if (one_sided and not change.stops) or change.kind in {"rounded", "complement"}:
        return change
    if change.field in citing.not_seen or (
        change.field in cited.reading.not_seen and not _seen_to_be_conservative(change, cited)
    ):
        return replace(change, kind=CANNOT_TELL, stops=False)
    return replace(change, kind=CANNOT_TELL) if unread and change.stops else change


def _seen_to_be_conservative(change: Change, cited: Claim) -> bool:
    """Whether a bound is told by the estimate being called conservative, which was seen although its qualifier was not."""
    return change.kind == "reversed" and cited.figure is not None and bool(cited.figure.conservative)


def compare(before: Figure, after: Figure, areas: Areas = NO_AREAS, said: Said = (None, None)) -> Iterator[Change]:
    """Every field that differs, in the order of the drift scheme."""
    if before.unit != after.unit:
        before, after = levelled(before, after)
    if before.interval != after.interval:
        before, after = yearly(before, after)
    complement = _complement(before, after) if _comparable(before, after) else None
    yield from [complement] if complement else _value(before, after)
    yield from _direction(before, after)
    yield from _qualifier(before, after, negated=complement is not None)
    yield from _certainty(before, after)
    yield from _things(before, after, negated=complement is not None)
    if (before.base, before.unknowns, before.unknown_share) != (after.base, after.unknowns, after.unknown_share):
        yield from base_changes(before, after)
    if (
        before.share is not None
        and after.share is not None
        and before.share != after.share
        and not _comparable(before, after)
    ):
        kinds = {True: "share", False: "count"}
        yield Change("share or count", "changed", kinds[before.share], kinds[after.share], stops=True)
    yield from _scope(before, after, areas, said)
    if complement is None and before.category != after.category and not _told_elsewhere("category", before, after):
        yield from text_change("category", before.category, after.category)
    if before.basis != after.basis:
        yield from text_change("basis", before.basis, after.basis, stops=False)


def _scope(before: Figure, after: Figure, areas: Areas, said: Said) -> Iterator[Change]:
    """Over what time and where, and against what; each field is looked into only where it differs as it stands."""
    if before.interval != after.interval:
        yield from interval_changes(before, after)
    if before.duration != after.duration and not one_length(before.duration, after.duration):
        yield from duration_changes(before, after)
    if before.comparator != after.comparator:
        yield from text_change("comparator", before.comparator, after.comparator, kind="swapped")
    if before.period is not after.period:
        yield from period_changes(before.period, after.period, said)
    if before.as_of is not after.as_of:
        yield from as_of_changes(before.as_of, after.as_of)
    if before.area != after.area:
        yield from area_changes(before, after, areas)


@lru_cache(maxsize=65536)
def _comparable(before: Figure, after: Figure) -> bool:
    """Whether a share and a count can be told in the same terms, since the count gives the size of its base."""
    return is_share(before) and is_share(after)


def _extents(before: Figure, after: Figure) -> tuple[Extent | None, Extent | None]:
    as_share = before.share != after.share and _comparable(before, after)
    return extent(before, as_share), extent(after, as_share)


def _complement(before: Figure, after: Figure) -> Change | None:
    """The same division told from its other side: 37 % recorded, 63 % not recorded."""
    was, now = extent(before, as_share=True), extent(after, as_share=True)
    if was is None or now is None or not complements(was, now):
        return None
    if before.change or after.change or not (_divides(before, after) and _same_whole(before, after)):
        return None
    return Change("value", "complement", before.number, after.number, stops=False)


def _divides(before: Figure, after: Figure) -> bool:
    """Whether what is counted of the whole here is what is not counted there: by category, or by a finding about the same things."""
    if before.category or after.category:
        if not (before.category and after.category):
            return False
        if negates(before.category, after.category):
            return all(
                getattr(before, f) is None
                or getattr(after, f) is None
                or same_text(getattr(before, f), getattr(after, f))
                for f in ("unit", "denominator")
            )
        if not same_text(before.category, after.category):
            return False
    return any(
        one and other and negates_of(one, other)
        for one, other in ((before.unit, after.unit), (before.denominator, after.denominator))
    )


def _same_whole(before: Figure, after: Figure) -> bool:
    """Whether both shares are of the same whole; where unknowns are counted in, they are in neither of two parts."""
    if any(figure.unknowns is Unknowns.INSIDE and figure.unknown_share for figure in (before, after)):
        return False
    return before.population is None or after.population is None or same_text(before.population, after.population)


def _value(before: Figure, after: Figure) -> Iterator[Change]:
    if before.low == after.low and before.high == after.high and before.share == after.share and before.low is not None:
        return
    if one_sided := stated("value", before.number, after.number):
        yield one_sided
        return
    was, now = _extents(before, after)
    if was is None or now is None or (kind := value_kind(was, now)) is None:
        return
    if kind == "changed" and was.share != now.share and was.low == now.low:
        return  # the same number as a share and as a count: that it is one or the other is the change
    if kind in {"rounded", "sharpened"} and before.share != after.share:
        return  # a count and its base have no exact notation as a share
    yield Change(
        "value", kind, before.number, after.number, stops=kind not in {"rounded", "loosened"}, factor=factor(was, now)
    )


def _direction(before: Figure, after: Figure) -> Iterator[Change]:
    """An increase of so many is another thing than so many; so many per cent another than so many points."""
    if before.change != after.change:
        yield Change("change", "changed", before.change or "a level", after.change or "a level", stops=True)
    elif before.share and after.share and before.in_points != after.in_points:
        names = {True: "percentage points", False: "per cent"}
        yield Change("change", "changed", names[before.in_points], names[after.in_points], stops=True)


def _qualifier(before: Figure, after: Figure, negated: bool) -> Iterator[Change]:
    """What the number bounds; told from the other side of a division, “at least 37 %” is “up to 63 % not”."""
    if negated and before.bound in _MIRRORED and after.bound in _MIRRORED:
        if before.bound == after.bound:
            # “At least 37 %” of the one is “up to 63 %” of the other.
            mirrored = "up to" if before.bound == "floor" else "at least"
            yield Change("qualifier", "reversed", mirrored, after.hedged, stops=True)
        return
    if before.qualifier == after.qualifier and before.conservative == after.conservative:
        return
    if not before.hedged or not after.hedged:
        if change := stated("qualifier", before.hedged, after.hedged):
            # A bare number after a ceiling is only its top: how large at most has become how large.
            yield replace(change, stops=before.bound == "ceiling" and after.low is not None)
        return
    if before.hedged == after.hedged:
        return
    bounds = before.bound, after.bound
    stops = None not in bounds and bounds[0] != bounds[1]
    if set(bounds) == _MIRRORED:
        kind = "reversed"
    else:
        was, now = (_COMMITS[figure.qualifier] if figure.qualifier else 1 for figure in (before, after))
        kind = "tightened" if now > was else "loosened" if now < was else "changed"
    yield Change("qualifier", kind, before.hedged, after.hedged, stops=stops)


def _certainty(before: Figure, after: Figure) -> Iterator[Change]:
    if before.certainty is after.certainty:
        return
    if before.certainty is None or after.certainty is None:
        if change := stated("certainty", before.certainty, after.certainty):
            yield change
        return
    was, now = _RANK[before.certainty], _RANK[after.certainty]
    kind = "raised" if now > was else "lowered" if now < was else "changed"
    yield Change("certainty", kind, before.certainty, after.certainty, stops=kind == "raised")


def _things(before: Figure, after: Figure, negated: bool) -> Iterator[Change]:
    """What is counted, of whom, and out of what; a unit that is also the denominator is compared once."""
    for field in ("unit", "population", "denominator"):
        was, now = getattr(before, field), getattr(after, field)
        if was == now:
            continue
        if _told_elsewhere(field, before, after):
            continue
        if one_sided := stated(field, was, now):
            # “5 of 12 owls” states its denominator with its unit, and its size is compared below.
            if field != "denominator" or (was or now) not in (before.unit, after.unit):
                yield one_sided
        elif was is not None and now is not None and (kind := difference(was, now)):
            as_unit = field == "denominator" and (was, now) == (before.unit, after.unit)
            if not as_unit and not (negated and negates_of(was, now)):
                yield Change(field, "rebased" if field == "denominator" else kind, was, now, stops=True)


def _told_elsewhere(field: str, before: Figure, after: Figure) -> bool:
    """Whether one figure says in this field what the other does and more, and the other says that in its other fields.

    “236 refusals, among refusals reviewed” is “236 reviewed refusals”, from either field.
    """
    was, now = getattr(before, field) or "", getattr(after, field) or ""
    left_out, added = words_beyond(was, now), words_beyond(now, was)
    if bool(left_out) == bool(added):
        return False
    silent = before if added else after
    others = " ".join(getattr(silent, name) or "" for name in _WORDED if name != field)
    return not words_beyond(" ".join(left_out or added), others)


def compatible(one: Claim, other: Claim, areas: Areas) -> bool:
    """Whether two claims are about the same variable in a compatible scope.

    Areas are equal or nested and periods overlap; silence is compatible.
    """
    if not set(one.about) & set(other.about):
        return False
    first, second = one.figure, other.figure
    if first is None or second is None:
        return True
    nested = first.area is None or second.area is None or areas.nested(first.area, second.area)
    return nested and (first.period is None or second.period is None or first.period.overlaps(second.period))


def rounded(before: Figure, after: Figure) -> bool:
    """Whether the later figure is the earlier one, or that one rounded to the precision in which it is worded."""
    was, now = _extents(before, after)
    return was is not None and now is not None and (value_kind(was, now) is None or rounds(was, now))
