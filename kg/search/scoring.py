"""Find a claim by what a headline says: forgiving of notation, word order and typing, strict about numbers and places.

A score is out of 100. A number that is asked for and not held by a claim, or a place that the claim is not about,
counts for more than any wording.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.figures.scan import find_numbers
from kg.model.walk import reached

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from kg.figures.span import Found
    from kg.model.number import Number
    from kg.search.model import Place, SearchDocument, SearchStore

# Below this nothing fits; within the margin two claims fit about equally well.
FITS: Final = 54.0
MARGIN: Final = 8.0
# What a number counts for where it is asked for, without and with every word met: held by the figure, or only mentioned
# in the text (or typed without its per cent).
_HELD, _MENTIONED = (55.0, 100.0), (55.0, 88.0)
_SMALL: Final = frozenset("a an and at by for from in is of on or the to were was that than as with".split())
_HEDGES: Final = frozenset("least more up less about over almost nearly some around".split())
_LONG_ENOUGH: Final = 4  # letters, to be taken for the beginning of a longer word
_ALIKE: Final = 78.0  # per cent of likeness, to be taken for a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that fits a headline, with how well and by which text; `figure` is what a restatement of the same figure shares."""

    iri: str
    score: float
    made_in: str | None
    figure: tuple[str | None, ...]
    text: str
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a headline asks for: numbers, places as sets of areas, and words, each with what it may mean."""

    numbers: tuple[Found, ...]
    places: tuple[tuple[str, frozenset[str]], ...]
    words: tuple[Mapping[str, float], ...]


def search(store: SearchStore, text: str, prefer: frozenset[str] = frozenset(), until: str | None = None) -> list[Hit]:
    """The claims that fit, best first; those of preferred sources are marked.

    `until`, an ISO date, leaves out what is known to have come out later.
    """
    finder = store.candidates(text)
    headlines = [h for h in finder.documents if until is None or h.issued is None or h.issued[: len(until)] <= until]
    areas = finder.places
    pools = {headline.node: pool(headline) for headline in headlines}
    wanted = _wanted(text, areas, {word for held in pools.values() for word in held})
    within = {area.node: area.within for area in areas}
    hits = []
    for headline in headlines:
        score = _score(headline, wanted, pools[headline.node], within)
        if score >= FITS:
            figure = (headline.low, headline.high, str(headline.share), headline.area)
            hits.append(Hit(headline.node, score, headline.made_in, figure, headline.text, headline.made_in in prefer))
    return sorted(hits, key=lambda hit: (-hit.score, not hit.preferred, hit.iri))


def leader(hits: Sequence[Hit], reaches: Callable[[str], set[str]]) -> Hit | None:
    """The claim to trace, if one clearly leads.

    That is the best by more than the margin; else, where those that fit about equally state one figure, the one made in
    a preferred source; else the one whose lineage holds all the others. None where nobody can choose for the reader.
    """
    if not hits:
        return None
    near = [hit for hit in hits if hits[0].score - hit.score <= MARGIN]
    if len(near) == 1:
        return near[0]
    if not _one_figure(near):
        return None
    preferred = [hit for hit in near if hit.preferred]
    if len(preferred) == 1:
        return preferred[0]
    covering = []
    for hit in near:
        reached = reaches(hit.iri)
        if all(other.iri in reached for other in near):
            covering.append(hit)
    return covering[0] if len(covering) == 1 else None


def _one_figure(hits: Sequence[Hit]) -> bool:
    """Whether the claims state the same number, about the same area where they name one."""
    return len({hit.figure[:3] for hit in hits}) == 1 and len({hit.figure[3] for hit in hits if hit.figure[3]}) <= 1


def _wanted(text: str, areas: Sequence[Place], vocabulary: Collection[str]) -> _Wanted:
    numbers, words = tuple(find_numbers(text)), content_words(text)
    places: list[tuple[str, frozenset[str]]] = []
    for name, nodes in _named(words, areas).items():
        places.append((name, nodes))
        words = _without(words, name.split())
    return _Wanted(numbers, tuple(places), tuple(_meanings(word, vocabulary) for word in words))


def content_words(text: str) -> list[str]:
    """The words of a headline that say what it is about, in one spelling; numbers are none of them."""
    for found in reversed(tuple(find_numbers(text))):
        text = text[: found.start] + " " + text[found.end :]
    return [word for word in _words(text) if word not in _SMALL and word not in _HEDGES]


def _named(words: Sequence[str], areas: Sequence[Place]) -> dict[str, frozenset[str]]:
    """The places that the words name, longest first: by their whole name, or by a part or misspelling of one word."""
    by_name: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for area in areas:
        for name in area.names:
            if spelt := tuple(_words(name)):
                by_name[spelt].add(area.node)
    found: dict[str, frozenset[str]] = {}
    left = list(words)
    for spelt in sorted(by_name, key=lambda spelt: (-len(spelt), spelt)):
        if _holds(left, spelt):
            found[" ".join(spelt)] = frozenset(by_name[spelt])
            left = _without(left, spelt)
    single = {spelt[0]: nodes for spelt, nodes in by_name.items() if len(spelt) == 1}
    for word in left:
        close = [other for other in single if _begins(word, other)] or close_words(word, single)
        if close:
            found[word] = frozenset(node for other in close for node in single[other])
    return found


def _holds(words: Sequence[str], name: Sequence[str]) -> bool:
    return any(tuple(words[at : at + len(name)]) == tuple(name) for at in range(len(words) - len(name) + 1))


def _without(words: Sequence[str], name: Sequence[str]) -> list[str]:
    for at in range(len(words) - len(name) + 1):
        if list(words[at : at + len(name)]) == list(name):
            return [*words[:at], *words[at + len(name) :]]
    return list(words)


def _meanings(word: str, vocabulary: Collection[str]) -> dict[str, float]:
    """The words of the graph that a word may stand for, with how surely; one that is there as it stands is no slip."""
    if word in vocabulary:
        return {word: 1.0}
    longer = {other: 0.9 for other in vocabulary if _begins(word, other)}
    return longer or dict.fromkeys(close_words(word, vocabulary), 0.8)


def _begins(word: str, other: str) -> bool:
    return len(word) >= _LONG_ENOUGH and other.startswith(word)


def close_words(word: str, vocabulary: Iterable[str]) -> list[str]:
    """The words that a slip of the keyboard may have made a word of, the likest first."""
    if len(word) < _LONG_ENOUGH:
        return []
    letters = Counter(word)
    # Words that share too few letters cannot be alike; mostly none is left, and loading the library takes longer than that.
    near = [
        other for other in vocabulary if 200 * (letters & Counter(other)).total() >= _ALIKE * (len(word) + len(other))
    ]
    if not near:
        return []
    from rapidfuzz import fuzz, process

    return [str(found[0]) for found in process.extract(word, near, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=5)]


def _score(
    headline: SearchDocument, wanted: _Wanted, held: frozenset[str], within: Mapping[str, frozenset[str]]
) -> float:
    bounds = _number_score(headline, wanted.numbers)
    if bounds is None:
        return 0.0
    met = []
    for name, nodes in wanted.places:
        place = _place_score(headline.area, nodes, within, all(word in held for word in name.split()))
        if place is None:
            return 0.0
        met.append(place)
    met += [max((sure for other, sure in meant.items() if other in held), default=0.0) for meant in wanted.words]
    if not met:
        return bounds[1]
    return bounds[0] + (bounds[1] - bounds[0]) * sum(met) / len(met)


def _number_score(headline: SearchDocument, numbers: Sequence[Found]) -> tuple[float, float] | None:
    """What the numbers count for; None where the claim holds none of those asked for, or nothing was asked for."""
    wanted = [found.number for found in numbers]
    if headline.low and headline.high:
        low, high = Decimal(headline.low), Decimal(headline.high)
        held = [
            n for n in wanted if abs(n.low - low) <= _slack(n, headline) and abs(n.high - high) <= _slack(n, headline)
        ]
        if any(number.share == headline.share for number in held):
            return _HELD
        if held and headline.share:
            return _MENTIONED
    mentioned = {(Decimal(low), Decimal(high), share) for low, high, share in headline.mentions}
    if any((number.low, number.high, number.share) in mentioned for number in wanted):
        return _MENTIONED
    return None if numbers else (0.0, 100.0)


def _slack(number: Number, headline: SearchDocument) -> Decimal:
    """How far a share may lie from the one asked for: half the last digit given, so that 67 % finds two-thirds."""
    return number.step / 2 if headline.share and number.step else Decimal("0.01")


def _place_score(
    area: str | None, named: frozenset[str], within: Mapping[str, frozenset[str]], mentioned: bool
) -> float | None:
    """How well a place is met: by the area itself, one inside it, one around it, or words; None for another area."""
    if area is None:
        return 0.9 if mentioned else None
    if area in named:
        return 1.0
    if any(outer in named for outer in _around(area, within)):
        return 0.9
    if any(area in _around(place, within) for place in named):
        return 0.5
    return 0.4 if mentioned else None


def _around(area: str, within: Mapping[str, frozenset[str]]) -> set[str]:
    """An area, and every area that contains it."""
    return reached([area], lambda place: within.get(place, ()))


def pool(headline: SearchDocument) -> frozenset[str]:
    """The words that a claim can be found by."""
    return frozenset(_words(f"{headline.text} {headline.identifier.replace('-', ' ')}"))


def _words(text: str) -> list[str]:
    """The words of a text in one spelling: small letters, no plural."""
    return [_singular(word) for word in re.findall(r"[^\W\d_]+", text.casefold())]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _LONG_ENOUGH and word.endswith("s") and not word.endswith("ss") else word
