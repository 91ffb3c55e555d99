"""The area that a figure is about, as far as a text names it."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from kg.figures.years import MONTHS
from kg.patterns import regex

_WORLD: Final = (
    r"[Ww]orldwide|[Gg]lobally|[Ww]orld-wide|(?:[Aa]round|across|throughout|[Ii]n|of)\s+the\s+(?:whole\s+|entire\s+)?(?:world|globe)"
    r"|global(?=\s+(?:population|economy|total|output|production|trade|emissions|GDP|demand|supply|market)\b)"
    r"|on\s+(?:the\s+)?(?:planet|earth|Earth)"
)
_NAME: Final = r"U\.S\.A\.|U\.S\.|U\.K\.|[A-Z][\w'’.-]*[\w]|[A-Z]{2,}(?!\$)"
_PHRASE: Final = (
    rf"(?:the\s+)?(?P<name>(?:{_NAME})(?:\s+(?:of|the|and|upon|on|&)\s+(?:the\s+)?(?:{_NAME})|\s+(?:{_NAME}))*)"
)
_AREA: Final = regex(
    rf"\b(?P<lead>[Ii]n|[Aa]cross|[Tt]hroughout|[Ww]ithin|from|[Ff]or|around|of|[Aa]t)\s+{_PHRASE}(?P<after>['’]s\b|\s+[a-z]+)?"
)
_WORLDWIDE: Final = regex(rf"\b(?:{_WORLD})\b")
KNOWN: Final = (
    r"UK|US|USA|EU|U\.S\.|U\.K\.|Britain|Great\s+Britain|America|England(?:\s+and\s+Wales)?|Scotland|Wales|Northern\s+Ireland|Ireland|Europe|Africa|Asia|London|Paris|Australia|Canada|"
    r"France|Germany|India|China|Japan|Russia|Italy|Spain|Brazil|Mexico|Norway|Sweden|Denmark|Finland|Poland|Portugal|Greece|Turkey|Ukraine|Israel|Iran|Iraq|Syria|Egypt|"
    r"Nigeria|Kenya|Ethiopia|South\s+Africa|Pakistan|Bangladesh|Indonesia|Vietnam|Thailand|Philippines|South\s+Korea|New\s+Zealand|Argentina|Chile|Colombia|Lebanon|Switzerland|"
    r"Austria|Belgium|Netherlands|Hungary|Romania|California|Texas|Florida|New\s+York|Tokyo|Eurozone|(?:North|South|Latin|Central)\s+America|(?:West|East|Central|Southern)\s+Africa|(?:South|East|South-East|Central)\s+Asia|the\s+United\s+States|the\s+United\s+Kingdom|the\s+Netherlands"
)
_IS_KNOWN: Final = regex(KNOWN)
# A place that a sentence, or a clause after a comma, begins with: “Germany's greenhouse gases”, “US output”, “China bought”.
_SUBJECT: Final = regex(
    rf"(?:(?<=^)|(?<=[.;,]\s)|(?<=[.;,]\sthe\s)|(?<=^The\s)|(?<=\band\s))(?P<name>{KNOWN})(?=['’]s\s|\s+[a-z\d])(?!\$)"
)
_PLACES: Final = frozenset(
    "uk us usa eu u.k. u.s. u.s.a. uae britain america england scotland wales ireland europe africa asia london australia canada "
    "france germany india china japan russia italy spain brazil mexico".split()
)
_NO_PLACE: Final = regex(
    rf"(?:{MONTHS}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|Ramadan|Parliament|Congress|Act|Labour|Conservative|NHS|Covid|COVID\S*|AI|GDP|I|"
    r"YE|FYE|Q[1-4]|H[12]|FY\d+|Year|Chapter|Table|Figure|Section|Part|Article|Census|Government|Office|Department|Ministry|Police|Health|National|University|House|Association|"
    r"Institute|Bank|Commission|Committee|Agency|Council|Survey|Facebook|Twitter|Instagram|YouTube|Google|Microsoft|Apple|Amazon|Islam|Christianity|English|French|Spanish|Women['’]?s?|Men['’]?s|League|Scottish|British|American|Welsh|Irish|Indian|Chinese)\b"
)


class Place(Struct, frozen=True):
    """An area that a text names, with where it stands."""

    start: int
    end: int
    name: str


def places(text: str) -> list[Place]:
    """The areas of a text, left to right: `worldwide`, and what a capital after `in` or `across` names."""
    found = [Place(match.start(), match.end(), _world(match.group())) for match in _WORLDWIDE.finditer(text)]
    found += [Place(match.start(), match.end("name"), match["name"]) for match in _SUBJECT.finditer(text)]
    for match in _AREA.finditer(text):
        name = match["name"]
        known = (
            name.lower() in _PLACES
            or _IS_KNOWN.fullmatch(name) is not None
            or match["lead"].lower() in {"in", "across", "throughout", "within"}
        )
        if not known or _NO_PLACE.match(name) or (name.isupper() and "." not in name and name.lower() not in _PLACES):
            continue
        if text[match.start("name") + len(name) :][:1] == "$":
            continue
        found.append(Place(match.start(), match.start("name") + len(name), name))
    whole = [one for one in found if not any(_within(one, other) for other in found)]
    return sorted(set(whole), key=lambda place: place.start)


def _within(one: Place, other: Place) -> bool:
    """Whether a name is part of another one: Wales, of England and Wales."""
    return other.start <= one.start and one.end <= other.end and len(one.name) < len(other.name)


def _world(words: str) -> str:
    """A name for everywhere, as worded."""
    last = words.split()[-1].lower()
    return last if last in {"worldwide", "globally", "global"} else "world"
