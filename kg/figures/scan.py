"""Every figure of a text, with all that scopes it, and every number that is no figure, with why.

Three callers: headline search (`find_numbers`), the one-line figure of records, and articles (`scan`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from kg.figures.levels import with_levels, with_margins
from kg.figures.lists import with_bases, with_listed_changes, with_listed_shares, with_rates
from kg.figures.numerals import atoms, may_hold
from kg.figures.periods import Time, times
from kg.figures.places import places
from kg.figures.quantities import quantities
from kg.figures.quantity import Passed, Quantity, measured, number_of
from kg.figures.reading import rate_of, span_of, without_rates
from kg.figures.scope import with_scope
from kg.figures.since import with_ends
from kg.figures.span import Found, Scanned, Span
from kg.figures.unit_words import with_units
from kg.figures.vague import vague
from kg.figures.words import SCALES
from kg.figures.years import spans_time
from kg.model.number import Number
from kg.patterns import regex

# The patterns of numbers take time by the square of a text that is made to slow them down. A longer text is not one figure or claim.
MOST_CHARACTERS: Final = 1_000
MOST_NUMBERS: Final = 100
_LONGEST_NUMBER: Final = 200
_OLDEST: Final = 150
_THOUSAND: Final = 1000
_ON_AVERAGE: Final = regex(r"\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s+on\s+average\b")
_HOURS: Final = regex(r"\s+(?:hours|minutes|days|nights)\b")
_YEARS_OLD: Final = regex(r"\s+years\s+old\b")
_CLAUSE: Final = 90
_OF_AVERAGE: Final = regex(r"\b(?:average|median|mean|typical)\b[^.;]*\Z", re.IGNORECASE)
_AVERAGE_LASTS: Final = regex(
    r"\b(?:average|median|mean|typical)\s+(?:[a-z-]+\s+){1,3}(?:wait|spend|spent|take|took|last|stay|work|live)(?:s|ed)?\s+(?:for\s+)?\Z"
    r"|\bon\s+average,[^.;,]*\Z",
    re.IGNORECASE,
)
_PENCE: Final = regex(r"\s?(?:p|pence|pennies|cents?)\b", re.IGNORECASE)
_LEAST_BASE: Final = 100
_OPENING: Final = regex(r"(?:between|from)\s+", re.IGNORECASE)


def find_numbers(text: str, locale: str | None = None) -> list[Found]:
    """Every number of a text that may be a figure, left to right, without what scopes it: what a search needs.

    Numbers behind the first 1,000 characters are not looked for.
    """
    text = text[:MOST_CHARACTERS]
    found: list[Found] = []
    if not may_hold(text):
        return found
    for one in quantities(text, locale)[0]:
        number = number_of(text, one)
        if number is not None:
            found.append(Found(number, one.start, one.end))
    return found


def find_equals(text: str) -> list[Found]:
    """The numbers of a text as `find_numbers` finds them, but for the bases of rates, and each that says the same in other terms.

    4,200 per 100,000 people are 4.2 %, and 300p are £3.
    """
    text = text[:MOST_CHARACTERS]
    found: list[Found] = []
    if not may_hold(text):
        return found
    for one in without_rates(text, quantities(text)[0]):
        number = number_of(text, one)
        if number is not None:
            found.append(Found(number, one.start, one.end))
            if (equal := _equal(text, one, number)) is not None:
                found.append(Found(equal, one.start, one.end))
    return found


def _equal(text: str, one: Quantity, number: Number) -> Number | None:
    if one.kind != "count" or one.currency is not None:
        return None
    if _PENCE.match(text, one.end):
        return replace(number, low=number.low / 100, high=number.high / 100, step=number.step / 100)
    rate = rate_of(text, one)
    base = _base(rate.per) if rate is not None and rate.per else None
    if base is None or not number.high <= base:
        return None
    return replace(
        number, low=100 * number.low / base, high=100 * number.high / base, step=100 * number.step / base, share=True
    )


def _base(per: str) -> Decimal | None:
    """How many a rate is per: 100,000 of `100,000 people`, a million of `million people`."""
    if (scale := SCALES.get(per.split()[0].lower())) is not None:
        return Decimal(scale)
    first = next(iter(atoms(per)), None)
    return first.low if first is not None and first.start == 0 and first.low and first.low >= _LEAST_BASE else None


def parse_number(text: str, locale: str | None = None) -> Number | None:
    """The number that a whole text states, without currency; None when it is anything else.

    Where nothing else stands, `2019` and `one` are numbers too.
    """
    text = " ".join(text[: _LONGEST_NUMBER + 1].split())
    if len(text) > _LONGEST_NUMBER:
        return None
    found = quantities(text, locale)[0]
    lead = _OPENING.match(text)
    start = lead.end() if lead else 0
    if len(found) == 1 and (found[0].start, found[0].end) == (start, len(text)):
        one = found[0]
        number = number_of(text, one) if one.currency is None and one.base is None else None
        return replace(number, stated=text) if number else None
    single = list(atoms(text))
    if found or len(single) != 1 or (single[0].start, single[0].end) != (0, len(text)) or single[0].kind == "vague":
        return None
    return number_of(text, measured(text, single[0]))


def scan(text: str, issued: date | None = None, locale: str | None = None) -> Scanned:
    """The figures of a text with all their fields.

    `issued` is the day of the document, for `last year`; `locale` its language, for `1.200.000` and `1,2 Mio.`. A text is one sentence
    or a few: numbers behind its first hundred are not looked at.
    """
    found, passed = quantities(text, locale)
    found = found[:MOST_NUMBERS]
    ratios = [one for one in found if one.ratio]  # the 2000 of “1 in 2000” is no year
    when = [time for time in times(text, issued) if not any(one.start < time.end <= one.end for one in ratios)]
    when = [time for time in when if not any(_averaged(text, one, time) for one in found)]
    where = places(text)
    found = [one for one in found if not _is_time(text, one, when)]
    spans = [span_of(text, one, None, None) for one in without_rates(text, found)]
    spans += [
        span_of(text, one, qualifier, statistic) for one, qualifier, statistic in vague(text) if not _taken(one, spans)
    ]
    spans = with_levels(text, sorted(spans, key=lambda span: span.start), when)
    spans = with_listed_changes(text, with_listed_shares(text, with_margins(text, spans, passed)))
    spans = with_rates(text, with_units(text, with_bases(text, spans)))
    spans = with_ends(text, [with_scope(text, spans, index, when, where) for index in range(len(spans))], when)
    judged = [(span, _is_figure(span)) for span in spans]
    kept = tuple(span for span, is_figure in judged if is_figure)
    dropped = [Passed(span.start, span.end, "no figure") for span, is_figure in judged if not is_figure]
    return Scanned(kept, tuple(sorted([*passed, *dropped], key=lambda one: one.start)), tuple(when))


def _taken(one: Quantity, spans: Sequence[Span]) -> bool:
    return any(span.start < one.end and one.start < span.end for span in spans)


def _is_time(text: str, one: Quantity, when: Sequence[Time]) -> bool:
    """Whether a number is part of a date or of a length of time over which something is."""
    on_average = _ON_AVERAGE.match(text, one.end) is not None
    aged = one.high is not None and one.high > _OLDEST and _YEARS_OLD.match(text, one.end) is not None
    aged = aged or (one.scale > _THOUSAND and _HOURS.match(text, one.end) is not None)  # for 3.6 million hours
    aged = aged or on_average  # stays for 7.1 days on average
    aged = aged or _is_average(text, one)
    inside = any(time.start <= one.start and one.end <= time.end for time in when)
    spanning = one.kind == "count" and one.currency is None and not aged and spans_time(text, one.start, one.end)
    return inside or spanning


def _averaged(text: str, one: Quantity, time: Time) -> bool:
    """Whether a time is a figure itself: `they wait for 9 years on average`."""
    return time.start <= one.start and one.end <= time.end and _ON_AVERAGE.match(text, one.end) is not None


def _is_average(text: str, one: Quantity) -> bool:
    """Whether a length of time is that of the average: `the average buyer is 34 years old`, `the median patient waited 18 weeks`."""
    before = text[max(0, one.start - _CLAUSE) : one.start]
    old = _YEARS_OLD.match(text, one.end) is not None and _OF_AVERAGE.search(before) is not None
    return old or _AVERAGE_LASTS.search(before) is not None


def _is_figure(span: Span) -> bool:
    """Whether a number is one of a statistic: not a bare small number in words that counts nothing."""
    number = span.number
    if number is None:
        return span.kind == "vague"
    if (
        span.kind != "count"
        or span.unit
        or span.qualifier
        or span.interval
        or span.per
        or span.change
        or span.earlier is not None
    ):
        return True
    if span.statistic is not None or span.base is not None:
        return True
    return re.match(r"\d", span.stated) is not None or number.low >= 13
