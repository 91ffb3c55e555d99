"""Figures whose scopes meet where they should not: added together although they overlap, or at odds within one document."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.compare.drift import Change, compare, compatible
from kg.compare.values import extent, rounds
from kg.model.words import Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lineage.evidence import Evidence, Need
    from kg.model.figure import Figure
    from kg.model.records import Claim

# Within one document these say that a figure is another one; silence and wording do not.
_AT_ODDS = frozenset({"value", "qualifier", "certainty"})
_SCOPE = ("area", "period", "as_of", "category", "unit", "population", "denominator", "share", "interval", "change")
_SERIES = 50


class Disagreement(Struct, frozen=True):
    """Two claims of one work about one variable and scope whose figures differ in a way that stops backing."""

    one: str
    other: str
    changes: tuple[Change, ...]


class Overlap(Struct, frozen=True):
    """Two inputs of one working that may count some of the same things.

    `known` says that both state where and when; `added` that the figure is the sum of its inputs, as far as it is worded.
    """

    one: str
    other: str
    known: bool
    added: bool


def overlaps(graph: Evidence) -> dict[str, tuple[Overlap, ...]]:
    """The inputs of each working, two by two, whose scopes overlap, by the claim that was worked out."""
    found = {
        node: tuple(pair for need in needs for pair in _overlapping(graph, node, need))
        for node, needs in graph.workings.items()
    }
    return {node: pairs for node, pairs in found.items() if pairs}


def _overlapping(graph: Evidence, node: str, need: Need) -> Iterator[Overlap]:
    claim, inputs = graph.claims.get(node), _claims(graph, need)
    pairs = [(one, other) for one, other in combinations(inputs, 2) if compatible(one, other, graph.areas)]
    # A product or a difference may be near the sum by chance.
    may_add = need.grouped and need.operation in {None, Operation.SUM}
    added = bool(pairs) and claim is not None and may_add and _adds_up(claim, inputs, need)
    for one, other in pairs:
        yield Overlap(one.id, other.id, _says_where_and_when(one) and _says_where_and_when(other), added)


def _claims(graph: Evidence, need: Need) -> list[Claim]:
    # What a part is compared with, such as a census behind a rate, is not added.
    targets = [arc.target for member in need.members for arc in member if arc.link.used_for is None]
    return [graph.claims[target] for target in sorted(set(targets)) if target in graph.claims]


def _adds_up(claim: Claim, inputs: Iterable[Claim], need: Need) -> bool:
    values = [
        other.figure.low
        for other in inputs
        if other.figure and other.figure.low == other.figure.high and not other.figure.share
    ]
    parts = [part.value for part in need.inputs if part.value is not None]
    numbers = [value for value in (*values, *parts) if value is not None]
    if len(values) < 2 or claim.figure is None or (whole := extent(claim.figure)) is None or need.lacks_value:
        return False
    total = claim.figure.model_copy(update={"low": (added := sum(numbers, Decimal(0))), "high": added, "stated": None})
    summed = extent(total)
    return summed is not None and (summed.low == whole.low or rounds(summed, whole))


def _says_where_and_when(claim: Claim) -> bool:
    return claim.figure is not None and claim.figure.area is not None and claim.figure.period is not None


def disagreements(graph: Evidence) -> Iterator[Disagreement]:
    """Parts of one document that disagree about one variable and scope, neither of them given as what another work says.

    The scope is the same where area, period, category and everything else but the number agree; a document with more than
    fifty numbers for one scope is a series of something that was not recorded, and nobody can tell.
    """
    by_scope: dict[tuple[object, ...], dict[tuple[object, ...], Claim]] = defaultdict(dict)
    for node in sorted(graph.claims):
        claim = graph.claims[node]
        figure = claim.figure
        if figure is not None and figure.low is not None and not _reports(graph, node):
            for variable in claim.about:
                scope = (graph.work_of(node), variable, *(getattr(figure, field) for field in _SCOPE))
                by_scope[scope].setdefault((figure.low, figure.high, figure.qualifier, figure.certainty), claim)
    seen: set[tuple[str, str]] = set()
    for claims in by_scope.values():
        for one, other in combinations(claims.values(), 2) if len(claims) <= _SERIES else ():
            if (one.id, other.id) not in seen and (changes := _at_odds(one, other, graph)):
                seen.add((one.id, other.id))
                yield Disagreement(one.id, other.id, changes)


def _at_odds(one: Claim, other: Claim, graph: Evidence) -> tuple[Change, ...]:
    if one.figure is None or other.figure is None:
        return ()
    if _both_hold(one.figure, other.figure):
        return ()
    changes = tuple(compare(one.figure, other.figure, graph.areas))
    # Another base or comparator is another figure, and nothing that two parts could disagree about.
    if any(change.stops and change.field not in _AT_ODDS for change in changes):
        return ()
    return tuple(change for change in changes if change.stops and change.kind != "sharpened")


def _both_hold(one: Figure, other: Figure) -> bool:
    """Whether two numbers, of which one at least is a bound, leave room for one quantity: at least 1,000, and 1,400."""
    numbers = [(figure, figure.low, figure.high) for figure in (one, other)]
    if not {one.bound, other.bound} & {"floor", "ceiling"} or one.share != other.share:
        return False
    lows = [low for figure, low, _ in numbers if figure.bound != "ceiling" and low is not None]
    highs = [high for figure, _, high in numbers if figure.bound != "floor" and high is not None]
    return (
        not lows
        or not highs
        or max(lows) < min(highs)
        or (max(lows) == min(highs) and None in {one.bound, other.bound})
    )


def _reports(graph: Evidence, node: str) -> bool:
    """Whether a claim passes on what another work says."""
    work = graph.work_of(node)
    return any(graph.work_of(arc.target) != work for arc in graph.alternatives.get(node, ()))
