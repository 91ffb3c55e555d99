"""The references of a document: the entries of its list, and every mark in the text with the entries or addresses it leads to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.text.author_year import AuthorYear, author_years, entry_key
from kg.text.document import BlockKind
from kg.text.scripts import RAISED, lowered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.text.document import Anchor, Block, Document

HEADS: Final = re.compile(
    r"(?:\d+\.?\s+)?(?:(?:sources?|references?|notes)(?:\s+(?:list|(?:and|&)\s+(?:sources|references|notes)|(?:to|for)\s+editors))?|"
    r"end\s?notes|foot\s?notes|bibliography|works cited|citations|literature(?: cited)?|background (?:papers|documents)|appendices|"
    r"data sources|further reading)\s*:?",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    rf"\s*(?:(?:Appendix|Annex)\s+(?P<annex>[A-Z]|\d{{1,2}})(?=[:.])|\[\^?(?P<box>\w{{1,6}})\]|\((?P<round>\d{{1,3}})\)|(?P<plain>\d{{1,3}})[.)](?=\s)|(?P<raised>[{RAISED}]{{1,3}}))"
    r"\s*[:.]?\s*"
)
_BACK: Final = re.compile(r"^[\s↑^↩a-z]{0,12}(?=[A-Z“\"‘])")
_MARK: Final = re.compile(
    rf"\[(?P<list>\d{{1,3}}(?:\s*[,;–—-]\s*\d{{1,3}})*)\]|\[\^(?P<foot>[\w-]{{1,20}})\]|"
    rf"\[(?:note|ref\.?)\s+(?P<note>\w{{1,4}})\]|(?P<up>[{RAISED}](?:[{RAISED},–⁻ ]{{0,20}}[{RAISED}])?)",
    re.IGNORECASE,
)
# “(Appendix E, page 6)”.
_ANNEX: Final = re.compile(r"\((?:see\s+)?(?:Appendix|Annex)\s+(?P<list>[A-Z]|\d{1,2})(?:,[^()]{0,30})?\)")
_ROUND: Final = re.compile(r"\((?P<list>\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\)")
# Units whose superscript is part of them.
_UNIT_BEFORE: Final = re.compile(r"(?:\b(?:k|c|m)?m|\bft|\bmi|\bkg|\bs|10)\Z")
URL: Final = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
DOI: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"<>“”]+", re.IGNORECASE)
_TRAILING: Final = ".,;:!?)]}’'”\""
_WIDEST: Final = 30


class Entry(Struct, frozen=True):
    """An entry of the list of references: its number or label, its words, and the addresses in it."""

    label: str | None
    text: str
    start: int
    end: int
    ids: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    doi: str | None = None
    key: AuthorYear | None = None


class Mark(Struct, frozen=True):
    """A mark in the text: its characters, the entries it leads to by number in the list, or an address.

    Both are empty where it leads to nothing.
    """

    start: int
    end: int
    text: str
    entries: tuple[int, ...] = ()
    address: str | None = None

    @property
    def resolved(self) -> bool:
        """Whether it leads anywhere."""
        return bool(self.entries) or self.address is not None


class References(Struct, frozen=True):
    """The list of a document, its marks in the order of the text, and the blocks that are entries and no text, by number."""

    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...]
    in_list: frozenset[int]


def references(document: Document) -> References:
    """The references of a document."""
    numbers = _list_blocks(document)
    entries = [_entry(document, document.blocks[number], order) for order, number in enumerate(numbers, start=1)]
    in_list = frozenset(numbers) | _heads(document, numbers)
    body = [block for number, block in enumerate(document.blocks) if number not in in_list]
    marks = sorted(_marks(document, body, entries), key=lambda mark: (mark.start, -mark.end))
    return References(tuple(entries), tuple(_apart(marks)), in_list)


def _heads(document: Document, numbers: Sequence[int]) -> frozenset[int]:
    first = set(numbers)
    return frozenset(
        number
        for number, block in enumerate(document.blocks)
        if number + 1 in first and number not in first and HEADS.fullmatch(document.words(block).strip())
    )


def _list_blocks(document: Document) -> list[int]:
    """The numbers of the blocks that are entries of a list of references."""
    notes = [number for number, block in enumerate(document.blocks) if block.kind is BlockKind.NOTE]
    found: list[int] = []
    inside: Block | None = None
    for number, block in enumerate(document.blocks):
        words = document.words(block).strip()
        if HEADS.fullmatch(words) and block.kind is not BlockKind.CELL:
            inside = block
        elif block.kind in {BlockKind.HEADING, BlockKind.TITLE} and inside is not None:
            inside = None
        elif inside is not None and block.kind not in {BlockKind.HEAD, BlockKind.CELL, BlockKind.CAPTION}:
            found.append(number)
    found = _labelled_only(document, found)
    if not found and not notes:
        found = _closing(document)
    return sorted({*found, *notes})


def _labelled_only(document: Document, found: list[int]) -> list[int]:
    """Of what follows the head of a list, what is an entry: where entries have labels, blocks without one are none."""
    labelled = [n for n in found if document.blocks[n].label or _LABEL.match(document.words(document.blocks[n]))]
    return labelled if len(labelled) * 2 > len(found) else found


def _closing(document: Document) -> list[int]:
    """A list without a head at the end of the text: two or more blocks that begin with a number in brackets."""
    found: list[int] = []
    for number in range(len(document.blocks) - 1, -1, -1):
        match = _LABEL.match(document.words(document.blocks[number]))
        if match is None or not (match["box"] or match["raised"]):
            break
        found.append(number)
    return sorted(found) if len(found) > 1 else []


def _entry(document: Document, block: Block, order: int) -> Entry:
    words = document.words(block)
    match = _LABEL.match(words)
    label = next((lowered(value) for value in match.groupdict().values() if value), None) if match else None
    text = words[match.end() :] if match else _BACK.sub("", words)
    anchors = [a.target for a in document.anchors if block.start <= a.start < block.end and "://" in a.target]
    addresses = tuple(dict.fromkeys([*anchors, *(trimmed(m.group()) for m in URL.finditer(text))]))
    doi = next((trimmed(m.group()) for m in DOI.finditer(" ".join([text, *addresses]))), None)
    label = label or block.label or (None if entry_key(text) else str(order))
    return Entry(label, text.strip(), block.start, block.end, block.ids, addresses, doi, entry_key(text))


def trimmed(address: str) -> str:
    """An address without the punctuation of the sentence around it."""
    bare = address.rstrip(_TRAILING)
    return f"{bare})" if bare.count("(") > bare.count(")") else bare


def _marks(document: Document, body: Iterable[Block], entries: Sequence[Entry]) -> Iterator[Mark]:
    by_label = {entry.label.lower(): number for number, entry in reversed(list(enumerate(entries))) if entry.label}
    by_id = {identifier: number for number, entry in enumerate(entries) for identifier in entry.ids}
    rounds = bool(entries) and not any(_MARK.search(document.words(block)) for block in document.blocks)
    for block in body:
        words = document.words(block)
        yield from (
            _numbered(block, words, match, by_label)
            for match in _MARK.finditer(words)
            if _is_mark(words, match, by_label)
        )
        yield from (
            _numbered(block, words, match, by_label)
            for match in _ANNEX.finditer(words)
            if match["list"].lower() in by_label
        )
        if rounds:
            yield from (
                _numbered(block, words, match, by_label)
                for match in _ROUND.finditer(words)
                if _all_known(match["list"], by_label)
            )
        for start, end, keys in author_years(words):
            numbers = tuple(n for key in keys for n, entry in enumerate(entries) if entry.key and entry.key.fits(key))
            if numbers or any(entry.key for entry in entries):
                yield Mark(block.start + start, block.start + end, words[start:end], tuple(dict.fromkeys(numbers)))
        yield from _addresses(block, words)
    yield from _anchored(document, body, by_id)


def _is_mark(words: str, match: re.Match[str], by_label: dict[str, int]) -> bool:
    if match["up"] is None:
        return True
    before = words[: match.start()]
    if _UNIT_BEFORE.search(before):
        return False
    return bool(before) and _all_known(lowered(match["up"]), by_label)


def _all_known(text: str, by_label: dict[str, int]) -> bool:
    labels = list(labels_of(text))
    return bool(labels) and all(label in by_label for label in labels)


def _numbered(block: Block, words: str, match: re.Match[str], by_label: dict[str, int]) -> Mark:
    text = next(value for value in match.groupdict().values() if value)
    labels = (
        [text.lower()]
        if match.re is _ANNEX or (match.re is _MARK and (match["foot"] or match["note"]))
        else labels_of(lowered(text))
    )
    numbers = tuple(by_label[label] for label in labels if label in by_label)
    return Mark(
        block.start + match.start(), block.start + match.end(), words[match.start() : match.end()].strip(), numbers
    )


def labels_of(text: str) -> Iterator[str]:
    """The numbers of a list such as `3–5, 8`."""
    for part in re.split(r"[,;]", text):
        ends = [end.strip() for end in re.split(r"[–—-]", part) if end.strip()]
        if len(ends) == 2 and all(end.isdigit() for end in ends) and 0 <= int(ends[1]) - int(ends[0]) <= _WIDEST:
            yield from map(str, range(int(ends[0]), int(ends[1]) + 1))
        else:
            yield from ends


def _addresses(block: Block, words: str) -> Iterator[Mark]:
    for match in URL.finditer(words):
        address = trimmed(match.group())
        yield Mark(block.start + match.start(), block.start + match.start() + len(address), address, (), address)
    for match in DOI.finditer(words):
        if "/" not in words[max(0, match.start() - 1) : match.start()]:
            doi = trimmed(match.group())
            yield Mark(
                block.start + match.start(), block.start + match.start() + len(doi), doi, (), f"https://doi.org/{doi}"
            )


def _anchored(document: Document, body: Iterable[Block], by_id: dict[str, int]) -> Iterator[Mark]:
    """Links of the text: to an entry of the list, or to another page; a citation without an address leads to nothing."""
    places = [(block.start, block.end) for block in body]
    for anchor in document.anchors:
        if not any(start <= anchor.start < end for start, end in places):
            continue
        text = document.text[anchor.start : anchor.end]
        target = "#" + anchor.target.partition("#")[2]
        if target in by_id:
            yield Mark(anchor.start, anchor.end, text, (by_id[target],))
        elif anchor.target.startswith(("http://", "https://")):
            yield Mark(anchor.start, anchor.end, text, (), anchor.target)
        elif anchor.cited and not _is_linked(anchor, document.anchors):
            yield Mark(anchor.start, anchor.end, text)


def _is_linked(cited: Anchor, anchors: Iterable[Anchor]) -> bool:
    return any(a.start < cited.end and cited.start < a.end and not a.cited for a in anchors)


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Of marks that overlap, the one that leads somewhere, or else the first."""
    held: Mark | None = None
    for mark in marks:
        if held is not None and mark.start < held.end:
            if mark.resolved and not held.resolved:
                held = mark
            continue
        if held is not None:
            yield held
        held = mark
    if held is not None:
        yield held
