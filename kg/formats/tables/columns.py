"""What the columns of a table mean, by the words over them and by what stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from kg.formats.identifiers import is_id
from kg.formats.tables.dates import NOT_A_DATE, DateOrder, read_date
from kg.formats.tables.numbers import DecimalMark
from kg.formats.tables.other_languages import ELSEWHERE
from kg.formats.tables.synonyms import (
    INSIDE,
    KIND_OR_OUTLET,
    KINDS_OF_MEDIA,
    OF_CLAIM,
    OF_REVIEW,
    SOURCE_NAME,
    SOURCE_URL,
    SOURCES,
    SYNONYMS,
)
from kg.model.words import Checking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

# Kinds of columns that hold more than one in one table.
REPEATED: Final = frozenset({"cites", "evidence", "evidence archive", "authors", "same as", "about", "by"})
# Words that stand over days as well as over places: what stands in the column decides.
_WHERE_OR_WHEN: Final = frozenset({"seen on", "first seen", "posted on", "said on", "aired on", "found on", "seen"})
# What a column of addresses is not, whatever the words over it.
_NAMED: Final = frozenset({"publisher", "title", "at"})
_CHECKED_BY: Final = frozenset(str(way) for way in Checking)
DATES: Final = ("issued", "reviewed")
NUMBERS: Final = ("figure", "value")
LEFT_OUT: Final = ""
ROLES: Final = tuple(SYNONYMS)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_URL: Final = re.compile(r"(?:https?://|(?=www\.))([^\s/?#:]+)\S*", re.IGNORECASE)
_SAMPLE: Final = 200
_MOST_WORDS: Final = 60
_SHARE: Final = 0.8


def header_words(text: str) -> str:
    """The words over a column without regard to case, spacing and marks."""
    apart = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text))
    plain = apart.casefold().replace("_", " ").replace("\u2010", "-")
    return re.sub(r"\s+", " ", re.sub(r"[?:*#.]|\((?!s\))[^)]*\)", " ", plain)).strip() or plain.strip()


_BY_WORDS: Final = {
    header_words(word): role
    for role, words in (*ELSEWHERE.items(), *reversed(SYNONYMS.items()))
    for word in reversed(words.split(";"))
} | {role: role for role in SYNONYMS if role not in {"claim", "source"}}


class Column(Struct):
    """One column: its number from 0, the words over it, and what was seen in it."""

    number: int
    header: str
    filled: int = 0
    addresses: int = 0
    ids: int = 0
    dates: int = 0
    looked: int = 0
    order: DateOrder = field(default_factory=DateOrder)
    mark: DecimalMark = field(default_factory=DecimalMark)
    words: Counter[str] = field(default_factory=Counter)
    sites: set[str] = field(default_factory=set)

    def look(self, text: str, behind: str = "") -> None:
        """Take one cell into account; `behind` is the address behind its text."""
        self.filled += 1
        self.order.look(text)
        self.mark.look(text)
        if len(self.words) < _MOST_WORDS or text in self.words:
            self.words[text] += 1
        if self.looked < _SAMPLE:
            self.looked += 1
            site = _URL.match(text) or _URL.match(behind)
            self.addresses += site is not None
            self.sites |= {site[1].casefold().removeprefix("www.")} if site else set()
            self.ids += is_id(text)
            self.dates += read_date(text, day_first=True) is not NOT_A_DATE

    def mostly(self, number: int) -> bool:
        """Whether this many of the cells looked at are nearly all of them."""
        return self.looked > 0 and number >= self.looked * _SHARE

    @property
    def words_over(self) -> str:
        """The words over the column, to compare."""
        return header_words(self.header)


_ADDRESSED: Final = re.compile(r"\b(?:url|link|address|href)")
_NUMBERED: Final = re.compile(r"\s*\d{1,2}$")


def _known(words: str) -> str | None:
    """What a column with these words over it holds; “Evidence 2” holds what “Evidence” does, where there may be several."""
    role = _BY_WORDS.get(words)
    if words in _WHERE_OR_WHEN:
        return "publisher"
    if role is None and _NUMBERED.search(words):
        role = _BY_WORDS.get(_NUMBERED.sub("", words))
        return role if role in REPEATED else None
    return role


def says_address(header: str) -> bool:
    """Whether the words over a column themselves say that it holds addresses."""
    words = header_words(header)
    return _known(words) == "url" or bool(_ADDRESSED.search(words))


def is_header(cells: Sequence[str]) -> int:
    """How many of these cells are words that stand over columns."""
    known = (*SOURCE_NAME, *SOURCE_URL)
    # “No” stands over numbers, and in many a row of answers.
    return sum(_known(w := header_words(cell)) not in {None, "row number"} or w in known for cell in cells if cell)


def roles_of(columns: Sequence[Column]) -> dict[int, str]:
    """What each column holds, by its number, where that is known. A role is given once, but for `REPEATED`."""
    roles: dict[int, str] = {}
    taken: set[str] = set()

    def give(column: Column, role: str) -> None:
        if column.number not in roles and (role not in taken or role in REPEATED):
            roles[column.number] = role
            taken.add(role)

    for column, role in _own_columns(columns):
        give(column, role)
    wanted = _agreed(columns, _by_words)
    within = _agreed(columns, _inside)
    for column, role in _told_apart(columns, within | wanted):
        give(column, role)
    for column in columns:
        if column.number in wanted:
            give(column, wanted[column.number])
    for column in columns:
        of_source = _of_source(column, taken)
        if of_source:
            give(column, of_source)
    for column in columns:
        if within.get(column.number, "") not in {"", *taken}:
            give(column, within[column.number])
    return _adjusted(columns, roles)


def _agreed(columns: Sequence[Column], meaning: Callable[[Column], str | None]) -> dict[int, str]:
    """What columns hold by their words, where what stands in them agrees."""
    return {column.number: role for column in columns if (role := meaning(column)) and _agrees(column, role)}


def _adjusted(columns: Sequence[Column], roles: dict[int, str]) -> dict[int, str]:
    """What columns hold in view of the others: who checked and on what beside a verdict, a quotation where nothing else is the claim.

    “Sources” beside a verdict and the address of the claim are those of the fact-check, unless a column of evidence is there.
    """
    taken = set(roles.values())
    if {"verdict", "url"} <= taken and "evidence" not in taken:
        own = {column.number for column in columns if SOURCES.fullmatch(column.words_over)}
        roles = {number: "evidence" if role == "cites" and number in own else role for number, role in roles.items()}
    if "verdict" in taken:
        roles = {number: _who_checked(columns, number, role, taken) for number, role in roles.items()}
    if not taken & {"says", "from"}:
        roles = {number: "says" if role == "quote" else role for number, role in roles.items()}
    return roles


def _inside(column: Column) -> str | None:
    """What some of the words over a column say that it holds."""
    return next((role for words, role in INSIDE if words.search(column.words_over)), None)


def _told_apart(columns: Sequence[Column], wanted: Mapping[int, str]) -> Iterator[tuple[Column, str]]:
    """Of two columns of dates or of addresses beside a verdict, the claim's and the review's."""
    for role, of_review in (("issued", "reviewed"), ("url", "review url")):
        both = [column for column in columns if wanted.get(column.number) == role]
        if len(both) < 2 or of_review in wanted.values() or "verdict" not in wanted.values():
            continue
        claims = [column for column in both if OF_CLAIM.search(column.words_over)]
        rest = [column for column in both if column not in claims]
        reviews = [column for column in rest if OF_REVIEW.search(column.words_over)] or (rest if claims else [])
        if reviews:
            yield reviews[0], of_review
            yield next(column for column in (*claims, *both) if column is not reviews[0]), role


def _by_words(column: Column) -> str | None:
    """What the words over a column say that it holds; “Where” over addresses holds addresses, “Medium” over names outlets."""
    if column.words_over in _WHERE_OR_WHEN:
        return "issued" if column.mostly(column.dates) else "url" if column.addresses else "publisher"
    role = _known(column.words_over)
    if column.words_over in KIND_OR_OUTLET:
        kinds = sum(number for word, number in column.words.items() if header_words(word) in KINDS_OF_MEDIA)
        role = "kind" if kinds * 2 >= sum(column.words.values()) else "publisher"
    if role == "seen in" and column.ids < column.looked:
        role = "publisher"
    return "url" if role in _NAMED and column.addresses * 2 > column.looked else role


def _who_checked(columns: Sequence[Column], number: int, role: str, taken: set[str]) -> str:
    """“Checked by” over the names of people is who made the fact-check; over our own words it is who checked the source."""
    words = next(column.words for column in columns if column.number == number)
    names = role == "checked by" and "reviewer" not in taken and not {word.casefold() for word in words} & _CHECKED_BY
    return "reviewer" if names else role


def _own_columns(columns: Iterable[Column]) -> list[tuple[Column, str]]:
    """The columns `source` and `claim` of a table in our own form, where they hold ids."""
    by_words = {column.words_over: column for column in columns if column.looked}
    source, claim = by_words.get("source"), by_words.get("claim")
    ours = [column for column in (source, claim) if column is not None and column.ids == column.looked]
    if source in ours and source is not None and (claim is None or claim in ours):
        return [(source, "source"), *([(claim, "claim")] if claim is not None else [])]
    return []


def _agrees(column: Column, role: str) -> bool:
    """Whether what stands in a column can be what the words over it say."""
    if role in {"url", "archive", "review url"}:
        return not column.looked or column.addresses > 0
    return not (role in DATES and column.looked) or column.dates > 0


def _of_source(column: Column, taken: set[str]) -> str | None:
    """A column named “Source …”: where the claim is made, unless other columns say that already; then what it cites."""
    words = column.words_over
    if words in SOURCE_URL or (words in SOURCE_NAME and column.mostly(column.addresses)):
        return "cites" if "url" in taken else "url"
    if words in SOURCE_NAME:
        return "cites" if "publisher" in taken else "publisher"
    return None
