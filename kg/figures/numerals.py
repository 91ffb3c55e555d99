"""Single numbers as people write them: digits with thousands, scales and fractions; words; orders of magnitude."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.figures.changes import GROWN, HALVED
from kg.figures.words import (
    FOLD,
    ORDERS,
    PARTS,
    PLURAL_PARTS,
    SCALES,
    SMALL,
    SPACED,
    SUFFIXES,
    TENS,
    TIMES,
    VAGUE,
    VULGAR,
    any_of,
)
from kg.model.number import step_of
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE: Final = Decimal(1)
_SPACES: Final = " \u00a0\u202f\u2009"
_VULGAR: Final = "".join(VULGAR)
_SUFFIX: Final = "|".join(sorted(SUFFIXES, key=len, reverse=True))
_LATER: Final = "|".join(sorted(SPACED, key=len, reverse=True))
_WORD: Final = any_of([*SMALL, *TENS])
_SCALE: Final = "|".join(SCALES)
_PART: Final = "|".join(sorted(PARTS, key=len, reverse=True))
_PARTS: Final = "|".join(sorted(PLURAL_PARTS, key=len, reverse=True))
# “100m tall” is a length, “£100m” a hundred million.
_DIMENSIONS: Final = "tall|high|deep|wide|long|away|apart|above|below|sprint|race|hurdles|freestyle|relay|pool|radius"
_COUNT: Final = rf"(?:{_WORD})(?:[\s-]+(?:and\s+)?(?:{_WORD}|{_SCALE})\b)*"
_ARTICLE: Final = rf"an?\s+(?:{_SCALE})(?:[\s-]+(?:and\s+)?(?:{_WORD}|{_SCALE})\b)*"

_DIGITS: Final = (
    r"\d+(?:\.\d+)?e\+?\d{1,2}(?!\w)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]\d)(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)"
    rf"|\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:\.\d+)?(?![{_SPACES}]?\d)(?!,\d{{3}})"
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)"
    r"|\d+(?:\.\d+)?"
    r"|\.\d+"
)
_NUMERAL: Final = (
    rf"(?P<digits>{_DIGITS})"
    rf"(?:\s?(?P<vulgar>[{_VULGAR}])|\s(?P<top>\d)/(?P<bottom>[2-9])(?!\d))?"
    rf"(?:(?P<suffix>(?!m\s+(?:{_DIMENSIONS})\b)(?:{_SUFFIX}))(?![\w²³/])|\s(?P<later>{_LATER})\b)?"
    rf"(?P<scale>(?:[\s-](?:{_SCALE})s?\b)+)?"
    rf"(?:(?P<half>\s+and\s+a\s+(?:half|quarter|third)\b)(?P<afterscale>(?:\s+(?:{_SCALE})\b)+)?)?"
)
_IN_DIGITS: Final = regex(
    rf"(?P<slashed>(?:[1-9])/(?:[2-9]|10))(?=\s+of\b)|(?P<number>{_NUMERAL})"
    rf"|(?P<alone>[{_VULGAR}])(?P<alonescale>\s+(?:of\s+an?\s+)?(?:{_SCALE})\b)?",
    re.IGNORECASE,
)
_IN_WORDS: Final = regex(
    "|".join(
        (
            rf"(?P<order>{any_of(ORDERS)})\b(?!-)",
            rf"(?P<vague>{any_of(VAGUE)})\b",
            rf"(?P<fold>(?:{any_of(FOLD)})-?fold)\b",
            rf"(?P<times>{any_of([*TIMES, *GROWN, *HALVED])})\b",
            rf"(?P<portion>(?:(?P<ptop>an?|{_WORD})[\s-]+)?(?P<pbottom>{_PARTS}|{_PART})\s+(?:of\s+)?an?\s+(?P<pscale>{_SCALE})\b)",
            rf"(?P<mixed>(?P<mwhole>an?\s+(?:{_SCALE})|{_COUNT})[\s-]+and[\s-]+(?:(?P<mtop>an?|{_WORD})[\s-]+)?"
            rf"(?P<mbottom>{_PARTS}|{_PART})\b(?!\s+of\b)(?:[\s-]+(?P<mscale>{_SCALE})\b)?)",
            rf"(?P<fraction>(?P<ftop>an?|{_WORD})[\s-]+(?P<fbottom>{_PARTS}|{_PART})|(?P<bare>half))\b",
            rf"(?P<spelt>{_ARTICLE}|{_COUNT})\b",
        )
    ),
    re.IGNORECASE,
)
_TOKEN: Final = regex(rf"(?<![\w/])(?:(?<!\d[.,])\.?\d|[{_VULGAR}]|[^\W\d_]+)|(?<=\d)[{_VULGAR}]")
_ARTICLES: Final = frozenset({"a", "an"})
_AFTER_ARTICLE: Final = regex(rf"\s+(?:{_SCALE}|{_PART}|handful|small\s+handful|few\s+(?:{_SCALE}))\b", re.IGNORECASE)
_FIRST: Final = (
    frozenset(
        word.split()[0] for word in (*SMALL, *TENS, *SCALES, *PARTS, *PLURAL_PARTS, *ORDERS, *TIMES, *GROWN, *HALVED)
    )
    | {f"{word}fold" for word in FOLD} - _ARTICLES
)


class Atom(Struct, frozen=True):
    """One number in a text; `low` equals `high` but for an order of magnitude, and both are None for a vague one.

    `scale` is that of its scale words, `step` how coarsely it is worded; `kind` is `digits`, `words`, `fraction`, `order`,
    `vague`, `times`, `grown` or `halved`. A fraction is of one: a half is 0.5 with `bottom` 2.
    """

    kind: str
    start: int
    end: int
    text: str
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    scale: Decimal = _ONE
    bottom: int = 0


# No number takes more words; a run of them is tried without its last word again and again.
_FIRST_WORDS: Final = regex(r"[^\s-]+(?:[\s-]+[^\s-]+){0,29}")
_DIGIT: Final = regex(rf"[\d{_VULGAR}]")
_LETTERS: Final = regex(r"[a-z]+")


def may_hold(text: str) -> bool:
    """Whether a text may hold a number: it has a digit, or a word that a number may begin with."""
    return _DIGIT.search(text) is not None or not _FIRST.isdisjoint(_LETTERS.findall(text.lower()))


def atoms(text: str) -> Iterator[Atom]:
    """Every number of a text, left to right; what each is, and whether it is one of a statistic, is for the caller."""
    place = 0
    for token in _TOKEN.finditer(text):
        start = token.start()
        if start < place or not _begins(text, token):
            continue
        word = token.group()
        match = (_IN_WORDS if word[0].isalpha() else _IN_DIGITS).match(text, start)
        atom = (_in_words if word[0].isalpha() else _in_digits)(match) if match else None
        if atom is not None:
            yield atom
            place = atom.end


def _begins(text: str, token: re.Match[str]) -> bool:
    """Whether a number may begin with a word or digit: most words need no closer look."""
    word = token.group()
    if not word[0].isalpha():
        return True
    word = word.lower()
    return word in _FIRST if word not in _ARTICLES else _AFTER_ARTICLE.match(text, token.end()) is not None


def _in_digits(match: re.Match[str]) -> Atom | None:
    if match["number"]:
        return _digits(match)
    if match["slashed"]:
        top_text, _, bottom_text = match["slashed"].partition("/")
        return _fraction(match, Decimal(top_text), int(bottom_text))
    top, bottom = VULGAR[match["alone"]]
    if not match["alonescale"]:
        return _fraction(match, Decimal(top), bottom)
    scale = Decimal(SCALES[match["alonescale"].split()[-1].lower()])
    return _made(match, "digits", scale * top / bottom, scale=scale)


def _in_words(match: re.Match[str]) -> Atom | None:
    if match["spelt"]:
        return _spelt(match)
    if match["fraction"]:
        top = cardinal(match["ftop"] or "a")
        return None if top is None else _fraction(match, top, _bottom(match["fbottom"] or "half"))
    return _worded(match)


def _spelt(match: re.Match[str]) -> Atom | None:
    """Number words, as many of them as make one number."""
    words = cut.group() if (cut := _FIRST_WORDS.match(match["spelt"])) else ""
    while words:
        value = cardinal(words)
        if value is not None:
            end = match.start() + len(words)
            return Atom("words", match.start(), end, words, value, value, step_of(value), _scale_in(words))
        words = re.sub(r"(?:[\s-]+and)?[\s-]+[^\s-]+$", "", words) if re.search(r"[\s-]", words) else ""
    return None


def _worded(match: re.Match[str]) -> Atom | None:
    """What only words say: orders of magnitude, multiples, and fractions of a scale."""
    if order := match["order"]:
        low, high = ORDERS[" ".join(order.lower().split())]
        return Atom("order", match.start(), match.end(), order, Decimal(low), Decimal(high), Decimal(0))
    if match["vague"]:
        return Atom("vague", match.start(), match.end(), match["vague"], None, None, Decimal(0))
    if fold := match["fold"]:
        return _made(match, "fold", cardinal(re.sub(r"-?fold$", "", fold.lower())) or Decimal(100))
    if times := match["times"]:
        word = times.lower()
        if word in HALVED:
            return _made(match, "halved", Decimal(50))
        return _made(match, "times" if word in TIMES else "grown", Decimal(TIMES.get(word) or GROWN[word]))
    if match["portion"]:
        top, scale = cardinal(match["ptop"] or "a"), Decimal(SCALES[match["pscale"].lower()])
        return None if top is None else _made(match, "words", scale * top / _bottom(match["pbottom"]), scale=scale)
    return _mixed(match)


def _mixed(match: re.Match[str]) -> Atom | None:
    """`two and a half million`, and `a million and a half`, where the half is of the million."""
    whole, top = cardinal(match["mwhole"]), cardinal(match["mtop"] or "a")
    if whole is None or top is None:
        return None
    of_scale = (
        Decimal(SCALES[match["mwhole"].split()[-1].lower()]) if match["mwhole"].split()[-1].lower() in SCALES else _ONE
    )
    scale = Decimal(SCALES[match["mscale"].lower()]) if match["mscale"] else _ONE
    value = (whole + of_scale * top / _bottom(match["mbottom"])) * scale
    return _made(match, "words", value, scale=max(scale, of_scale))


def _digits(match: re.Match[str]) -> Atom | None:
    number = _plain_digits(match["digits"])
    if match["vulgar"]:
        top, bottom = VULGAR[match["vulgar"]]
        number += Decimal(top) / bottom
    elif match["top"]:
        number += Decimal(match["top"]) / int(match["bottom"])
    scale = (
        Decimal(SUFFIXES[(match["suffix"] or match["later"] or "").lower()])
        if match["suffix"] or match["later"]
        else _ONE
    )
    for word in re.findall(r"[a-z]+", (match["scale"] or "").lower()):
        scale *= SCALES[word.removesuffix("s") if word not in SCALES else word]
    if match["half"]:
        number += Decimal(1) / _bottom(match["half"].split()[-1])
        for word in (match["afterscale"] or "").lower().split():
            scale *= SCALES[word]
    return _made(match, "digits", number * scale, scale=scale)


def _plain_digits(text: str) -> Decimal:
    return Decimal(re.sub(rf"[,{_SPACES}'’]", "", text))


def _bottom(word: str) -> int:
    word = word.lower()
    return PARTS.get(word) or PLURAL_PARTS[word]


def _fraction(match: re.Match[str], top: Decimal, bottom: int) -> Atom:
    value = top / bottom
    return Atom("fraction", match.start(), match.end(), match.group(), value, value, Decimal(0), _ONE, bottom)


def _made(match: re.Match[str], kind: str, value: Decimal, scale: Decimal = _ONE) -> Atom:
    return Atom(kind, match.start(), match.end(), match.group(), value, value, step_of(value), scale)


@cache
def cardinal(text: str) -> Decimal | None:
    """The value of number words (`fourteen hundred`, `twenty-one`, `two hundred and five`); None where they make no number."""
    total, current, last = Decimal(0), Decimal(0), Decimal(10**15)
    for word in re.split(r"[\s-]+", text.strip().lower()):
        if word == "and":
            continue
        if word in {"a", "an"}:
            value = _ONE
        elif word in SCALES:
            scale = Decimal(SCALES[word])
            if word in {"hundred", "dozen"}:
                current *= scale
                last = scale
            else:
                total, current, last = total + (current or _ONE) * scale, Decimal(0), scale
            continue
        else:
            value = Decimal(SMALL[word] if word in SMALL else TENS.get(word, -1))
        # “Twenty one” and “hundred twenty” go down; “five ten” are two numbers.
        if value < 0 or (current % 100 and not (current % 100 >= 20 and current % 10 == 0 and value < 10)):
            return None
        if last < value:
            return None
        current += value
    return total + current


def _scale_in(text: str) -> Decimal:
    """The scale word that a number in words ends with."""
    return Decimal(SCALES.get(re.split(r"[\s-]+", text.lower())[-1], 1))
