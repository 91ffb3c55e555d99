"""What a scan of a text returns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.figures.periods import Time
from kg.figures.quantity import Passed
from kg.model.number import Number
from kg.model.period import Period
from kg.model.words import Certainty, Direction, Qualifier, Statistic


@dataclass(frozen=True, slots=True)
class Span:
    """A figure found in a text: where its words stand, and every field that they state.

    `earlier` is the level that it changed from; `per` so many of something, `interval` a length of time; `words` is where the words of
    its unit begin.
    """

    start: int
    end: int
    number: Number | None
    stated: str
    kind: str
    qualifier: Qualifier | None = None
    certainty: Certainty | None = None
    statistic: Statistic | None = None
    change: Direction | None = None
    currency: str | None = None
    unit: str | None = None
    denominator: str | None = None
    base: Decimal | None = None
    per: str | None = None
    interval: str | None = None
    period: Period | None = None
    duration: str | None = None
    horizon: str | None = None
    area: str | None = None
    earlier: Decimal | None = None
    uncertainty: str | None = None
    words: int | None = None
    hedged_twice: bool = False

    @property
    def share(self) -> bool:
        """Whether it is a share in per cent."""
        return self.kind in {"share", "points"}

    @property
    def multiple(self) -> bool:
        """Whether it says how many times something else it is."""
        return self.kind == "multiple"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a text holds: its figures, the numbers passed over, and its times."""

    figures: tuple[Span, ...]
    passed: tuple[Passed, ...]
    times: tuple[Time, ...] = ()

    @property
    def refused(self) -> tuple[Passed, ...]:
        """The numbers that cannot be read without guessing."""
        return tuple(one for one in self.passed if one.instead)


@dataclass(frozen=True, slots=True)
class Found:
    """A number found in a text, with where it stands."""

    number: Number
    start: int
    end: int
