"""Sources and claims of some records that may be one: proposals for a person to accept, never merged by themselves.

`kg duplicates --accept` writes them as `same as`; `kg.store.same_works` joins what is said to be the same.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.model.identifiers import identify
from kg.model.plain_text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.model.records import Claim, Records, Source

# How like two titles must be, in per cent, and how many neighbours in the order of titles each is compared with.
_ALIKE: Final = 92.0
_NEIGHBOURS: Final = 8
# Shorter titles say too little: “Annual report”.
_SHORTEST_TITLE: Final = 12
_MOST_SHARED: Final = 50


class Proposal(Struct, frozen=True):
    """Two records that may be one, and why: `kind` is source or claim."""

    kind: str
    first: str
    second: str
    why: str


def duplicates(records: Records) -> list[Proposal]:
    """The proposals for some records, the surest first; what is joined already is not proposed again."""
    works = _Works(records)
    found: dict[tuple[str, str], Proposal] = {}
    for proposal in (*_by_identifier(records.sources, works), *_by_title(records.sources, works)):
        found.setdefault((proposal.first, proposal.second), proposal)
    return [*found.values(), *_claims(records.claims, works)]


class _Works:
    """Which sources are one work already: they share an identifier that is none of a page, or are joined by `same as`."""

    def __init__(self, records: Records) -> None:
        self._above: dict[str, str] = {}
        holder: dict[str, str] = {}
        for source in records.sources:
            for text in (source.id, *source.same_as):
                identifier = identify(text)
                if identifier is not None and identifier.scheme != "web":
                    self._join(source.id, holder.setdefault(identifier.key, source.id))
            for other in source.same_as:
                self._join(source.id, other)

    def of(self, source: str) -> str:
        """The source that stands for a work."""
        while (above := self._above.get(source, source)) != source:
            source = above
        return source

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        if first != second:
            self._above[second] = first

    def proposal(self, one: str, other: str, why: str) -> Iterator[Proposal]:
        """A proposal for two sources, unless they are one work already."""
        if self.of(one) != self.of(other):
            first, second = sorted((one, other))
            yield Proposal("source", first, second, why)


def _by_identifier(sources: Iterable[Source], works: _Works) -> Iterator[Proposal]:
    """Sources with the same address, or of which one's address is an identifier of the other."""
    holders: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        stated = (source.url, source.snapshot.at if source.snapshot else None, *source.same_as)
        for key in dict.fromkeys(found.key for text in stated if text and (found := identify(text))):
            holders[key].append(source.id)
    for key, ids in holders.items():
        for other in ids[1:_MOST_SHARED]:
            yield from works.proposal(ids[0], other, f"both have {key.partition(':')[2] or key}")


def _by_title(sources: Iterable[Source], works: _Works) -> Iterator[Proposal]:
    """Sources whose titles say the same, published in the same year or without a date."""
    from rapidfuzz import fuzz

    titled = [(_title(source), source) for source in sources]
    titled = sorted(
        ((title, source) for title, source in titled if len(title) >= _SHORTEST_TITLE),
        key=lambda pair: (pair[0], pair[1].id),
    )
    for at, (title, source) in enumerate(titled):
        for other_title, other in titled[at + 1 : at + 1 + _NEIGHBOURS]:
            years = {_year(source), _year(other)} - {""}
            if len(years) > 1 or _of_other_makers(source, other):
                continue
            if fuzz.ratio(title, other_title) < _ALIKE or _numbers(title) != _numbers(other_title):
                continue
            when = f", {years.pop()}" if years else ", without a date"
            yield from works.proposal(source.id, other.id, f"the same title{when}: {source.title}")


def _of_other_makers(one: Source, other: Source) -> bool:
    """Whether both name their makers, and none in common: two outlets give one story one title."""
    makers, others = {*one.publisher, *one.authors}, {*other.publisher, *other.authors}
    return bool(makers and others) and not makers & others


def _title(source: Source) -> str:
    return folded(source.title or "")


def _numbers(title: str) -> list[str]:
    """The numbers of a title: volume 1 and volume 2 are two works, however like their titles are."""
    return [word for word in title.split() if any(map(str.isdigit, word))]


def _year(source: Source) -> str:
    return source.issued.edtf[:4] if source.issued else ""


def _claims(claims: Iterable[Claim], works: _Works) -> Iterator[Proposal]:
    """Claims in one work that say the same words, or give the same number of the same thing."""
    proposed: set[tuple[str, str]] = set()
    listed = [claim for claim in claims if claim.made_in]
    for why, key_of in (("the same words", _words), ("the same number of the same thing", _number)):
        for first, second in _pairs(listed, works, key_of):
            if (first.id, second.id) not in proposed:
                proposed.add((first.id, second.id))
                number = f": {first.figure.number}" if key_of is _number and first.figure else ""
                yield Proposal("claim", first.id, second.id, f"{why} in one work{number}")


def _pairs(
    claims: list[Claim], works: _Works, key_of: Callable[[Claim], tuple[object, ...] | None]
) -> Iterator[tuple[Claim, Claim]]:
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if (key := key_of(claim)) is not None:
            groups[(works.of(claim.made_in or ""), *key)].append(claim)
    for group in groups.values():
        ordered = sorted(group, key=lambda claim: claim.id)
        yield from ((ordered[0], other) for other in ordered[1:_MOST_SHARED])


def _words(claim: Claim) -> tuple[object, ...] | None:
    return (folded(claim.says),) if claim.says else None


def _number(claim: Claim) -> tuple[object, ...] | None:
    """What makes two figures the same: number, unit, area, period, category and what is measured; silence is not the same."""
    figure = claim.figure
    if figure is None or figure.low is None or not (figure.unit or claim.about):
        return None
    scope = (figure.unit, figure.population, figure.denominator, figure.category, figure.comparator)
    period = figure.period.edtf if figure.period else None
    number = (figure.low, figure.high, figure.share, figure.multiple, figure.change)
    return (*number, *(folded(text or "") for text in scope), figure.area, period, claim.about)
