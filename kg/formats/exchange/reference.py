"""What reference lists have in common, whatever their syntax: a work with its kind, makers, date and identifiers, as a source and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from kg.formats.importing.parts import Fields, Part
from kg.model.identifiers import identify

if TYPE_CHECKING:
    from kg.formats.importing.context import Context
    from kg.model.records import Records, Source

# Kind of a source, and how CSL, BibTeX and RIS call it.
KINDS: Final = (
    ("article", "article-journal", "article", "JOUR"),
    ("news article", "article-newspaper", "article", "NEWS"),
    ("magazine article", "article-magazine", "article", "MGZN"),
    ("report", "report", "techreport", "RPRT"),
    ("book", "book", "book", "BOOK"),
    ("book chapter", "chapter", "incollection", "CHAP"),
    ("conference paper", "paper-conference", "inproceedings", "CONF"),
    ("thesis", "thesis", "phdthesis", "THES"),
    ("dataset", "dataset", "dataset", "DATA"),
    ("web page", "webpage", "online", "ELEC"),
    ("document", "document", "misc", "GEN"),
)
CSL, BIBTEX, RIS = 1, 2, 3
_ALSO: Final = {
    "report": "report", "online": "web page", "electronic": "web page", "www": "web page", "mastersthesis": "thesis", "mvbook": "book",
    "inbook": "book chapter", "conference": "conference paper", "manual": "report", "proceedings": "book", "post-weblog": "web page",
    "journal-article": "article", "posted-content": "article", "ABST": "article", "EJOUR": "article", "BLOG": "web page", "WEB": "web page",
    "EBOOK": "book", "CPAPER": "conference paper", "MGZN": "magazine article",
}  # fmt: skip
_IN_JOURNALS: Final = frozenset({"article", "news article", "magazine article"})
_YEAR: Final = re.compile(r"\d{4}")


class Reference(Struct):
    """One work of a reference list; `key` is its name there, `identifiers` are IRIs."""

    key: str = ""
    kind: str = "document"
    title: str = ""
    authors: list[str] = field(default_factory=list)
    container: str = ""
    publisher: str = ""
    issued: str | None = None
    url: str = ""
    identifiers: list[str] = field(default_factory=list)

    def add_identifier(self, text: str, scheme: str | None = None) -> None:
        """Take an identifier, where it is one."""
        found = identify(text, scheme) if text.strip() else None
        if found is not None and found.scheme != "web" and found.iri not in self.identifiers:
            self.identifiers.append(found.iri)

    def part(self, context: Context, place: str) -> Part | None:
        """The source; None, which is said, for a reference that names nothing."""
        if not (self.title or self.identifiers or self.url):
            context.left_out(place, "a reference without title, identifier and address", self.key)
            return None
        year = match[0] if (match := _YEAR.search(self.issued or "")) else ""
        family = next(reversed(" ".join(self.authors[:1]).split()), "") or self.container or self.publisher
        wish = f"{family} {year} {' '.join(self.title.split()[:3])}" if family or self.title else ""
        named = f"{self.title} {year} {family}"
        source = context.index.source(*self.identifiers, self.url or None, wish=wish, named=named)
        makers = (self.container or self.publisher) if self.kind in _IN_JOURNALS else (self.publisher or self.container)
        fields: Fields = {
            "title": self.title,
            "kind": self.kind,
            "authors": self.authors,
            "publisher": [makers] if makers else [],
            "issued": self.issued,
            "url": self.url,
            "same as": self.identifiers,
        }
        return Part(source, place, {key: value for key, value in fields.items() if value})


def kind_of(word: str, column: int) -> str:
    """The kind of a source by what a syntax calls it; the word itself where it is not known."""
    known = {row[column]: row[0] for row in reversed(KINDS)}
    return (
        known.get(word)
        or known.get(word.lower())
        or _ALSO.get(word)
        or _ALSO.get(word.lower())
        or word.lower().replace("-", " ")
    )


def word_of(kind: str | None, column: int) -> str:
    """What a syntax calls a kind of source; its word for any document where it has none."""
    return next((row[column] for row in KINDS if row[0] == kind), KINDS[-1][column])


def references(records: Records) -> tuple[list[Reference], tuple[str, ...]]:
    """The sources of some records as references, and what these do not hold."""
    names = {agent.id: agent.name for agent in records.agents}
    found = [_reference(source, names) for source in records.sources]
    lost = [f"{claim.id}: a claim" for claim in records.claims] + [f"{link.id}: a link" for link in records.links]
    return found, tuple(lost)


def _reference(source: Source, names: dict[str, str]) -> Reference:
    publisher = ", ".join(names.get(name, name) for name in source.publisher)
    journal = source.kind in _IN_JOURNALS
    found = Reference(
        source.id,
        source.kind or "document",
        source.title or "",
        [names.get(name, name) for name in source.authors],
        publisher if journal else "",
        "" if journal else publisher,
        source.issued.edtf if source.issued else None,
        source.url or "",
    )
    for text in (source.id if ":" in source.id else "", *source.same_as):
        found.add_identifier(text)
    return found


def of_scheme(reference: Reference, scheme: str) -> str:
    """The identifier of a scheme in its bare form; empty where the reference has none."""
    for text in reference.identifiers:
        found = identify(text)
        if found is not None and found.scheme == scheme:
            return found.value
    return ""


def person(text: str) -> str:
    """A name as people say it: “Doe, J.” is J. Doe."""
    family, _, given = text.partition(",")
    return " ".join(f"{given.strip()} {family.strip()}".split())
