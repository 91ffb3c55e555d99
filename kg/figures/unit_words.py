"""What a figure counts where its own words do not say: its subject, what a list or whole names, or the unit of the figure before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from kg.figures.changes import NOUNS_OF_CHANGE
from kg.figures.nouns import MEASURED, thing_at
from kg.figures.sentences import begin_of
from kg.figures.span import Span
from kg.figures.subjects import GROWN_WORDS, apposed, subject
from kg.figures.words import any_of
from kg.model.words import Statistic
from kg.patterns import regex

# `3x the usual area`, `tripled its sponsorship`: what is multiplied stands after.
_OF_WHAT: Final = regex(
    r"\s+(?:the|its|their|his|her|our)\s+(?:(?:number|amount)\s+of\s+)?(?=[a-z])(?!(?:amount|number|level|figure)\b)",
    re.IGNORECASE,
)

# What names no thing of its own before “of 19 per cent”.
_EMPTY: Final = (
    "total",
    "average",
    "median",
    "mean",
    "rate",
    "level",
    "maximum",
    "minimum",
    "share",
    "figure",
    "peak",
    "high",
    "low",
    "record",
    "quarter",
    "third",
    "half",
    "value",
    "target",
    "score",
    "proportion",
    "ratio",
    "majority",
    "minority",
    "year",
)

_REACHING: Final = regex(r"(?:topp|pass|exceed|surpass)\w*\s", re.IGNORECASE)

_CAME_FROM: Final = regex(r"[^.;:!?]{0,20}?\bfrom\s+(?:\w+\s+){0,2}?", re.IGNORECASE)

# “A deposit of 19 per cent”, “on a turnout of 62 %”.
_NAMED: Final = regex(
    rf"\b(?:an?|the|its|their)\s+(?P<thing>(?!(?:{any_of([*NOUNS_OF_CHANGE, *_EMPTY])}|[a-z]+ly)\b)[a-z][a-z-]+(?:\s[a-z-]+)?"
    r"(?<!\srate)(?<!\saverage))"
    r"\s+of\s+(?:(?:just|only|about|around|nearly|almost|over|under|at\s+least|more\s+than)\s+)*\Z"
)

# “A population of 41,287”, “a crowd of some 900”.
_NUMBERING: Final = regex(
    rf"\b[Aa]n?\s+(?:(?:small|large|huge|total|record|new)\s+)?(?P<thing>(?:[a-z-]+\s)?"
    rf"(?!(?:{any_of([*NOUNS_OF_CHANGE, *_EMPTY])})\b)[a-z][a-z-]+)\s+of\s+"
    r"(?:(?:just|only|about|around|nearly|almost|some|over|under|at\s+least|more\s+than)\s+)*\Z"
)
# By how much something changed, in other terms: “by 4.2 million tonnes (1.1 %)”, “…, or 1.1 %”.
_ASIDE: Final = regex(r"\s*\(|,\s+or\s+(?:about\s+|some\s+|nearly\s+)?")
_SET_AGAINST: Final = regex(r"\b(?:compared|against|versus|while|whereas)\b")

_ACTS: Final = regex(
    r"\s+(?:said|says?|believed?|thought|think|want(?:ed)?|feel|felt|support(?:ed)?|opposed?|agreed?|disagreed?|reported|expect(?:ed)?|plan(?:ned)?|"
    r"did|do|would|were|are|had|have|own(?:ed)?|lived?|used?|did\s+not|do\s+not)\b"
)
_GIVES: Final = regex(r"\bcontribut\w+\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_GIVEN: Final = regex(r"\s+to(?:wards)?\s+(?:(?:the|its|their|total|overall)\s+){0,2}(?=[A-Za-z])")
# “At 4.1 million, the number of people on benefits is …”.
_AT_FIRST: Final = regex(r",\s+(?P<subject>[^,.;]{3,80}?)\s+(?P<verb>is|was|are|were|has|have)\b")

_OTHER: Final = regex(
    r"\band\s+(?P<thing>(?!(?:a|an|the|by|then|up|down|only)\b)[a-z][a-z-]+(?:\s(?!by\b)[a-z-]+)?)(?:\s+by)?\s\Z"
)

_AVERAGES: Final = {"average": Statistic.MEAN, "mean": Statistic.MEAN, "median": Statistic.MEDIAN}

# “Of these accidents, 1,658 …”.
_OF_THOSE: Final = regex(r"(?:\A|[.;,]\s)(?P<of>[Oo]f\s+(?:these|those|the|all)\s+)(?=[a-z])[^,.;]{3,60},\s*\Z")

# “Of the cases that went to court, 76 % …”.
_OF_THEM: Final = regex(
    r"(?:\A|[,;]\s+(?:and\s+)?|\band\s+)[Oo]f\s+(?:all\s+)?(?:the|these|those|its|their)\s+(?=[a-z])(?!\d)"
)

# “…, about 5 % below the average”, “…, 24 more than the year before”: against the figure before.
_THAN_BEFORE: Final = regex(
    r"[^.;:!?]{0,60}?,\s+(?:still\s+|an?\s+(?:increase|rise|fall|drop)\s+of\s+)?(?:\w+\s+)?", re.IGNORECASE
)
_SO_MANY_TIMES: Final = regex(r"\s+times\b(?!\s+(?:as|more|less|the|that|their|its)\b)")
_ARRIVED: Final = regex(r",?\s+to\s+(?:\w+\s+){0,2}")


def with_units(text: str, spans: list[Span]) -> list[Span]:
    """The spans with what they count, where their own words do not say."""
    made: list[Span] = []
    for span in spans:
        if span.unit is not None or span.kind == "vague":
            made.append(span)
            continue
        begin = begin_of(text, span)
        unit = _unit_of(text, span, _one_before(text, made, span, begin), begin)
        made.append(_averaged(replace(span, unit=_without_rate(unit) if span.per else unit)))
    return made


def _averaged(span: Span) -> Span:
    """A figure of average wages: what is counted is wages, and the figure is a mean."""
    kind, _, unit = (span.unit or "").partition(" ")
    if kind not in _AVERAGES or not unit or span.statistic or span.change or span.multiple:
        return span
    return replace(span, unit=unit, statistic=_AVERAGES[kind])


def _whole_before(text: str, begin: int, end: int) -> str | None:
    """The whole that a share is of, where its clause names it first: “Of the cases that went to court, 76 % …”."""
    clauses = list(_OF_THEM.finditer(text[begin:end]))
    if not clauses:
        return None
    last = clauses[-1].end()
    return thing_at(text, begin + last - 1, share=False).text if "," in text[begin + last : end] else None


def _one_before(text: str, made: Sequence[Span], span: Span, begin: int) -> Span | None:
    """The figure before one whose unit may be its own: of a level that a change came from, the level before the change."""
    alike = [one for one in made if one.share and one.start >= begin]
    if span.share and alike and alike[-1] is not made[-1] and _SET_AGAINST.search(text[made[-1].end : span.start]):
        return alike[-1]  # 27 % of pupils get five, compared with 45 % elsewhere
    named = [one for one in made if not (one.unit or "").startswith(("as ", "times ", "more ", "less "))]
    last = named[-1] if named else None
    if last is None or last.kind == span.kind or not last.change or len(named) == 1 or named[-2].start < begin:
        return last
    back = named[-2].kind == span.kind and _CAME_FROM.fullmatch(text[last.end : span.start]) is not None
    return named[-2] if back else last


def _without_rate(unit: str | None) -> str | None:
    """What a rate is of: 12 concussions per 1,000 hours, where “concussion rates” is the subject."""
    return re.sub(r"\s+rates?\Z", "", unit) if unit else unit


def _unit_of(text: str, span: Span, before: Span | None, begin: int) -> str | None:
    """The unit of a figure that names none: that of the figure it restates, its subject, or that of the figure before it."""
    near = before is not None and before.start >= begin and before.unit is not None and before.currency is None
    measured = before is not None and MEASURED.fullmatch((before.unit or "£").split()[0]) is not None
    share = span.share and span.change is None
    of = _OF_WHAT.match(text, span.end) if span.kind == "multiple" or span.stated.lower() == "half" else None
    if of is not None and (thing := thing_at(text, of.end() - 1, share=False)).text:
        return thing.text
    if near and before is not None and apposed(text[before.end : span.start]) and not span.change:
        if span.kind == before.kind or not measured:
            return before.unit
        return subject(text[begin : before.start], grown=False, share=share)
    if (stated := _stated(text, span, before if near else None, begin)) is not None:
        return stated
    grown = span.stated.lower() in GROWN_WORDS or _REACHING.match(text, span.start) is not None
    if before is not None and span.change and before.change and (other := _OTHER.search(text[before.end : span.start])):
        return other["thing"]
    if share and (whole := _whole_before(text, begin, span.start)):
        return whole
    if _is_aside(text, span, before) and share:
        return before.unit if near and before is not None and before.share else None
    if span.kind == "count" and (those := _OF_THOSE.search(text[begin : span.start])):
        return thing_at(text, begin + those.end("of") - 1, share=False).text
    found = _subject_of(text, span, before, begin, grown, share)
    moved = near and measured and before is not None and before.change is not None
    if (
        not found
        and span.change
        and near
        and before is not None
        and _THAN_BEFORE.fullmatch(text[before.end : span.start])
    ):
        return _thing_of(before)
    if not found and moved and before is not None and _ARRIVED.fullmatch(text[before.end : span.start]):
        found = subject(text[begin : before.start], grown=False)  # grew 29 basis points to 2.84 per cent
    return found if found or not near or before is None else _inherited(span, before, share and measured, measured)


def _thing_of(before: Span) -> str | None:
    """What the figure before counts, without its measure: of 7.8 tonnes of wheat it is wheat."""
    unit = before.unit or ""
    measured = MEASURED.fullmatch(unit.split()[0]) is not None if unit else True
    return (unit.partition(" of ")[2] or None) if measured else unit


def _stated(text: str, span: Span, before: Span | None, begin: int) -> str | None:
    """What set forms of words say that a figure counts, before any subject is looked for."""
    counted = span.kind == "count" and span.currency is None and span.change is None
    if counted and (named := _NUMBERING.search(text, begin, span.start)):
        return named["thing"]  # a population of 41,287
    if counted and _SO_MANY_TIMES.match(text, span.end):
        return "times"  # downloaded 14 million times
    first = _AT_FIRST.match(text, span.end)
    if first and re.fullmatch(r"At\s+(?:\w+\s+){0,2}", text[begin : span.start]):
        return subject(f"{first['subject']} {first['verb']} ", grown=False)
    if not span.share or span.change is not None:
        return None
    if before is not None and before.share and _ACTS.match(text, span.end):
        return before.unit  # 62 % of voters think so, 26 % believe otherwise
    if (given := _GIVEN.match(text, span.end)) and _GIVES.search(text, begin, span.start):
        return thing_at(text, given.end() - 1, share=False).text  # contributed 17.5 % to GDP
    named = _NAMED.search(text, begin, span.start)
    return named["thing"] if named else None


def _subject_of(text: str, span: Span, before: Span | None, begin: int, grown: bool, share: bool) -> str | None:
    """The subject of a figure: in the words since the figure before it, or of a change in those before that one."""
    start = max(begin, before.end) if before and before.end > begin else begin
    found = subject(text[start : span.start], grown, share)
    if found or not span.change or before is None or before.start < begin:
        return found
    aside = _ASIDE.fullmatch(text[before.end : span.start]) is not None
    return subject(text[begin : before.start], grown=False) if before.change is None or aside else None


def _is_aside(text: str, span: Span, before: Span | None) -> bool:
    """Whether a figure stands in brackets after a word of its own: bad management (22 per cent)."""
    gap = text[before.end if before else 0 : span.start]
    return re.search(r"[a-z]\s\(\Z", gap) is not None and not (before is not None and len(gap) < len(" () "))


def _inherited(span: Span, before: Span, part: bool, measured: bool) -> str | None:
    """The unit of the figure before, where a figure may have it: a tenth of so many tonnes of plastic is of plastic."""
    if part and before.kind == "count" and before.unit and " of " in before.unit:
        return before.unit.partition(" of ")[2]
    return before.unit if span.kind != "multiple" and (before.kind == span.kind or not measured) else None
