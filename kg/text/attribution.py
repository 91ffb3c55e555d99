"""Who a sentence says a figure is from: a speaker, or a body or work that it names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from kg.figures.words import any_of
from kg.text.speaking import BODIES, FINDS, FOUND, SAID, WORKS

_CAP: Final = r"[A-Z][\w.&'’-]*"
_JOIN: Final = r"(?:of|for|on|and|the|de|von|van|&|in|at)"
# A name: capitalised words, joined by small ones inside.
NAME: Final = rf"(?:{_CAP}(?:\s+(?:{_JOIN}\s+){{0,2}}{_CAP}){{0,7}})"
_WORK: Final = any_of(WORKS)
_SAID: Final = any_of(SAID)
_FOUND: Final = any_of(FOUND)
_BODY: Final = any_of(BODIES)
# A work before whoever it was made for.
_RECEIVES: Final = re.compile(
    rf"\b(?:{any_of(WORKS)}|letter|evidence|submission|answer|paper)\s+(?:to|for)\s+(?:(?:the|an?|its|their)\s+)?\Z",
    re.IGNORECASE,
)
_ARTICLE: Final = r"(?:(?:the|a|an|this|that|its|their|his|her)\s+)?"
_ROLE: Final = rf"(?:(?:[a-z][\w-]*\s+){{0,4}}(?:{_BODY}|{_WORK})(?:\s+(?:at|from|of|by|in|for)\s+(?:the\s+)?{NAME})?)"
_OWN_WORK: Final = rf"{NAME}(?:[’']s?)?(?:\s+(?:latest\s+|annual\s+|own\s+)?{_WORK})?"
_ALSO: Final = r"(?:(?:has|have|had|also)\s+)*"
_MADE: Final = r"(?:(?:published|released|conducted|carried\s+out|led|commissioned|compiled|produced|written|issued|collected)\s+)?"

_ACCORDING: Final = re.compile(
    rf"\b(?i:according\s+to)\s+(?P<who>{_ARTICLE}(?:[a-z][\w-]*\s+){{0,5}}?(?:{_OWN_WORK}|{_ROLE}))"
)
_BY: Final = re.compile(
    rf"\b(?P<what>(?:[a-z]+[\s-]){{0,3}}?(?:{_WORK}))\s+{_MADE}(?:by|from)\s+(?P<who>{_ARTICLE}{NAME})"
)
_OF_NAME: Final = re.compile(
    rf"(?P<who>{NAME})[’']s?\s+(?:(?:own|\d{{4}}|[a-z]+(?:-[a-z]+)?)\s+){{0,2}}(?P<what>{_WORK})\b"
)
_NAMED_WORK: Final = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?)\s+(?P<who>{NAME}\s+(?:{_WORK}|Inquiry|Report|Review|Survey|Audit|Census|Commission))"
    rf"\s+{_ALSO}(?:{_FOUND})\b"
)
# “The Office (ONS) found”, “Corvin and Ahlberg (2021) found”, “the Inspectorate, which found”.
_BODY_FOUND: Final = re.compile(
    rf"\b(?P<who>{NAME})(?:\s+\((?:[A-Z]{{2,8}}|(?:1[89]|20)\d\d[a-z]?)\))?(?:,\s+(?:which|who))?\s+{_ALSO}(?:{_FOUND})\b"
)
_SOME_WORK: Final = re.compile(
    rf"\b(?P<who>(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]his|[Nn]ew|[Oo]fficial|[Rr]ecent|[Gg]overnment|[Oo]ur|[Ii]nsurance)"
    rf"\s+(?:[A-Z][a-z]+\s+)?(?:[a-z][\w-]*\s+){{0,3}}?(?:{_WORK})(?:\s+(?:of|for|on)\s+(?:the\s+)?[\w-]+)?)"
    rf"(?:\s+about\s+[a-z ]{{3,40}})?(?:\s+\([^()]{{2,60}}\)|,\s+[a-z][^,]{{3,40}},)?\s+"
    rf"(?:(?:published|released)\s+(?:on\s+\w+|yesterday|today|in\s+\d{{4}}|this\s+\w+)\s+)?{_ALSO}(?:{_FOUND})\b"
)
_ROLE_AND_NAME: Final = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s+(?:[a-z][\w-]*\s+){0,3}[a-z][\w-]*,"
    rf"\s+(?P<who>{NAME}),\s+{_ALSO}(?:{_SAID})\b"
)
_TOLD: Final = re.compile(
    rf"(?P<who>{NAME})(?:,[^,]{{2,80}},|,)?\s+{_ALSO}told\s+(?P<whom>{_ARTICLE}(?:{NAME}|[a-z]+))"
)
_SPEAKER: Final = re.compile(
    rf"(?P<who>{NAME}|\b(?:[Tt]he\s+|[Aa]\s+)?(?:[a-z]+\s+)?(?i:{_BODY}))"
    rf"(?:\s+for\s+(?:the\s+)?{NAME})?(?:,[^,“”\"]{{2,90}},)?\s+{_ALSO}(?:{_SAID})\b"
)
_INVERTED: Final = re.compile(
    r"[,”\"’']\s*(?:said|says|added|argued|warned|wrote|explained|insisted|claimed|admitted|recalled|replied|complained)\s+"
    rf"(?P<who>{_ARTICLE}(?:[a-z][\w-]*\s+){{0,5}}?(?:{NAME}|(?:{_BODY})\b))"
)
_WORDS_OF: Final = re.compile(rf"\b[Ii]n\s+the\s+words\s+of\s+(?P<who>{_ARTICLE}(?:one\s+)?(?:{NAME}|[a-z][\w-]*))")
# “My own officials put it at”, “a doctor from Sant Avel said: “…””: somebody who is only described.
_DESCRIBED: Final = re.compile(
    rf"(?:\A|[,.;:]\s|[”’]\s*)(?:[A-Z][a-z]+\s+)?(?:[Aa]n?|[Tt]he|[Mm]y|[Oo]ur|[Oo]ne\s+of\s+(?:her|his|the|them|its)|[Hh]er|[Hh]is|[Ii]ts)\s+"
    rf"(?P<who>(?:[a-z][\w-]*\s+){{0,2}}?[a-z][\w-]*(?:\s+(?:from|of|at|for)\s+{NAME})?)\s+{_ALSO}"
    r"(?:(?:said|says|told\s+\w+|wrote|writes|say)\b|puts?\s+(?:it|them|the\s+(?:figure|number|total|cost))\b)"
)
_PLURAL: Final = re.compile(r"[A-Z][a-z]{3,}[^\W_s]s")
_NOT_NAMES: Final = frozenset(
    "The A An It He She They We I In On At But And Or If When While Since For From Of This That These Those There Some Many Most "
    "More As By Yet So One Two Are Is Was Were "
    "What Who How Why Where According However Meanwhile Nearly About Over Under Almost Around Last Official "
    "New Recent Research Figures Data Critics Experts Our My His Her Its Their Your Earlier Later I've I’ve I'm I’m It's It’s".split()
)


class Attribution(Struct, frozen=True):
    """Who a statement is from: `speaker` is a person or body that says it, otherwise a work or body is named as its source.

    `told` says to whom it was said, `named` is the source in the words of the sentence: `audit by the National Office`.
    """

    who: str
    start: int
    end: int
    speaker: bool = False
    told: str | None = None
    named: str = ""


_TELLS: Final = frozenset(SAID) | {"say", "replied"}
_FINDS: Final = frozenset(FOUND)
_DOES: Final = frozenset(WORKS)
# In the order of trust: what names a work before what names a speaker. A form matches only where one of its words stands.
_FORMS: Final = (
    (_BY, False, _DOES), (_ACCORDING, False, frozenset({"according"})), (_WORDS_OF, True, frozenset({"words"})),
    (_TOLD, True, frozenset({"told"})), (_ROLE_AND_NAME, True, _TELLS), (_OF_NAME, False, _DOES), (_NAMED_WORK, False, _FINDS),
    (_INVERTED, True, _TELLS), (_SPEAKER, True, _TELLS), (_BODY_FOUND, False, _FINDS), (_SOME_WORK, False, _FINDS),
    (_DESCRIBED, True, _TELLS | {"put", "puts"}),
)  # fmt: skip
_WORD: Final = re.compile(r"[a-z]+")


@lru_cache(maxsize=512)
def attributions(sentence: str) -> tuple[Attribution, ...]:
    """Every attribution in a sentence, left to right; none that overlap."""
    found: list[Attribution] = []
    if sentence.rstrip().endswith("?"):
        return ()
    words = set(_WORD.findall(sentence.lower()))
    for form, speaker, needed in _FORMS:
        for match in form.finditer(sentence) if words & needed else ():
            made = _made(match, speaker=speaker)
            if made and not any(one.start < made.end and made.start < one.end for one in found):
                found.append(made)
    return tuple(sorted(found, key=lambda one: one.start))


def attribution_of(sentence: str, place: int) -> Attribution | None:
    """The attribution that a figure at a place of the sentence belongs to: in its own clause, or else the only one."""
    found = attributions(sentence)
    if len(found) < 2:
        return found[0] if found and not _is_beyond(sentence, found[0], place) else None
    breaks = [match.start() for match in re.finditer(r";\s|,\s+(?:while|whereas|but|and)\s", sentence)]
    clause = sum(at < place for at in breaks)
    same = [one for one in found if sum(at < one.start for at in breaks) == clause]
    before = [one for one in same if one.start <= place]
    return before[-1] if before else same[0] if same else None


def _is_beyond(sentence: str, one: Attribution, place: int) -> bool:
    """Whether a figure stands in a later clause, out of reach: behind a semicolon, or behind what one work found."""
    between = sentence[one.end : place] if one.end <= place else ""
    dated = re.search(r"\((?:1[89]|20)\d\d", sentence[one.start : one.end]) is not None
    return ";" in between or (dated and re.search(r",\s+(?:while|whereas|but)\s", between) is not None)


def _made(match: re.Match[str], *, speaker: bool) -> Attribution | None:
    groups = match.groupdict()
    who = _trimmed(groups["who"])
    if not who or (who.split()[0] in _NOT_NAMES and len(who.split()) == 1):
        return None
    if match.re in {_SPEAKER, _BODY_FOUND} and who.split()[0] in _NOT_NAMES:
        return None
    if _RECEIVES.search(match.string, 0, match.start("who")):
        return None  # “a report to the environment committee said”
    if match.re in {_BODY_FOUND, _TOLD} and not match.start("who") and _PLURAL.fullmatch(who):
        return None  # “Volunteers counted”: people in general, with the capital letter of a sentence
    start = match.start("who") if match.re is not _BY else match.start("what")
    told = _trimmed(groups["whom"]) if groups.get("whom") else None
    end = match.end("who") if match.re in {_ACCORDING, _SPEAKER} else match.end()
    named = _trimmed(match.group()) if match.re in {_BY, _OF_NAME} else who
    return Attribution(who, start, end, speaker, told, named)


def _trimmed(text: str) -> str:
    """A name without the article before it and the punctuation after it."""
    words = " ".join(text.split()).rstrip(".,;:")
    words = re.sub(r"[’']s?\Z", "", words)
    return re.sub(r"^(?:the|an?|its|their|his|her)\s+", "", words, flags=re.IGNORECASE)


_FINDING: Final = re.compile(rf"\b(?:{_WORK}|{_BODY})\b[^.;]{{0,60}}?\b(?:{any_of(FINDS)})\b", re.IGNORECASE)


def is_finding(sentence: str) -> bool:
    """Whether a sentence reports what a work found."""
    return not sentence.rstrip().endswith("?") and _FINDING.search(sentence) is not None
