"""The head of a one-line figure: reads one number and every word with it; a word that no field takes is an error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from kg.figures.changes import MOVES
from kg.figures.levels import with_levels, with_margins
from kg.figures.nouns import rate_at
from kg.figures.periods import Time, times
from kg.figures.places import places
from kg.figures.quantities import quantities
from kg.figures.reading import span_of
from kg.figures.subject_first import named_subject, turned
from kg.figures.vague import vague
from kg.figures.words import SCALES, SUFFIXES, any_of
from kg.figures.years import named_year, spans_time
from kg.model.words import Qualifier, Statistic
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kg.figures.quantity import Passed, Quantity
    from kg.figures.span import Span

_BEFORE: Final = regex(rf"(?:(?:an?|the|{any_of(MOVES)}|by|of|from|to|up|down|went|about)\s*)*", re.IGNORECASE)
_ABOUT: Final = regex(r"(?:an?\s+)?about\b", re.IGNORECASE)
_TO: Final = regex(r"^to\b|\bto\s+[\d£$€]")
# “People aged 16 to 24”, “16- to 24-year-olds”.
_AGES: Final = regex(
    r"\baged\s+(?:from\s+)?\d{1,2}\s+to\s+\d{1,3}\b|\b\d{1,2}-?\s+to\s+\d{1,3}[-\s]year[-\s]olds?\b|(?<=\d)-\s+to\s+\d{1,3}[-\s]year[-\s]olds?\b"
    r"|\Ato\s+\d{1,3}[-\s]year[-\s]olds?\b",
    re.IGNORECASE,
)
_SCALES: Final = any_of([*SCALES, *(suffix for suffix in SUFFIXES if len(suffix) > 1)])
_SCALE: Final = regex(
    rf"(?<!\bper\s)(?<!\ba\s)(?<!\bevery\s)(?<!\d\s)\b(?:{_SCALES})s?\b|^[kmb](?=\s+[a-z])", re.IGNORECASE
)
_PARTED: Final = regex(r"\s|[-‐](?=[a-z])|°|(?:mph|kg|km|mm|cm|ml|kWh|MWh|GWh|TWh|ppm|p|g|m|l|t)(?![\w])|[+/]")
_PER: Final = regex(r"\b(?:per|for\s+every|for\s+each|to\s+every|in\s+every|every)\s+\Z", re.IGNORECASE)
_OF: Final = regex(r"\s*(?:out\s+)?of\s+(?:the\s+|all\s+(?:the\s+)?)?", re.IGNORECASE)
_ODD: Final = regex(r"^(?:in|at|on|from|by|and|or|than|since|until)\b(?!-)", re.IGNORECASE)


class LineError(ValueError):
    """A line that cannot be read: which words, from which column on, why, and the nearest form that can."""

    def __init__(self, words: str, column: int, why: str, nearest: str) -> None:
        self.words, self.column, self.why, self.nearest = words, column, why, nearest
        super().__init__(f"“{words}” (column {column}) {why}; {nearest}")


def read_head(text: str, issued: date | None = None, locale: str | None = None) -> dict[str, Any]:
    """The fields of a figure that one number and its words give: `at least 1,400 children per year in 2014`.

    Raises LineError for words that no field takes.
    """
    if test := _TEST.match(text):
        raise LineError(test.group(), 1, *_NOT_ALONE["test statistic"])
    found, passed = quantities(text, locale, line=True)
    _refuse(text, passed)
    spans = sorted([*_spans(text, found), *_implied(text)], key=lambda span: (span.start, -span.end))
    if not spans or not _opens(text, spans[0]):
        return _turned(text, spans, issued, locale)
    spans = with_margins(text, with_levels(text, spans, times(text, issued)), [])
    span = spans[1] if len(spans) > 1 and spans[1].earlier is not None else spans[0]
    if span.qualifier is None and _ABOUT.match(text[: span.start]):
        span = replace(span, qualifier=Qualifier.ABOUT)  # about a fall of 44 %
    return _fields(text, span, [one for one in found if one.start >= span.end], issued)


def _spans(text: str, found: Sequence[Quantity]) -> Iterator[Span]:
    for one in found:
        yield span_of(text, one, None, None)


def _implied(text: str) -> Iterator[Span]:
    for one, qualifier, statistic in vague(text):
        yield span_of(text, one, qualifier, statistic)


_TEST: Final = regex(r"\(?p(?:[\s-]values?)?\s*(?:of\s+|[<>=≤≥]\s*)[\d.]+", re.IGNORECASE)
# What accompanies a figure and is none itself: test statistics, margins of error.
_NOT_ALONE: Final = {
    "test statistic": (
        "is a test statistic and no figure of the claim",
        "leave it out, or write the figure first: 300 deaths",
    ),
    "margin of error": ("is a margin of error", "write it after its figure: 52%, 95% CI 48–56"),
}


def _refuse(text: str, passed: Sequence[Passed]) -> None:
    for one in passed:
        if one.why in _NOT_ALONE and not text[: one.start].strip(" pPvalue-<>=≤≥("):
            why, instead = _NOT_ALONE[one.why]
            raise LineError(text[: one.end].strip(), 1, why, instead)
        if one.instead:
            raise LineError(text[one.start : one.end], one.start + 1, f"has {one.why}", one.instead)


def _opens(text: str, span: Span) -> bool:
    """Whether nothing but words of change and articles stands before a number."""
    return _BEFORE.fullmatch(text[: span.start].strip() + " " if text[: span.start].strip() else "") is not None


def _turned(text: str, spans: Sequence[Span], issued: date | None, locale: str | None) -> dict[str, Any]:
    """A line that begins with its subject, read with its number first; refused where that is not clear."""
    first = next(iter(sorted(_spans(text, quantities(text, locale)[0]), key=lambda span: span.start)), None)
    line = turned(text, first) if first is not None else None
    if line is None:
        raise _no_number(text, spans)
    try:
        return read_head(line, issued, locale)
    except LineError as error:
        raise _no_number(text, spans) from error


def _no_number(text: str, spans: Sequence[Span]) -> LineError:
    found = [span for one in quantities(text)[0] for span in (span_of(text, one, None, None),)] or list(spans)
    if found:
        first = min(found, key=lambda span: span.start)
        before = text[: first.start].strip() or text[: first.end].strip()
        shown = " ".join(text[first.start : max(first.end, first.words or 0)].split())
        thing = named_subject(before) if not text[first.end :].strip() else None
        if named_year(text, first.start, first.end):
            return LineError(
                text, 1, f"has no number, only the year {shown}", f"write the number first: 300 deaths, {shown}"
            )
        named = "" if first.unit or first.share or first.multiple else f" {thing or 'people'}"
        nearest = f"write the number first, then what it counts: {shown}{named}"
        return LineError(
            before, 1, "is not a word that can stand before the number, such as about or at least", nearest
        )
    return LineError(
        text, 1, "does not begin with a number (with or without “at least”, “about” …)", "write it as: 300 children"
    )


def _fields(text: str, span: Span, others: Sequence[Quantity], issued: date | None) -> dict[str, Any]:
    if span.number is None and span.kind != "vague":
        raise _no_number(text, ())
    if span.hedged_twice:
        raise LineError(text, 1, "has two qualifiers", "write one: at least 1,400 children")
    found = span.number_fields()
    place, end = span.words if span.words is not None else span.end, len(text.rstrip())
    if place < end and not text[place - 1].isspace() and not _PARTED.match(text, place):
        raise LineError(
            text[place:], place + 1, "is not separated from the number", "leave a space before the unit: 300 children"
        )
    end, tail = _tails(text, place, end, issued)
    for name, value in tail.items():
        if found.get(name) not in (None, value):
            raise LineError(text[place:], place + 1, f"gives the {name} twice", "write it once")
        found[name] = value
    words = " ".join(text[place:end].split()).lstrip("-‐")
    found.update(_counted(span, words))
    _check(text, found.get("unit") or "", place, [other for other in others if place <= other.start < end])
    return {name: value for name, value in found.items() if value is not None}


def _tails(text: str, place: int, end: int, issued: date | None) -> tuple[int, dict[str, Any]]:
    """What stands at the end of the words and is no unit: when, where, over what time, per what time."""
    found: dict[str, Any] = {}
    when, where = times(text, issued), places(text)
    while True:
        time = next(
            (t for t in when if t.end == end and t.start >= place and not t.compared and not _is_threshold(text, t)),
            None,
        )
        if time is not None and (time.unresolved or time.months):
            raise LineError(time.words, time.start + 1, "says no year by itself", "write it as a year: …, 2023")
        if (average := _ON_AVERAGE.search(text, place, end)) is not None and "statistic" not in found:
            found["statistic"] = Statistic.MEAN
            end = average.start()
            continue
        area = next((p for p in where if p.end == end and p.start >= place), None)
        if time is not None and (fields := _time(time)) and not found.keys() & fields.keys():
            found |= fields
            end = len(text[: time.start].rstrip())
        elif area is not None and "area" not in found:
            found["area"] = "World" if area.name.lower() in _WORLD else area.name
            end = len(text[: area.start].rstrip())
        elif "interval" not in found and (rate := _rate_before(text, place, end)):
            found["interval"] = rate[1]
            end = rate[0]
        else:
            return end, found


_ON_AVERAGE: Final = regex(r"\s+on\s+average\Z", re.IGNORECASE)
_ONGOING: Final = regex(r"\b\w+(?:ing|ed)\s+\Z")
_WORLD: Final = frozenset({"world", "worldwide", "globally", "global"})


def _time(time: Time) -> dict[str, Any]:
    if time.period is not None:
        return {"as_of" if (time.lead or "").startswith("as ") else "period": time.period}
    if time.horizon is not None:
        return {"horizon": time.horizon}
    return {"duration": time.duration} if time.duration and time.lead in {"over", "for", "during"} else {}


def _is_threshold(text: str, time: Time) -> bool:
    """Whether a length of time is part of what is counted: patients waiting over 18 weeks, women aged over 40 years."""
    return time.duration is not None and _ONGOING.search(text[: time.start]) is not None


def _rate_before(text: str, place: int, end: int) -> tuple[int, str] | None:
    """A rate over time that the words end with: where it begins, and over what time."""
    for start in range(end - 1, place - 1, -1):
        if text[start] == " " or start == place:
            rate = rate_at(text[:end], start)
            if rate is not None and rate.end == end and rate.interval is not None:
                return start, rate.interval
    return None


def _counted(span: Span, words: str) -> dict[str, Any]:
    """What the words after the number say: the unit alone, or with what it is counted out of."""
    if span.kind == "count" and span.statistic is not None and span.unit == "rank":
        return {"unit": words or "rank"}
    if span.currency and span.kind == "count" and span.base is None:
        return {"unit": f"{span.currency} {words}".strip()}
    if span.multiple:
        words = re.sub(r"^(?:the\s+)?(?:number|amount)\s+of\s+", "", words)
    if span.change:
        words = re.sub(r"^in\s+(?:the\s+)?", "", words)
    of = _OF.match(words) if words.lower().startswith(("of ", "out of ")) else None
    unit = words[of.end() :] if of else words
    between = span.denominator if span.base is not None or span.share else None
    if span.base is not None:
        return {
            "unit": span.unit if span.unit != span.denominator else unit or span.unit,
            "denominator": unit or between,
        }
    if span.share and (of or " in " in f" {span.stated} " or re.search(r"\bin\b|out of", span.stated)):
        return {"unit": unit or between, "denominator": unit or between}
    return {"unit": unit or None}


def _check(text: str, unit: str, place: int, others: Sequence[Quantity]) -> None:
    """Refuse a unit that holds a stray number, a year, a scale or a `to`: it would be misread in silence."""
    plain = _AGES.sub(lambda ages: "x" * len(ages.group()), unit)
    for form, why, instead in _MISPLACED:
        if match := form.search(plain):
            words = unit[match.start() :] if form is _TO else match.group()
            raise LineError(words, text.find(words, place) + 1, why, instead.format(words[-4:]))
    for other in others:
        if (whole := _smaller_whole(text, place, other)) is not None:
            raise whole
        if not _PER.search(text[: other.start]) and not spans_time(text, other.start, other.end):
            words = text[other.start : other.end]
            raise LineError(words, other.start + 1, "is a second number", "write each number as a figure of its own")


def _smaller_whole(text: str, place: int, other: Quantity) -> LineError | None:
    """What is wrong with `1273 of 236 cases`: the whole is smaller than its part."""
    gap = text[place : other.start]
    if _OF.fullmatch(gap) is None or other.low is None:
        return None
    part, whole, rest = text[:place].strip(), text[other.start : other.end], text[other.end :].strip()
    why = f"is smaller than {part}, though it is given as the whole of it"
    return LineError(whole, other.start + 1, why, f"write it as: {whole} of {part} {rest}".strip())


_MISPLACED: Final = (
    (_SCALE, "is a scale without its number", "write it as: 1.2 million people"),
    (_TO, "is not part of a unit; a range goes from low to high", "write it as: 300–900 people"),
    (regex(r"(?:\bin\s+)?\b(?:19|20)\d\d\b"), "is a year within the unit", "write it after a comma: …, {}"),
    (_ODD, "is not what is counted", "put it after a comma: …, among those surveyed"),
)
