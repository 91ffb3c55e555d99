"""IRIs from the short ids of records.

Sources and claims stand directly under the base of their workspace (`{base}jay-2014/children-exploited`); every other kind
has a folder of its own (`{base}agent/…`). An absolute IRI stands as it is.
"""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote

from msgspec import Struct

from kg.vocabulary import PREFIXES

# A scheme needs two letters at least, so that no drive letter passes for one.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[^\s]+")
_SAFE = "/#:@!$&'()*+,;=~%[]?-._"


class Names(Struct, frozen=True):
    """Turns the ids of one workspace into IRIs."""

    base: str

    def node(self, identifier: str) -> str:
        """The IRI of a claim, source, link, group or input."""
        return absolute(identifier) or _one_fragment(self.base + quote(identifier, safe=_SAFE))

    def of(self, kind: str, identifier: str) -> str:
        """The IRI of an agent, area, variable, inquiry or recommendation."""
        return absolute(identifier) or f"{self.base}{kind}/{quote(identifier, safe=_SAFE)}"


def absolute(identifier: str) -> str | None:
    """The IRI that an id already is: an absolute one, a DOI or an ONS area code; None for a short id."""
    if identifier.startswith("gss:"):
        return PREFIXES["gss"] + quote(identifier[4:], safe=_SAFE)
    if identifier.lower().startswith("doi:"):
        return "https://doi.org/" + quote(identifier[4:], safe=_SAFE)
    return _one_fragment(quote(identifier, safe=_SAFE)) if _ABSOLUTE.fullmatch(identifier) else None


def belonging(node: str, name: str) -> str:
    """The IRI of what belongs to a node: its figure, a link, a loop. An IRI holds one `#`, and the node may have it."""
    return f"{node}{'-' if '#' in node else '#'}{name}"


def digest(node: str) -> str:
    """A short stable name for an IRI, to stand inside another."""
    return sha256(node.encode()).hexdigest()[:12]


def _one_fragment(iri: str) -> str:
    """A link of a node whose IRI has a fragment: the second `#`, which no IRI may hold, becomes a hyphen."""
    head, mark, fragment = iri.partition("#")
    return head + mark + fragment.replace("#", "-")
