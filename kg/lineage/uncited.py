"""How many origins on record each claim leaves uncited, over a whole graph: counted, never listed pair by pair.

The same as `origins.uncited_origins` finds for one claim. Claims that state one figure are looked at together, and those of them
that came out in time are counted by their dates, so that a variable with thousands of claims does not cost thousands of
comparisons for each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.model.words import ReadingStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.lineage.evidence import Evidence
    from kg.model.figure import Figure
    from kg.model.records import Claim

# Numbers further apart than this, as a part of the larger, are not rounded from one another (see `compare.values.rounds`).
_FAR: Final = Decimal("0.3")
_KIND: Final = ("share", "change", "interval", "unit", "base")
_Key = tuple[object, ...]
# The first day on which the document of a claim may have come out, and the claim.
_Dated = tuple[date, str]


class Uncited:
    """The claims made here under each variable, ready to be counted for one claim after the other."""

    def __init__(
        self, graph: Evidence, makers: Mapping[str, Iterable[str]], given: Mapping[str, frozenset[str]]
    ) -> None:
        self._graph, self._given = graph, given
        self._alike: dict[str, dict[_Key, list[_Dated]]] = {}
        self._at: dict[str, set[_Dated]] = defaultdict(set)
        self._known: dict[tuple[_Key, _Key], bool] = {}
        for variable, nodes in makers.items():
            alike = self._alike[variable] = {}
            for node in nodes:
                if graph.claims[node].figure is not None:
                    member = graph.issued(node)[0] or date.min, node
                    alike.setdefault(self._key(node), []).append(member)
                    for place in (node, graph.work_of(node)):
                        self._at[place].add(member)
            for members in alike.values():
                members.sort()

    def _key(self, node: str) -> _Key:
        """What claims that compare alike have in common; an open period is compared with the day on which it was said."""
        claim = self._graph.claims[node]
        period = claim.figure.period if claim.figure else None
        open_ended = node if period is not None and period.end is None else ""
        return id(claim.figure), claim.reading.not_seen, claim.status is ReadingStatus.UNREAD, open_ended

    def count(self, node: str) -> tuple[int, str | None]:
        """How many origins on record a claim's document neither references nor names, and the earliest of them."""
        claim = self._graph.claims[node]
        if claim.figure is None:
            return 0, None
        left_out = self._left_out(node)
        found = [members for variable in claim.about for members in self._fitting(claim, variable)]
        if len(claim.about) > 1:  # what is under two of its variables is one origin
            found = [sorted({member for members in found for member in members})]
        total = sum(len(members) - sum(_holds(members, member) for member in left_out) for members in found)
        known = {place for _, place in left_out}
        first = min((first for members in found if (first := _first(members, known))), default=None)
        return total, first[1] if first else None

    def _left_out(self, node: str) -> set[_Dated]:
        """The origins that stand in the claim's own work, or that its document shows."""
        document = self._graph.work_of(node)
        places = (document, *self._given.get(document, ()))
        return {member for place in places for member in self._at.get(place, ())}

    def _fitting(self, claim: Claim, variable: str) -> Iterator[list[_Dated]]:
        """The origins under one variable that state the claim's figure and came out no later, figure by figure."""
        until = self._graph.issued(claim.id)[1] or date.max
        own = self._key(claim.id)
        for key, members in self._alike.get(variable, {}).items():
            pair = own, key
            if pair not in self._known:
                self._known[pair] = self._restates(claim, self._graph.claims[members[0][1]])
            if self._known[pair]:
                yield members[: bisect_right(members, until, key=lambda member: member[0])]

    def _restates(self, claim: Claim, other: Claim) -> bool:
        """Whether a claim states the figure of another: of equal area and overlapping period, unchanged."""
        figure, theirs = claim.figure, other.figure
        if figure is None or theirs is None or figure.area != theirs.area or _far_apart(figure, theirs):
            return False
        if figure.period and theirs.period and not figure.period.overlaps(theirs.period):
            return False
        return not self._graph.hop(claim, other).changed


def _holds(members: list[_Dated], member: _Dated) -> bool:
    at = bisect_left(members, member)
    return at < len(members) and members[at] == member


def _first(members: list[_Dated], left_out: set[str]) -> _Dated | None:
    return next((member for member in members if member[1] not in left_out), None)


def _far_apart(one: Figure, other: Figure) -> bool:
    """Whether two plain numbers of one kind are so far apart that no rounding makes them one."""
    if any(getattr(one, name) != getattr(other, name) for name in _KIND):
        return False
    numbers = [figure.low for figure in (one, other) if figure.low is not None and figure.low == figure.high]
    if len(numbers) < 2 or one.bound is not None or other.bound is not None or min(numbers) <= 0:
        return False
    return max(numbers) - min(numbers) > _FAR * max(numbers)
