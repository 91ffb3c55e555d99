"""What is known of the figures of a page, and where its references lead: data only."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.errors import count

if TYPE_CHECKING:
    from kg.text.statements import Statement, Statements


class Known(StrEnum):
    """Whether the figure of a page is on record."""

    KNOWN = "known"
    CANDIDATE = "candidate"
    UNKNOWN = "unknown"


# “Known” would read as confirmed.
_WORDS: Final = {Known.KNOWN: "on record", Known.CANDIDATE: "similar to one on record", Known.UNKNOWN: "not on record"}


class Leads(StrEnum):
    """Where a reference of a page leads."""

    RECORD = "on record"
    ADDRESS = "address"
    WORDS = "words only"
    NOTHING = "nothing"


class PageReference(Struct, frozen=True):
    """A reference of a figure: the mark, where it leads, and how far from the figure it stands, in sentences."""

    mark: str
    leads: Leads
    target: str = ""
    later: int = 0


class PageFigure(Struct, frozen=True):
    """A figure of a page: what is known of it, the claim on record, what the page changed, the verdict, and findings.

    `same_words` says that the claim on record is this very sentence.
    """

    statement: Statement
    known: Known
    claim: str = ""
    source: str = ""
    changes: tuple[str, ...] = ()
    verdict: str = ""
    findings: tuple[str, ...] = ()
    references: tuple[PageReference, ...] = ()
    same_words: bool = False


class PageReport(Struct, frozen=True):
    """What was found on one page; `figures` in the order of its text."""

    name: str
    found: Statements
    figures: tuple[PageFigure, ...]

    @property
    def title(self) -> str:
        """The title of the page, or its file name."""
        return self.found.document.title or self.name

    def summary(self) -> str:
        """How many figures are on record, in one line."""
        numbers = Counter(str(one.known) for one in self.figures)
        listed = ", ".join(f"{numbers[str(kind)]} {_WORDS[kind]}" for kind in Known if numbers[str(kind)])
        return f"{count(len(self.figures), 'figure')}{': ' if listed else ''}{listed}"
