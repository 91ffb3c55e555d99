"""How inputs were put together, worked out again with their ranges and rounding: sums, products, ratios, differences and shares.

A rounded number stands for every number that rounds to it, so a result is only said not to come out where no such numbers give it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from itertools import permutations
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.model.number import plain, step_of
from kg.model.words import Direction, Operation, Qualifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.model.figure import Figure

_HUNDRED: Final = Decimal(100)
_SIGNS: Final = {
    Operation.SUM: " + ",
    Operation.PRODUCT: " × ",
    Operation.RATIO: " ÷ ",
    Operation.DIFFERENCE: " − ",
    Operation.SHARE: " of ",
}
# Operations that take two inputs, in an order that records do not keep.
_OF_TWO: Final = frozenset({Operation.RATIO, Operation.DIFFERENCE, Operation.SHARE})


class Interval(Struct, frozen=True):
    """From where to where a number may lie, and the number as worded; an end is None where nothing bounds it."""

    low: Decimal | None
    high: Decimal | None
    words: str

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return _not_above(self.low, other.high) and _not_above(other.low, self.high)

    @property
    def middle(self) -> Decimal | None:
        """The number in the middle; the bound where there is only one."""
        if self.low is None or self.high is None:
            return self.low if self.high is None else self.high
        return (self.low + self.high) / 2


def _not_above(low: Decimal | None, high: Decimal | None) -> bool:
    return low is None or high is None or low <= high


def interval(figure: Figure) -> Interval | None:
    """The numbers that a figure may stand for; shares and changes in per cent as factors; None without a number."""
    if figure.low is None or figure.high is None:
        return None
    slack = figure.step if figure.qualifier is Qualifier.ABOUT else figure.step / 2
    low: Decimal | None = figure.low - slack
    high: Decimal | None = figure.high + slack
    if figure.bound == "floor":
        high = None
    elif figure.bound == "ceiling":
        low = None
    if figure.share:
        low, high = (value / _HUNDRED if value is not None else None for value in (low, high))
        if figure.change is Direction.INCREASE:
            low, high = (1 + value if value is not None else None for value in (low, high))
        elif figure.change is Direction.DECREASE:
            low, high = (1 - value if value is not None else None for value in (high, low))
    return Interval(low, high, figure.number or "")


def stated_interval(value: Decimal) -> Interval:
    """The numbers that a value given in the document itself may stand for."""
    half = step_of(value) / 2
    return Interval(value - half, value + half, plain(value))


def worked_out(operation: Operation, parts: Sequence[Interval]) -> tuple[Interval, ...]:
    """What the inputs give, one interval for each order in which they may be put together; none where they cannot be."""
    if len(parts) < 2 or (operation in _OF_TWO and len(parts) != 2):
        return ()
    orders = permutations(parts) if operation in _OF_TWO else (tuple(parts),)
    return tuple(_results(operation, orders))


def _results(
    operation: Operation, orders: Iterator[tuple[Interval, ...]] | tuple[tuple[Interval, ...], ...]
) -> Iterator[Interval]:
    for order in orders:
        if operation in {Operation.RATIO, Operation.SHARE} and not _above_zero(order[1]):
            continue
        words = _SIGNS[operation].join(part.words for part in order)
        combined = reduce(_RULES[operation], order)
        if operation is Operation.SHARE and combined.low is not None and combined.low > 1:
            continue  # a part is no larger than its whole
        yield Interval(combined.low, combined.high, words)


def _above_zero(part: Interval) -> bool:
    return part.low is not None and part.low > 0


def _sum(one: Interval, other: Interval) -> Interval:
    low = one.low + other.low if one.low is not None and other.low is not None else None
    high = one.high + other.high if one.high is not None and other.high is not None else None
    return Interval(low, high, "")


def _difference(one: Interval, other: Interval) -> Interval:
    low = one.low - other.high if one.low is not None and other.high is not None else None
    high = one.high - other.low if one.high is not None and other.low is not None else None
    return Interval(low, high, "")


def _product(one: Interval, other: Interval) -> Interval:
    ends = (one.low, one.high, other.low, other.high)
    known = [end for end in ends if end is not None]
    if len(known) == 4:
        products = [a * b for a in known[:2] for b in known[2:]]
        return Interval(min(products), max(products), "")
    if any(end < 0 for end in known):
        return Interval(None, None, "")
    low = one.low * other.low if one.low is not None and other.low is not None else None
    high = one.high * other.high if one.high is not None and other.high is not None else None
    return Interval(low, high, "")


def _ratio(one: Interval, other: Interval) -> Interval:
    low = one.low / other.high if one.low is not None and other.high else None
    high = one.high / other.low if one.high is not None and other.low else None
    return Interval(low, high, "")


_RULES: Final[dict[Operation, Callable[[Interval, Interval], Interval]]] = {
    Operation.SUM: _sum,
    Operation.PRODUCT: _product,
    Operation.RATIO: _ratio,
    Operation.DIFFERENCE: _difference,
    Operation.SHARE: _ratio,
}


class Worked(Struct, frozen=True):
    """A figure worked out again from its inputs: the sum as worded, what it gives, and whether the stated figure can come of it."""

    operation: Operation
    words: str
    gives: str
    stated: str
    comes_out: bool

    @property
    def text(self) -> str:
        """The working in words: `2,000 + 3,000 gives 4,000–6,000, not 7,200`."""
        return f"{self.words} gives {self.gives}{'' if self.comes_out else f', not {self.stated}'}"


def check(figure: Figure, operation: Operation, parts: Sequence[Interval | None]) -> Worked | None:
    """The working of a figure, done again; None where an input has no number, or where it cannot be done."""
    known = [part for part in parts if part is not None]
    stated = interval(figure)
    if stated is None or len(known) != len(parts):
        return None
    results = worked_out(operation, known)
    if not results:
        return None
    fits = next((result for result in results if result.meets(stated)), None)
    shown = fits or min(results, key=lambda result: _distance(result, stated))
    return Worked(operation, shown.words, _words(shown, figure), figure.number or "", fits is not None)


def _distance(one: Interval, other: Interval) -> Decimal:
    first, second = one.middle, other.middle
    return abs(first - second) if first is not None and second is not None else Decimal("Infinity")


def _words(result: Interval, figure: Figure) -> str:
    """What a working gives, in the terms of the figure: a share in per cent, and no more digits than its rounding bears."""
    ends = []
    for end in (result.low, result.high):
        if end is None:
            ends.append("?")
            continue
        told = _in_terms(end, figure)
        ends.append(
            plain(told.quantize(Decimal(1)) if abs(told) >= 100 else told.quantize(Decimal("0.01")).normalize())
        )
    mark = "%" if figure.share else ""
    return f"{ends[0]}{mark}" if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}{mark}"


def _in_terms(value: Decimal, figure: Figure) -> Decimal:
    if not figure.share:
        return value
    if figure.change is Direction.INCREASE:
        return _HUNDRED * (value - 1)
    return _HUNDRED * (1 - value) if figure.change is Direction.DECREASE else _HUNDRED * value
