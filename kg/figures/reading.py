"""A quantity with what stands right before and after it: hedges, change, what it counts and per what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from kg.figures.context import Changed, change_at, hedge_after, lead_to
from kg.figures.nouns import Rate, Thing, rate_at, thing_at
from kg.figures.quantity import Quantity, number_of
from kg.figures.span import Span
from kg.figures.words import IRREGULAR_PLURALS, SMALL, TIME_UNITS, any_of
from kg.model.number import Number
from kg.model.words import Qualifier, Statistic
from kg.patterns import regex

_EVERY: Final = regex(r"\b(?:once\s+)?every\s+\Z", re.IGNORECASE)

_EVERY_UNIT: Final = regex(rf"[\s-](?P<unit>(?:{any_of(TIME_UNITS)})s?)\b", re.IGNORECASE)

_OF_CHANGE: Final = regex(
    rf"\s+(?:in|of)\s+(?:the\s+)?(?:overall\s+|total\s+|all\s+)?(?:number\s+of\s+|rate\s+of\s+|amount\s+of\s+)?(?=[^\W\d])(?!(?:{any_of(SMALL)}|a|an|past|that|this|which|each|every|last|early|late|mid|real|total|(?-i:January|February|March|April|May|June|July|August|September|October|November|December))\b)",
    re.IGNORECASE,
)

_LIKELY: Final = regex(
    r"\s+(?P<words>(?:as\s+|more\s+|less\s+)(?:many|much|likely|high|often|common|long|big|large|fast|great|expensive|deadly|effective)\b|(?:more|less|higher|lower|greater|larger|fewer|faster|bigger|smaller|over(?=\s*[.,;]|\Z))\b(?:\s+likely\b)?)",
    re.IGNORECASE,
)

_THING_NEXT: Final = regex(
    rf"\s+(?P<thing>(?!(?:is|was|has|does|as|than)\b)(?:[a-z][\w-]*s|{any_of(IRREGULAR_PLURALS)}))\b", re.IGNORECASE
)


# “$60 a barrel”: after money, an article says per what.
_A_PIECE: Final = regex(
    r"\s+(?:a|an)\s+(?P<noun>(?!(?:further|more|new|total|record|result|good|day|one|few|third|quarter|half|lot|bit|little)\b)[a-z][\w-]+)\b"
)


def without_rates(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """The quantities that are no base of a rate: not the 100,000 of `50 per 100,000`."""
    covered = -1
    for one in found:
        if one.start < covered:
            continue
        rate = rate_of(text, one)
        covered = rate.end if rate else covered
        yield one


def rate_of(text: str, one: Quantity) -> Rate | None:
    """Per what a quantity is, behind the words of what it counts."""
    return rate_at(text, _thing(text, one).end)


def _thing(text: str, one: Quantity) -> Thing:
    if one.currency:
        return Thing(None, one.end)
    return thing_at(text, one.end, (one.share and not one.ratio and one.base is None) or one.kind == "multiple")


def span_of(text: str, one: Quantity, qualifier: Qualifier | None, statistic: Statistic | None) -> Span:
    """A quantity with what stands right before and after it."""
    lead = lead_to(text, _left(text, one))
    change = (
        change_at(text, lead.start, one.end, one.share)
        if one.change is None and one.kind not in {"multiple", "rank"}
        else None
    )
    if change is None and one.change is None and lead.start < one.start:
        change = change_at(text, one.start, one.end, one.share)
    end, after = one.end, hedge_after(text, one.end)
    twice = after is not None and lead.qualifier is not None
    if after is not None:
        qualifier, end = qualifier or after[0], after[1]
    made = Span(
        start=lead.start,
        end=end,
        number=number_of(text, one),
        stated=" ".join(text[_left(text, one) : one.stop or one.end].split()),
        words=end,
        hedged_twice=twice,
        kind="share" if one.kind == "rank" else one.kind,
        qualifier=lead.qualifier or qualifier,
        certainty=lead.certainty,
        statistic=statistic or lead.statistic,
        change=one.change or (change.direction if change else None),
        currency=one.currency,
        base=one.base.low if one.base else None,
    )
    if one.kind == "rank":
        return replace(made, kind="count", unit="rank")
    if every := _every(text, one):
        return every
    return _with_thing(text, made, one, change, end)


def _left(text: str, one: Quantity) -> int:
    """Where a quantity begins, with the `between` or `from` of a range."""
    opening = re.search(r"\b(?:anywhere\s+)?(?:between|from)\s+(?:an?\s+)?\Z", text[: one.start], re.IGNORECASE)
    return opening.start() if opening and one.low != one.high else one.start


def _every(text: str, one: Quantity) -> Span | None:
    """`every 14 seconds`: one in so long."""
    before, unit = _EVERY.search(text[max(0, one.start - 14) : one.start]), _EVERY_UNIT.match(text, one.end)
    if before is None or unit is None or one.kind != "count" or one.low != one.high:
        return None
    start = one.start - len(before.group().lstrip()) if before.group()[:1] == " " else one.start - len(before.group())
    words = " ".join(text[start : unit.end()].split())
    number = Number(Decimal(1), Decimal(1), share=False, stated=words, step=Decimal(0))
    return Span(
        start,
        unit.end(),
        number,
        words,
        "count",
        words=unit.end(),
        interval=" ".join(text[one.start : unit.end()].split()),
    )


def _with_thing(text: str, made: Span, one: Quantity, change: Changed | None, end: int) -> Span:
    """The span with its unit and rate."""
    if made.kind == "multiple":
        return _multiplied(text, made)
    if change is not None and change.noun:
        return _changed_by(text, made, change)
    if change is not None and change.comparative:
        return _comparative(text, made, change)
    if one.currency and not one.ratio:
        return _rated(text, replace(made, unit=one.currency), end)
    part = made.share and not one.ratio and one.base is None and one.atom is not None
    if one.measure:
        return _rated(text, replace(made, unit=one.measure), end)  # 42 minutes and 15 seconds
    thing = thing_at(text, end, part)
    if (made.kind == "points" or (one.ratio and one.between)) and not thing.of:
        thing = Thing(None, end)
    unit = one.between if one.base is not None and one.between else thing.text or one.between or one.currency
    out_of = made.share or one.base is not None
    if made.qualifier is None and thing.end > end and text.startswith(" or so", thing.end):
        made = replace(made, qualifier=Qualifier.ABOUT)  # 200 tonnes or so
    made = replace(
        made,
        unit=unit,
        denominator=thing.text or unit if out_of and (thing.of or one.ratio or one.base is not None) else None,
        end=max(end, thing.end),
    )
    return _rated(text, made, made.end)


def _comparative(text: str, made: Span, change: Changed) -> Span:
    """`82% more likely`, `3,000 more nurses`, `1.1°C higher`."""
    end = change.end
    if change.unit:
        return replace(made, unit=change.unit, end=end, words=made.end)
    made = replace(made, words=end)
    likely = re.match(r"\s+likely\b", text[end : end + 10])
    if likely:
        return replace(made, unit="likely", end=end + likely.end())
    thing = thing_at(text, end, share=False)
    return _rated(text, replace(made, unit=thing.text or made.currency, end=max(end, thing.end)), max(end, thing.end))


def _multiplied(text: str, made: Span) -> Span:
    """`14 times as likely`, `twice as many`, `a fourfold rise`."""
    match = _LIKELY.match(text, made.end)
    if match is None and made.change is None and made.stated.endswith("times"):
        thing = thing_at(text, made.end, share=False)
        if thing.text and not thing.of:
            return _rated(text, replace(made, unit=thing.text, end=thing.end), thing.end)  # 8.3 times average earnings
    if match is None:
        change = change_at(text, made.start, made.end, share=True) if made.change is None else None
        if change and not change.noun and not change.comparative:
            made, change = replace(made, change=change.direction), None  # grown 150-fold
        return _changed_by(text, made, change) if change and change.noun else _rated(text, made, made.end)
    words = " ".join(match["words"].split())
    if (next_thing := _THING_NEXT.match(text, match.end())) and words.lower() != "likely":
        stated = f"{made.stated} {words}"
        return replace(made, stated=stated, unit=next_thing["thing"], end=next_thing.end(), words=match.end())
    times = re.search(r"[\s-]*times$", made.stated)
    if times is None:
        return replace(made, unit=words, end=match.end())
    begins = made.end - len(made.stated) + times.start()
    return replace(made, stated=made.stated[: times.start()], unit=f"times {words}", end=match.end(), words=begins)


def _changed_by(text: str, made: Span, change: Changed) -> Span:
    """A share or multiple before a noun of change, with what changed: `a 40% rise in crime`."""
    of = _OF_CHANGE.match(text, change.end)
    thing = thing_at(text, of.end() - 1, share=False) if of else Thing(None, change.end)
    end = max(change.end, thing.end) if thing.text else change.end
    words = of.end() if of else change.end
    return _rated(text, replace(made, change=change.direction, unit=thing.text, end=end, words=words), end)


def _rated(text: str, made: Span, place: int) -> Span:
    after = place + 1 if made.currency and text[place : place + 1] == ")" else place
    rate: Rate | None = rate_at(text, after)
    if rate is None and (made.currency or made.statistic or made.unit == "p") and (each := _A_PIECE.match(text, place)):
        rate = Rate(each.end(), per=each["noun"])
    if rate is None:
        return replace(made, end=max(made.end, place) if made.unit else made.end)
    second = rate_at(text, rate.end) if rate.per is None or rate.interval is None else None  # per person per day
    if second is not None and (second.per is None) != (rate.per is None):
        rate = Rate(second.end, rate.per or second.per, rate.interval or second.interval)
    return replace(made, end=rate.end, per=rate.per, interval=rate.interval)
