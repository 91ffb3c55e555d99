"""The figures of a page against what is on record: known, unknown, or a candidate; and where its references lead."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.compare.drift import compare
from kg.errors import HeadwaterError
from kg.formats.shorten_ids import shorten_ids
from kg.lineage.evidence import areas_of
from kg.lineage.gather import unique
from kg.model.identifiers import identify
from kg.model.plain_text import folded
from kg.rdf.labels import label
from kg.render.verdict_sentences import verdict_text
from kg.results.page_check import Known, Leads, PageFigure, PageReference, PageReport
from kg.workspace.trace import trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.compare.changes import Change
    from kg.model.figure import Figure
    from kg.model.records import Claim
    from kg.text.references import Mark
    from kg.text.statements import Statement, Statements
    from kg.workspace.opened import Opened

_LONG: Final = 4
_COMMON: Final = frozenset(
    "that with this from have were been their which would there about more than also over year years according least estimated some said "
    "were they when what into only other most each such them these those while where because between under after before".split()
)
_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
_LONGEST_NAME: Final = 5
_ENOUGH: Final = 3
_CENT: Final = Decimal("0.01")


class PageCheck:
    """Checks pages against one graph; what was traced once is not traced again."""

    def __init__(self, graph: Opened) -> None:
        self.graph = graph
        records = shorten_ids(unique(graph.store.records(graph.store.nodes())), graph.name_of)
        self.areas = areas_of(records)
        self.area_names = {name.casefold(): area.id for area in records.areas for name in (area.name, *area.also)}
        self.by_value: dict[tuple[Decimal | None, Decimal | None, bool], list[Claim]] = defaultdict(list)
        self.titles = {source.id: source.title or "" for source in records.sources}
        self.works = {key: source.id for source in records.sources for key in _keys(source.url, *source.same_as)}
        self.named = {folded(source.title): source.id for source in records.sources if source.title}
        self.origins = {claim.id for claim in records.claims if claim.making is not None}
        for claim in records.claims:
            if claim.figure is not None and claim.figure.low is not None:
                self.by_value[_value(claim.figure)].append(claim)
        self._verdicts: dict[str, tuple[str, tuple[str, ...]]] = {}

    def check(self, name: str, found: Statements) -> PageReport:
        """What is known of the figures of a page."""
        own = self._own(found)
        return PageReport(name, found, tuple(self._figure(one, found, own) for one in found.statements if one.figure))

    def _own(self, found: Statements) -> str | None:
        """The source on record that the page itself is."""
        return next((self.works[key] for key in _keys(found.document.url) if key in self.works), None)

    def _figure(self, statement: Statement, found: Statements, own: str | None) -> PageFigure:
        assert statement.figure is not None  # noqa: S101 - only those are asked for
        figure = statement.figure.figure
        if area := self._area(figure, statement):
            figure = figure.model_copy(update={"area": area})
        references = tuple(ref for one in statement.references for ref in self._leads(one.mark, one.later, found))
        findings = tuple(f"{ref.mark} leads to nothing" for ref in references if ref.leads is Leads.NOTHING)
        claims = self.by_value.get(_value(figure), []) if figure.low is not None else []
        scored = sorted(
            ((self._score(claim, figure, statement, own), claim) for claim in claims),
            key=lambda one: (-one[0], one[1].id),
        )
        if not scored:
            return PageFigure(statement, Known.UNKNOWN, findings=findings, references=references)
        score, claim = scored[0]
        source = self.titles.get(claim.made_in or "", "")
        if score < _ENOUGH:
            same = folded(statement.sentence) in {folded(text) for text in (claim.says, claim.quote) if text}
            return PageFigure(
                statement, Known.CANDIDATE, claim.id, source, findings=findings, references=references, same_words=same
            )
        changes = tuple(map(_change_words, compare(claim.figure, figure, self.areas))) if claim.figure else ()
        verdict, more = self._verdict(claim.id)
        return PageFigure(statement, Known.KNOWN, claim.id, source, changes, verdict, (*findings, *more), references)

    def _area(self, figure: Figure, statement: Statement) -> str | None:
        """The area of a figure by its id on record: the one stated, or the only one on record that its clause names."""
        if figure.area:
            return self.area_names.get(figure.area.casefold(), figure.area)
        place = statement.figure.start - statement.start if statement.figure else 0
        first = statement.sentence.rfind(";", 0, place) + 1
        last = statement.sentence.find(";", place)
        clause = statement.sentence[first : last if last > 0 else None]
        named = {self.area_names[name] for name in _names_in(clause) if name in self.area_names}
        return min(named) if len(named) == 1 else None

    def _score(self, claim: Claim, figure: Figure, statement: Statement, own: str | None) -> float:
        """How surely a claim with the same number is about the same thing: unit, place, time and words."""
        theirs = claim.figure
        if theirs is None:
            return 0.0
        score = 0.0
        if theirs.area and figure.area:
            score += 2 if theirs.area == figure.area else -2
        if theirs.period and figure.period and theirs.period.start and figure.period.start:
            apart = (theirs.period.end or theirs.period.start) < figure.period.start or (
                figure.period.end or figure.period.start
            ) < theirs.period.start
            score += -2 if apart else 1
        mine, units = _words(figure.unit or ""), _words(theirs.unit or "")
        if mine and units:
            score += 2 if mine & units else -1
        said = _words(
            " ".join(
                filter(
                    None, (claim.says, claim.quote, theirs.population, theirs.denominator, *self._area_names(theirs))
                )
            )
        )
        shared = said & _words(f"{statement.sentence} {statement.heading or ''}") - mine
        score += min(len(shared), 3)
        score += (theirs.qualifier is figure.qualifier) - 0.5 * (
            None not in {theirs.bound, figure.bound} and theirs.bound != figure.bound
        )
        return score + 0.25 * (claim.id in self.origins) + 0.5 * (claim.made_in == own and own is not None)

    def _area_names(self, figure: Figure) -> list[str]:
        return [name for name, area in self.area_names.items() if area == figure.area]

    def _verdict(self, claim: str) -> tuple[str, tuple[str, ...]]:
        if claim not in self._verdicts:
            try:
                found = trace(self.graph, claim)
                findings = tuple(
                    f"{one.code} {one.message}" for one in found.findings if self.graph.name_of(one.node) == claim
                )
                self._verdicts[claim] = verdict_text(found).text, findings
            except HeadwaterError as error:
                self._verdicts[claim] = str(error), ()
        return self._verdicts[claim]

    def _leads(self, mark: Mark, later: int, found: Statements) -> Iterable[PageReference]:
        if mark.address is not None:
            yield self._to([mark.address], "", mark.text, later)
            return
        for number in mark.entries:
            entry = found.references.entries[number]
            doi = [f"https://doi.org/{entry.doi}"] if entry.doi else []
            yield self._to([*doi, *entry.addresses], entry.text, mark.text, later)
        if not mark.entries:
            yield PageReference(mark.text, Leads.NOTHING, later=later)

    def _to(self, addresses: Sequence[str], text: str, mark: str, later: int) -> PageReference:
        known = next((self.works[key] for key in _keys(*addresses) if key in self.works), None) or self.named.get(
            folded(text)
        )
        if known:
            return PageReference(mark, Leads.RECORD, known, later)
        if addresses:
            return PageReference(mark, Leads.ADDRESS, addresses[0], later)
        return PageReference(mark, Leads.WORDS, text[:120], later)


def _names_in(clause: str) -> set[str]:
    """Every run of a few words that begins with a capital, in small letters."""
    words = _WORD.findall(clause)
    return {
        " ".join(words[first:last]).casefold()
        for first, word in enumerate(words)
        if word[0].isupper()
        for last in range(first + 1, min(first + _LONGEST_NAME, len(words)) + 1)
    }


def _change_words(change: Change) -> str:
    """What the page did to a field of the claim on record."""
    if change.kind == "dropped":
        return f"leaves out the {label('field', change.field)}: {change.before}"
    if change.kind == "added":
        return f"adds the {label('field', change.field)}: {change.after}"
    return f"changed the {label('field', change.field)}: {change.words}"


def _value(figure: Figure) -> tuple[Decimal | None, Decimal | None, bool]:
    """What makes two figures the same number."""
    low = figure.low.quantize(_CENT) if figure.low is not None and figure.share else figure.low
    high = figure.high.quantize(_CENT) if figure.high is not None and figure.share else figure.high
    return low, high, bool(figure.share)


def _keys(*texts: str | None) -> list[str]:
    return [found.key for text in texts if text and (found := identify(text))]


def _words(text: str) -> set[str]:
    words = (word.rstrip("s") for word in re.findall(r"[^\W\d_]+", text.lower()))
    return {word for word in words if len(word) >= _LONG and word not in _COMMON}
