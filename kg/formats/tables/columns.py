"""What the columns of a table mean, by the words over them and by what stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.formats.identifiers import is_id
from kg.formats.tables.dates import NOT_A_DATE, DateOrder, read_date
from kg.formats.tables.numbers import DecimalMark
from kg.model.words import Checking

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What a column can hold, with the words that people put over it. The first of a role is its name in a mapping file.
SYNONYMS: Final[dict[str, str]] = {
    "says": "claim; statement; claim text; claim reviewed; claimreviewed; quote or claim; what was said; assertion; what they said; "
    "the claim; headline; text; claim statement; allegation; says",
    "claim": "claim id; claim no; claim number; claim ref; ref; reference no; case no; id",
    "quote": "quote; quotation; exact words; exact quote; wording; verbatim",
    "figure": "figure; number claimed; figure claimed; statistic; stat; the figure; number and unit",
    "value": "value; number; amount; count; total; n; quantity; how many; percentage; percent; rate",
    "unit": "unit; units; measure unit; of what; unit of measure",
    "area": "area; place; location; region; city; town; country; geography",
    "period": "period; year; years; time period; reference period; data year",
    "about": "about; topic; variable; subject; indicator; what is measured; measure; theme",
    "at": "at; page; pages; timestamp; where in it; locator; paragraph; time code; timecode; section",
    "by": "by; speaker; claimant; said by; who said it; who; person; politician; made by; claimed by; claim author; spokesperson",
    "source": "source id; source ref",
    "title": "title; article title; source title; document; document title; article; name of source; report title; publication title",
    "kind": "kind; type; source type; medium; media type; format; document type; type of source",
    "publisher": "publisher; outlet; media outlet; news outlet; newspaper; site; website; platform; channel; publication; media; "
    "where; where published; where said; where it appeared; venue; broadcaster; publisher name",
    "authors": "authors; author; byline; journalist; reporter; written by; author(s)",
    "issued": "date; issued; published; date published; publication date; pub date; claim date; date of claim; date said; "
    "when; date of publication; date of statement; published on; day; datum; published date",
    "url": "url; link; address; web address; claim url; claim link; article url; article link; where url; web link; href; "
    "link to claim; url of claim; page url; post url; post link",
    "archive": "archive; archive url; archived; archive link; archived url; snapshot; wayback; wayback url; wayback link; perma",
    "same as": "doi; isbn; pmid; identifier; arxiv",
    "cites": "cites; cited source; source cited; based on; original source; primary source; source of figure; source of the figure; "
    "source of claim; source of the claim; data source; attributed to; citing; claimed source; reference given; source given",
    "evidence": "evidence; evidence url; evidence link; our source; our sources; fact-check source; factcheck source; proof; "
    "supporting link; supporting evidence; sources used; sources checked; reference; references; source checked; evidence 1",
    "evidence archive": "evidence archive; evidence archive url; archived evidence; archived source",
    "verdict": "verdict; rating; ruling; conclusion; finding; assessment; truth rating; result; true or false; fact-check verdict; "
    "factcheck; veracity; label; judgement; judgment; textual rating; our verdict; decision; claim rating",
    "review url": "review url; fact-check url; factcheck url; fact check url; fact-check link; factcheck link; our article; review link; "
    "fact-check; fact check; link to fact-check; published fact-check; our url; our link",
    "reviewer": "reviewer; fact-checker; factchecker; fact checker; checked by whom; checker; fact-check publisher; review author; "
    "reviewed by; fact-checked by; organisation; organization",
    "reviewed": "review date; date reviewed; date checked; checked on; fact-check date; date of fact-check; reviewed on; date of review",
    "made here": "made here",
    "working": "working; method; workings",
    "checked by": "checked by",
    "leans on": "leans on; rests on",
    "speaks to": "speaks to; comments on",
    "read": "read; read on; read by",
    "seen in": "seen in",
    "relation": "relation; link type; how; relationship",
    "from": "from; claim from; citing; from claim",
    "to": "to; target; cited; to claim",
    "shown": "shown",
    "on": "on",
    "not found": "not found",
    "not in it": "not in it",
    "empowered": "empowered",
    "for": "for",
    "presumed": "presumed",
    "recorded by": "recorded by",
}
# The commonest headings of German, French, Spanish, Portuguese, Italian and Dutch tables.
_ELSEWHERE: Final[dict[str, str]] = {
    "says": "behauptung; aussage; affirmation; déclaration; afirmación; afirmação; affermazione; dichiarazione; bewering; uitspraak",
    "figure": "zahl; chiffre; cifra",
    "value": "wert; valeur; valor; valore; waarde",
    "unit": "einheit; unité; unidad; unidade; unità; eenheid",
    "by": "urheber; urheberin; wer; quién; quem; chi; auteur de la déclaration; spreker",
    "publisher": "zeitung; média; medio; veículo; testata; fundort; erschienen in",
    "issued": "fecha; data",
    "url": "lien; enlace; adresse; dirección",
    "cites": "quelle; quellen; fuente; fonte; source citée; bron",
    "verdict": "bewertung; urteil; ergebnis; veredicto; calificación; classificação; giudizio; oordeel",
}
# Columns named “Source …” are where the claim is made, or what it cites, by what else the table has.
_SOURCE_NAME: Final = ("source", "source name", "sources", "name of the source", "source/outlet")
_SOURCE_URL: Final = (
    "source url",
    "source link",
    "source address",
    "url of source",
    "link to source",
    "source urls",
    "sources url",
)
# Words inside a longer heading that say what the column holds; looked for where the whole heading is not known, in this order.
_INSIDE: Final = tuple(
    (re.compile(rf"\b(?:{words})\b"), role)
    for words, role in (
        (
            r"(?:fact.?check|review)\w*.*(?:url|link|article|page)|our (?:article|story|piece|page|write-?up|fact.?check)",
            "review url",
        ),
        (r"(?:date|when).*(?:fact.?check|review|publish\w* by us|checked)|(?:fact.?check|review)\w*.*date", "reviewed"),
        (r"\[\].*(?:cache|archive)\w*.*(?:url|link)", "evidence archive"),
        (r"\[\].*(?:url|link)", "evidence"),
        (r"verdict|rating|ruling|veracity|conclusion", "verdict"),
        (
            r"evidence|(?:sources?|data|references?).*(?:we|our|used|checked|consulted)|(?:we|our).*(?:sources?|data)",
            "evidence",
        ),
        (r"rests? on|supported by|backed by", "evidence"),
        (r"got (?:it|this|that|the) .*from|based on|according to", "cites"),
        (r"(?:their|cited|original|primary|stated) source|source (?:cited|given|of)", "cites"),
        (r"who (?:said|made|claimed)|speaker|claimant|said by", "by"),
        (r"(?:figure|number|statistic).*(?:claim\w*|used|said|given)|(?:claim\w*|stated) (?:figure|number)", "figure"),
        (r"archive\w*|cached|wayback|snapshot", "archive"),
        (r"url|web ?link|link|web ?address|hyperlink", "url"),
        (
            r"outlet|newspaper|publisher|published (?:in|by)|appeared in|where .*(?:said|appeared|published)",
            "publisher",
        ),
        (r"date|when", "issued"),
        (r"claim|statement|assertion|what (?:was|they|he|she) (?:said|claim\w*)", "says"),
        (r"topic|subject|indicator", "about"),
    )
)
# Kinds of columns that hold more than one in one table.
REPEATED: Final = frozenset({"cites", "evidence", "evidence archive", "authors", "same as", "about", "by"})
_CHECKED_BY: Final = frozenset(str(way) for way in Checking)
DATES: Final = ("issued", "reviewed")
NUMBERS: Final = ("figure", "value")
LEFT_OUT: Final = ""
ROLES: Final = tuple(SYNONYMS)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_URL: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SAMPLE: Final = 200
_MOST_WORDS: Final = 60
_SHARE: Final = 0.8


def header_words(text: str) -> str:
    """The words over a column without regard to case, spacing and marks."""
    apart = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text))
    plain = apart.casefold().replace("_", " ").replace("\u2010", "-")
    return re.sub(r"\s+", " ", re.sub(r"[?:*#.]|\((?!s\))[^)]*\)", " ", plain)).strip()


_BY_WORDS: Final = {
    header_words(word): role
    for role, words in (*_ELSEWHERE.items(), *reversed(SYNONYMS.items()))
    for word in reversed(words.split(";"))
} | {role: role for role in SYNONYMS if role not in {"claim", "source"}}


@dataclass(slots=True)
class Column:
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

    def look(self, text: str, behind: bool = False) -> None:
        """Take one cell into account; `behind` says that an address lies behind its text."""
        self.filled += 1
        self.order.look(text)
        self.mark.look(text)
        if len(self.words) < _MOST_WORDS or text in self.words:
            self.words[text] += 1
        if self.looked < _SAMPLE:
            self.looked += 1
            self.addresses += behind or bool(_URL.match(text))
            self.ids += is_id(text)
            self.dates += read_date(text, day_first=True) is not NOT_A_DATE

    def mostly(self, number: int) -> bool:
        """Whether this many of the cells looked at are nearly all of them."""
        return self.looked > 0 and number >= self.looked * _SHARE

    @property
    def words_over(self) -> str:
        """The words over the column, to compare."""
        return header_words(self.header)


def is_header(cells: Sequence[str]) -> int:
    """How many of these cells are words that stand over columns."""
    known = (*_SOURCE_NAME, *_SOURCE_URL)
    return sum((words := header_words(cell)) in _BY_WORDS or words in known for cell in cells if cell)


def roles_of(columns: Sequence[Column]) -> dict[int, str]:
    """What each column holds, by its number; columns that say nothing known are left out. A role is given once, but for `REPEATED`."""
    roles: dict[int, str] = {}
    taken: set[str] = set()

    def give(column: Column, role: str) -> None:
        if column.number not in roles and (role not in taken or role in REPEATED):
            roles[column.number] = role
            taken.add(role)

    for column, role in _own_columns(columns):
        give(column, role)
    for column in columns:
        by_words = _BY_WORDS.get(column.words_over)
        if by_words and _agrees(column, by_words):
            give(column, by_words)
    for column in columns:
        of_source = _of_source(column, taken)
        if of_source:
            give(column, of_source)
    for column in columns:
        inside = next((role for words, role in _INSIDE if words.search(column.words_over)), None)
        if column.number not in roles and inside and inside not in taken and _agrees(column, inside):
            give(column, inside)
    if "verdict" in taken:
        roles = {number: _who_checked(columns, number, role, taken) for number, role in roles.items()}
    if "says" not in taken and "from" not in taken:
        roles = {number: "says" if role == "quote" else role for number, role in roles.items()}
    return roles


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
    if words in _SOURCE_URL or (words in _SOURCE_NAME and column.mostly(column.addresses)):
        return "cites" if "url" in taken else "url"
    if words in _SOURCE_NAME:
        return "cites" if "publisher" in taken else "publisher"
    return None
