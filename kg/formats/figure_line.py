"""A figure in one line: `at least 1,400 children, Rotherham, 1997/2013, estimate`.

`[qualifier] NUMBER unit[, part]…`; docs/records.md holds the table of parts. What the line cannot say is written long.
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kg.errors import nearest
from kg.figures.head import LineError, read_head
from kg.figures.periods import times
from kg.figures.quantities import quantities
from kg.figures.scan import parse_number
from kg.model.figure import Figure
from kg.model.figure_fields import FIELDS, WORDS
from kg.model.period import Period, parse_period
from kg.model.words import Basis, Certainty, Unknowns
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal

    from kg.model.number import Number

LONG: Final = "write it long: figure: {value: …, unit: …, area: …, period: …}"
LONGEST: Final = 600
_MOST_DIGITS: Final = 24

_DURATION: Final = regex(r"(\d+|[a-z-]+)\s+(year|month|week|day)s?", re.IGNORECASE)
_ISO: Final = regex(r"P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?")
_CODE: Final = regex(r"[a-z][a-z0-9+.-]+:\S+")
_YEARS: Final = regex(r"(\d{4})\s*[–—]\s*(\d{4})")
# A year of the source's own, with the last two digits of the next one; EDTF reads 2022-23 as a season.
_OWN_YEAR: Final = regex(r"((?:1[5-9]|20)\d\d)\s*[-–—/]\s*(\d\d)")
_DATED: Final = regex(r".*\b(?:19|20)\d\d\b")
_WITHIN: Final = regex(r"within\s+.+\s+of\s+.+", re.IGNORECASE)
_MARGIN: Final = regex(
    r"(?:±|\+/-)\s?\d.*|\d{2}(?:\.\d)?\s?%\s*(?:CI|confidence interval|credible interval|UI)\b.*", re.IGNORECASE
)
_WORLD: Final = regex(r"worldwide|global(?:ly)?|(?:in\s+)?(?:the\s+)?world", re.IGNORECASE)
_COUNTRIES: Final = regex(r"(?:in\s+)?(?P<which>[a-z][\w -]*\s(?:countries|nations|regions|cities))")
_PLACED: Final = regex(r"(?:(?:in|across|throughout|within)\s+)?(?:the\s+)?(?=[A-Z])")


# A line is read several times while records are drafted: when it is written, and when the file is checked.
@lru_cache(maxsize=16_384)
def parse_figure(text: str, issued: date | None = None, locale: str | None = None) -> Figure:
    """Read the one-line form; an area stays as the name that was written.

    `issued` is the day of the document, for `last year`; `locale` its language, where decimals stand after a comma.
    Raises ValueError naming the words that could not be read, their column, and how to write it.
    """
    if len(text) > LONGEST:
        raise ValueError(f"the line is longer than {LONGEST} characters; {LONG}")
    line = " ".join(text.split()).rstrip(",;")
    parts = [(match.start(), match.group()) for match in re.finditer(r"(?:(?![,;] ).)+", line)]
    head = parts[0][1] if parts else ""
    if _too_long(head):
        raise ValueError(f"“{head}” has more digits than a statistic; {LONG}")
    try:
        found = read_head(head, issued, locale)
    except LineError as error:
        raise ValueError(f"{error}, or {LONG}") from error
    for start, part in parts[1:]:
        words = part.lstrip(",; ")
        for field, value in _placed(words, start + len(part) - len(words) + 1, issued).items():
            if field in found and found[field] != value:
                raise ValueError(f"“{words}” gives {field.replace('_', ' ')} twice; {LONG}")
            found[field] = value
    return Figure(**found)


def read_number(text: str) -> Number | None:
    """The number that a whole text states; None for anything else, or for more digits than a statistic has."""
    return None if _too_long(text) else parse_number(text)


def value_fields(text: str) -> dict[str, Any] | None:
    """The fields of a figure that its number sets, currency included; None for a text that is more or less than a number."""
    if _too_long(text):
        return None
    try:
        found = read_head(text)
    except LineError:
        return None
    currency = found.get("unit")
    if currency and not quantities(text, line=True)[0][0].currency:
        return None
    allowed = {"low", "high", "stated", "step", "share", "multiple", "unit", "change", "earlier"}
    return found if found.keys() <= allowed and (currency is None or len(currency.split()) == 1) else None


_SLASHED: Final = regex(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTHS_OF_YEAR = 12


def read_period(text: str, issued: date | None = None) -> Period:
    """A date or period as people type it in records: EDTF, `2022-23` and `2022/23`, `July 2024`, `since 2010`.

    Raises ValueError with an example.
    """
    words = text.strip()
    if own := _own_year(words):
        return own
    try:
        return parse_period(words)
    except ValueError:
        found = times(words, issued)
        if len(found) == 1 and found[0].period and (found[0].start, found[0].end) == (0, len(words)):
            return found[0].period
        if which := which_date(words):
            raise ValueError(which) from None
        raise


def _is_day(year: int, month: int, day: int) -> bool:
    return 0 < month <= _MONTHS_OF_YEAR and 0 < day <= monthrange(year, month)[1]


def which_date(text: str) -> str | None:
    """What to write for a date such as `12/11/2024`, which is another day in other countries; None for any other text."""
    match = _SLASHED.fullmatch(text.strip())
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[2]), match[3]
    days = [
        f"{year}-{month:02}-{day:02}"
        for day, month in dict.fromkeys(((first, second), (second, first)))
        if _is_day(int(year), month, day)
    ]
    if not days:
        return None
    return (
        f"“{text}” may be {' or '.join(days)}; write the one that is meant"
        if days[1:]
        else f"write “{text}” as {days[0]}"
    )


def _own_year(text: str) -> Period | None:
    """`2022-23` and `2022/23` as one year, kept as worded; a month such as `2011-12` is none."""
    match = _OWN_YEAR.fullmatch(text)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        return None
    if re.fullmatch(r"\d{4}-(?:0\d|1[0-2])", text):
        return None
    return parse_period(f"{match[1]}/{match[2]}")


def _too_long(text: str) -> bool:
    return len(text) > LONGEST or re.search(rf"\d{{{_MOST_DIGITS}}}", re.sub(r"[,.\s]", "", text)) is not None


def _of(text: str) -> tuple[str, Decimal | None]:
    """`940 suspects` as what and how many."""
    text = re.sub(r"^(?:the|all)\s+", "", text.strip(), flags=re.IGNORECASE)
    found = quantities(text)[0]
    if (
        not found
        or found[0].start != 0
        or found[0].kind != "count"
        or found[0].low != found[0].high
        or found[0].currency
    ):
        return text, None
    return text[found[0].end :].strip(), found[0].low


def _placed(words: str, column: int, issued: date | None) -> dict[str, Any]:
    """The fields of one part; a fault says where in the line it stands."""
    try:
        return _part(words, column, issued)
    except ValueError as error:
        placed = (
            str(error) if "(column " in str(error) else str(error).replace(f"“{words}”", f"“{words}” (column {column})")
        )
        raise ValueError(placed) from error


def _part(part: str, column: int, issued: date | None) -> dict[str, Any]:
    """The fields that one part after the head sets."""
    if not part:
        raise ValueError(f"nothing stands between two commas (column {column}); remove one of them, or {LONG}")
    lower = part.lower()
    if lower in _SAID:
        return dict(_SAID[lower])
    if (match := re.fullmatch(r"(.+?)\s+unknown", lower)) and (number := read_number(match[1])) and number.share:
        return {"unknown_share": number.low}
    for lead, read in _LEADS.items():
        if lower.startswith(lead) and (found := read(part[len(lead) :].strip(), issued)) is not None:
            return found
    return _plain(part, issued) or _area(part, column)


def _plain(part: str, issued: date | None) -> dict[str, Any] | None:
    """A part that its own form tells: a horizon, a margin of error, a length of time, a period."""
    if _WITHIN.fullmatch(part):
        return {"horizon": part}
    if _MARGIN.fullmatch(part):
        return {"uncertainty": part}
    if duration := duration_of(part):
        return {"duration": duration}
    if period := _period(part, issued):
        return {"period": period}
    return None


def _area(part: str, column: int) -> dict[str, Any]:
    if _WORLD.fullmatch(part):
        return {"area": "World"}
    if countries := _COUNTRIES.fullmatch(part):
        return {"area": countries["which"][0].upper() + countries["which"][1:]}
    if re.match(r"\d", part) or _DATED.fullmatch(part):
        example = "write it as 2014, 2014-08, 2022/23 or 1997/2013"
        raise ValueError(f"“{part}” (column {column}) is not a date or period; {example}, or {LONG}")
    if _CODE.fullmatch(part):
        return {"area": part}
    if place := _PLACED.match(part):
        return {"area": part[place.end() :]}
    hint = _hint(part)
    raise ValueError(f"“{part}” (column {column}) is not understood{hint}; {'otherwise ' if hint else ''}{LONG}")


def _hint(part: str) -> str:
    """The nearest part that works."""
    if re.fullmatch(r"[^\W\d_]+", part):
        from difflib import get_close_matches

        capital = f"; write a place with a capital letter, as in: {part[0].upper()}{part[1:]}"
        return nearest(part, list(_SAID)) if get_close_matches(part, list(_SAID)) else capital
    if place := re.search(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*", part):
        return f"; a place stands alone: …, {place.group()}"
    return nearest(part.split()[0].lower(), [lead.strip() for lead in _LEADS])


def _period(text: str, issued: date | None) -> Period | None:
    if years := _YEARS.fullmatch(text):
        return parse_period(f"{years[1]}/{years[2]}")
    if own := _own_year(text):
        return own
    if which := which_date(text):
        raise ValueError(which)
    if re.match(r"[\d./]|\.\.", text) and " " not in text:
        return parse_period(text)
    found = times(text, issued)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    if whole and found[0].period is None and found[0].duration is None and found[0].horizon is None:
        raise ValueError(f"“{text}” says no year by itself; write it as a year, or record when the document was issued")
    return found[0].period if whole else None


def duration_of(text: str) -> str | None:
    """A length of time as an ISO 8601 duration, from `40 years` or `P40Y`; None for anything else."""
    text = re.sub(r"^over\s+", "", text.strip(), flags=re.IGNORECASE)
    if _ISO.fullmatch(text) and len(text) > 2:
        return text
    if match := _DURATION.fullmatch(text):
        number = read_number(match[1])
        if number is not None and not number.share and number.low == int(number.low):
            return f"P{int(number.low)}{match[2][0].upper()}"
    return None


def _over(text: str, issued: date | None) -> dict[str, Any]:  # noqa: ARG001 - readers of parts have one form
    duration = duration_of(text)
    if duration is None:
        raise ValueError(f"“over {text}” is not a duration; write it as: over 40 years")
    return {"duration": duration}


def _interval(text: str, issued: date | None) -> dict[str, Any]:  # noqa: ARG001
    if text[:1].isdigit() and not re.fullmatch(r"\d+ (?:second|minute|hour|day|week|month|year)s?", text):
        raise ValueError(
            f"“per {text}” is not a time; a rate stands with its number, as in: 50 offences per 100,000 people"
        )
    return {"interval": text}


def _denominator(text: str, issued: date | None) -> dict[str, Any]:  # noqa: ARG001
    what, base = _of(text)
    return {"denominator": what} if base is None else {"denominator": what, "base": base}


def _earlier(text: str, issued: date | None) -> dict[str, Any] | None:  # noqa: ARG001
    number = read_number(text)
    return {"earlier": number.low} if number is not None else None


# Parts that are words of a closed vocabulary.
_SAID: Final[dict[str, dict[str, Any]]] = {
    **{str(word): {"certainty": word} for word in Certainty},
    "conservative estimate": {"certainty": Certainty.ESTIMATE, "conservative": True},
    "conservative projection": {"certainty": Certainty.PROJECTION, "conservative": True},
    "rhetorical": {"certainty": Certainty.ASKED},
    "estimated": {"certainty": Certainty.ESTIMATE},
    "projected": {"certainty": Certainty.PROJECTION},
    "counted": {"certainty": Certainty.COUNT},
    **{str(word): {"basis": word} for word in Basis if word is not Basis.NOT_KNOWN},
    **{f"unknowns {word}": {"unknowns": word} for word in Unknowns},
}
_OWN: Final[dict[str, Callable[[str, date | None], dict[str, Any] | None]]] = {
    "as of ": lambda text, issued: {"as_of": read_period(text, issued)},
    "since ": lambda text, issued: {"period": parse_period(f"{read_period(text, issued).edtf}/..")},
    "to ": lambda text, issued: {"period": parse_period(f"../{read_period(text, issued).edtf}")},
    "over ": _over,
    "per ": _interval,
    "of ": _denominator,
    "from ": _earlier,
}
_LEADS: Final = _OWN | {
    lead: (lambda text, issued, name=field.name: {name: text})  # noqa: ARG005
    for field in FIELDS
    if field.line and field.codec not in WORDS and (lead := field.line.partition("{}")[0]) and lead not in _OWN
}
