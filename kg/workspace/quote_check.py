"""Quotations and figures of records compared with the saved copies of their sources. Nothing of this is a reading: nobody read anything."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.errors import UsageError, count, nearest
from kg.formats.folder import read_files, record_paths
from kg.model.records import Claim, joined
from kg.model.words import FigureOutcome, QuoteOutcome
from kg.snapshots.archive import latest
from kg.text.figures import Stated, figures_in
from kg.text.quotes import Match, find
from kg.text.sentences import sentences
from kg.workspace.snapshots import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model.figure import Figure
    from kg.model.records import Records
    from kg.snapshots.archive import Copy
    from kg.text.document import Document

NOT_CHECKED = Match(QuoteOutcome.NOT_CHECKED)


class Checked(Struct, frozen=True):
    """One record that was compared with a copy: its quotation, its figure, and where else the quotation stands."""

    node: str
    quote: str | None
    match: Match = NOT_CHECKED
    figure: FigureOutcome | None = None
    figure_words: str = ""
    taken: str = ""
    sha256: str = ""
    elsewhere: str = ""
    why: str = ""

    @property
    def outcome(self) -> QuoteOutcome:
        """What became of the quotation."""
        return QuoteOutcome.ELSEWHERE if self.elsewhere else self.match.outcome

    @property
    def is_unresolved(self) -> bool:
        """Whether a copy is kept that does not hold the quotation."""
        return bool(self.quote) and self.outcome in {
            QuoteOutcome.ALTERED,
            QuoteOutcome.ELSEWHERE,
            QuoteOutcome.NOT_FOUND,
        }

    @property
    def how_it_differs(self) -> str:
        """How a quotation differs from what stands in the copy; nothing where it is not altered."""
        parts = [f"quoted “{change.quoted}”; the copy has “{change.stands}”" for change in self.match.changes]
        return "" if self.elsewhere else "; ".join(parts)

    @property
    def at_fault(self) -> bool:
        """Whether a person must look at it."""
        repeated = bool(self.quote) and self.outcome is QuoteOutcome.TWICE
        return self.is_unresolved or repeated or self.figure in {FigureOutcome.DIFFERS, FigureOutcome.NOT_STATED}


class Kept(Struct, eq=False, dict=True):
    """The newest copy of a source, read when it is needed."""

    copy: Copy
    data: bytes

    @cached_property
    def document(self) -> Document:
        """What it holds."""
        return text_of(self.copy, self.data)

    @cached_property
    def figures(self) -> tuple[Stated, ...]:
        """Every figure that it states."""
        text = self.document.text
        return tuple(
            stated
            for sentence in sentences(self.document)
            for stated in figures_in(text[sentence.start : sentence.end], sentence.start).stated
        )


class QuoteCheck:
    """The records of a workspace with the copies of its sources."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: Records = joined(file.records for file in read_files(record_paths(folder)))
        self._kept: dict[str, Kept | None] = {}

    def kept(self, source: str) -> Kept | None:
        """The newest copy of a source; None where none is kept."""
        if source not in self._kept:
            found = latest(self.folder, source)
            self._kept[source] = Kept(*found) if found else None
        return self._kept[source]

    def check(self, nodes: Iterable[str] = ()) -> list[Checked]:
        """Check every claim and link with a quotation, and every claim with a figure; or those of some sources, claims or links.

        Raises UsageError for an id that is not on record.
        """
        wanted = set(nodes)
        records = self.records
        known = {source.id for source in records.sources} | {claim.id for claim in records.claims}
        known |= {link.id for link in records.links}
        for node in wanted - known:
            raise UsageError(f"{node}: not on record{nearest(node, known)}")
        return list(self._of(wanted))

    def _of(self, wanted: set[str]) -> Iterator[Checked]:
        for claim in self.records.claims:
            if (claim.quote or claim.figure) and (not wanted or _concerns(claim.id, wanted)):
                yield self.claim(claim)
        for link in self.records.links:
            if link.quote and (not wanted or _concerns(link.id, wanted)):
                yield self.quotation(link.id, link.source.partition("/")[0], link.quote)

    def quotation(self, node: str, source: str, quote: str) -> Checked:
        """A quotation alone, of a node that need not be on record."""
        return self._quoted(node, source, quote, None)

    def claim(self, claim: Claim) -> Checked:
        """One claim."""
        return self._quoted(claim.id, claim.made_in or "", claim.quote, claim.figure)

    def _quoted(self, node: str, source: str, quote: str | None, figure: Figure | None) -> Checked:
        try:
            kept = self.kept(source)
            document = kept.document if kept else None
        except UsageError as error:
            return Checked(node, quote, figure=FigureOutcome.NOT_CHECKED if figure else None, why=str(error))
        if kept is None or document is None:
            why = "no copy of the source is kept"
            return Checked(node, quote, figure=FigureOutcome.NOT_CHECKED if figure else None, why=why)
        match = find(quote, document.text) if quote else NOT_CHECKED
        elsewhere = ""
        if quote and match.outcome in {QuoteOutcome.NOT_FOUND, QuoteOutcome.ALTERED}:
            elsewhere = self._elsewhere(source, quote)
        outcome, words = _figure(figure, kept, match) if figure else (None, "")
        return Checked(node, quote, match, outcome, words, kept.copy.taken, kept.copy.sha256, elsewhere)

    def _elsewhere(self, source: str, quote: str) -> str:
        """The other source whose copy holds a quotation word for word."""
        for other in self.records.sources:
            if other.id == source:
                continue
            try:
                kept = self.kept(other.id)
                if kept is not None and find(quote, kept.document.text).outcome is QuoteOutcome.FOUND:
                    return other.id
            except UsageError:
                continue
        return ""


def _concerns(node: str, wanted: set[str]) -> bool:
    claim = node.partition("#")[0]
    return bool({node, claim, claim.partition("/")[0]} & wanted)


def _figure(figure: Figure, kept: Kept, match: Match) -> tuple[FigureOutcome, str]:
    """Whether a copy states a figure: its value, and near it the unit and the qualifier."""
    if figure.low is None:
        return FigureOutcome.NOT_CHECKED, ""
    same = [stated for stated in kept.figures if _same_value(figure, stated.figure)]
    if not same:
        return FigureOutcome.NOT_STATED, ""
    if match.places:
        near = [one for one in same if any(start <= one.end and one.start <= end for start, end in match.places)]
        same = near or same
    differing = [(_differs(figure, one.figure), one) for one in same]
    words, one = min(differing, key=lambda pair: len(pair[0]))
    text = kept.document.text[one.start : one.end]
    return (FigureOutcome.DIFFERS, f"{words} (“{text}”)") if words else (FigureOutcome.STATED, "")


def _same_value(one: Figure, other: Figure) -> bool:
    if other.low is None or one.low is None or bool(one.share) != bool(other.share):
        return False
    return one.low == other.low and (one.high or one.low) == (other.high or other.low)


def _differs(one: Figure, other: Figure) -> str:
    """What a record states of a figure that the text states otherwise; silence of the text is no difference."""
    found = []
    if one.qualifier != other.qualifier and (other.qualifier or one.qualifier):
        found.append(f"{other.qualifier or 'no qualifier'} there, {one.qualifier or 'none'} here")
    mine, theirs = _words(one.unit), _words(other.unit)
    if mine and theirs and not mine & theirs:
        found.append(f"{other.unit} there, {one.unit} here")
    return "; ".join(found)


def _words(unit: str | None) -> set[str]:
    return {word.rstrip("s") for word in (unit or "").lower().replace("-", " ").split()}


def summary(found: Iterable[Checked]) -> str:
    """How many were checked, and what came of them."""
    found = list(found)
    quotes = [one for one in found if one.quote]
    numbers = Counter(str(one.outcome) for one in quotes)
    checked = sum(number for name, number in numbers.items() if name != QuoteOutcome.NOT_CHECKED)
    figures = Counter(str(one.figure) for one in found if one.figure)
    stated = sum(number for name, number in figures.items() if name != FigureOutcome.NOT_CHECKED)
    lines = [f"{checked} of {count(len(quotes), 'quotation')} checked: {_counts(numbers)}"] if quotes else []
    if figures:
        lines.append(f"{stated} of {count(sum(figures.values()), 'figure')} checked: {_counts(figures)}")
    return "; ".join(lines) or "no quotation and no figure is recorded"


def _counts(numbers: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(numbers.items()))
