"""How one number differs from another: the same in other notation, rounded, made more exact than it was, or another one."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.model.words import Qualifier

if TYPE_CHECKING:
    from kg.model.figure import Figure

# A restatement may round to a tenth, or cut to a round number below a floor by a quarter; more is another value.
_NEAREST, _CUT = Decimal("0.1"), Decimal("0.25")
# A range is narrow, so that one number in it may stand for it, up to this part of the number.
_NARROW: Final = Decimal("0.02")
_EXACT: Final = Decimal("0.0001")
_TENTH: Final = Decimal("0.1")
_ONE: Final = Decimal(1)
_MAGNITUDE: Final = 10


class Extent(Struct, frozen=True):
    """A number as two bounds, how coarsely it is worded, whether it bounds a quantity, and whether it is told as an approximation."""

    low: Decimal
    high: Decimal
    step: Decimal
    bound: str | None
    share: bool
    everyday: bool
    about: bool = False

    @property
    def single(self) -> bool:
        """Whether it is one number and no range."""
        return self.low == self.high


def extent(figure: Figure, as_share: bool = False) -> Extent | None:
    """The number of a figure; `as_share` gives a count with the size of its base in per cent of that."""
    if figure.low is None or figure.high is None:
        return None
    stated = figure.stated or ""
    everyday = bool(figure.share and stated and "%" not in stated and "cent" not in stated)
    if as_share and not figure.share and figure.base:
        low, high = (100 * value / figure.base for value in (figure.low, figure.high))
        return Extent(low, high, Decimal(0), figure.bound, share=True, everyday=False)
    about = figure.qualifier is Qualifier.ABOUT
    return Extent(figure.low, figure.high, figure.step, figure.bound, bool(figure.share), everyday, about)


def is_share(figure: Figure) -> bool:
    """Whether a figure can be told in per cent: as a share, or as a count with the size of its base."""
    return not figure.multiple and (
        bool(figure.share) or (figure.share is False and bool(figure.base) and figure.low is not None)
    )


def value_kind(before: Extent, after: Extent) -> str | None:
    """`rounded`, `sharpened` (stated more exactly than it was) or `changed`; None for the same number.

    `only the top kept` and `only the bottom kept` are one end of a range for all of it, whatever its hedge. `loosened` is a bound that
    the other number keeps, as “over 1,000” is kept by 1,386, and `tightened` the way back.
    """
    if before.share == after.share and all(
        abs(a - b) < _EXACT for a, b in ((before.low, after.low), (before.high, after.high))
    ):
        return None
    if before.share != after.share:
        return "changed"
    if end := _one_end(before, after):
        return end
    coarser, finer = rounds(before, after), rounds(after, before)
    kept, keeps = _keeps(before, after), _keeps(after, before)
    if coarser and not keeps:
        return "rounded"
    if finer and not kept:
        return "sharpened"
    return "loosened" if kept else "tightened" if keeps else "changed"


def _one_end(before: Extent, after: Extent) -> str | None:
    """Which end of a range stands for all of it; None where another number does, or one that may."""
    if before.single or not after.single or rounds(before, after):
        return None
    for end, kind in ((before.high, "only the top kept"), (before.low, "only the bottom kept")):
        alone = replace(before, low=end, high=end)
        if after.low == end or rounds(alone, after):
            return kind
    return None


def _keeps(number: Extent, bound: Extent) -> bool:
    """Whether a number, range or bound leaves no doubt that another bound holds; an approximation may be off by its step."""
    if not bound.single:
        return (
            not number.single
            and bound.bound is None is number.bound
            and bound.low <= number.low
            and number.high <= bound.high
        )
    if number.bound not in (None, "exactly", bound.bound):
        return False
    doubt = number.step if number.about else Decimal(0)
    if bound.bound == "floor":
        return number.low - doubt >= bound.low
    return bound.bound == "ceiling" and number.high + doubt <= bound.high


def rounds(exact: Extent, coarse: Extent) -> bool:
    """Whether one number is the other rounded to the precision in which it is worded.

    A floor may cut down to a round number, a ceiling may fill up to one, and neither may go past the number: 48 % is not
    “more than half”. A hedged number may stand for a narrow range that holds it. An order of magnitude (`hundreds`) and a range
    no wider than one may hold the number. A fraction in words is as coarse as the distance to the next one that people say.
    """
    if not coarse.single:
        return exact.single and coarse.low <= exact.low <= coarse.high <= _MAGNITUDE * coarse.low
    if not exact.single:
        width = exact.high - exact.low
        narrow = width <= coarse.step or width <= _NARROW * abs(coarse.low)
        return coarse.about and narrow and exact.low <= coarse.low <= exact.high
    if not coarse.step:
        return False
    value, step = exact.low, coarse.step
    if (coarse.bound == "floor" and coarse.low > value) or (coarse.bound == "ceiling" and coarse.low < value):
        return False
    gap = abs(value - coarse.low) / abs(value) if value else Decimal(1)
    if coarse.everyday:
        return abs(value - coarse.low) <= step / 2
    if coarse.share and coarse.bound is None and (exact.about or not coarse.about):
        # Per cent are told to the unit unless a hedge is added: 87 % is no “90 %”, and “about 87 %” no “about 90 %”.
        step = min(step, _ONE)
    # Digits after the point, and a last digit that is not zero, are shown; zeros at the end may be rounded or exact.
    near = gap <= _NEAREST or (step <= 1 and not exact.everyday)
    # A half may go either way.
    nearest = abs(value - coarse.low) <= step / 2 and coarse.low % step == 0 and near
    floor = coarse.bound == "floor" and (value / step).to_integral_value(ROUND_FLOOR) * step == coarse.low
    ceiling = coarse.bound == "ceiling" and (value / step).to_integral_value(ROUND_CEILING) * step == coarse.low
    return nearest or ((floor or ceiling) and gap <= _CUT)


def factor(before: Extent, after: Extent) -> Decimal | None:
    """By what the number was multiplied, to three digits; None for ranges, zero and numbers of two kinds."""
    if not (before.single and after.single) or not before.low or before.share != after.share or not after.low:
        return None
    ratio = after.low / before.low
    return ratio.quantize(Decimal(1).scaleb(ratio.adjusted() - 2)).normalize()


def complements(before: Extent, after: Extent) -> bool:
    """Whether two shares make up the whole between them, as far as they are worded: 37 % and 63 %, or two-thirds."""
    if not (before.share and after.share and before.single and after.single):
        return False
    return abs(before.low + after.low - 100) <= max(before.step, after.step, _TENTH) / 2
