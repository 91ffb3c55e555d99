"""What a document states: each sentence or cell with a figure, and each finding without one, with its context, source and references."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.text.attribution import Attribution, attribution_of, attributions, is_finding
from kg.text.cells import cell_figure
from kg.text.document import BlockKind
from kg.text.figures import Found, Stated, figures_in, in_context
from kg.text.limits import MOST_FIGURES, too_large
from kg.text.quotations import quoted_parts
from kg.text.references import References, references
from kg.text.said import Reference, Said, references_of
from kg.text.sentences import Sentence, sentences
from kg.text.units import carried_unit, head_unit, own_whole, without_pronoun

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model.figure import Figure
    from kg.text.document import Block, Document
    from kg.text.references import Mark

_HEADS: Final = frozenset({BlockKind.TITLE, BlockKind.HEADING})
# So many figures back may say what a later one counts.
_NEAR: Final = 4
# So many sentences of a paragraph are searched for the time and place of a later one; none is as long.
_FURTHEST_BACK: Final = 100
# A line that says who wrote the page, and when, is no lead; and “here” is somewhere else than where another sentence is.
_BYLINE: Final = re.compile(
    r"(?:(?:last|first)\s+)?(?:posted|updated|published|written|by|filed|embargoed|reading time|press release)\b",
    re.IGNORECASE,
)
_HERE: Final = re.compile(r"\b(?:here|elsewhere|everywhere)\b", re.IGNORECASE)
# A paragraph of an interview begins with who speaks.
_TURN: Final = re.compile(
    r"(?P<who>(?:(?:Mr|Ms|Mrs|Dr|Prof)\.?\s)?[A-Z][a-z]+(?:[\s-][A-Z][\w’'-]+){1,3}|[A-Z]{2,4}):\s"
)
_FEWEST_TURNS: Final = 3
_PRONOUN: Final = re.compile(
    r"(?:\A|[,”\"’—–]\s*)(?:[Hh]e|[Ss]he)\s+(?:said|says|added|adds|reckons|explained|told\s+\w+|argued|warned)\b"
)
# The number of a section before its heading or first words: “2. Use of the libraries”, “2.3 In the survey”.
_SECTION: Final = re.compile(r"\s*(?:\d{1,2}\.(?:\d{1,2}\.?)*|\d{1,2}(?:\.\d{1,2}){1,3})\s+(?=[A-Z“\"\d])")


class Context(Struct, frozen=True):
    """A field of a figure that its own sentence does not state, and the words from which it was carried."""

    field: str
    where: str
    words: str


class Statement(Struct, frozen=True):
    """One claim that a document makes: its characters, the words of its sentence, and its figure; None for a finding without one.

    `quoted` where it stands in a quotation of someone else; `paragraph` counts from one.
    """

    start: int
    end: int
    sentence: str
    figure: Stated | None
    paragraph: int
    kind: BlockKind
    heading: str | None = None
    context: tuple[Context, ...] = ()
    attribution: Attribution | None = None
    references: tuple[Reference, ...] = ()
    quoted: bool = False
    heads: tuple[str, ...] = ()
    page: int | None = None


class Statements(Struct, frozen=True):
    """All statements of a document, and its references."""

    document: Document
    statements: tuple[Statement, ...]
    references: References


def statements(document: Document, name: str = "this document", most: int = MOST_FIGURES) -> Statements:
    """What a document states, in the order of its text.

    Raises UsageError, which begins with the name, for one with more than `most` figures.
    """
    found = references(document)
    return Statements(document, tuple(_Reader(document, found, name, most).read()), found)


class _Reader:
    """Goes through a document block by block, and remembers what headings and earlier sentences say."""

    def __init__(self, document: Document, found: References, name: str, most: int) -> None:
        self.document, self.references = document, found
        self.name, self.most, self.figures = name, most, 0
        self.starts = [mark.start for mark in found.marks]
        self.issued = _day(document.issued) or _day(document.modified)
        self.heading: str | None = None
        self.paragraph = 0
        self._heading_found: Found | None = None
        self._lead: Found | None = None
        self._lead_words = ""
        self._named: dict[str, set[object]] = {"period": set(), "area": set()}
        self._speakers: list[str] = []
        self.turns = sum(_TURN.match(document.words(block)) is not None for block in document.blocks)
        self._last: Attribution | None = None
        self._turn: Attribution | None = None
        self._of_heads: dict[str, tuple[Mark, ...]] = {}
        self._list_head: str | None = None
        self._before: list[tuple[int, str, Figure]] = []

    def read(self) -> Iterator[Statement]:
        """Every statement."""
        by_block: dict[int, list[Sentence]] = {}
        for sentence in sentences(self.document):
            if sentence.block not in self.references.in_list:
                by_block.setdefault(sentence.block, []).append(sentence)
        for number, block in enumerate(self.document.blocks):
            if number not in by_block:
                continue
            said = [self._said(sentence, block.start) for sentence in by_block[number]]
            for one in said:
                self._named["period"].update(one.found.periods)
                self._named["area"].update(one.found.areas)
            if block.kind in _HEADS:
                self.heading, self._heading_found = said[0].text, said[0].found
                self._before = []
            else:
                self.paragraph += block.kind not in {BlockKind.CELL, BlockKind.HEAD}
            yield from self._of_block(block, said)
            if block.kind is not BlockKind.ITEM:
                self._list_head = said[-1].text
            if block.kind is BlockKind.PARAGRAPH and self._lead is None and not _BYLINE.match(said[0].text):
                self._lead, self._lead_words = said[0].found, said[0].text

    def _said(self, sentence: Sentence, block: int) -> Said:
        text = self.document.text[sentence.start : sentence.end]
        first = bisect_left(self.starts, sentence.start)
        marks = self.references.marks[first : bisect_left(self.starts, sentence.end)]
        bare = text
        for mark in marks:
            if not mark.address and (mark.text.startswith(("[", "(")) or not mark.text[:1].isascii()):
                first, last = mark.start - sentence.start, mark.end - sentence.start
                bare = bare[:first] + " " * (last - first) + bare[last:]
        if sentence.start == block and (section := _SECTION.match(bare)):
            bare = " " * section.end() + bare[section.end() :]
        found = figures_in(bare, sentence.start, self.issued)
        self.figures += len(found.stated)
        if self.figures > self.most:
            raise too_large(self.name, f"states more than {self.most:,} figures; read it in parts")
        return Said(sentence, text, bare, found, marks)

    def _of_block(self, block: Block, said: Sequence[Said]) -> Iterator[Statement]:
        if block.kind in {BlockKind.HEAD, BlockKind.CAPTION}:
            self._of_heads[self.document.words(block)] = said[0].marks if len(said) == 1 else ()
        if block.kind is BlockKind.HEAD:
            return
        if block.kind is BlockKind.CELL:
            yield from self._cell(block, said[0])
            return
        quoted = quoted_parts(self.document.words(block))
        self._turn = self._labelled(block, said) or (self._turn if block.kind is BlockKind.PARAGRAPH else None)
        for number, one in enumerate(said):
            speaker = self._speaker(said, number)
            self._last = _speaking(one.bare) or self._last
            for stated in one.found.stated:
                inside = block.quoted or any(
                    block.start + first <= stated.start < block.start + last for first, last in quoted
                )
                yield self._statement(block, said, number, stated, quoted=inside, speaker=speaker)
            if not one.found.stated and block.kind not in _HEADS and is_finding(one.text):
                yield self._statement(block, said, number, None, quoted=block.quoted, speaker=speaker)

    def _labelled(self, block: Block, said: Sequence[Said]) -> Attribution | None:
        """The speaker that a paragraph of an interview or minutes names first: `Thora Linde: …`, later `TL: …`."""
        match = _TURN.match(said[0].text) if block.kind is BlockKind.PARAGRAPH else None
        if match is None or self.turns < _FEWEST_TURNS:
            return None
        who = match["who"]
        initials = {"".join(part[0] for part in re.split(r"[\s-]", name)): name for name in self._speakers}
        if not who.isupper():
            self._speakers.append(who)
        return Attribution(initials.get(who, who), match.start("who"), match.end("who"), speaker=True)

    def _speaker(self, said: Sequence[Said], number: int) -> Attribution | None:
        """Who speaks in the next or previous sentence, for a quotation that runs over several."""
        for near in (number - 1, number + 1):
            if 0 <= near < len(said) and (found := attribution_of(said[near].bare, 0)) and found.speaker:
                return found
        return None

    def _statement(
        self,
        block: Block,
        said: Sequence[Said],
        number: int,
        stated: Stated | None,
        *,
        quoted: bool,
        speaker: Attribution | None,
    ) -> Statement:
        one = said[number]
        place = stated.start - one.sentence.start if stated else 0
        attribution = _speaking(one.bare) if quoted else None
        attribution = attribution or attribution_of(one.bare, place) or (speaker if quoted else None)
        attribution = attribution or (self._last if _PRONOUN.search(one.bare) else None) or self._turn
        context: tuple[Context, ...] = ()
        if stated is not None:
            stated, context = self._in_context(block, said, number, stated)
            stated, unit = self._with_unit(block, one, stated)
            context = (*context, *unit)
        return Statement(
            start=one.sentence.start,
            end=one.sentence.end,
            sentence=one.text,
            figure=stated,
            paragraph=self.paragraph,
            kind=block.kind,
            heading=self.heading if block.kind not in _HEADS else None,
            context=context,
            attribution=attribution,
            references=references_of(said, number, stated),
            quoted=quoted,
            page=block.page,
        )

    def _in_context(
        self, block: Block, said: Sequence[Said], number: int, stated: Stated
    ) -> tuple[Stated, tuple[Context, ...]]:
        """A figure with the period and area that headings, the lead or earlier sentences state once, each marked so."""
        context = []
        for field in ("period", "area"):
            own = said[number]
            if getattr(stated.figure, field) is not None or _names(own.found, field):
                continue
            if own.found.timed if field == "period" else _HERE.search(own.text):
                continue
            for where, found, words in self._places(block, said, number, field):
                values = _names(found, field)
                if len(values) == 1:
                    stated = in_context(stated, field, values[0])
                    context.append(Context(field, where, words))
                if values:
                    break
        return stated, tuple(context)

    def _with_unit(self, block: Block, one: Said, stated: Stated) -> tuple[Stated, tuple[Context, ...]]:
        """A figure with what it counts where the words beside it do not say so; marked where another sentence says it."""
        words, after = one.bare[: stated.start - one.sentence.start], one.bare[stated.end - one.sentence.start :]
        stated = own_whole(without_pronoun(stated), words)
        carried = None
        if block.kind is BlockKind.ITEM and (unit := head_unit(self._list_head, words)):
            carried = Context("unit", "the head of the list", self._list_head or "")
        elif found := carried_unit(stated, one.bare, after, self._near(stated)):
            unit, carried = found[0], Context("unit", "an earlier sentence", found[1])
        if carried is not None:
            stated = in_context(stated, "unit", unit)
        self._before.append((self.paragraph, one.text, stated.figure))
        return stated, (carried,) if carried else ()

    def _near(self, stated: Stated) -> list[tuple[str, Figure]]:
        """The figures before one that may say what it counts: of its paragraph; of the one before too for a share."""
        first = self.paragraph - (stated.figure.share is True)
        return [(words, figure) for paragraph, words, figure in self._before[-_NEAR:] if paragraph >= first]

    def _places(self, block: Block, said: Sequence[Said], number: int, field: str) -> Iterator[tuple[str, Found, str]]:
        """Where a field may be carried from, the nearest first; from the lead only while the page has named no other."""
        for earlier in range(number - 1, max(number - _FURTHEST_BACK, 0) - 1, -1):
            yield "an earlier sentence", said[earlier].found, said[earlier].text
        if block.caption:
            yield "the caption", figures_in(block.caption, 0, self.issued), block.caption
        if block.kind in _HEADS:
            return
        if self._heading_found is not None and self.heading:
            yield "the heading", self._heading_found, self.heading
        if self._lead is not None and self._named[field] <= set(_names(self._lead, field)):
            yield "the lead", self._lead, self._lead_words

    def _cell(self, block: Block, one: Said) -> Iterator[Statement]:
        stated = cell_figure(one.text, block.heads, block.start, self.issued, block.caption)
        if stated is None:
            return
        stated, context = self._in_context(block, [one], 0, stated)
        words = f"{' · '.join(block.heads)}: {one.text}" if block.heads else one.text
        heads = (*block.heads, *([block.caption] if block.caption else []))
        marks = one.marks or tuple(dict.fromkeys(mark for head in heads for mark in self._of_heads.get(head, ())))
        yield Statement(
            block.start, block.end, words, stated, self.paragraph, block.kind, self.heading, context, None,
            tuple(map(Reference, marks)), block.quoted, block.heads, block.page,
        )  # fmt: skip


def _speaking(sentence: str) -> Attribution | None:
    """Who speaks a quotation: the last speaker that its sentence names."""
    return next((one for one in reversed(attributions(sentence)) if one.speaker), None)


def _names(found: Found, field: str) -> tuple[object, ...]:
    return found.periods if field == "period" else found.areas


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


__all__ = ["Context", "Reference", "Statement", "Statements", "statements"]
