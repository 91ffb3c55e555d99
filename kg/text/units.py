"""What a figure counts where the words beside it do not say so: the words for a whole, another sentence, the head of a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.figures.nouns import MEASURED
from kg.figures.words import SMALL, any_of
from kg.text.figures import in_context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model.figure import Figure
    from kg.text.figures import Stated

_MOST_WORDS: Final = 6
_THING: Final = r"(?P<thing>(?!(?:the|all|these|those)\b)[a-z][a-z’'-]*(?:\s+[a-z\d][a-z\d’'-]*){0,5}?)"
# Words of a share's own sentence that say what it is a share of.
_WHOLES: Final = (
    # “the share of households without a car at 19 %”
    re.compile(
        rf"\b(?:share|proportion|percentage)\s+of\s+(?:the\s+|all\s+)?{_THING}\s+(?:at|is|was|are|were|has|had|rose|fell|stood|stands|as)\b"
    ),
    # “In the survey of users (Appendix D), 93 per cent said”
    re.compile(rf"\b(?:survey|poll|sample)\s+of\s+(?:[\d,]+\s+)?{_THING}(?=\s*[(,]|\s+(?:for|by|in|found)\b)"),
    # “said that attendance rose to 71 %”
    re.compile(r"(?:\A\s*|[“‘\"(,]\s*|\bthat\s+)(?P<thing>[a-z]+(?:\s[a-z]+)?)\s+(?:rose|fell|dropped|climbed|grew|increased|declined)\s+to\s+(?:[a-z]+\s+){0,2}\Z"),
    # “Among people with type 1 diabetes it is 4–9 %”, “Of last year's leavers, 94 % went on”
    re.compile(rf"\A\s*(?:[Aa]mong|[Oo]f)\s+(?:the\s+|all\s+|those\s+|last\s+year['’]s\s+|its\s+|our\s+)?{_THING}(?:,\s|\s+(?:it|the\s+figure)\s+(?:is|was)\b)"),
)  # fmt: skip
# A sentence that leaves to an earlier one what it counts.
_BACK: Final = re.compile(
    r"\b(?:it|it['’]s|they|them|those|these|ours|theirs)\b"
    r"|\b[Tt]he\s+(?:(?:number|figure|share|rate|proportion|total|percentage|count|toll)|(?:largest|biggest|smallest|highest|lowest)\s+(?:rise|fall|increase|drop|rate|share|number|figure))\b"
    r"|['’]s\s+(?:estimate|figure|number|total|toll)\s+(?:exceeded|reached|was|is|stood|stands)\b"
    r"|\b(?:earlier|other|previous|later)\s+(?:estimates|figures)\b|\b[Tt]here\s+(?:is|are|was|were)\b|\b(?:in|by|of)\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)
# What a reader of the words takes for a thing, and is none.
_POINTS_BACK: Final = re.compile(
    r"(?:(?:earlier|other|previous|later)\s+(?:estimates?|figures?)|i|we|you|he|she|it|they|ours|theirs|mine|yours|(?:[a-z]+\s+)?there|.+\s(?:ourselves|themselves|itself))(?:\s.*)?",
    re.IGNORECASE,
)
# What may follow a number that names nothing: anything else may be what it counts, and not be known as a noun.
_ENDS: Final = re.compile(
    r"\s*(?:[^\w\s]|\Z|(?:of\s+(?:them|these|those)|in|by|at|for|and|or|but|while|when|since|before|after|was|were|is|are|had|have|has|"
    r"so|more|from|to|last|this|on|over|under|during|per|a\s+(?:year|month|week|day))\b)"
)
# “Nearly one in three had to hand over their passport”: of whom, an earlier share says.
_PEOPLE_DO: Final = re.compile(
    r"\s*\)?\s+(?:had|have|said|say|were|are|felt|feel|reported|thought|think|told|did|wanted)\b"
)
_OF_THEM: Final = re.compile(r"\bof\s+(?:them|these|those)\b")
# “Of the 342, 297 had been automated”
_OF_MANY: Final = re.compile(r"\b[Oo]f\s+the\s+\d[\d,]*,")
_COUNTED: Final = re.compile(rf"\A(?:{any_of(SMALL)})\s+(?=[a-z])", re.IGNORECASE)
# The head of a list that says what its items give: “What lives there? (number of species)”, “Costs, in euros per square metre:”.
_HEADS: Final = (
    re.compile(r"\bnumbers?\s+of\s+(?P<thing>[a-z][a-z’' -]*?)\s*(?:\)|:|\Z|,|\bin\b|\bby\b|\bper\b)", re.IGNORECASE),
    re.compile(r"(?:,\s*|\s)\(?in\s+(?P<thing>(?:[a-z€£$%²³]+\s+per\s+[a-z²³]+(?:\s+[a-z²³]+)?|tonnes|kilometres|hectares|litres|hours|minutes|days|[£€$]))\)?\s*:?\s*\Z"),
)  # fmt: skip
# Sums and measures are of something else each time.
_MEASURE: Final = re.compile(rf"[£$€¥]|(?:{MEASURED.pattern})\Z")
_SHARE_OF: Final = re.compile(r"(?:share|proportion|percentage)\s+of\s+(?:the\s+)?")
_LABELLED: Final = re.compile(r"\s*[^:\d]{1,60}:\s*\Z")


def without_pronoun(stated: Stated) -> Stated:
    """A figure without a unit that only points back, “once there”, “ours”, and without the number that it is one of: “nine posts”."""
    unit = stated.figure.unit
    if unit is None:
        return stated
    if _POINTS_BACK.fullmatch(unit):
        return _with(stated, None)
    bare = _COUNTED.sub("", unit).rstrip("’'")
    return _with(stated, bare) if bare and bare != unit else stated


def own_whole(stated: Stated, words: str) -> Stated:
    """A share with what the words before it in its sentence say that it is a share of."""
    figure = stated.figure
    if figure.share and figure.unit and (match := _SHARE_OF.match(figure.unit)):
        return _with(stated, figure.unit[match.end() :])
    if figure.unit or figure.denominator:
        return stated
    for form in _WHOLES if figure.share else _WHOLES[-1:]:
        if (match := form.search(words)) and len(match["thing"].split()) <= _MOST_WORDS:
            return _with(stated, match["thing"])
    return stated


def head_unit(head: str | None, words: str) -> str | None:
    """The unit that the head of a list gives to an item whose words before the number are a label: `Plants: 118`."""
    if head is None or not _LABELLED.fullmatch(words):
        return None
    found = next((match for form in _HEADS if (match := form.search(head))), None)
    return " ".join(found["thing"].split()) if found else None


def carried_unit(
    stated: Stated, words: str, after: str, before: Sequence[tuple[str, Figure]]
) -> tuple[str, str] | None:
    """The unit of the nearest earlier figure of the same kind, with the sentence that states it, where the words point back to it.

    None where they do not, where a word `after` the figure may be the thing, or where the figure has a unit of its own.
    """
    figure = stated.figure
    ends, acts = _ENDS.match(after), figure.share and _PEOPLE_DO.match(after)
    if figure.unit or figure.denominator or figure.multiple or figure.in_points or not (ends or acts):
        return None
    if _OF_MANY.search(words) or not (acts or _BACK.search(words)):
        return None
    of_them = figure.share and _OF_THEM.search(words)
    found: tuple[str, str] | None = None
    for sentence, other in reversed(before):
        if found is not None and sentence != found[1]:
            break  # of the nearest sentence the first: “412 workers on 37 farms”
        thing = other.unit or other.denominator
        alike = not other.multiple and (of_them or other.share == figure.share)
        if thing and alike and not _MEASURE.match(thing):
            found = thing, sentence
    return found


def _with(stated: Stated, unit: str | None) -> Stated:
    return in_context(stated, "unit", unit)
