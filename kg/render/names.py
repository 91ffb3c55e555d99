"""How documents are named to people: outlet and date first, then the title; ids come after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.render.safe import plain_text

if TYPE_CHECKING:
    from kg.lineage.evidence import Evidence
    from kg.model.period import Period
    from kg.model.records import Source

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_OPEN: Final = ("", "..")
_SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_SEASON: Final = re.compile(r"\d{4}-2[1-4]")
_PLAIN_DATE: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_LONGEST_TITLE: Final = 70


def date_words(period: Period) -> str:
    """A date as `26 Aug 2014`, `Aug 2014` or `2014`; an open interval as `since` or `by` its end; others as they are written."""
    start, slash, end = period.edtf.partition("/")
    if not slash:
        return _date(start) or str(period)
    if end in _OPEN and (begin := _date(start)):
        return f"since {begin}"
    if start in _OPEN and (last := _date(end)):
        return f"by {last}"
    return f"{first}–{last}" if (first := _date(start)) and (last := _date(end)) else str(period)


def _date(text: str) -> str | None:
    """A year, season, month or day in words; None for anything else."""
    year, *rest = text.split("-")
    if _SEASON.fullmatch(text):
        return f"{_SEASONS[rest[0]]} {year}"
    if not _PLAIN_DATE.fullmatch(text):
        return None
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])


def outlet(graph: Evidence, node: str) -> str | None:
    """The name of who published the document of a node, else of its first author; None where neither is recorded."""
    source = graph.source_of(node)
    named = (*source.publisher, *source.authors) if source else ()
    return plain_text(graph.agents.get(named[0], named[0])) if named else None


def cited(graph: Evidence, node: str) -> str | None:
    """A document as `Guardian, 26 Aug 2014`: its outlet, else its title, and its date; None where neither is recorded."""
    source = graph.source_of(node)
    name = outlet(graph, node) or (_short_title(source) if source else None)
    if name is None:
        return None
    return f"{name}, {date_words(source.issued)}" if source and source.issued else name


def described(graph: Evidence, node: str, fallback: str) -> str:
    """A document within a sentence: `a news article by Guardian, 26 Aug 2014`; `fallback` where nothing is recorded of it."""
    source = graph.source_of(node)
    if source is None:
        return fallback
    kind = _with_article(plain_text(source.kind) if source.kind else "document")
    issued = f", {date_words(source.issued)}" if source.issued else ""
    by = outlet(graph, node)
    if by is not None:
        return f"{kind} by {by}{issued}"
    title = _short_title(source)
    return f"{kind}, “{title}”{issued}" if title else f"{fallback}{issued}"


def document_word(graph: Evidence, node: str) -> str:
    """`article`, `report`: the last word of the kind of a node's document; `document` where it is a plural or not recorded."""
    source = graph.source_of(node)
    words = plain_text(source.kind).split() if source and source.kind else []
    if not words or not words[-1].isalpha() or _is_plural(words[-1]):
        return "document"
    return words[-1] if words[-1].isupper() else words[-1].lower()


def _with_article(kind: str) -> str:
    if _is_plural(kind):
        return kind
    return f"an {kind}" if kind[:1].lower() in "aeio" else f"a {kind}"


def _is_plural(words: str) -> bool:
    return words.endswith("s") and not words.endswith(("ss", "us"))


def _short_title(source: Source) -> str | None:
    title = plain_text(source.title) if source.title else ""
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0]}…"
    return title or None
