"""Find a claim by what a headline says: forgiving of notation, word order and typing, strict about numbers.

A score is out of 100. A number that is asked for and not held by a claim counts for more than any wording.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.model.number import scan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.model.number import Number
    from kg.store.protocol import Headline, Store

# Below this nothing fits; within the margin two claims fit about equally well.
FITS: Final = 55.0
MARGIN: Final = 8.0
_SMALL: Final = frozenset("a an and at by for from in is of on or the to were was that than as with".split())
_HEDGES: Final = frozenset("least more up less about over almost nearly some around".split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that fits a headline, with how well."""

    iri: str
    score: float
    made_in: str | None
    preferred: bool = False


def search(store: Store, text: str, prefer: frozenset[str] = frozenset()) -> list[Hit]:
    """The claims that fit, best first; those of preferred sources are marked."""
    wanted = [found.number for found in scan(text)]
    rest = text
    for found in reversed(scan(text)):
        rest = rest[: found.start] + " " + rest[found.end :]
    words = [word for word in _words(rest) if word not in _SMALL and word not in _HEDGES]
    hits = []
    for headline in store.headlines():
        score = _score(headline, wanted, words)
        if score >= FITS:
            hits.append(Hit(headline.node, score, headline.made_in, headline.made_in in prefer))
    return sorted(hits, key=lambda hit: (-hit.score, not hit.preferred, hit.iri))


def leader(hits: Sequence[Hit], reaches: Callable[[str], set[str]]) -> Hit | None:
    """The claim to trace, if one clearly leads.

    That is the best by more than the margin; else, of those that fit about equally, the one made in a preferred
    source; else the one whose lineage holds all the others. None where nobody can choose for the reader.
    """
    if not hits:
        return None
    near = [hit for hit in hits if hits[0].score - hit.score <= MARGIN]
    if len(near) == 1:
        return near[0]
    preferred = [hit for hit in near if hit.preferred]
    if len(preferred) == 1:
        return preferred[0]
    covering = []
    for hit in near:
        reached = reaches(hit.iri)
        if all(other.iri in reached for other in near):
            covering.append(hit)
    return covering[0] if len(covering) == 1 else None


def _score(headline: Headline, numbers: Sequence[Number], words: list[str]) -> float:
    held = (Decimal(headline.low), Decimal(headline.high)) if headline.low and headline.high else None
    matched = 0
    for number in numbers:
        if held and number.share == headline.share and abs(number.low - held[0]) < Decimal("0.01"):
            matched += 1
    if numbers and not matched:
        in_text = {(f.number.low, f.number.share) for f in scan(headline.text)}
        if not any((number.low, number.share) in in_text for number in numbers):
            return 0.0
        number_score = 25.0
    else:
        number_score = 50.0 if numbers else 0.0
    if not words:
        return 2 * number_score if numbers else 0.0
    pool = _words(" ".join((headline.text, headline.identifier.replace("-", " "), *headline.places)))
    places = _words(" ".join(headline.places))
    found = sum(_likeness(word, places, pool) for word in words) / len(words)
    return number_score + (50.0 if numbers else 100.0) * found


def _likeness(word: str, places: list[str], pool: list[str]) -> float:
    """How well one word is met, 0 to 1; a place named in the figure's own scope counts in full."""
    from rapidfuzz import fuzz, process

    if word in places:
        return 1.0
    if word in pool:
        return 0.95
    if any(len(word) >= 4 and other.startswith(word) for other in places):
        return 0.95
    best = process.extractOne(word, pool, scorer=fuzz.ratio, score_cutoff=78)
    return 0.0 if best is None else float(best[1]) / 110


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())
