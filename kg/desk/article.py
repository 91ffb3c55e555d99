"""The saved copy of a source as text of ours, with its figures and references marked; nothing of the page itself is shown or loaded."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct

from kg.formats.drafting.figures import figure_value
from kg.formats.drafting.records import draft
from kg.formats.importing.on_record import OnRecord
from kg.snapshots.archive import latest
from kg.text.document import BlockKind
from kg.text.quotes import Match, Outcome, find
from kg.text.statements import statements
from kg.workspace.snapshots import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.desk.record_files import Found
    from kg.text.document import Block
    from kg.text.references import Mark
    from kg.text.statements import Statement, Statements

_CHARACTERS: Final = re.compile(r"characters (\d+)–(\d+)")
_HEADS: Final = {BlockKind.TITLE: "h2", BlockKind.HEADING: "h3"}


class Segment(NamedTuple):
    """A run of text: plain, or a figure or reference with where a click leads."""

    text: str
    kind: str = ""
    href: str = ""
    title: str = ""
    current: bool = False


class Paragraph(NamedTuple):
    """One block as it is shown."""

    tag: str
    segments: tuple[Segment, ...]
    anchor: str = ""


class Article(Struct, frozen=True):
    """The newest saved copy of a source: when it was taken, and all that it states."""

    taken: str
    found: Statements

    @property
    def text(self) -> str:
        """Its whole text."""
        return self.found.document.text

    def check(self, quote: str) -> Match:
        """Whether a quotation stands in it."""
        return find(quote, self.text)


def article_of(folder: Path, source: str) -> Article | None:
    """The newest saved copy of a source; None where none is kept. Raises UsageError for one that is not read."""
    kept = latest(folder, source)
    if kept is None:
        return None
    copy, data = kept
    return Article(copy.taken, _read(copy, data))


@lru_cache(maxsize=8)
def _read(copy: Any, data: bytes) -> Statements:  # noqa: ANN401 - a copy of kg.snapshots
    return statements(text_of(copy, data))


def drafted_claim(folder: Path, source: str, article: Article, number: int) -> dict[str, Any] | None:
    """The claim that would be drafted for one statement of an article; None where there is none."""
    if not 0 <= number < len(article.found.statements):
        return None
    one = article.found.statements[number]
    drafted = draft(article.found, OnRecord(folder), {"source": source})
    wanted = figure_value(one.figure.figure) if one.figure else None
    for claim in drafted.claims.values():
        if _at(claim) == (one.start, one.end) and claim.get("figure") == wanted:
            return claim
    return None


def claim_at(article: Article, claims: Sequence[Found]) -> dict[int, str]:
    """The claim on record for each statement of an article, by number."""
    by_place: dict[tuple[int, int], list[Found]] = {}
    for claim in claims:
        if (place := _at(claim.value)) or (place := _quoted(article, claim)):
            by_place.setdefault(place, []).append(claim)
    found = {}
    for number, one in enumerate(article.found.statements):
        near = [c for place, cs in by_place.items() if place[0] < one.end and one.start < place[1] for c in cs]
        fitting = [claim for claim in near if _same_figure(claim, one)]
        if fitting:
            found[number] = fitting[0].node
    return found


def _same_figure(claim: Found, one: Statement) -> bool:
    if one.figure is None:
        return "figure" not in claim.value
    figure = claim.value.get("figure")
    words = " ".join(map(str, figure.values())) if isinstance(figure, dict) else str(figure or "")
    stated = one.figure.figure.stated or ""
    return bool(stated) and stated.casefold() in words.casefold()


def _at(claim: dict[str, Any]) -> tuple[int, int] | None:
    match = _CHARACTERS.search(str(claim.get("at") or ""))
    return (int(match[1]), int(match[2])) if match else None


def _quoted(article: Article, claim: Found) -> tuple[int, int] | None:
    quote = claim.value.get("quote")
    match = article.check(str(quote)) if quote else None
    return match.places[0] if match and match.outcome is Outcome.FOUND and match.places else None


class Links:
    """Where the marks of an article lead, given which claim is open."""

    def __init__(self, article: Article, claims: dict[int, str], current: str | None) -> None:
        self.article, self.claims, self.current = article, claims, current

    def paragraphs(self, figure_href: Any, reference_href: Any) -> Iterator[Paragraph]:  # noqa: ANN401 - two functions
        """Every block. `figure_href(number, claim)` and `reference_href(mark, words)` give the addresses behind the marks."""
        document, references = self.article.found.document, self.article.found.references
        spans = sorted(
            [*self._figures(figure_href), *self._references(reference_href)], key=lambda one: (one[0], -one[1])
        )
        entries = {entry.start: number for number, entry in enumerate(references.entries)}
        for block in document.blocks:
            inside = [one for one in spans if block.start <= one[0] < block.end]
            anchor = f"entry-{entries[block.start]}" if block.start in entries else ""
            yield Paragraph(_HEADS.get(block.kind, "p"), tuple(self._segments(block, inside)), anchor)

    def _segments(self, block: Block, spans: Sequence[tuple[int, int, Segment]]) -> Iterator[Segment]:
        at = block.start
        text = self.article.text
        for start, end, segment in spans:
            if start < at:
                continue
            if start > at:
                yield Segment(text[at:start])
            at = min(end, block.end)
            yield segment._replace(text=text[start:at])
        if at < block.end:
            yield Segment(text[at : block.end])

    def _figures(self, href: Any) -> Iterator[tuple[int, int, Segment]]:  # noqa: ANN401
        for number, one in enumerate(self.article.found.statements):
            claim = self.claims.get(number)
            start, end = (one.figure.start, one.figure.end) if one.figure else (one.start, one.end)
            kind = "figure" if one.figure else "finding"
            title = f"on record: {claim}" if claim else "not on record: click to add it"
            yield (
                start,
                end,
                Segment(
                    "",
                    f"{kind} {'known' if claim else 'new'}",
                    href(number, claim),
                    title,
                    claim == self.current and claim is not None,
                ),
            )

    def _references(self, href: Any) -> Iterator[tuple[int, int, Segment]]:  # noqa: ANN401
        for mark in self.article.found.references.marks:
            words = self.words(mark)
            if words:
                yield mark.start, mark.end, Segment("", "reference", href(mark, words), f"leads to {words}")
            else:
                yield mark.start, mark.end, Segment("", "reference lost", "", "leads to nothing")

    def words(self, mark: Mark) -> str:
        """The address that a mark leads to, or the words of its entry."""
        if mark.address:
            return mark.address
        for number in mark.entries:
            entry = self.article.found.references.entries[number]
            return (
                f"https://doi.org/{entry.doi}" if entry.doi else entry.addresses[0] if entry.addresses else entry.text
            )
        return ""
