"""How the text of a literal or IRI becomes the value of a record's field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from kg.model.link import Link
from kg.model.period import parse_period
from kg.rdf.foreign_terms import ALSO
from kg.rdf.table import ENUMS, LINK, QUALIFIED, TABLE, concepts

if TYPE_CHECKING:
    from kg.model.frozen import Frozen
    from kg.model.period import Period
    from kg.rdf.table import Entry

_CONCEPTS: Final = concepts()

# No statistic has more digits, and writing it out would take all memory.
_MOST_DIGITS: Final = 40


Fields = dict[str, list[tuple[int, "Entry", Callable[[str], Any]]]]


@cache
def fields_of(cls: type[Frozen]) -> Fields:
    """The attributes that a property can fill, with how their texts are read: our own terms before those that others use."""
    found: Fields = defaultdict(list)
    for entry in (*LINK, *QUALIFIED) if cls is Link else TABLE[cls]:
        for rank, term in enumerate((entry.term, *ALSO.get(entry.term, ()))):
            found[term].append((rank, entry, _CODECS.get(entry.codec) or partial(enum_member, entry.codec)))
    return dict(found)


def _edtf(text: str) -> Period:
    """A date or period; of an ISO 8601 moment the day, which is as fine as publication dates are compared."""
    return parse_period(text.partition("T")[0])


def flag(text: str) -> bool:
    """Whether a literal says true."""
    return text in {"true", "1"}


@lru_cache(maxsize=65536)
def decimal_number(text: str) -> Decimal:
    """The number of a literal. Raises ValueError where it is not one that a statistic can have."""
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"“{text}” is not a number") from error
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError(f"“{text}” is not a number that a statistic can have")
    return number


def _word(text: str) -> str:
    found = _CONCEPTS.get(text)
    if found is None:
        raise ValueError(f"{text} is not a concept of the scheme")
    return found[1]


_CODECS: Final[dict[str, Callable[[str], Any]]] = {
    "text": str,
    "node": str,
    "link": str,
    "flag": flag,
    "number": decimal_number,
    "edtf": _edtf,
    "day": date.fromisoformat,
}


def enum_member(scheme: str, text: str) -> Any:  # noqa: ANN401 - the member of whichever scheme is asked for
    """The member of a scheme that a concept stands for. Raises ValueError for any other term."""
    return ENUMS[scheme](_word(text))
