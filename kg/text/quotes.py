"""Whether a text holds a quotation: `split` it at what was left out, `normalise` typography, `find` it.

Numbers, signs, decimal points and negations are never folded: “0.5” is not “−0.5”, “is permitted” is not “is not permitted”, “5 2” is
not “5.2”. A quotation is reported as it is found and never moved to another place.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final
from unicodedata import combining, normalize

from msgspec import Struct

from kg.figures.context import hedge_after, lead_to
from kg.model.words import QuoteOutcome
from kg.text.scripts import RAISED

_LEFT_OUT: Final = re.compile(
    r"\s*(?:\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\s?\.\s?\.)\s*|\s*\[[^\]\d]{1,40}\]\s*"
)
_FOLDED: Final = {
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "`": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "—": "-", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st",
    "ﬆ": "st", "…": "...", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u2060": "",
}  # fmt: skip
_MARKS: Final = re.compile(rf"\s?\[\d{{1,3}}(?:\s?[,;-]\s?\d{{1,3}})*\]|(?<=[a-z.,;:!?'\"])[{RAISED}]{{1,3}}")
_BROKEN: Final = re.compile(r"(?<=[a-z])- (?=[a-z])")
# A compound that is broken at its own hyphen keeps it.
_BROKEN_AT_HYPHEN: Final = re.compile(r"(?<=[a-z]-) (?=[a-z])")
_SIGN_GAP: Final = re.compile(r"(?<=\d) (?=[%°])|(?<=[£$€]) (?=\d)")
# Without its first part, such a compound says something else: “non-resident”, “re-examination”.
_PREFIX: Final = re.compile(
    r"\b(?:re|non|un|anti|ex|half|semi|quasi|near|mis|dis|de|pre|post|sub)[-‐‑]\Z", re.IGNORECASE
)
_FORMS: Final = (
    ("", None),
    ("hyphens at line ends", _BROKEN),
    ("hyphens at line ends", _BROKEN_AT_HYPHEN),
    ("reference marks", _MARKS),
)
_WORD: Final = re.compile(r"[-+]?(?:[£$€]\s?)?\d[\d,.]*\d%?|[-+]?(?:[£$€]\s?)?\d%?|[^\W\d_]+(?:['-][^\W\d_]+)*|\S")
_SAYS: Final = re.compile(r"[\w%£$€]")
_NUMBER_FIRST: Final = re.compile(r"[£$€]?\d")
_NEAR: Final = 60.0
_LEAST_HELD: Final = 0.6
_MOST_TEXT: Final = 2_000_000


# What became of a quotation, under the name that users of the matcher import.
Outcome = QuoteOutcome


class Change(Struct, frozen=True):
    """A difference: the words of the quotation, and those of the text."""

    quoted: str
    stands: str


class Match(Struct, frozen=True):
    """What was found: where each part stands, how far apart they are, what was folded, and what differs."""

    outcome: Outcome
    places: tuple[tuple[int, int], ...] = ()
    distances: tuple[int, ...] = ()
    folded: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    score: float = 0.0


class Folded(Struct, frozen=True):
    """A text with its typography folded, and where each of its characters stood."""

    text: str
    origin: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original text for some of this one."""
        return self.origin[start], self.origin[end - 1] + 1

    def without(self, form: re.Pattern[str]) -> Folded:
        """The text without what a pattern finds."""
        parts: list[str] = []
        origin: list[int] = []
        at = 0
        for match in form.finditer(self.text):
            parts.append(self.text[at : match.start()])
            origin += self.origin[at : match.start()]
            at = match.end()
        return Folded("".join(parts) + self.text[at:], (*origin, *self.origin[at:]))


def split(quote: str) -> tuple[str, ...]:
    """The parts of a quotation around what it leaves out (`…`, `[...]`) or puts in (`[she]`)."""
    bare = quote.strip()
    if len(bare) > 2 and bare[0] in '“"' and bare[-1] in '”"':
        bare = bare[1:-1]
    return tuple(part.strip() for part in _LEFT_OUT.split(bare) if part.strip())


def normalise(text: str) -> Folded:
    """White space, ligatures, accents, soft hyphens, typographic quotes and dashes folded; digits, signs and words stay as they are."""
    parts: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            if parts and parts[-1] != " ":
                parts.append(" ")
                origin.append(place)
            continue
        if parts and combining(character) and len(whole := normalize("NFC", parts[-1] + character)) == 1:
            parts[-1] = whole
            continue
        for letter in _FOLDED.get(character, character):
            parts.append(letter)
            origin.append(place)
    return Folded("".join(parts), tuple(origin)).without(_SIGN_GAP)


def find(quote: str, text: str) -> Match:
    """Look for a quotation in a text. `altered` gives what differs; `more than once` every place."""
    parts = split(quote)
    if not parts:
        return Match(Outcome.NOT_FOUND)
    found = _found(parts, text)
    if found.outcome is Outcome.FOUND and (cut := _cut_hedges(text, found.places[0][0], found.places[-1][1])):
        return Match(Outcome.ALTERED, found.places, found.distances, found.folded, cut, score=1.0)
    return found


def _cut_hedges(text: str, start: int, end: int) -> tuple[Change, ...]:
    """The hedges that stand right before or after a passage that begins or ends with a number, and were left out: “at least”."""
    found = []
    if _NUMBER_FIRST.match(text, start) and (lead := lead_to(text, start)).start < start:
        hedge = text[lead.start : start].strip()
        found += [Change("", hedge)] if lead.qualifier or lead.certainty else []
    if text[end - 1].isdigit() and (after := hedge_after(text, end)):
        found.append(Change("", text[end : after[1]].strip()))
    return tuple(found)


def _found(parts: tuple[str, ...], text: str) -> Match:
    if len(parts) == 1 and (exact := _exact(parts[0], text)):
        return _placed(exact)
    whole = normalise(text[:_MOST_TEXT])
    for name, form in _FORMS:
        view = whole if form is None else whole.without(form)
        folds = ("typography",) if form is None else ("typography", name)
        if (found := _in_order(parts, view, form)) is not None:
            return Match(found.outcome, found.places, found.distances, folds)
    return _altered(parts, whole)


def _exact(part: str, text: str) -> list[tuple[int, int]]:
    found, at = [], text.find(part)
    while at >= 0:
        if _stands_alone(text, at, at + len(part)):
            found.append((at, at + len(part)))
        at = text.find(part, at + 1)
    return found


def _placed(places: list[tuple[int, int]]) -> Match:
    return Match(Outcome.FOUND if len(places) == 1 else Outcome.TWICE, tuple(places))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a passage cuts no word and no number: not the 0.5 of −0.5, nor the 5 of 5.2 or 5%."""
    before, first = text[max(0, start - 6) : start], text[start : start + 1]
    after, last = text[end : end + 2], text[end - 1 : end]
    if first.isalnum() and before[-1:].isalnum():
        return False
    if first.isalpha() and _PREFIX.search(before):
        return False
    if first.isdigit() and (before[-1:] in {"-", "−", "£", "$", "€", "±"} or re.search(r"\d[.,]\Z", before)):
        return re.search(r"\w[-−]\Z", before) is not None
    if last.isalnum() and after[:1].isalnum():
        return False
    return not (last.isdigit() and re.match(r"[.,]\d|%", after))


def _in_order(parts: tuple[str, ...], view: Folded, form: re.Pattern[str] | None) -> Match | None:
    """Every part after the one before it; None where one is missing."""
    wanted = [_wanted(part, form) for part in parts]
    options = [_options(part, view.text) for part in wanted]
    if not all(options):
        return None
    if len(parts) == 1:
        return _placed([view.place(start, end) for start, end in options[0]])
    chosen: list[tuple[int, int]] = []
    for number, places in enumerate(options):
        later = [place for place in places if not number or place[0] >= chosen[-1][1]]
        if not later:
            return None
        chosen.append(later[0])
    if len(options[0]) > 1:  # the first part nearest to the second
        chosen[0] = max((place for place in options[0] if place[1] <= chosen[1][0]), default=chosen[0])
    distances = tuple(after[0] - before[1] for before, after in pairwise(chosen))
    return Match(Outcome.FOUND, tuple(view.place(*place) for place in chosen), distances)


def _wanted(part: str, form: re.Pattern[str] | None) -> str:
    found = normalise(part)
    return (found if form is None else found.without(form)).text.strip()


def _options(part: str, text: str) -> list[tuple[int, int]]:
    """Where a part stands; a capital at its beginning may be the quoter's."""
    found = _exact(part, text)
    if not found and part[:1].isalpha():
        found = _exact(part[0].swapcase() + part[1:], text)
    if not found and part[-1:] in {".", ",", ";", ":"}:
        found = _exact(part[:-1], text)
    return found


def _altered(parts: tuple[str, ...], whole: Folded) -> Match:
    """The nearest passage to each part, with what differs; not found where nothing is near."""
    places, changes, scores = [], [], []
    for part in parts:
        wanted = normalise(part).text.strip()
        if exact := _options(wanted, whole.text):
            places.append(whole.place(*exact[0]))
            scores.append(1.0)
            continue
        near = _nearest(wanted, whole.text)
        if near is None:
            return Match(Outcome.NOT_FOUND)
        places.append(whole.place(near.start, near.end))
        changes += near.changes or [Change(wanted, whole.text[near.start : near.end])]
        scores.append(near.score)
    if not changes:
        changes = [Change("the order of its parts", "another order")]
    return Match(Outcome.ALTERED, tuple(places), changes=tuple(changes), score=min(scores))


class _Near(Struct, frozen=True):
    """A passage that is near to a part: where it stands, what differs, and the share of the part's words that it holds."""

    start: int
    end: int
    changes: list[Change]
    score: float


def _nearest(wanted: str, text: str) -> _Near | None:
    """The passage that is nearest to a part; None where fewer than two thirds of its words stand there in a row."""
    from rapidfuzz import fuzz

    near = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=_NEAR)
    if near is None or near.dest_end <= near.dest_start or len(wanted) > 2 * len(text):
        return None
    room = len(wanted) // 2 + 12
    start, end = _whole_words(text, max(0, near.dest_start - room), min(len(text), near.dest_end + room))
    mine = _spans(wanted)
    theirs = _spans(text[start:end])
    words = [word for word, _, _ in mine]
    codes = SequenceMatcher(None, words, [word for word, _, _ in theirs], autojunk=False).get_opcodes()
    while codes and codes[0][0] == "insert":
        codes = codes[1:]
    while codes and codes[-1][0] == "insert":
        codes = codes[:-1]
    held = sum(b - a for kind, a, b, _, _ in codes if kind == "equal")
    if not codes or held < _LEAST_HELD * len(words):
        return None
    edges = [_trimmed(code, first=code is codes[0], last=code is codes[-1]) for code in codes]
    changes = [
        Change(" ".join(words[a:b]), " ".join(word for word, _, _ in theirs[c:d]))
        for kind, a, b, c, d in edges
        if kind != "equal"
    ]
    first, last = edges[0][3], max(edges[-1][4], edges[0][3] + 1)
    return _Near(start + theirs[first][1], start + theirs[last - 1][2], changes, held / len(words))


def _trimmed(code: tuple[str, int, int, int, int], *, first: bool, last: bool) -> tuple[str, int, int, int, int]:
    """A difference at the edge of a passage takes no more words there than the quotation has."""
    kind, a, b, c, d = code
    if kind == "replace" and first and d - c > b - a:
        c = d - (b - a)
    if kind == "replace" and last and d - c > b - a:
        d = c + (b - a)
    return kind, a, b, c, d


def _spans(text: str) -> list[tuple[str, int, int]]:
    """The words and numbers of a text, each with its place; punctuation is none."""
    return [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text) if _SAYS.search(m.group())]


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def excerpt(sentence: str, figure: str, most: int) -> str:
    """At most so many words of a sentence, in a row, around the words of its figure."""
    words = list(re.finditer(r"\S+", sentence))
    if len(words) <= most:
        return sentence
    at = sentence.find(figure) if figure else 0
    number = next((n for n, word in enumerate(words) if word.end() > at), 0) if at >= 0 else 0
    first = max(0, min(number - most // 3, len(words) - most))
    return sentence[words[first].start() : words[first + most - 1].end()].rstrip(",;:—–(")
