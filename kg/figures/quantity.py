"""One number with its sign, currency, per cent, points or times."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from kg.figures.changes import MOVES
from kg.figures.numerals import Atom
from kg.figures.words import CURRENCIES, TIME_UNITS, any_of
from kg.model.number import Number, nearest_everyday, step_of
from kg.model.words import Direction
from kg.patterns import regex

_SIGNS: Final = any_of(sign for sign in CURRENCIES if not sign[0].isalpha() or not sign[-1].isalpha())

_CODES: Final = any_of(code for code in CURRENCIES if code.isalpha())

_CURRENCY: Final = regex(rf"(?:(?<![A-Za-z$])(?P<sign>{_SIGNS})\s?|\b(?P<code>{_CODES})\s?)\Z")

_CURRENCY_AFTER: Final = regex(rf"\s?(?:(?P<sign>[£$€¥₹])(?![\d$£€])|(?P<code>{_CODES})\b)")

_MINUS: Final = regex(r"(?:(?<![\w)%])[-−–]|\bminus\s+)\Z", re.IGNORECASE)

_PLUS_MINUS: Final = regex(r"(?:±|\+/[-−])\s?\Z")

_POINTS: Final = regex(
    r"[\s-]?(?:percentage[\s-]points?|percent[\s-]points?|per\s?cent\s+points?|%[\s-]points?|pp|ppts?|p\.p\.)(?!\w)",
    re.IGNORECASE,
)

_PERCENT: Final = regex(r"\s?%|\s?pc\b|[\s-](?:per\s?cent|percent|pct)\b", re.IGNORECASE)

_A_POINT: Final = regex(
    r"\s+(?:of\s+)?an?\s+(?:(?P<points>percentage\s+point|point)|per\s?cent|percent)\b", re.IGNORECASE
)

_A_MEASURE: Final = regex(
    rf"\s+(?:of\s+)?an?\s+(?=(?:{any_of(TIME_UNITS)}|mile|kilometre|tonne|ton|pound|degree|gram|litre|inch|metre|mil)\b)",
    re.IGNORECASE,
)

# “An hour and a half”.
_AND_A: Final = regex(
    r"\b(?:an?|one)\s+(?P<measure>second|minute|hour|day|week|month|year|decade|century|mile|kilometre|metre|tonne|pound|litre|inch|acre)\s+and\s+\Z",
    re.IGNORECASE,
)
_NEAR, _SMALL_PARTS = 24, frozenset({2, 3, 4})
# “1 in 54 times” is a share of times, and no multiple.
_ONE_IN: Final = regex(r"\b(?:\d+|one|two|three)\s+(?:in|out\s+of)\s+(?:every\s+)?\Z", re.IGNORECASE)

_DONE: Final = regex(
    r"(?P<verb>\b[a-z]+(?:ed|wn|en|ung|un)|\bread|\bmade|\bsung|\bheard|\bsold|\bhit)\s+(?:(?:about|over|nearly|almost|some|around|at\s+least|more\s+than)\s+)*\Z",
    re.IGNORECASE,
)
_STOPS: Final = regex(r"\s*(?:[.,;)]|\Z)")

_TIMES: Final = regex(
    rf"(?:[\s-]times(?!\w)(?!\s+(?:a|an|per|each|every|this|last|in|since|during|before|after|when|and|or|by|on|for|to|between|from|at|with|of|out|was|were|{any_of(TIME_UNITS)})\b)|\s?[x×](?!\s?\d)(?!\w)|[\s-]?fold\b)",
    re.IGNORECASE,
)

_TIMES_BEFORE: Final = regex(r"(?<![\w\d])[x×]\s?\Z", re.IGNORECASE)

# “It happened twice.”, “twice a week”: so many times, and no multiple.
_SO_OFTEN: Final = regex(
    r"(?<=ice)(?:\s*[.,;)]|\s*\Z|\s+(?:a|an|per|each|every|in|since|during|on|between|last|this)\b)", re.IGNORECASE
)

_ONE: Final = Decimal(1)


class Passed(Struct, frozen=True):
    """A number that is no figure, or that cannot be read without guessing: where it stands, why, and how to write it."""

    start: int
    end: int
    why: str
    instead: str | None = None


class Quantity(Struct, frozen=True):
    """A number with what its notation says; `start` and `end` hold its sign, currency and per cent.

    `kind` is count, share, points (percentage points), multiple, order or vague; `stop` is where the number's own words end, before
    its base; `measure` is the unit of a number in two measures, such as 42 minutes and 15 seconds.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    kind: str = "count"
    currency: str | None = None
    scale: Decimal = _ONE
    atom: Atom | None = None
    fraction: int = 0
    change: Direction | None = None
    base: Quantity | None = None
    between: str | None = None
    ratio: bool = False
    signed: bool = False
    margin: bool = False
    stop: int | None = None
    measure: str | None = None

    @property
    def share(self) -> bool:
        """Whether it is a share in per cent, or percentage points."""
        return self.kind in {"share", "points"}


def measured(text: str, atom: Atom) -> Quantity:
    """An atom with sign and currency before it, and per cent, points or times after it."""
    made = Quantity(
        atom.start,
        atom.end,
        atom.low,
        atom.high,
        atom.step,
        atom.kind if atom.kind in {"order", "vague"} else "count",
        scale=atom.scale,
        atom=atom,
    )
    if atom.kind == "times" and _SO_OFTEN.match(text, atom.end):
        return made
    if atom.kind in {"fold", "times"}:
        return replace(made, kind="multiple")
    if atom.kind == "grown":
        return replace(made, kind="multiple", change=Direction.INCREASE)
    if atom.kind == "halved":
        return replace(made, kind="share", change=Direction.DECREASE)
    if atom.kind == "fraction":
        return _fraction(text, made, atom)
    return _after(text, _before(text, made))


def _fraction(text: str, made: Quantity, atom: Atom) -> Quantity:
    """A fraction is a share, but for `half a percentage point` and `half an hour`."""
    if atom.low is None:
        return made
    if point := _A_POINT.match(text, atom.end):
        kind = "points" if point["points"] else "share"
        return replace(made, end=point.end(), kind=kind, step=Decimal("0.1"))
    if (more := _AND_A.search(text[max(0, atom.start - _NEAR) : atom.start])) and atom.bottom in _SMALL_PARTS:
        value = 1 + atom.low
        start = atom.start - len(more.group())
        return replace(made, start=start, low=value, high=value, step=Decimal("0.5"), measure=f"{more['measure']}s")
    if measure := _A_MEASURE.match(text, atom.end):
        return replace(made, end=measure.end() - 1, step=Decimal("0.1"))
    percent = 100 * atom.low
    return replace(
        made, low=percent, high=percent, step=nearest_everyday(percent, atom.bottom), kind="share", fraction=atom.bottom
    )


def _before(text: str, made: Quantity) -> Quantity:
    left = text[max(0, made.start - 8) : made.start]
    if currency := _CURRENCY.search(left):
        sign = CURRENCIES[currency["sign"] or currency["code"]]
        made = replace(made, start=made.start - len(currency.group()), currency=sign)
        left = text[max(0, made.start - 8) : made.start]
    if margin := _PLUS_MINUS.search(left):
        return replace(made, start=made.start - len(margin.group()), margin=True)
    if (minus := _MINUS.search(left)) and made.low is not None and made.high is not None and _signs(text, made, minus):
        return replace(made, start=made.start - len(minus.group()), low=-made.high, high=-made.low, signed=True)
    if times := _TIMES_BEFORE.search(left):
        return replace(made, start=made.start - len(times.group()), kind="multiple")
    return made


def _signs(text: str, made: Quantity, minus: re.Match[str]) -> bool:
    """Whether a dash is a sign: at the start, or after a space or bracket and tied to its number."""
    at = made.start - len(minus.group())
    return minus.group().strip().lower() == "minus" or at == 0 or text[at - 1] in "( \u00a0\t\n"


def _after(text: str, made: Quantity) -> Quantity:
    if points := _POINTS.match(text, made.end):
        return replace(made, end=points.end(), kind="points")
    if percent := _PERCENT.match(text, made.end):
        return replace(made, end=percent.end(), kind="share")
    times = _TIMES.match(text, made.end) if made.kind == "count" else None
    left = text[max(0, made.start - _NEAR) : made.start] if times else ""
    if times and not _ONE_IN.search(left) and not _so_often(text, times.end(), left):
        return replace(made, end=times.end(), kind="multiple")
    if made.currency is None and (currency := _CURRENCY_AFTER.match(text, made.end)):
        return replace(made, end=currency.end(), currency=CURRENCIES[currency["sign"] or currency["code"]])
    return made


def _so_often(text: str, end: int, left: str) -> bool:
    """Whether something was done so many times: downloaded 14 million times."""
    done = _DONE.search(left)
    return done is not None and done["verb"].lower() not in MOVES and _STOPS.match(text, end) is not None


def number_of(text: str, one: Quantity) -> Number | None:
    """The number of a quantity as the source words it; None for one that nobody can put in digits."""
    if one.low is None or one.high is None:
        return None
    stated = " ".join(text[one.start : one.stop or one.end].split())
    step = one.step if one.fraction or one.kind == "order" or one.ratio else one.step or step_of(one.low)
    return Number(one.low, one.high, one.share, stated, step)
