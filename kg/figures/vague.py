"""Numbers in words that hold no number: `most`, `the majority`, `no deaths`, `ranked third`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from kg.figures.quantity import Quantity
from kg.figures.words import COUNTED, IRREGULAR_PLURALS, any_of
from kg.model.words import Qualifier, Statistic
from kg.patterns import regex

_RANKS: Final = {
    word: rank
    for rank, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
    )
}
_PLURALS: Final = any_of(COUNTED | IRREGULAR_PLURALS)
_SINGULAR: Final = frozenset(
    "death case fatality casualty injury conviction prosecution arrest prisoner patient victim child".split()
)
_ANY: Final = any_of(COUNTED | _SINGULAR)
_NOT_AFTER: Final = "".join(
    rf"(?<!\b{word}\s)" for word in "the at its their his her our second third are is was".split()
)
_MAJORITY: Final = regex(
    r"\b(?:the|a)\s+(?:vast\s+|overwhelming\s+|large\s+|great\s+|clear\s+|slim\s+|small\s+|narrow\s+)?majority\b(?!\s+(?:government|leader|party|rule|opinion|vote|stake|owner|shareholder))",
    re.IGNORECASE,
)
_MINORITY: Final = regex(r"\b(?:only\s+)?a\s+(?:small\s+|tiny\s+)?minority\s+of\b", re.IGNORECASE)
_MOST: Final = regex(
    rf"(?<![\w-]){_NOT_AFTER}"
    rf"most(?=\s+(?:of\s+(?:the|these|those|its|their|our|them|us)\b|(?:[a-z-]+\s+)?(?:{_PLURALS})\b|(?!times|days|years|ways|cases|always|perhaps|less|famous|serious|dangerous|obvious|various)[A-Za-z][a-z]+[a-rt-z]s(?<!ous)\b(?=\s)))(?!\s+[a-z]+ly\b)",
    re.IGNORECASE,
)
_NONE: Final = regex(
    rf"(?<![\w-])(?:no|zero)\s+(?=(?:[a-z-]+\s+){{0,2}}?(?:{_ANY})\b)(?!(?:more|fewer|less|longer)\b)",
    re.IGNORECASE,
)
# “Every second bus”, “every other household”: one of so many. Not every other day.
_EVERY_NTH: Final = regex(
    r"\bevery\s+(?P<nth>other|second|third|fourth|fifth|tenth)(?=\s+(?!(?:of|time|day|week|month|year|hour|minute|night|morning|one|way|thing|person's)\b)[a-z])",
    re.IGNORECASE,
)
_NTHS: Final = {"other": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10}
_RANKED: Final = regex(
    rf"\b(?:ranked|ranks|ranking|ranked\s+in|placed|came|comes)\s+(?:(?:at|as|in|joint|number)\s+)*(?P<rank>{any_of(_RANKS)}|#?\d{{1,3}}(?:st|nd|rd|th)?)\b(?!\s+(?:quarter|half|of\s+[A-Z]))",
    re.IGNORECASE,
)


def vague(text: str) -> list[tuple[Quantity, Qualifier | None, Statistic | None]]:
    """The numbers that words imply, each with its hedge: most are more than half, no deaths are none."""
    found: list[tuple[Quantity, Qualifier | None, Statistic | None]] = []
    half, none = Decimal(50), Decimal(0)
    for form in (_MAJORITY, _MOST):
        found += [(_implied(match, half, "share"), Qualifier.MORE_THAN, None) for match in form.finditer(text)]
    found += [(_implied(match, half, "share", cut=3), Qualifier.LESS_THAN, None) for match in _MINORITY.finditer(text)]
    found += [(_implied(match, none, "count"), None, None) for match in _NONE.finditer(text)]
    for match in _EVERY_NTH.finditer(text):
        part = Decimal(100) / _NTHS[match["nth"].lower()]
        found.append((replace(_implied(match, part, "share"), ratio=True), None, None))
    for match in _RANKED.finditer(text):
        rank = match["rank"].lower().lstrip("#")
        value = Decimal(_RANKS.get(rank) or re.sub(r"\D", "", rank))
        found.append((_implied(match, value, "rank"), None, Statistic.RANK))
    return found


def _implied(match: re.Match[str], value: Decimal, kind: str, cut: int = 0) -> Quantity:
    end = match.end() - cut
    while match.string[end - 1] == " ":
        end -= 1
    return Quantity(match.start(), end, value, value, Decimal(1), kind)
