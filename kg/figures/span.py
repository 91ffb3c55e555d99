"""What a scan of a text returns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from kg.figures.periods import Time
from kg.figures.quantity import Passed
from kg.figures.words import CURRENCIES, any_of
from kg.model.number import Number
from kg.model.period import Period
from kg.model.words import Certainty, Direction, Qualifier, Statistic
from kg.patterns import regex

_SIGN: Final = regex(rf"(?:{any_of(CURRENCIES)})\s?")


class Span(Struct, frozen=True):
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

    def number_fields(self) -> dict[str, Any]:
        """The fields of a figure that the number itself and the hedges before it say."""
        number = self.number
        found: dict[str, Any] = {
            "low": number.low if number else None,
            "high": number.high if number else None,
            "step": number.step if number else None,
            "stated": _SIGN.sub("", self.stated).strip() if self.currency and not self.share else self.stated,
            "share": None if self.multiple else self.share,
            "multiple": True if self.multiple else None,
        }
        for name in ("qualifier", "certainty", "statistic", "change", "earlier", "uncertainty", "interval", "base"):
            found[name] = getattr(self, name)
        return found


class Scanned(Struct, frozen=True):
    """What a text holds: its figures, the numbers passed over, and its times."""

    figures: tuple[Span, ...]
    passed: tuple[Passed, ...]
    times: tuple[Time, ...] = ()

    @property
    def refused(self) -> tuple[Passed, ...]:
        """The numbers that cannot be read without guessing."""
        return tuple(one for one in self.passed if one.instead)


class Found(Struct, frozen=True):
    """A number found in a text, with where it stands."""

    number: Number
    start: int
    end: int
