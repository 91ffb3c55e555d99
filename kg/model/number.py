"""A number with its notation: its bounds, whether it is a share, and how precisely it is worded."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from msgspec import Struct


class Number(Struct, frozen=True):
    """A number with its notation: `low` equals `high` unless it is a range; a share is in per cent.

    `step` is how precisely it is worded: 100 for `1,400`, 1 for `37%`; 0 when it has no coarser reading.
    """

    low: Decimal
    high: Decimal
    share: bool
    stated: str
    step: Decimal


def plain(value: Decimal) -> str:
    """A decimal as people write it: thousands separated, no exponent, at most two decimals when it does not end."""
    if value == value.to_integral_value():
        return f"{int(value):,}"
    short = value.quantize(Decimal("0.01")) if -value.as_tuple().exponent > 4 else value  # type: ignore[operator]
    return f"{short:,f}"


def step_of(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 100 for 1400, 1 for 717, 0.1 for 9.7."""
    if value == 0:
        return Decimal(1)
    _, digits, exponent = value.normalize().as_tuple()
    return Decimal(1).scaleb(int(exponent)) if digits else Decimal(1)


@lru_cache(maxsize=4096)
def nearest_everyday(percent: Decimal, bottom: int) -> Decimal:
    """How far a fraction, as per cent, lies from the nearest other that people say as readily.

    Those are the fractions whose denominators are at most four or its own (the Farey sequence), so that 63 % is
    within “two-thirds” and 57 % is not.
    """
    order = max(4, bottom)
    others = {100 * Decimal(n) / d for d in range(1, order + 1) for n in range(d + 1)}
    return min(
        (abs(percent - other) for other in others if abs(percent - other) > Decimal("0.001")), default=Decimal(0)
    )
