"""IRIs from the ids that people type.

Short ids are put below the base of the workspace; absolute IRIs stand as they are, with what an IRI may not hold
percent-encoded (RFC 3987, section 3.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from kg.vocabulary import PREFIXES

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")
_SHORT_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`%?#\[\]]")
_EXPANDED: Final = {"doi": "https://doi.org/", "gss": PREFIXES["gss"]}


@dataclass(frozen=True, slots=True)
class Identity:
    """Turns ids into IRIs below `base`; every method is idempotent on absolute IRIs."""

    base: str

    def node(self, short: str) -> str:
        """The IRI of a source, claim, link, group or input; the part after `#` is kept as the fragment."""
        return _iri(self.base, "", short)

    def agent(self, short: str) -> str:
        """The IRI of a person or body, by id or by name."""
        return _iri(self.base, "agent", short)

    def variable(self, short: str) -> str:
        """The IRI of a variable."""
        return _iri(self.base, "variable", short)

    def inquiry(self, short: str) -> str:
        """The IRI of an inquiry."""
        return _iri(self.base, "inquiry", short)

    def area(self, short: str) -> str:
        """The IRI of an area, by code or by name."""
        return _iri(self.base, "area", short)

    def recommendation(self, short: str) -> str:
        """The IRI of a recommendation."""
        return _iri(self.base, "recommendation", short)

    def owns(self, iri: str) -> bool:
        """Whether the IRI lies below the base of the workspace."""
        return iri.startswith(self.base)


def is_absolute(text: str) -> bool:
    """Whether an id is an IRI already: a scheme, a colon and no space after it."""
    return _SCHEME.match(text) is not None


@lru_cache(maxsize=65536)
def _iri(base: str, folder: str, short: str) -> str:
    if is_absolute(short):
        return absolute(short)
    head, mark, fragment = short.partition("#")
    path = _escape(_SHORT_FORBIDDEN, head)
    if folder:
        path = f"{folder}/{path.replace('/', '%2F')}"
    return f"{base}{path}{mark}{_escape(_SHORT_FORBIDDEN, fragment)}"


def absolute(text: str) -> str:
    """An absolute id as a valid IRI: `doi:` and `gss:` expanded, characters an IRI may not hold encoded."""
    scheme, _, rest = text.partition(":")
    expanded = _EXPANDED.get(scheme.lower())
    return _escape(_FORBIDDEN, f"{expanded}{rest}" if expanded else text)


def _escape(forbidden: re.Pattern[str], text: str) -> str:
    return forbidden.sub(lambda match: quote(match.group(), safe=""), text)
