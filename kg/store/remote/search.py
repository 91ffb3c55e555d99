"""Which claims of an endpoint may fit a headline: those that hold its numbers, its words, or its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.figures.scan import find_equals
from kg.search.words import content_words
from kg.store.remote import queries as ask
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.figures.span import Found
    from kg.store.remote.queries import Queries

# Candidates of each kind: more cost the server time and add none that leads.
_MOST: Final = 300
_MOST_WORDS: Final = 8
_LONGEST_NAME: Final = 4
_EDGE: Final = 0.01


def candidate_queries(queries: Queries, text: str) -> list[str]:
    """The queries, each with one variable, that find what may fit a headline; the best are kept where there are many."""
    numbers = tuple(find_equals(text))
    words = content_words(text)
    found = [_named_so(queries, words)]
    if numbers:
        found.append(_holding(queries, numbers, words))
    written = [text[number.start : number.end].strip() for number in numbers]
    if words or written:
        found.append(_saying(queries, [*words, *dict.fromkeys([*written, *_plain(numbers)])]))
    return [query for query in found if query]


def _plain(numbers: Sequence[Found]) -> list[str]:
    """The whole numbers as texts write them."""
    values = {int(found.number.low) for found in numbers if found.number.low == found.number.low.to_integral_value()}
    return sorted({form for value in values for form in (f"{value}", f"{value:,}")})


def _hits(variable: str, words: Sequence[str]) -> str:
    """How many of the words a text holds."""
    longest = sorted(set(words), key=lambda word: (-len(word), word))[:_MOST_WORDS]
    return " + ".join(f"IF(CONTAINS(LCASE(STR({variable})), {ox.Literal(word)}), 1, 0)" for word in longest) or "0"


def _either(queries: Queries, terms: Sequence[str], pattern: str) -> str:
    return " UNION ".join(f"{{ {queries.triple(pattern.format(term=term))} }}" for term in terms)


def _saying(queries: Queries, words: Sequence[str]) -> str:
    """Claims and sources by the words of their text or title."""
    terms = queries.forms(*ask.TEXTS)
    if not terms:
        return ""
    texts = _either(queries, terms, "?s <{term}> ?text")
    return (
        f"SELECT DISTINCT ?s ?hits WHERE {{ {texts} BIND({_hits('?text', words)} AS ?hits) "
        f"FILTER(?hits > 0 && isIRI(?s)) }} ORDER BY DESC(?hits) ?s LIMIT {_MOST}"
    )


def _holding(queries: Queries, numbers: Sequence[Found], words: Sequence[str]) -> str:
    """Claims whose figure lies at one of the numbers, those with the most words first."""
    bounds, figures = queries.forms(*ask.BOUNDS), queries.forms(ask.FIGURE)
    if not bounds or not figures:
        return ""
    close = " || ".join(_near(found) for found in numbers)
    texts = queries.forms(iri("schema:text"))
    says = f"OPTIONAL {{ {_either(queries, texts, '?s <{term}> ?text')} }}" if texts else ""
    hits = _hits('COALESCE(?text, "")', words)
    return (
        f"SELECT DISTINCT ?s ?hits WHERE {{ {{ {_either(queries, bounds, '?figure <{term}> ?value')} }} FILTER({close}) "
        f"{{ {_either(queries, figures, '?s <{term}> ?figure')} }} {says} "
        f"BIND({hits} AS ?hits) FILTER(isIRI(?s)) }} ORDER BY DESC(?hits) ?s LIMIT {_MOST}"
    )


def _near(found: Found) -> str:
    number = found.number
    slack = float(number.step) / 2 if number.step else _EDGE
    low, high = float(number.low) - slack - _EDGE, float(number.high) + slack + _EDGE
    return f"(?value >= {low:f} && ?value <= {high:f})"


def _named_so(queries: Queries, words: Sequence[str]) -> str:
    """Areas that have one of the names that the words may make."""
    terms = queries.forms(*ask.NAMES)
    spelt = {
        " ".join(words[at : at + length])
        for length in range(1, _LONGEST_NAME + 1)
        for at in range(len(words) - length + 1)
    }
    if not terms or not spelt:
        return ""
    listed = ", ".join(str(ox.Literal(name)) for name in sorted(spelt))
    names = _either(queries, terms, "?s <{term}> ?name")
    return f"SELECT DISTINCT ?s WHERE {{ {names} FILTER(LCASE(STR(?name)) IN ({listed})) }} LIMIT {_MOST}"
