"""Two figures in comparable terms: the cited one before, the citing one after, with what is known of their documents and areas."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kg.compare.areas import NO_AREAS, Areas
from kg.compare.changes import Change
from kg.compare.geography import named
from kg.compare.measures import in_one_measure
from kg.compare.rates import as_changes, as_shares, levelled, yearly
from kg.compare.units import negates, negates_of, same_text
from kg.compare.values import complements, extent, is_share
from kg.model.words import Unknowns

if TYPE_CHECKING:
    from datetime import date

    from kg.compare.values import Extent
    from kg.model.figure import Figure

# When each of two documents came out, the cited one first: an open period ends then.
Said = tuple["date | None", "date | None"]


class Pair(Struct, frozen=True, dict=True):
    """Two figures to compare; `areas` knows which areas contain which, `said` when each document came out."""

    before: Figure
    after: Figure
    areas: Areas = NO_AREAS
    said: Said = (None, None)

    def levelled(self) -> Pair:
        """The two in the same terms, where their terms convert exactly: units, rates, shares, changes."""
        before, after = self.before, self.after
        if before.unit != after.unit:
            before, after = levelled(*in_one_measure(before, after))
        if before.interval != after.interval:
            before, after = yearly(before, after)
        if before.share != after.share:
            before, after = as_changes(*as_shares(before, after))
        return self if (before, after) == (self.before, self.after) else replace(self, before=before, after=after)

    @cached_property
    def comparable(self) -> bool:
        """Whether a share and a count can be told in the same terms, since the count gives the size of its base."""
        return is_share(self.before) and is_share(self.after)

    @cached_property
    def extents(self) -> tuple[Extent | None, Extent | None]:
        """Both numbers, in per cent where only one of them is and both can be."""
        as_share = self.before.share != self.after.share and self.comparable
        return extent(self.before, as_share), extent(self.after, as_share)

    @cached_property
    def places(self) -> tuple[str | None, str | None]:
        """The places that the areas of both mean, where a table knows them."""
        found = [named(self.areas.name(f.area)) if f.area else None for f in (self.before, self.after)]
        return (found[0].place if found[0] else None, found[1].place if found[1] else None)

    @cached_property
    def complement(self) -> Change | None:
        """The same division told from its other side: 37 % recorded, 63 % not recorded."""
        if not self.comparable:
            return None
        before, after = self.before, self.after
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
