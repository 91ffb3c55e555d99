"""Lines that begin with their subject, put number first: `emissions fell by half`, `mean wage of £500`, `children in poverty: 4.2m`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.figures.changes import GROWN, HALVED, MOVES, NOUNS_OF_CHANGE
from kg.figures.nouns import MEASURED
from kg.figures.words import any_of
from kg.patterns import regex

if TYPE_CHECKING:
    from kg.figures.span import Span

_SUBJECT: Final = r"(?P<subject>(?:(?:the|a|an)\s+)?[^\W\d][^\d,;:()“”\"]{1,80}?)"
_MOVED: Final = any_of(MOVES)
_FORMS: Final = (
    regex(rf"{_SUBJECT}\s*:(?:\s*(?P<verb>{_MOVED})(?:\s+by)?)?", re.IGNORECASE),
    regex(rf"(?:(?:an?|the)\s+)?(?P<kind>mean|average|median)\s+{_SUBJECT}\s+(?:of|is|was)", re.IGNORECASE),
    regex(rf"{_SUBJECT}\s+(?P<from>(?:{_MOVED}|went|goes|gone)\s+from)", re.IGNORECASE),
    regex(rf"{_SUBJECT}\s+(?:{_MOVED}|went|goes)\s+to", re.IGNORECASE),
    regex(rf"{_SUBJECT}\s+(?:(?:has|have|had|was|were|is|are)\s+)?(?P<verb>{_MOVED})(?:\s+by)?", re.IGNORECASE),
    regex(rf"{_SUBJECT}\s+(?:of|is|are|was|were|stood\s+at|stands\s+at|reached|totalled|numbered)", re.IGNORECASE),
)
_ARTICLE: Final = regex(r"\A(?:the|an?|its|their)\s+", re.IGNORECASE)
_GROWN_OR_HALVED: Final = frozenset((*GROWN, *HALVED))
_HELPER: Final = regex(r"\s+(?:has|have|had)(?:\s+(?:almost|nearly|more\s+than))?\Z", re.IGNORECASE)
_REST: Final = regex(r"\s*(?P<measure>°\s?[CF]?|[^\W\d]+)?")
_NUMBER_OF: Final = regex(r"\A(?:total\s+)?(?:number|amount)\s+of\s+", re.IGNORECASE)
_WHEN: Final = regex(r"\s+(?:in|a|an|per|each|every|since|between|from|over|by|last|worldwide|on)\b", re.IGNORECASE)
# Words that show a clause: the name of a thing has none of them.
_CLAUSE: Final = frozenset(
    "that who which whose when where while if because said says say was were is are has have had told finds found think thinks "
    "thought believe believes warned warns claims claimed suggests suggested shows showed revealed in on at by from between it "
    "they he she we there this".split()
)
_MOST_WORDS: Final = 7


def turned(text: str, span: Span) -> str | None:
    """The line with its number first; None unless there is exactly one way to put it so."""
    before, number, rest = text[: span.start].strip(), text[span.start : span.words].strip(), text[span.words :]
    if span.stated.lower() in _GROWN_OR_HALVED:
        subject = named_subject(_HELPER.sub("", before))
        return f"{number} {subject}{rest}" if subject and (not rest.strip() or _WHEN.match(rest)) else None
    for form in _FORMS:
        match = form.fullmatch(before)
        if match is not None and (subject := named_subject(match["subject"])):
            return _put(match, subject, number, rest)
    return None


def _put(match: re.Match[str], subject: str, number: str, rest: str) -> str | None:
    groups = match.groupdict()
    if groups.get("from"):
        return f"{match['from']} {number}{rest} {subject}" if " to " in rest else None
    measure = _REST.match(rest)
    word = measure["measure"] if measure else None
    if word and MEASURED.fullmatch(word):
        number, rest = f"{number}{rest[: measure.end() if measure else 0]}", rest[measure.end() if measure else 0 :]
    elif word and not _WHEN.match(rest):
        return None  # “crime: 300 offences” names two things
    lead = f"{groups['kind']} of " if groups.get("kind") else f"{groups['verb']} by " if groups.get("verb") else ""
    return f"{lead}{number} {subject}{rest}"


def named_subject(subject: str) -> str | None:
    """The words of a subject that names a thing; None for a clause."""
    words = _NUMBER_OF.sub("", _ARTICLE.sub("", " ".join(subject.split())))
    parts = words.lower().split()
    # “People in poverty” is a thing: a place or state may follow the first word.
    inner = [part for index, part in enumerate(parts) if index == 0 or part not in {"in", "on", "at", "from"}]
    odd = not parts or len(parts) > _MOST_WORDS or parts[-1] in NOUNS_OF_CHANGE or not _CLAUSE.isdisjoint(inner)
    return None if odd else words
