"""Author–year references: `(Smith 2014; Brown et al., 2015a)`, `Smith and Jones (2014)`, and what an entry of a list begins with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME: Final = r"(?:\b(?:(?:van|von|de|der|den|di|la|le|al|ibn)\s|O['’]))*[A-Z][\w'’-]+(?:\s+(?:of|for|on|and|the|[A-Z][\w'’-]+))*?"
_YEAR: Final = r"(?:1[89]|20)\d\d[a-z]?|n\.d\.|forthcoming"
_WHO: Final = rf"{_NAME}(?:(?:\s*,\s*|\s+(?:and|&)\s+|\s*,\s*(?:and|&)\s+){_NAME})*(?:\s+et\s+al\.?)?"
_INSIDE: Final = re.compile(rf"\((?P<inner>[^()]{{4,200}}?\b(?:{_YEAR})[^()]{{0,40}})\)")
_PAGES: Final = r"(?:\s*[,:]\s*(?:pp?\.\s*)?[\d–-]+)?"
_ONE: Final = re.compile(
    rf"(?:(?:but\s+)?see\s+(?:also\s+)?|but\s+|e\.g\.,?\s+|cf\.\s+)?(?P<who>{_WHO})[’']?s?,?\s+(?P<year>{_YEAR}){_PAGES}\Z"
)
_RUNNING: Final = re.compile(rf"(?P<who>{_WHO})(?:[’']s?)?\s+\((?P<year>{_YEAR}){_PAGES}\)")
_ENTRY: Final = re.compile(rf"(?P<who>[^()\d]{{2,160}}?)[\s,.]*[(\[]?\b(?P<year>{_YEAR})\b")
_FIRST: Final = re.compile(
    r"(?:(?:van|von|de|der|den|di|la|le|al|ibn)\s)*[^\W\d_][\w'’-]*"
    r"(?:\s+(?:for|of|on|and|the)\s+[A-Z][\w'’-]*|\s+[A-Z][a-z][\w'’-]*)*"
)
_OPENING: Final = re.compile(r"(?:The|In|By|For|From|As|See|And|But|A|An)\s+")
_MONTHS: Final = frozenset(
    "january february march april may june july august september october november december spring summer autumn winter in since by "
    "from".split()
)


class AuthorYear(Struct, frozen=True):
    """Who is named first, in small letters, and the year."""

    name: str
    year: str

    def fits(self, other: AuthorYear) -> bool:
        """Whether a mark (`other`) can mean an entry that begins so."""
        mine, theirs = self.name.split(), other.name.split()
        return self.year == other.year and bool(mine and theirs) and (mine[0] == theirs[0] or self.name == other.name)


def author_years(text: str) -> Iterator[tuple[int, int, tuple[AuthorYear, ...]]]:
    """Every author–year mark of a text, with its characters and what it names."""
    for match in _INSIDE.finditer(text):
        keys = tuple(key for part in match["inner"].split(";") if (key := _key_of(part.strip())))
        if keys:
            yield match.start(), match.end(), keys
    for match in _RUNNING.finditer(text):
        if (name := _first(match["who"])) and name not in _MONTHS:
            yield match.start(), match.end(), (AuthorYear(name, match["year"]),)


def _key_of(part: str) -> AuthorYear | None:
    match = _ONE.match(part)
    name = _first(match["who"]) if match else None
    return AuthorYear(name, match["year"]) if match and name and name not in _MONTHS else None


def entry_key(text: str) -> AuthorYear | None:
    """What an entry of a list begins with: its first author, and its year; None for one that begins otherwise."""
    match = _ENTRY.match(text[:300])
    name = _first(match["who"]) if match else None
    return AuthorYear(name, match["year"]) if match and name and "http" not in match["who"] else None


def _first(who: str) -> str | None:
    match = _FIRST.match(_OPENING.sub("", who.strip()))
    return " ".join(re.sub(r"[’']s\Z", "", match.group()).lower().split()) if match else None
