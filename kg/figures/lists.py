"""What a list says once for all its figures: that they are shares or changes, and per what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from kg.figures.sentences import SENTENCE
from kg.figures.words import IRREGULAR_PLURALS
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.figures.span import Span

# `by 0.9 % in China and 0.8 % in India`: the verb stands with the first.
_LISTED_CHANGE: Final = regex(
    r"(?:\s++(?:in|for|among|from|since|on)\s++(?:the\s++)?[\w\s’'-]{2,30}?|\s+(?:last|this)\s+\w+)?(?:,|,?\s+(?:and|but|or))\s+(?:(?:by|only|just|an?)\s+){0,2}",
    re.IGNORECASE,
)

# “Farming takes 70 per cent, industry 19 and homes 11”.
_SHARED: Final = regex(r"(?:,|,?\s+and)\s+(?:\w+\s+){1,2}")
_ENDED: Final = regex(r"\s*(?:[.,;]|and\b|\Z)")
_WHOLE: Final = 100
# “6.4 per 1,000, compared with 5.1 before”; “€31 a ticket in Germany and €74 in Spain”; “£15m ($19m) a year”.
_COMPARED: Final = regex(
    r"[^.;:!?]{0,40}?\b(?:compared\s+(?:with|to)|against|versus|(?:up|down)\s+from)\s+(?:\w+\s+){0,2}", re.IGNORECASE
)
_ELSEWHERE: Final = regex(r"\s+in\s+(?:the\s+)?[A-Z]\w+\s+and\s+(?:\w+\s+)?")
_ASIDE: Final = regex(r"\s*\(|,\s+or\s+(?:about\s+|some\s+|nearly\s+)?")


def with_listed_changes(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans with a change that only the first of a list states: down by 0.9 % in China and 0.8 % in India."""
    made: list[Span] = []
    for span in spans:
        before = made[-1] if made else None
        listed = before is not None and before.change and span.change is None and span.kind == before.kind
        if (
            before is not None
            and before.change
            and span.change is None
            and span.share
            and _ASIDE.fullmatch(text[before.end : span.start])
        ):
            made.append(replace(span, change=before.change))  # grew by 176 GW (7.4 %); fell by 4.2 million, or 1.1 %
            continue
        bare = listed and span.unit is None and not span.per and not _OF_NEXT.match(text, span.end)
        if before is not None and bare and _LISTED_CHANGE.fullmatch(text[before.end : span.start]):
            made.append(replace(span, change=before.change))
        else:
            made.append(span)
    return made


_OF_NEXT: Final = regex(r"\s+(?:of|more|fewer|less|higher|lower)\b")


# “Of the 366 killings”, “for every £1 it spends” at the beginning of a clause, and what may stand up to the next number.
_OF_WHOLE: Final = regex(
    r"(?:\A|[.;:,]\s+(?:and\s+|but\s+)?)(?:of\s+(?:the|these|those|all(?:\s+the)?|its|their)|(?P<every>(?:of|for|out\s+of|in)\s+(?:every|each)))\s+\Z",
    re.IGNORECASE,
)
# “Fell 12 points to 44 %”: points of a percentage.
_TO_PERCENT: Final = regex(r",?\s+to\s+(?:just\s+|about\s+|only\s+)?\d+(?:\.\d+)?\s?(?:%|per\s?cent)")
_LEADS: Final = regex(r"[^,.;:]{0,60},\s+(?:[\w’'-]+\s+){0,6}")
_FOR_EVERY: Final = regex(r"\b(?:for|per|to|in)\s+(?:every|each)\s+\Z", re.IGNORECASE)


def with_bases(text: str, spans: Sequence[Span]) -> list[Span]:
    """“32 arrests were made for every 100 crimes”: the second number is what the first is per, and no figure of its own."""
    made: list[Span] = []
    for span in spans:
        last = made[-1] if made else None
        every = _FOR_EVERY.search(text, max(0, span.start - 14), span.start) is not None
        rated = every and last is not None and last.per is None and last.kind == span.kind == "count"
        if rated and last is not None and not SENTENCE.search(text[last.end : span.start]):
            made[-1] = replace(last, per=f"{span.stated} {span.unit or ''}".strip())
        elif last is not None and (found := _of_whole(text, last, span)) is not None:
            made[-1] = found
        else:
            made.append(span)
    return made


def _of_whole(text: str, whole: Span, span: Span) -> Span | None:
    """“Of the 366 killings, 20 % …”, “of every 100 children who start, 62 …”: the first number is what the second is of or per."""
    lead = _OF_WHOLE.search(text, max(0, whole.start - 24), whole.start)
    counted = lead is not None and whole.kind == "count" and whole.number is not None
    if not counted or _LEADS.fullmatch(text[whole.end : span.start]) is None:
        return None
    if lead is not None and lead["every"] and span.kind == "count":
        named = span.currency or (span.unit and _is_thing(span.unit))
        base = whole.stated if whole.currency else f"{whole.stated} {whole.unit or ''}".strip()
        return replace(span, per=base, unit=span.unit if named else whole.unit)
    if span.kind != "share" or span.base is not None or whole.currency or whole.number is None:
        return None
    return replace(
        span, base=whole.number.low, unit=span.unit or whole.unit, denominator=span.denominator or whole.unit
    )


def _is_thing(unit: str) -> bool:
    """Whether a unit is a plural, as that of “62 girls”, and no verb, as that of “62 finish”."""
    return unit.endswith("s") or unit in IRREGULAR_PLURALS


def with_listed_shares(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans with the shares of which only the first says that it is one: farming takes 70 per cent, industry 19 and homes 11."""
    made: list[Span] = []
    for span in spans:
        last = made[-1] if made else None
        bare = span.kind == "count" and span.unit is None and span.currency is None and span.stated.isdigit()
        points = span.kind == "count" and span.unit == "points"
        points = points and (
            (last is not None and (last.kind == "points" or (last.kind == "share" and span.change is not None)))
            or _TO_PERCENT.match(text, span.end) is not None
        )
        if points:
            made.append(
                replace(
                    span, kind="points", unit=None, number=replace(span.number, share=True) if span.number else None
                )
            )
        elif (
            last is not None and bare and last.kind == "share" and last.change is None and _is_shared(text, last, span)
        ):
            made.append(replace(span, kind="share", number=replace(span.number, share=True) if span.number else None))
        else:
            made.append(span)
    return made


def _is_shared(text: str, last: Span, span: Span) -> bool:
    gap = text[last.end : span.start]
    small = span.number is not None and span.number.high <= _WHOLE
    near = _SHARED.fullmatch(gap) or (len(gap) < _WHOLE and _SHARED.search(gap[-30:]) and SENTENCE.search(gap) is None)
    return bool(small and near and _ENDED.match(text, span.end))


def with_rates(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans with the base of their rate, where only another one in the same clause states it."""
    made: list[Span] = []
    for span in spans:
        last = made[-1] if made else None
        if last is not None and last.kind == span.kind == "count":
            made[-1], span = _one_rate(text, last, span)  # noqa: PLW2901
        made.append(span)
    return made


def _one_rate(text: str, one: Span, other: Span) -> tuple[Span, Span]:
    gap = text[one.end : other.start]
    rates = [span.per or span.interval for span in (one, other)]
    if rates[0] and not rates[1] and one.unit == other.unit and (_COMPARED.fullmatch(gap) or _ELSEWHERE.fullmatch(gap)):
        return one, replace(other, per=one.per, interval=one.interval)
    if rates[1] and not rates[0] and one.currency and other.currency and _ASIDE.fullmatch(gap):
        return replace(one, per=other.per, interval=other.interval), other
    return one, other
