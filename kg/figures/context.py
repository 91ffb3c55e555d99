"""What stands before and after a number and bears on it: hedges, certainty, averages, and whether it is a change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.figures.changes import COMPARATIVES, MOVES, NOUNS_OF_CHANGE, STRAIGHT
from kg.figures.hedges import AFTERWARDS, CERTAINTIES, FILLERS, QUALIFIERS, STATISTICS
from kg.figures.ranges import moves
from kg.figures.words import any_of
from kg.model.words import Direction
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.model.words import Certainty, Qualifier, Statistic

_HEDGES: Final[dict[str, tuple[str, Qualifier | Certainty | Statistic]]] = {
    **{word: ("qualifier", value) for value, words in QUALIFIERS.items() for word in words},
    **{word: ("certainty", value) for value, words in CERTAINTIES.items() for word in words},
    **{word: ("statistic", value) for value, words in STATISTICS.items() for word in words},
}
_SIGNS: Final = tuple(sorted((word for word in _HEDGES if not word[0].isalpha()), key=len, reverse=True))
_FILLERS: Final = frozenset(FILLERS)
_MOST_WORDS: Final = max(len(word.split()) for word in (*_HEDGES, *FILLERS))
_WORD: Final = regex(r"\S+")
# As far back as a hedge may begin.
_WINDOW: Final = 60
_AFTER: Final = tuple(
    (regex(rf"{re.escape(word)}(?!\w)" if word[-1].isalpha() else re.escape(word), re.IGNORECASE), qualifier)
    for qualifier, words in AFTERWARDS.items()
    for word in words
)
_DIRECT: Final = regex(
    rf"\b(?P<word>{any_of(STRAIGHT)})\s+(?:(?:just|only|another|a\s+further|by|at\s+an?\s+(?:\w+\s+)?rate\s+of|an?(?:\s+(?:modest|mere|massive|huge|further|record|sharp|staggering|full|whole|whopping))?)\s+)*\Z",
    re.IGNORECASE,
)
# “By a modest 3 per cent”; a hedge between is taken off before.
_BY: Final = regex(r"\bby\s+(?:as\s+much\s+as\s+|an?\s+[a-z]+\s+)?\Z", re.IGNORECASE)
_AGAIN: Final = regex(r",?\s*\b(?:and|or|then)(?:\s+then|\s+again|\s+also)?\s*\Z", re.IGNORECASE)
_OF: Final = regex(rf"\b(?P<word>{any_of(NOUNS_OF_CHANGE)})\s+of\s+\Z", re.IGNORECASE)
_CHANGED_BY: Final = regex(rf"\b(?P<word>{any_of(MOVES)})\b", re.IGNORECASE)
_NOUN: Final = regex(
    rf"[\s-]+(?:(?!(?:of|in|on|to|and|or|per|a|by|from|were|was|is|are|have|had|has)\b)[a-z][\w-]*\s+){{0,2}}?(?P<word>{any_of(NOUNS_OF_CHANGE)})\b(?!-)",
    re.IGNORECASE,
)
_MORE: Final = regex(rf"\s+(?P<word>{any_of(COMPARATIVES)})\b", re.IGNORECASE)
# “300 older people” are no more than before; “300 more people” are, and “an 82% higher risk” is.
_ATTRIBUTE: Final = regex(
    r"\s+(?!(?:more|less|fewer|additional|extra)\b)[a-z]+\s+(?!(?:than|in|on|at|for|by|and|or|to|among|last|this|now|again|since|over|from|when|if|as|with)\b)[a-z]",
    re.IGNORECASE,
)
_ARRIVED: Final = regex(rf"\b(?:{any_of(MOVES)}|adds?|added|adding|sums?|went|goes|going|gone)\s+\Z", re.IGNORECASE)
_HANDED: Final = regex(
    r"\b(?:hand|take|turn|carry|run|win|pay)(?:s|ed|ing)?\s+\Z|\b(?:took|ran|won|paid)\s+\Z", re.IGNORECASE
)
_AMOUNTS: Final = frozenset({"more", "less", "fewer", "additional", "extra"})
# `1.1°C higher`, `2 years longer`, `11p less than before`: what is measured stands between.
_MEASURED_MORE: Final = regex(
    rf"(?:(?P<unit>\s?°[CF]?|(?<=\d)[CF]\b|\s+[a-z]+)(?:\s+(?:an?|per)\s+[a-z]+)?\s+(?P<word>{any_of(set(COMPARATIVES) - _AMOUNTS)})\b"
    r"|(?P<measure>\s?(?:°[CF]?|p|kg|cm|mm|g)\b|\s+(?!(?:is|was|has)\b)[a-z]+s)\s+(?P<amount>more|less|fewer)\b(?=\s+than\b|\s*[.,;)]|\Z))"
    r"(?!\s+[a-z]+s\b)",
    re.IGNORECASE,
)
# `43 % below their peak`; `gained 120 points`.
_BESIDE: Final = regex(
    r"\s+(?P<word>short)\s+of\s|\s+(?P<side>above|below)\s+(?:the|its|their|his|her|that|those|what|average|normal|pre-|last|(?:1[89]|20)\d\d)",
    re.IGNORECASE,
)
# “40 % up on the year before”; “vacancies remain 400,000 above their level”.
_UP_ON: Final = regex(r"\s+(?P<word>up|down)\s+(?:on|from|since|compared)\b", re.IGNORECASE)
_REMAINS: Final = regex(r"\b(?:is|are|was|were|remains?|remained|stands?|stood|still)\s+(?:still\s+)?\Z", re.IGNORECASE)
_BESIDES: Final = {"above": Direction.INCREASE, "below": Direction.DECREASE, "short": Direction.DECREASE}
_GAINED: Final = regex(r"\b(?P<word>gained|gaining|gains|lost|losing|added|adding|shed|shedding)\s+\Z", re.IGNORECASE)
_GAINS: Final = dict.fromkeys(("gained", "gaining", "gains", "added", "adding"), Direction.INCREASE) | dict.fromkeys(
    ("lost", "losing", "shed", "shedding"), Direction.DECREASE
)
_POINTS: Final = regex(r"\s+(?:points?|cents?|pence|basis\s+points?)\b|p\b|pp\b", re.IGNORECASE)
_CLAUSE: Final = regex(r"[.;:?!]\s|\bbut\b|,\s+(?:and|while|whereas)\b", re.IGNORECASE)
_FURTHEST: Final = 140


class Lead(Struct, frozen=True):
    """What stands before a number: where it begins, and what it says."""

    start: int
    qualifier: Qualifier | None = None
    certainty: Certainty | None = None
    statistic: Statistic | None = None


def lead_to(text: str, place: int) -> Lead:
    """The hedges that run up to a number: `up to an estimated`, `a median of about`."""
    found: dict[str, object] = {}
    start = at = place
    while (before := _phrase_before(text, at)) is not None:
        words, at = before
        if words in _FILLERS:
            continue
        if words == "up to" and _ARRIVED.search(text, max(0, at - 20), at):
            break  # “jumped up to 14 weeks” is where it went, no ceiling
        if words == "over" and _HANDED.search(text, max(0, at - 12), at):
            break  # “hand over 52 %”
        name, value = _HEDGES[words]
        found.setdefault(name, value)
        start = at
    return Lead(start, **found)  # type: ignore[arg-type]


def _phrase_before(text: str, place: int) -> tuple[str, int] | None:
    """The longest hedge or filler that ends at a place, with where it begins."""
    begin = max(0, place - _WINDOW)
    words = [(match.group(), match.start()) for match in _WORD.finditer(text, begin, place)][-_MOST_WORDS:]
    for index, (word, start) in enumerate(words):
        bare = word.lstrip("([{“‘\"'—–")
        phrase = " ".join([bare, *(other for other, _ in words[index + 1 :])]).lower()
        if phrase in _HEDGES or phrase in _FILLERS:
            return phrase, start + len(word) - len(bare)
    sign = next((sign for sign in _SIGNS if words and words[-1][0].endswith(sign)), None)
    return (sign, words[-1][1] + len(words[-1][0]) - len(sign)) if sign else None


def hedge_after(text: str, place: int) -> tuple[Qualifier, int] | None:
    """A hedge after a number, such as `or more` or `+`, with where it ends."""
    for form, qualifier in _AFTER:
        if match := form.match(text, place):
            return qualifier, match.end()
    return None


class Changed(Struct, frozen=True):
    """That a number is by how much something changed, with where its words stand; `noun` is the end of a noun of change."""

    direction: Direction
    start: int
    end: int
    noun: bool = False
    comparative: bool = False
    unit: str | None = None


def change_at(text: str, start: int, end: int, share: bool) -> Changed | None:
    """Whether a number between two places is a change: `up 82%`, `rose by a third`, `a 40% rise`, `82% more likely`."""
    before = text[max(0, start - _FURTHEST) : start]
    if (found := _DIRECT.search(before)) and _moves_by_itself(found, before):
        return Changed(MOVES[found["word"].lower()], start - len(before) + found.start(), end)
    if found := _OF.search(before):
        return Changed(NOUNS_OF_CHANGE[found["word"].lower()], start - len(before) + found.start(), end)
    if (by := _BY.search(before)) and (verb := _verb(before[: by.start()])):
        return Changed(verb, start - len(before) + by.start(), end)
    if share and (noun := _NOUN.match(text, end)):
        return Changed(NOUNS_OF_CHANGE[noun["word"].lower()], start, noun.end(), noun=True)
    if re.search(r"\b(?:an\s+)?extra\s+\Z", before, re.IGNORECASE):
        return Changed(Direction.INCREASE, start, end)
    if (more := _MORE.match(text, end)) and (share or not _ATTRIBUTE.match(text, end)):
        return Changed(COMPARATIVES[more["word"].lower()], start, more.end(), comparative=True)
    if (upon := _UP_ON.match(text, end)) and share:
        return Changed(MOVES[upon["word"].lower()], start, end)
    if (beside := _BESIDE.match(text, end)) and (share or _REMAINS.search(before)):
        return Changed(_BESIDES[(beside["word"] or beside["side"]).lower()], start, end)
    if (gained := _GAINED.search(before)) and (share or _POINTS.match(text, end)):
        return Changed(_GAINS[gained["word"].lower()], start - len(before) + gained.start(), end)
    if more := _MEASURED_MORE.match(text, end):
        unit = " ".join((more["unit"] or more["measure"]).split())
        return Changed(
            COMPARATIVES[(more["word"] or more["amount"]).lower()], start, more.end(), comparative=True, unit=unit
        )
    return None


_PHRASAL: Final = regex(
    r"\b(?:make|makes|made|making|set|sets|take|takes|took|sign|signed|pick|picked|end|ended|turn|turned|add|adds|added|give|gave|break|broke|back|"
    r"close|closed|shut|write|wrote|hand|show|showed|put|pay|paid|buy|bought|eat|clean|speed|split|open|opened|save|saved|hold|held|build|built|keep|kept|come|came)\s+\Z",
    re.IGNORECASE,
)


def _moves_by_itself(found: re.Match[str], before: str) -> bool:
    """Whether `up` is a change and not part of another verb: not in “make up 1 in 4”."""
    if found["word"].lower() not in {"up", "down"}:
        return True
    return _PHRASAL.search(before[: found.start()]) is None


def _verb(before: str) -> Direction | None:
    """The direction of the verb that a `by` belongs to, in the same clause."""
    clause = _CLAUSE.split(_AGAIN.sub("", before))[-1]
    found = list(_CHANGED_BY.finditer(clause))
    return MOVES[found[-1]["word"].lower()] if found else None


__all__ = ["Changed", "Lead", "change_at", "hedge_after", "lead_to", "moves"]
