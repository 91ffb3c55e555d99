"""Numbers that are no figures: dates, names, references, ages, versions. Each is passed over for a reason."""

from __future__ import annotations

import re
from typing import Final

from kg.figures.labels import LABELS as NAMED
from kg.figures.numerals import Atom
from kg.figures.set_phrases import AGE_AFTER, LABEL, LABEL_WORDS, LABELS, in_words
from kg.figures.words import COUNTED, SMALL, any_of
from kg.figures.years import MONTHS, counts
from kg.patterns import regex

_AND: Final = r"\s*(?:,|and|or|to|[-–—&])\s*"
_LABELLED_LIST: Final = regex(rf"{LABELS}\.?\s*\d+[\w.()]*(?:{_AND}\d+[\w.()]*)*{_AND}\Z", re.IGNORECASE)

_OLDEST: Final = 110

_MONTH_BEFORE: Final = regex(rf"\b{MONTHS}\s*\Z")

_MONTH_AFTER: Final = regex(rf"(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?(?:\s+of)?\s+{MONTHS}(?!\s+\d{{1,2}}\b)")

_CLOCK: Final = regex(r"(?::\d\d(?::\d\d)?|\s?(?:[ap]m\b|[ap]\.m\.|o['’]clock|GMT\b|BST\b))", re.IGNORECASE)

_ORDINAL: Final = regex(r"(?:st|nd|rd|th)\b", re.IGNORECASE)

_ROAD: Final = regex(
    r"[A-Z]?\s+(?:[A-Z][\w']+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Way|Drive|Place|Court|Gardens|Terrace|Crescent)\b"
)

_TIED: Final = regex(r"(?P<word>[A-Za-z]+)[-‐‑]\Z")

_LOOSE: Final = frozenset(
    "to in mid pre post of per and or every by from a than up until till over under around".split()
)

_AGE_BEFORE: Final = regex(
    r"(?:\bage\s+of\s+\d+\b(?:[^.;]|\.\d)*\bat|\b(?:aged?|ages|aged\s+(?:between|over|under|about|up\s+to|from|at\s+least))|\b(?:under|over)[-‐]|\bas\s+(?:young|old)\s+as\s+|"
    r"\b(?:under|over|above|below|to|by|from)\s+(?:the\s+)?age\s+of|(?<!mean\s)(?<!median\s)(?<!average\s)\bage\s+of)\s*\Z",
    re.IGNORECASE,
)

_AGE_RANGE: Final = regex(r"\b(?:aged?|ages)\s+(?:between\s+|from\s+)?\d+\s*(?:to|and|[-–])\s*\Z", re.IGNORECASE)

_AGE_GROUP: Final = regex(
    r"\b(?:children|kids|people|adults|girls|boys|women|men|those|anyone|the|babies|youths|all|prisoners|patients|residents|citizens|students|"
    r"(?:pupil|work|smok|driv|offend|prison|vot|play|us|teenag|pension|employ|memb|borrow|own|ten|trust|read|view|teach|found|consum|custom|strik|climb|swimm|runn|farm|build|min|garden|learn|subscrib|custod|report)(?:er|ee|or)?s|applicants|tenants|migrants|immigrants|refugees|nurses|doctors|volunteers|cyclists|pedestrians|adolescents|infants|inmates)\s+(?:under|over|below|above)[\s-]\Z",
    re.IGNORECASE,
)

# After an age in words: no thing that is counted.
_AGE_ENDS: Final = regex(
    r"\s*(?:[.,;)]|\Z|\s(?:in|at|on|are|is|were|was|have|had|who|and|or|die|died|live|lived|suffer|with|from|by|each|every)\b)"
)

_OR_OLDER: Final = regex(r"\s+(?:and|or)\s+(?:over|older|above|under|younger)\b(?!\s+[a-z]+s\b)", re.IGNORECASE)

_AFTER_AGE_GROUP: Final = regex(r"s?(?!\w)(?![.,]?\d)(?!\s*(?:%|per\s*cent|percent|million|thousand|hundred|billion))")

_IDENTIFIER: Final = regex(
    r"(?:\b(?:ISBN|ISSN|PMID|PMC|ID|IDs|ORCID|arXiv|DOI|NCT|RFC|ISO|Cm|Cmnd|CP|HC|HL|EU|EC|UN)(?:-1[03])?[:.]?\s*(?:No\.?\s*)?|https?:\S*|www\.\S*|\S*@\S*|10\.\d*)\Z"
)

_VERSION: Final = regex(r"(?:\.\d+){2,}|\.\d+\.\d")

_VERSION_BEFORE: Final = regex(r"\bv\.?\Z|\d\.\Z", re.IGNORECASE)

_STATISTICAL: Final = regex(r"\b[pP](?:[\s-]value)?s?\s*(?:of\s*)?[<>=≤≥]\s*\Z")

_BRACKETED: Final = regex(r"(?:\[|\[[\d,\s–-]+)\Z")

_PHONE: Final = regex(
    r"(?<![\w£$€,.])(?:\+\d{1,3}|0\d{2,4}|\(0?\d{2,5}\))(?:[\s-]\(?\d{2,5}\)?){1,4}(?![\d,]*\d)|\b\d{3}-\d{3}-\d{4}\b"
)

_SLASHED: Final = regex(r"(?<![\d.])\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d/])(?!\s+of\b)")

_ISO_DATE: Final = regex(r"(?<!\d)(?:1[5-9]|20)\d\d-\d\d-\d\d(?!\d)")

_CALLED: Final = regex(r"\b(?:call|dial|ring|text|phone|dialled|press)\s+(?:\d+\s+(?:or|and)\s+)*\Z", re.IGNORECASE)

_NAME_BEFORE: Final = regex(r"(?:\A|(?P<lead>[\w,;:%)]\s+|[“\"(]))(?P<name>[A-Z][A-Za-z]*[a-z][A-Za-z]*|[A-Z]{2,})\s\Z")

_NO_NAMES: Final = frozenset(
    "In On At By From Since Of To For With And Or But The A An Some About Around Over Under Nearly Almost Only Just "
    "Between Up Down All These Those Than That This When While Fewer More Less Most Another Every Each Exactly "
    "Approximately Roughly Least As Is Are Was Were Has Have Had Total Estimated Its Their Our His Her Another Last "
    "Next Past Currently Today Here There Of UK US EU USA GDP NHS".split()
)


def why_not(text: str, atom: Atom) -> str | None:
    """Why a number is no figure; None where it may be one. Dates that name a year are for the reading of periods."""
    before, after = text[max(0, atom.start - 48) : atom.start], text[atom.end : atom.end + 48]
    if "rror" in before and _MARGIN.search(before):
        return "margin of error"
    if atom.kind == "digits":
        if after[:1] == "%" or (atom.scale == 1 and "," in atom.text):
            return "ordinal" if _ORDINAL.match(after) else None  # 34% and 1,400 are no year, page or age
        return _digits(atom, before, after)
    if atom.kind == "words" and _LONG_RECORD.match(after):
        return "attribute"
    if atom.kind == "words" and _LEADING.match(after) and before[-3:-1] in {"'s", "’s"}:
        return "pointing back"
    if atom.kind == "words" and _AGE_GROUP.search(before) and _AGE_ENDS.match(after):
        return "age"
    if atom.kind in {"words", "fraction", "times"}:
        return in_words(text, atom, before, after)
    return None


_LONG_RECORD: Final = regex(
    r"-(?:second|minute|hour|day|night|week|month|year|decade|century)[\s-]+(?:low|high|peak|record|best|worst|period|deal|contract|plan|strategy|agreement|"
    r"programme|program|history|study|survey|review|project|mandate|lease|mortgage|bond|ban|window|timetable|anniversary|campaign|term|old|olds)s?\b"
    r"|-(?:year|month|decade|century)[\s-]+(?!(?:waits?|delays?|gap|backlog|average|on|long)\b)[a-z]{3,}"
    r"|\s?(?:mph|kph|km/h)\s+(?:speed\s+)?(?:limit|zone|road|street)s?\b"
    r"|-(?:page|part|member|person|strong|point\s+plan|storey|story|bedroom|seat|seater|way|star|lane)\b",
    re.IGNORECASE,
)
_HOUSE: Final = regex(
    r"\s+(?:[A-Z][\w']+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Way|Drive|Place|Court|Gardens|Terrace|Crescent)\b"
)
_TURNED: Final = regex(r"\b(?:he|she|they|who|[A-Z][a-z]+)\s+(?:has\s+|had\s+|just\s+)?turn(?:s|ed)?\s+\Z")
_SUBCLAUSE: Final = regex(rf"{LABELS}\.?\s*\d+(?:\([\da-z]+\))*\(\Z", re.IGNORECASE)


_COORDINATE: Final = regex(r"\s?°\s?\d*['′]?\s?[NSEW]\b")
# “A margin of error of plus or minus 3 points”.
_MARGIN: Final = regex(
    r"\b(?:margin\s+of|sampling)\s+error\s++(?:of|is|was|at)?+\s*+(?:about\s++|around\s++)?(?:plus\s+or\s+minus\s+|±\s?|\+/-\s?)?\Z",
    re.IGNORECASE,
)
_AT: Final = regex(r"\b(?:school|die[sd]?|married|retire[sd]?|start\w*|begin\w*|opens?|closes?|doors)\s+at\s+\Z")
_LEADING: Final = regex(
    r"\s+(?:leading|main|major|key|top|most|largest|biggest|worst|best|other|remaining|[a-z]+est)\b"
)
_STOPPED: Final = regex(r"\W*(?:\Z|[.,;])")
_IN_TIED: Final = regex(rf"(?:\d|{any_of(SMALL)})[-‐]in-\Z")
_MEASURED: Final = regex(r"\s?(?:%|per\s?cent|percent|percentage|million|billion|thousand)")


_LETTERS: Final = regex(r"[a-z]+")
_LABEL_SIGNS: Final = frozenset("§#№")
_COMPARING: Final = frozenset("<>=≤≥f")
_AGES: Final = frozenset("aged age ages under over above below young old".split())


def _digits(atom: Atom, before: str, after: str) -> str | None:
    bare = atom.text.isdigit()
    if why := _attribute(atom, before, after):
        return why
    if after[:1].isdecimal() or _VERSION.match(after) or _VERSION_BEFORE.search(before):
        return "version"
    if _IDENTIFIER.search(before) or (bare and len(atom.text) > 12):
        return "identifier"
    if "[" in before and _BRACKETED.search(before) and re.match(r"[\d,\s–-]*\]", after):
        return "reference"
    if _COORDINATE.match(after):
        return "coordinate"
    if before.endswith("at ") and _AT.search(before) and _STOPPED.match(after):
        return "age or time"
    if bare and before[-4:-1].lower() == "top" and before[-1:] in " -":
        return "ranking"
    if before.rstrip()[-1:] in _COMPARING and _STATISTICAL.search(before):
        return "test statistic"
    if (age := _age(atom, before, after)) is not None:
        return age
    if bare and len(atom.text) > 1 and atom.text[0] == "0":
        return "identifier"
    if atom.scale != 1:
        lettered = re.search(r"\d[a-zA-Z]\Z", atom.text) is not None
        return "reference" if lettered and _has_label(before) and LABEL.search(before) else None
    return _name(atom, before, after)


def _attribute(atom: Atom, before: str, after: str) -> str | None:
    """A number that only describes: a five-year low, a 219-page report, 221B of a street, the age that somebody turned."""
    if _LONG_RECORD.match(after):
        return "attribute"
    if re.search(r"\d[A-Za-z]\Z", atom.text) and _HOUSE.match(after):
        return "address"
    if "turn" in before and _TURNED.search(before) and atom.text.isdigit() and not counts(after):
        return "age"
    if atom.text.isdigit() and len(atom.text) <= 2 and _LEADING.match(after) and before[-4:].lower() == "the ":
        return "pointing back"
    if before[-1:] == ":" and before[-2:-1].isdecimal():
        return "time of day"
    return "reference" if before[-1:] == "(" and _has_label(before) and _SUBCLAUSE.search(before) else None


def _has_label(before: str) -> bool:
    """Whether a word or sign that a reference begins with stands before: most numbers need no closer look."""
    return not LABEL_WORDS.isdisjoint(_LETTERS.findall(before.lower())) or not _LABEL_SIGNS.isdisjoint(before)


_AVERAGE_AGE: Final = regex(r"\b(?:average|median|mean|typical)\b[^.;]*\Z", re.IGNORECASE)


# “Not quite a third of trustees are under 50.”
_AGE_OF_SOME: Final = regex(
    r"\b(?:in\s+\w+|third|half|quarter|fifth|tenth|per\s?cent|percent|most|%)\s+(?:of\s+)?(?:the\s+|all\s+)?(?:[a-z-]+\s+){1,3}"
    r"(?:is|are|was|were)\s+(?:aged\s+)?(?:under|over)\s+\Z",
    re.IGNORECASE,
)


def _age(atom: Atom, before: str, after: str) -> str | None:
    if re.match(r"\s+years?\s+old\b", after) and _AVERAGE_AGE.search(before):
        return None  # the average buyer is 34 years old
    if _OR_OLDER.match(after) and atom.low is not None and atom.low <= _OLDEST and atom.text.isdigit():
        return "age"
    if (old := AGE_AFTER.match(after)) and (atom.low is None or atom.low <= _OLDEST or "-" in old.group()):
        return "age"
    if _AGES.isdisjoint(_LETTERS.findall(before.lower())):
        return None
    if atom.text.isdigit() and _AGE_OF_SOME.search(before) and _STOPPED.match(after):
        return "age"
    if _AGE_BEFORE.search(before) or _AGE_RANGE.search(before):
        return "age"
    if _AGE_GROUP.search(before) and atom.low is not None and atom.low <= _OLDEST and _AFTER_AGE_GROUP.match(after):
        return "age"
    return None


def _name(atom: Atom, before: str, after: str) -> str | None:
    """A number that is part of a name, date, time or reference."""
    if _ORDINAL.match(after):
        return "ordinal"
    if _CLOCK.match(after):
        return "time of day"
    if atom.text.isdigit() and len(atom.text) <= 2 and _MONTH_AFTER.match(after):
        return "date"
    measured = _MEASURED.match(after) is not None
    if (
        atom.text.isdigit()
        and len(atom.text) <= 2
        and _MONTH_BEFORE.search(before)
        and not measured
        and not counts(after)
    ):
        return "date"
    tied = _TIED.search(before)
    if tied and tied["word"].lower() not in _LOOSE and not _IN_TIED.search(before):
        return "name"
    if measured:
        return None
    label = (LABEL.search(before) or _LABELLED_LIST.search(before)) if _has_label(before) else None
    if label and (label.group()[:1].isupper() or not counts(after)):
        return "reference"
    if _ROAD.match(after) or (_CALLED.search(before) and len(atom.text) <= 4):
        return "address"
    if re.match(r"[A-Z]{1,2}\b(?!\$)", after) and not re.match(r"[KMB]\b|[CF]\b", after):
        return "name"
    return "name" if _named(atom, before, after) else None


def _named(atom: Atom, before: str, after: str) -> bool:
    """`Windows 11`, `Apollo 11`: a capitalised word and a bare number that counts nothing."""
    if not re.fullmatch(r"\d{1,4}(?:\.\d+)?", atom.text):
        return False
    name = _NAME_BEFORE.search(before)
    if name is None or name["name"] in _NO_NAMES:
        return False
    if name["lead"] is None and name["name"].endswith("s"):
        return False
    counted = re.match(r"\s+(?P<word>[a-z]+)", after)
    if counted is not None:
        placed = re.search(r"\b(?:in|at|from|across)\s+(?:[A-Z]\w+\s+)*\Z", before) is not None
        return not (placed or counted["word"] in COUNTED)
    return re.match(r"\s?[%°£$€]|\s*[-–—]\s*\d", after) is None


_ADDRESS: Final = regex(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b10\.\d{4,}/\S+")
_DASHED: Final = regex(r"(?<![\w.])\d+(?:-\d+){2,}")
# Each stretch with what it is, and the signs without one of which a text holds none: most texts need no closer look.
_BLOTS: Final = (
    (_ADDRESS, "address", ("://", "www.", "@", "10.")),
    (_PHONE, "telephone number", ("+", "(", "-", " 0")),
    (_DASHED, "identifier", ("-",)),
    (_ISO_DATE, "date", ("-",)),
    (_SLASHED, "date", ("/",)),
)
_DIGIT: Final = regex(r"\d")


def blots(text: str) -> list[tuple[int, int, str]]:
    """Stretches of a text that hold digits and no figure, whatever stands around them: telephone numbers, dates, addresses."""
    padded = f" {text}"
    forms = (*_BLOTS, *NAMED) if _DIGIT.search(text) else NAMED
    likely = [(form, why) for form, why, signs in forms if any(sign in padded for sign in signs)]
    return [(match.start(), match.end(), why) for form, why in likely for match in form.finditer(text)]
