"""Why a query may have come back empty: one hint, from its text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import nearest
from kg.patterns import regex
from kg.vocabulary import DERIVED, MINTED

if TYPE_CHECKING:
    from collections.abc import Collection

# There are no prefixed names in texts, comments and IRIs.
_ASIDE: Final = regex(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^>\s]*>|#[^\n]*')
_OURS: Final = regex(r"(?<![\w-])hw:([A-Za-z][\w-]*)")
_CLASS: Final = regex(r"(?:\ba|rdf:type)\s+(hw:Claim|hw:Figure)\b")
_OLD_SCHEMA: Final = "http://schema.org/"
# Concepts of the schemes begin with the name of their scheme.
_CONCEPT: Final = regex(r"[a-z]+-")


def hint(sparql: str, facts: bool, known: Collection[str] = MINTED) -> str | None:
    """One line on what an empty answer may come from; None where the text shows nothing."""
    text = _ASIDE.sub(" ", sparql)
    terms = dict.fromkeys(_OURS.findall(text))
    for term in terms:
        if term not in known and not _CONCEPT.match(term):
            return f"hw:{term} is not a term of Headwater{_nearest(term, known)}"
    derived = [term for term in terms if term in DERIVED]
    if derived and not facts:
        return f"hw:{derived[0]} is derived, not recorded: ask with --facts"
    if _OLD_SCHEMA in sparql:
        return f"{_OLD_SCHEMA} is rewritten to https://schema.org/ when data are loaded: ask for that, or use schema:"
    if match := _CLASS.search(text):
        return f"claims from elsewhere may lack the class {match[1]}: leave it out, or ask for schema:Claim"
    return None


def _nearest(term: str, known: Collection[str]) -> str:
    return nearest(f"hw:{term}", [f"hw:{other}" for other in known])
