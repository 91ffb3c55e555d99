"""Numbers in words that are no figures: set phrases, titles, and what points back at what is known."""

from __future__ import annotations

import re
from typing import Final

from kg.figures.numerals import Atom
from kg.figures.words import COUNTED, SMALL, TENS, any_of
from kg.figures.years import _NEXT_WORD, counts
from kg.patterns import regex

# Words that a number after them names: article 8, page 12, key stage 2. Plurals name two: years 12 and 13.
_LABELS: Final = (
    "article section clause schedule chapter part rule regulation table fig figure box annex appendix page p pp para paras "
    "paragraph line ref refs reference note footnote endnote no nos number volume vol issue edition version mark room route "
    "terminal platform gate flight bus highway interstate zone district ward division question season episode round act scene "
    "psalm war windows iphone ipad ps playstation xbox airbus boeing formula bill resolution directive goal sdg recommendation "
    "amendment protocol scenario wave cohort step option type class grade level stage phase tier band channel category year area "
    "code error form verse apollo agenda horizon vision web model series law order group unit lot exhibit item row column day week "
    "study experiment criterion objective target euro expo bowl layer building block plot slide module lesson exercise equation eq "
    "theorem finding indicator proposal proposition measure strand pillar basket title century lane junction exit pier dorm "
    "chromosome voyager sample trial site patient player python"
).split()
_PLURALS: Final = (
    "articles sections chapters parts regulations tables figs figures pages paragraphs lines references years classes grades levels "
    "stages questions phases wards rooms bands tiers versions"
).split()
LABELS: Final = rf"(?:\b(?:{any_of({*_LABELS, *_PLURALS})}|key\s+stage|grid\s+reference)|§+|#|№)"
# The words of which one must stand before a reference, for a quick look.
LABEL_WORDS: Final = frozenset({*_LABELS, *_PLURALS, "key", "grid"})
LABEL: Final = regex(rf"{LABELS}\.?\s*(?:\(|(?-i:[A-Z]{{1,3}})\s)?\Z", re.IGNORECASE)

AGE_AFTER: Final = regex(
    r"-\s+(?:and|or|to)\s+\d+-year-olds?\b|(?:\s*(?:to|and|[-–])\s*\d{1,3})?(?:[-‐\s]years?[-‐\s]olds?\b|[-‐\s]months?[-‐\s]olds?\b|\s+years?\s+of\s+age\b)|-?\s*to\s+\d+-year-olds?\b",
    re.IGNORECASE,
)

_SET_PHRASES: Final = regex(
    r"one(?:\s+of\b|\s+(?:day|another|thing|way|side|hand|point|example|reason|end|can|could|may|might|must|should|would|will|has|is|was|"
    r"who|that|such|study|survey|report|expert|analyst|official|by\s+one|after\s+another|or\s+two\b|or\s+more\b|in\s+particular|to\s+watch)\b|-(?:off|sided|way|stop|time|day|size|on|liner|to)\w*)"
    r"|two-(?:way|faced|tier|fold|party|track|child|bed)\w*|three-(?:dimensional|way|line)\w*|four-(?:wheel|legged|letter)\w*"
    r"|half[\s-](?:time|term|way|hearted\w*|life|lives|brother|sister|mast|baked|past|marathon|board|pint|day|price|dozen\b(?=x))|halfway"
    r"|zero[\s-](?:tolerance|hours?|sum|carbon|emissions?|waste|rated|day|rate|growth\b(?=x))"
    r"|a\s+(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|quarter|half)[\s-](?!\(|of\b|as\b|more\b|less\b|fewer\b|higher\b|lower\b|smaller\b|larger\b|greater\b|"
    r"were\b|was\b|are\b|is\b|have\b|had\b|has\b|said\b|say\b|live\b|lived\b|in\b|since\b|to\b|and\b|or\b|by\b|from\b|on\b|between\b|over\b|under\b|do\b|did\b|would\b|will\b|"
    r"now\b|believe\b|report\b|reported\b|think\b|(?:percentage|per)\b|a\s+(?:million|billion)|the\b|all\b|when\b|than\b|"
    r"compared\b|among\b|across\b|at\b|after\b|before\b|with\b|that\b|this\b|last\b|rise\b|increase\b|fall\b|drop\b|reduction\b|cut\b|decline\b)"
    r"|seven\s+(?:seas|sisters|wonders|deadly)|nine\s+lives|ten\s+commandments|four\s+corners",
    re.IGNORECASE,
)

_ONE_OF_MANY: Final = regex(
    r"(?:\b(?:the|this|that|no|any|every|each|some|which|another|number|day|either|neither|only\s+the|last|first|next|phase|level)\s+|[A-Za-z]-)\Z",
    re.IGNORECASE,
)

_DEFINITE: Final = regex(
    r"\b(?:the|these|those|his|her|its|their|our|my|your|all|both|other|any|first|last|latest|next|past|final|top|bottom|previous|another)\s+\Z",
    re.IGNORECASE,
)


def in_words(text: str, atom: Atom, before: str, after: str) -> str | None:
    """A number in words that is part of a set phrase, or points back at what is known."""
    if _SET_PHRASES.match(text, atom.start):
        return "set phrase"
    if re.search(r"\b(?:aged|ages?|age\s+of)\s+(?:\w+\s+(?:to|and)\s+)?\Z", before, re.IGNORECASE) or AGE_AFTER.match(
        after
    ):
        return "age"
    if LABEL.search(before) and not counts(after) and atom.kind == "words":
        return "reference"
    lower = atom.text.lower()
    if lower == "one" and (_ONE_OF_MANY.search(before) or not _one_counts(before, after)):
        return "set phrase"
    if lower in {"half", "one half"} and re.search(
        r"\b(?:first|second|other|better|top|bottom|latter|each|next|last|third)[\s-]\Z", before, re.IGNORECASE
    ):
        return "part"
    if atom.kind == "fraction" and re.search(
        r"\b(?:twenty|thirty|forty|fifty|the\s+first|last|every|each)[\s-]\Z", before, re.IGNORECASE
    ):
        return "ordinal"
    if lower == "double" and not re.match(r"\s+(?:the|that|what|its|their|from|to|in)\b", after):
        return "set phrase"
    if lower in {"triple", "treble", "quadruple"} and not re.match(r"\s+(?:the|that|what|its|their|from)\b", after):
        return "set phrase"
    if atom.kind == "words" and atom.text[0].isupper() and _titled(before, after):
        return "name"
    return "pointing back" if _points_back(atom, before, after) else None


def _titled(before: str, after: str) -> bool:
    """Whether a capitalised number word is part of a title: `Three Mile Island`, `Nineteen Eighty-Four`, `Fifty Shades of Grey`."""
    if re.match(r"\s+[A-Z]\w+\s+of\s+[A-Z]", after):
        return True
    word = re.search(r"(\w+)\s+\Z", before)
    return word is not None and (
        word[1].islower() or word[1].lower() in {*SMALL, *TENS} or re.match(r"\s+[A-Z][a-z]", after) is not None
    )


def _one_counts(before: str, after: str) -> bool:
    """Whether `one` is a number of a statistic: in a ratio or rate, of a scale, or where the count is stressed."""
    if re.match(
        r"\s+(?:[\w-]+\s+){0,2}(?:in|out\s+of|for|per)\s+(?:every\s+|each\s+)?(?:\d|(?:"
        + any_of(SMALL)
        + r"|a|an|hundred|twenty|thirty|forty|fifty)\b)",
        after,
        re.IGNORECASE,
    ):
        return True
    if re.match(
        r"-in-|-(?:second|minute|hour)\b|\s+(?:[\w-]+\s+)?every\b|\s?%|\s+(?:per\s?cent|percent|percentage)\b|\s+(?:second|minute|hour)s?\b",
        after,
        re.IGNORECASE,
    ):
        return True
    return re.search(
        r"\b(?:only|just|exactly|least|than|every)\s+\Z", before, re.IGNORECASE
    ) is not None and _counts_one(after)


def _counts_one(after: str) -> bool:
    word = _NEXT_WORD.match(after)
    return word is not None and (
        f"{word['word']}s" in COUNTED or word["word"] in {"person", "child", "woman", "man", "death"}
    )


def _points_back(atom: Atom, before: str, after: str) -> bool:
    """`the two countries`, `his three children`: a small number that says which, not how many."""
    if atom.kind != "words" or atom.low is None or atom.low > 12 or not _DEFINITE.search(before):
        return False
    return (
        re.match(
            r"\s?(?:%|per\s?cent|percent|percentage|million|billion|thousand|in\b|out\b|to\b|times\b)|[-–]\d", after
        )
        is None
    )
