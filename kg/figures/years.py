"""Years, and numbers of days or years that say over what time something is."""

from __future__ import annotations

import re
from typing import Final

from kg.figures.hedges import QUALIFIERS
from kg.figures.numerals import Atom
from kg.figures.words import COUNTED, TIME_UNITS, any_of
from kg.patterns import regex

MONTHS: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)

_YEAR_BEFORE: Final = regex(
    r"(?:\b(?:in|since|by|until|till|during|before|after|early|late|mid|the|year|years|of|from|between|through|ending|ended|"
    r"census|act|regulations?|bill|christmas|easter|spring|summer|autumn|winter|election|olympics|cup|vs|versus|than|on|to|and|for|calendar|"
    rf"fiscal|financial|tax|academic|circa|throughout|pre|post|financial\s+year|euro|expo|agenda|horizon|cop)|{MONTHS}|\d(?:st|nd|rd|th)?|\((?:\w+\s)?|[-–—/,&])[\s-]*\Z",
    re.IGNORECASE,
)

_STRONG_YEAR: Final = regex(
    rf"\b(?:in|since|by|until|till|during|before|after|early|late|mid|year|between|the|{MONTHS}|spring|summer|autumn|winter|census|act|of|from)[\s-]*\Z",
    re.IGNORECASE,
)

_HEDGES: Final = any_of(word for words in QUALIFIERS.values() for word in words if word[-1].isalpha())
_HEDGE_BEFORE: Final = regex(
    rf"(?:\b(?:{_HEDGES}|estimated|total\s+of|only|just|those|all|another)|[~≈<>])\s*\Z",
    re.IGNORECASE,
)

_NEXT_WORD: Final = regex(r"[\s-]+(?:of\s+)?(?P<word>[a-z]+)")

_SPANNING: Final = regex(
    r"\b(?:for|over|within|in|after|during|past|last|next|previous|coming|first|throughout|following|recent|waiting|waited|waits?|lasting|period\s+of|space\s+of)\s+"
    r"(?:(?:about|around|nearly|almost|just|more\s+than|less\s+than|longer\s+than|shorter\s+than|fewer\s+than|over|under|at\s+least|up\s+to|the|a|the\s+(?:past|last|next|previous|first|following|coming))\s+)*\Z",
    re.IGNORECASE,
)

_TIME_AFTER: Final = regex(
    rf"[\s-]+(?P<unit>{any_of(TIME_UNITS)})s?\b(?P<rest>[\s-]+(?:ago|later|earlier|before|after|old)\b|['’]\s+worth\b)?",
    re.IGNORECASE,
)


# “Idle for 23 hours a day” is a rate.
_RATED: Final = regex(
    rf"\s+(?:a|per|each|every)\s+(?:{any_of(TIME_UNITS)})\b(?!\s+(?:earlier|before|ago|later))", re.IGNORECASE
)


def is_year(text: str, atom: Atom) -> bool:
    """Whether a number is a year: four bare digits from 1500 to 2100 where no thing is counted by them."""
    if atom.kind != "digits" or not re.fullmatch(r"(?:1[5-9]|20)\d\d|2100", atom.text):
        return False
    before, after = text[max(0, atom.start - 48) : atom.start], text[atom.end : atom.end + 32]
    if re.match(r"\s?(?:%|per\s?cent|percent|°|x\b|[A-Za-z]\d)|[A-Za-z]", after) or re.search(r"[£$€¥₹]\s?\Z", before):
        return after[:1] == "s" and after[1:2] not in "abcdefghijklmnopqrstuvwxyz"
    counted = counts(after)
    if counted and _HEDGE_BEFORE.search(before):
        return False
    if _STRONG_YEAR.search(before):
        return True
    if counted:
        return False
    return int(atom.text) >= 1900 or _YEAR_BEFORE.search(before) is not None


def named_year(text: str, start: int, end: int) -> bool:
    """Whether a bare number is a year by the word before it, as in “deaths in 2021”, and nothing is counted by it."""
    bare = re.fullmatch(r"(?:1[5-9]|20)\d\d", text[start:end].strip()) is not None
    return bare and not counts(text[end:]) and _STRONG_YEAR.search(text[max(0, start - 48) : start]) is not None


def counts(after: str) -> bool:
    """Whether the next word is a thing that is counted."""
    word = _NEXT_WORD.match(after)
    return word is not None and word["word"] in COUNTED


def spans_time(text: str, start: int, end: int) -> bool:
    """Whether a number of days or years says over what time something is, and is no figure of its own."""
    unit = _TIME_AFTER.match(text, end)
    if unit is None or _RATED.match(text, unit.end()):
        return False
    return unit["rest"] is not None or _SPANNING.search(text[max(0, start - 60) : start]) is not None
