"""The number of a claim and everything that scopes it."""

# Annotations stand as they are, not as texts (`from __future__ import annotations`): pydantic would compile each one again at every start.

import re
from decimal import Decimal
from typing import Final, Self

from pydantic import Field, model_validator

from kg.model.frozen import Frozen
from kg.model.number import plain
from kg.model.period import Period
from kg.model.words import Basis, Certainty, Direction, Qualifier, Statistic, Unknowns

_FLOORS: Final = frozenset({Qualifier.AT_LEAST, Qualifier.MORE_THAN})
_POINTS: Final = re.compile(r"percent(?:age)?[\s-]points?|(?<=\d)\s?(?:pp|ppts?)\b|%[\s-]points?", re.IGNORECASE)
_CEILINGS: Final = frozenset({Qualifier.UP_TO, Qualifier.LESS_THAN})


class Figure(Frozen):
    """A value or range with its scope; a field left out is silence, never a default.

    Shares are in per cent: two-thirds is 66.67 with `stated` “two-thirds” and `step` 8.33.
    """

    low: Decimal | None = Field(default=None, description="The value, or the lower end of a range.")
    high: Decimal | None = Field(default=None, description="The value again, or the upper end of a range.")
    stated: str | None = Field(default=None, description="The number as the source words it.")
    step: Decimal = Field(default=Decimal(0), description="How coarsely it is worded: 100 for 1,400.")
    share: bool | None = Field(default=None, description="A share in per cent rather than a count.")
    multiple: bool | None = Field(default=None, description="So many times something else, as in 14 times as likely.")
    statistic: Statistic | None = Field(default=None, description="A mean, median or rank rather than a total.")
    qualifier: Qualifier | None = Field(default=None, description="How the source hedges the number.")
    certainty: Certainty | None = Field(default=None, description="Count, estimate, projection or question.")
    conservative: bool | None = Field(default=None, description="The source calls its estimate conservative.")
    unit: str | None = Field(default=None, description="What is counted, as the source words it.")
    population: str | None = Field(default=None, description="Whom or what the figure is about.")
    denominator: str | None = Field(default=None, description="What a share is a share of.")
    base: Decimal | None = Field(default=None, description="How many the denominator holds.")
    unknowns: Unknowns | None = Field(default=None, description="Unknowns inside or outside the base.")
    unknown_share: Decimal | None = Field(default=None, description="Per cent of the base that is unknown.")
    comparator: str | None = Field(default=None, description="What it is compared with.")
    period: Period | None = Field(default=None, description="The time it is about.")
    as_of: Period | None = Field(default=None, description="The day it was established.")
    duration: str | None = Field(default=None, description="How long, where no dates are given: P40Y.")
    change: Direction | None = Field(default=None, description="An increase or decrease of so many, not so many.")
    earlier: Decimal | None = Field(
        default=None, description="The level it changed from: 12, where it fell from 12 to 8."
    )
    interval: str | None = Field(default=None, description="Per what time: year, month.")
    horizon: str | None = Field(default=None, description="Within what time of an event: within five years of release.")
    uncertainty: str | None = Field(
        default=None, description="Its margin of error or interval, as the source words it."
    )
    category: str | None = Field(default=None, description="The category as the source words it.")
    area: str | None = Field(default=None, description="The id of the area it is about.")
    basis: Basis | None = Field(default=None, description="What attributes of people rest on.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"the range ends ({self.high}) before it starts ({self.low})")
        return self

    @property
    def bound(self) -> str | None:
        """Whether the number is a `floor`, a `ceiling` or `exactly`; None where the source states no bound.

        An estimate recorded as conservative is a floor unless its qualifier says otherwise.
        """
        if self.qualifier in _FLOORS:
            return "floor"
        if self.qualifier in _CEILINGS:
            return "ceiling"
        if self.qualifier is Qualifier.EXACTLY:
            return "exactly"
        return "floor" if self.conservative else None

    @property
    def number(self) -> str | None:
        """The number as the source words it, or else in digits."""
        if self.stated:
            return self.stated
        if self.low is None:
            return None
        text = (
            plain(self.low) if self.low == self.high or self.high is None else f"{plain(self.low)}–{plain(self.high)}"
        )
        return f"{text}%" if self.share else text

    @property
    def in_points(self) -> bool:
        """Whether a share is worded in percentage points."""
        return _POINTS.search(self.stated or "") is not None

    @property
    def hedged(self) -> str | None:
        """The qualifier as shown: `at least`, or `conservative estimate` where that is all the hedge there is."""
        if self.conservative:
            lead = f"{self.qualifier}, " if self.qualifier else ""
            return f"{lead}conservative {self.certainty or Certainty.ESTIMATE}"
        return str(self.qualifier) if self.qualifier else None
