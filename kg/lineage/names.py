"""How documents are named to people: by outlet and date; ids come after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model.date_words import OPEN, plain_date, plain_period
from kg.model.plain_text import plain_text
from kg.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from kg.lineage.evidence import Evidence
    from kg.model.period import Period
    from kg.model.records import Source

_FULL_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_PAIR: Final = 2
_LONGEST_TITLE: Final = 70
_LAST_PART: Final = regex(r"[/#]")


def day(when: date) -> str:
    """A date as `2 July 2026`, whatever the locale."""
    return f"{when.day} {_FULL_MONTHS[when.month - 1]} {when.year}"


def date_words(period: Period) -> str:
    """The date of a document: `26 Aug 2014`, `Aug 2014` or `2014`; an interval open at one end as `2014 or later` or `by 2014`."""
    start, slash, end = period.edtf.partition("/")
    if slash and end in OPEN:
        return f"{plain_date(start) or start} or later"
    return f"by {plain_date(end) or end}" if slash and start in OPEN else plain_period(period.edtf)


def outlet(graph: Evidence, node: str) -> str | None:
    """The name of who published the document of a node, else of its first author; None where neither is recorded."""
    source = graph.source_of(node)
    named = (*source.publisher, *source.authors) if source else ()
    return plain_text(graph.agents.get(named[0], named[0])) if named else None


def cited(graph: Evidence, node: str) -> str | None:
    """A document as `Guardian, 26 Aug 2014`: its outlet, else its title, and its date; None where neither is recorded."""
    source = graph.source_of(node)
    name = outlet(graph, node) or (short_title(source) if source else None)
    if name is None:
        return None
    return f"{name}, {date_words(source.issued)}" if source and source.issued else name


def named(graph: Evidence, node: str, ident: str) -> str:
    """A node as `Guardian, 26 Aug 2014 [guardian-2014/claim]`; its id alone where no outlet or title is recorded."""
    head = cited(graph, node)
    return f"{head} [{ident}]" if head else ident


def namer(graph: Evidence, ident: Callable[[str], str]) -> Callable[[str], str]:
    """The function that names nodes of a graph in messages; `ident` gives the short id of a node."""
    return lambda node: named(graph, node, ident(node))


def places_seen(graph: Evidence, seen: str, by_id: Mapping[str, str]) -> str:
    """Where something was seen: the ids of documents as outlet and date, other words as they stand.

    `by_id` maps short ids to sources.
    """
    parts = [part.strip() for part in seen.split(";")]
    places = [(cited(graph, by_id[part]) if part in by_id else None) or plain_text(part) for part in parts if part]
    return ("; " if len(places) > _PAIR else " and ").join(places)


def last_parts(graph: Evidence) -> dict[str, str]:
    """The sources by the last part of their IRIs, which is the short id of a record; those that share one are left out."""
    found: dict[str, list[str]] = {}
    for source in graph.sources:
        found.setdefault(_LAST_PART.split(source)[-1], []).append(source)
    return {ident: sources[0] for ident, sources in found.items() if len(sources) == 1}


def short_title(source: Source) -> str | None:
    """The title of a document, cut after a word where it is long; None where it has none."""
    title = plain_text(source.title) if source.title else ""
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0]}…"
    return title or None
