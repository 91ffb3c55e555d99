"""The words of a wording in one spelling: no plurals, one way to write -ise, ages and voices marked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from kg.figures.words import SMALL, TENS
from kg.patterns import regex

PASSIVE, ACTIVE = "p", "a"


def _table(words: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in words.split())


_IRREGULAR: Final = _table(
    "children=child men=man women=woman people=person persons=person lives=life mice=mouse feet=foot wives=wife "
    "knives=knife wolves=wolf thieves=thief leaves=leaf shelves=shelf calves=calf halves=half loaves=loaf teeth=tooth geese=goose "
    "crises=crisis analyses=analysis diagnoses=diagnosis criteria=criterion bacteria=bacterium"
)
_PARTICIPLES: Final = _table(
    "shot=shoot hit=hit hurt=hurt born=bear held=hold sold=sell lost=lose found=find sent=send taken=take stolen=steal driven=drive "
    "beaten=beat caught=catch left=leave paid=pay bought=buy built=build given=give dug=dig thrown=throw won=win spent=spend lent=lend "
    "made=make kept=keep seen=see known=know written=write grown=grow fed=feed bred=breed fought=fight taught=teach brought=bring "
    "broken=break chosen=choose frozen=freeze hidden=hide ridden=ride eaten=eat drawn=draw worn=wear flown=fly laid=lay sunk=sink "
    "shut=shut met=meet struck=strike hung=hang swept=sweep burnt=burn slain=slay"
)
_DIGITS: Final = {word: str(number) for word, number in {**SMALL, **TENS}.items()}
_PHRASES: Final = (
    (regex(r"\baged\s+(?:from\s+|between\s+)?(\d+)-?\s*(?:to|and|[-–])\s*(\d+)\b"), r"aged \1-\2"),
    (regex(r"\b(\d+)-?\s*(?:to|and|[-–])\s*(\d+)[- ]year[- ]olds?\b"), r"people aged \1-\2"),
    (regex(r"\bover-?(\d+)s\b"), r"people aged over \1"),
    (regex(r"\bunder-?(\d+)s\b"), r"people aged under \1"),
    (regex(r"\b(?:aged\s+)?(\d+)\s+(?:and|or)\s+(?:over|older|above)\b"), r"aged \1+"),
    (regex(r"\b(?:aged\s+)?(\d+)\s+(?:and|or)\s+(?:under|younger)\b"), r"aged -\1"),
    (regex(r"\b(\d+)[- ]year[- ]olds?\b"), r"people aged \1"),
    (regex(r"\b(?:older|more) than (\d+)(?: years)?\b"), r"aged over \1"),
    (regex(r"\b(?:younger|less) than (\d+)(?: years)?\b"), r"aged under \1"),
    (regex(r"\baged\s+aged\b"), "aged"),
    (regex(r"\b(?:more than|longer than|above)\b"), "over"),
    (regex(r"\b(?:less than|fewer than|shorter than|below)\b"), "under"),
    (regex(r"\b(?:due to|because of|caused by|owing to|as a result of|attributable to)\b"), "due"),
    (regex(r"\bthose (?=who\b)"), "people "),
    (regex(r"\b(?:kept|held|used|bred|grown) (?:as|for)\b"), "for"),
    (regex(r"\b(?:run|owned|operated|managed|organi[sz]ed|provided|carried out|conducted) by\b"), "of"),
    (
        regex(
            r"\bun(?=(?:paid|sold|read|built|spent|told|filled|used|solved|planted|recorded|reported|registered|married|insured|licensed|"
            r"protected|treated|vaccinated|opened|claimed|answered)\b)"
        ),
        "not ",
    ),
    (regex(r"\b(?:who|which|that) (?:are|is|were|was|have been|had been|has been)(?: being)?\b"), "being"),
    (regex(r"\b(?:who|which|that) (?:have|has|had)\b(?! been)"), "having"),
    (regex(r"\b(?:living|resident|based|located|situated|found) in\b"), "in"),
    (regex(r"\b(?:suffering from|diagnosed with|affected by|involving)\b"), "with"),
    (regex(r"\b(?:relating to|related to|connected with|linked to|concerning)\b"), "of"),
    (regex(r"\b(?:degrees?|deg) (?:celsius|centigrade|c)\b"), "°c"),
    (regex(r"\b(?:degrees?|deg) (?:fahrenheit|f)\b"), "°f"),
)
_SPELLINGS: Final = (
    (regex(r"is(e|es|ed|ing|ation|ations|er|ers)$"), r"iz\1"),
    (regex(r"^(lab|col|behavi|harb|neighb|fav|hon|rum|tum|vap|hum)our"), r"\1or"),
    (regex(r"^(cent|met|lit|fib|theat|kilomet|millimet|centimet)re(s?)$"), r"\1er\2"),
    (regex(r"^programme"), "program"),
    (regex(r"^ageing$"), "aging"),
    (regex(r"^(defen|offen|licen)ce"), r"\1se"),
    (regex(r"^(trave|labe|mode|cance|fue|counse|signa|marve)ll(ed|ing|er|ers)$"), r"\1l\2"),
    (regex(r"^tyre"), "tire"),
    (regex(r"^(paed|haem|anaem|leukaem|oestr|foet)"), lambda m: m[1].replace("ae", "e").replace("oe", "e")),
)
# Most texts and words hold none of these: one search says so instead of a replacement for each.
_ANY_PHRASE: Final = regex("|".join(form.pattern for form, _ in _PHRASES))
_ANY_SPELLING: Final = regex("|".join(form.pattern for form, _ in _SPELLINGS))
# Words that add nothing to what they stand with.
GENERIC: Final = frozenset(
    "total overall individual whole general various different separate own person group number those".split()
)
_NEGATIONS: Final = frozenset({"not", "no", "without", "non", "un", "never", "nor"})


class Word(Struct, frozen=True):
    """One word of a wording: its form here, as it was written, and the voice of a participle (`p` done to it, `a` doing it)."""

    text: str
    raw: str = ""
    voice: str = ""

    @property
    def keyed(self) -> str:
        """The word with its voice, so that killed and killing stay apart."""
        return f"{self.text}:{self.voice}" if self.voice else self.text

    @property
    def negates(self) -> bool:
        """Whether it turns what it stands with into its opposite."""
        return self.text in _NEGATIONS


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[Word, ...]:
    """The words of a text, in one spelling."""
    text = re.sub(r"['’]s\b|(?<=s)['’](?=\s|$)", "", text)
    raw = re.sub(r"(?i)\b(un|non)-(?=\w)", r"\1 ", text)
    folded = raw.casefold()
    for form, word in _PHRASES if _ANY_PHRASE.search(folded) else ():
        folded = form.sub(word, folded)
    written = {word.casefold(): word for word in re.findall(r"[^\W_]+(?:[-‐][^\W_]+)*", raw)}
    words: list[Word] = []
    acting = False
    for found in re.findall(r"[£$€¥₹%°]|-?\d[\w.,+]*|[^\W_]+(?:[-‐.&/][^\W_]+)*", folded):
        if found in {"who", "which", "that", "whose"}:
            acting = True
            continue
        words.append(_word(found, written.get(found, found), acting))
        acting = acting and found in _BEFORE_VERB
    return tuple(words)


def _word(found: str, raw: str, acting: bool) -> Word:
    plain = _DIGITS.get(found) or re.sub(r"[-‐]", "", found)
    spelt = plain
    for form, by in _SPELLINGS if _ANY_SPELLING.search(plain) else ():
        spelt = form.sub(by, spelt)
    if spelt in _PARTICIPLES:
        return Word(_PARTICIPLES[spelt], raw, ACTIVE if acting else PASSIVE)
    if spelt.endswith("ed") and len(spelt) > 4 and not spelt.endswith(("eed", "bed")) and spelt != "aged":
        return Word(_stem(spelt[:-2]), raw, ACTIVE if acting else PASSIVE)
    if spelt.endswith("ing") and len(spelt) > 5 and spelt not in _NOUNS:
        return Word(_stem(spelt[:-3]), raw, ACTIVE)
    if acting and spelt not in _BEFORE_VERB:
        return Word(_stem(singular(spelt).removesuffix("e")), raw, ACTIVE)
    return Word(singular(spelt), raw)


# What may stand between “who” and its verb, or is none: people who never smoke, who can drive.
_BEFORE_VERB: Final = _NEGATIONS | frozenset(
    "being having can could will would may might must should do does did still also only in at on of with under over by".split()
)
# Nouns in -ing that are no participles.
_NOUNS: Final = frozenset(
    "building housing wedding hearing meeting earning saving crossing training shipping parking farming fishing liking being".split()
)


def _stem(word: str) -> str:
    """The verb of a participle, near enough to tell one verb from another: `kill`, `us` of used and using."""
    return word[:-1] if len(word) > 3 and word[-1] == word[-2:-1] and word[-1] not in "ls" else word


def singular(word: str) -> str:
    """A noun without its plural."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "oes")) and word not in {"shoes", "toes", "foes"}:
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
