"""Find a claim by what a headline says: tolerant of notation, word order and typing errors, strict about numbers and places.

A score is out of 100. A number that the claim does not have, or a place that it is not about, counts for more than any wording.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.figures.scan import find_equals
from kg.model.walk import reached
from kg.patterns import regex
from kg.search.documents import tokens
from kg.search.numbers import number_key
from kg.search.words import close_words, completes, content_words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from kg.figures.span import Found
    from kg.model.number import Number
    from kg.search.model import Place, SearchDocument, SearchStore

# Below this nothing fits; within the margin two claims fit about equally well.
FITS: Final = 54.0
MARGIN: Final = 8.0
_MONEY: Final = regex(r"[£$€¥₹₩₽]")
# The score for a number of the headline, with none and with all of its words: it is that of the figure, or only mentioned
# in the text (or written without its per cent).
_STATED, _MENTIONED = (55.0, 100.0), (55.0, 88.0)


class Hit(Struct, frozen=True):
    """A claim that fits a headline, with its score and text; `figure` is the same for restatements of one figure."""

    iri: str
    score: float
    made_in: str | None
    figure: tuple[str | None, ...]
    text: str
    preferred: bool = False


class _Wanted(Struct, frozen=True):
    """What a headline says: its numbers, places as sets of areas, and words, each with what it may mean and how surely."""

    numbers: tuple[Found, ...]
    places: tuple[tuple[str, frozenset[str]], ...]
    words: tuple[Mapping[str, float], ...]


def search(store: SearchStore, text: str, prefer: frozenset[str] = frozenset(), until: str | None = None) -> list[Hit]:
    """The claims that fit, best first; those of preferred sources are marked.

    `until`, an ISO date, leaves out what is known to have come out later.
    """
    corpus = store.candidates(text)
    documents = [d for d in corpus.documents if until is None or d.issued is None or d.issued[: len(until)] <= until]
    words = {document.node: tokens(document) for document in documents}
    wanted = _wanted(text, corpus.places, {word for own in words.values() for word in own})
    within = {area.node: area.within for area in corpus.places}
    hits = []
    for document in documents:
        score = _score(document, wanted, words[document.node], within)
        if score >= FITS:
            figure = (document.low, document.high, str(document.share), document.area)
            hits.append(Hit(document.node, score, document.made_in, figure, document.text, document.made_in in prefer))
    return sorted(hits, key=lambda hit: (-hit.score, not hit.preferred, hit.iri))


def best_match(hits: Sequence[Hit], reaches: Callable[[str], set[str]]) -> Hit | None:
    """The claim to trace, if one clearly leads.

    It is the best by more than the margin. Of several that fit about equally and state one figure it is the one made in a preferred
    source, else the one whose lineage contains all the others. None if the choice is the reader's.
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
    numbers, words = tuple(find_equals(text)), content_words(text)
    places: list[tuple[str, frozenset[str]]] = []
    for name, nodes in _named(words, areas).items():
        places.append((name, nodes))
        words = _without(words, name.split())
    return _Wanted(numbers, tuple(places), tuple(_meanings(word, vocabulary) for word in words))


def _named(words: Sequence[str], areas: Sequence[Place]) -> dict[str, frozenset[str]]:
    """The places that the words name, longest first: by their whole name, or by a beginning or misspelling of a single word."""
    by_name: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for area in areas:
        for name in area.names:
            if spelling := tuple(words_of(name)):
                by_name[spelling].add(area.node)
    found: dict[str, frozenset[str]] = {}
    left = list(words)
    for spelling in sorted(by_name, key=lambda spelling: (-len(spelling), spelling)):
        if _contains(left, spelling):
            found[" ".join(spelling)] = frozenset(by_name[spelling])
            left = _without(left, spelling)
    single = {spelling[0]: nodes for spelling, nodes in by_name.items() if len(spelling) == 1}
    for word in left:
        close = [other for other in single if completes(other, word)] or close_words(word, single)
        if close:
            found[word] = frozenset(node for other in close for node in single[other])
    return found


def _contains(words: Sequence[str], name: Sequence[str]) -> bool:
    return any(tuple(words[at : at + len(name)]) == tuple(name) for at in range(len(words) - len(name) + 1))


def _without(words: Sequence[str], name: Sequence[str]) -> list[str]:
    for at in range(len(words) - len(name) + 1):
        if list(words[at : at + len(name)]) == list(name):
            return [*words[:at], *words[at + len(name) :]]
    return list(words)


def _meanings(word: str, vocabulary: Collection[str]) -> dict[str, float]:
    """The words of the graph that a word may stand for, with how surely: itself, else longer ones, else similar ones."""
    if word in vocabulary:
        return {word: 1.0}
    longer = {other: 0.9 for other in vocabulary if completes(other, word)}
    return longer or dict.fromkeys(close_words(word, vocabulary), 0.8)


def _score(
    document: SearchDocument, wanted: _Wanted, words: frozenset[str], within: Mapping[str, frozenset[str]]
) -> float:
    bounds = _number_score(document, wanted.numbers)
    if bounds is None:
        return 0.0
    met = []
    for name, nodes in wanted.places:
        place = _place_score(document.area, nodes, within, all(word in words for word in name.split()))
        if place is None:
            return 0.0
        met.append(place)
    met += [max((sure for other, sure in meant.items() if other in words), default=0.0) for meant in wanted.words]
    if not met:
        return bounds[1]
    return bounds[0] + (bounds[1] - bounds[0]) * sum(met) / len(met)


def _number_score(document: SearchDocument, numbers: Sequence[Found]) -> tuple[float, float] | None:
    """The score for the numbers, without and with all words; None if the claim has none of the numbers of the headline."""
    wanted = [found.number for found in numbers]
    if document.low and document.high:
        low, high = Decimal(document.low), Decimal(document.high)
        same = [
            n for n in wanted if abs(n.low - low) <= _slack(n, document) and abs(n.high - high) <= _slack(n, document)
        ]
        if any(number.share == document.share for number in same):
            return _STATED
        if document.share and any(not _MONEY.search(number.stated) for number in same):
            return _MENTIONED
    if any(number_key(number.low) in document.number_keys for number in wanted):
        mentioned = {(found.number.low, found.number.high, found.number.share) for found in find_equals(document.text)}
        if any((number.low, number.high, number.share) in mentioned for number in wanted):
            return _MENTIONED
    return None if numbers else (0.0, 100.0)


def _slack(number: Number, document: SearchDocument) -> Decimal:
    """How far a share may be from the one in the headline: half the last digit given, so that 67 % finds two-thirds."""
    return number.step / 2 if document.share and number.step else Decimal("0.01")


def _place_score(
    area: str | None, named: frozenset[str], within: Mapping[str, frozenset[str]], mentioned: bool
) -> float | None:
    """How well a place matches: the area itself, one inside it, one around it, or its name in the text; None for another area."""
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
