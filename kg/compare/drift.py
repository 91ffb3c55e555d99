"""What changed between two figures, field by field, and whether backing passes such a change.

`before` is the cited figure, `after` the citing one. Silence is no change: a field stated at one end only is dropped or
added. Which changes stop backing is the list in the design's chapter on backing; every change is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.compare import numbers, periods_and_places, things
from kg.compare.areas import NO_AREAS, Areas
from kg.compare.changes import CANNOT_TELL, Change
from kg.compare.pair import Pair, Said
from kg.compare.units import same_text
from kg.compare.variables import NO_VARIABLES, Variables
from kg.compare.wording import WORDING
from kg.model.figure_fields import FIELDS
from kg.model.words import ReadingStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model.figure import Figure
    from kg.model.figure_fields import FigureField
    from kg.model.period import Period
    from kg.model.reading import Reading
    from kg.model.records import Claim

__all__ = ["CANNOT_TELL", "NO_AREAS", "Areas", "Change", "Hop", "Said", "compare", "compatible", "hop", "same_text"]

# What was found between two figures, by the identities of objects that the caller keeps alive.
Known = dict[tuple[int, int], "tuple[Change, ...]"]
# The rules of fields that have one of their own, in the order of the drift scheme; the other fields follow the table.
OWN: Final[dict[str, Callable[[Pair], Iterator[Change]]]] = {
    "stated": numbers.value,
    "change": numbers.change,
    "qualifier": numbers.qualifier,
    "certainty": numbers.certainty,
    "unit": things.things,
    "base": things.base,
    "share": numbers.share,
    "statistic": numbers.statistic,
    "interval": periods_and_places.interval,
    "duration": periods_and_places.duration,
    "period": periods_and_places.period,
    "as_of": periods_and_places.as_of,
    "area": periods_and_places.area,
    "category": things.category,
}
# Fields that the rule of another one compares with its own.
TOGETHER: Final = {
    "population": "unit",
    "denominator": "unit",
    "unknowns": "base",
    "unknown_share": "base",
    "multiple": "share",
    "earlier": "change",
}


class Hop(Struct, frozen=True):
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

    @property
    def to_check(self) -> bool:
        """Whether only wording differs somewhere, so that backing passes provisionally."""
        return any(change.kind == WORDING for change in self.changes)


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
    if (one_sided and not change.stops) or change.kind in {"rounded", "complement", WORDING}:
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
    """Every field that differs: those with a rule of their own in the order of the scheme, then those that the table compares."""
    if before is after:
        return
    pair = Pair(before, after, areas, said).levelled()
    for rule in OWN.values():
        yield from rule(pair)
    for field in FIELDS:
        if field.compare in _STOPS:
            yield from _by_table(field, pair)


# How the table compares a field: the kind of change, and whether it stops backing.
_STOPS: Final = {"text": ("changed", True), "swapped": ("swapped", True), "noted": ("changed", False)}


def _by_table(field: FigureField, pair: Pair) -> Iterator[Change]:
    was, now = getattr(pair.before, field.name), getattr(pair.after, field.name)
    if was != now:
        kind, stops = _STOPS[field.compare or ""]
        yield from things.text(field.label, was, now, stops=stops, kind=kind)


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
