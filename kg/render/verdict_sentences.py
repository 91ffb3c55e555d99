"""The verdict of a trace in one to three plain sentences, made from data by the patterns of the ontology.

A pattern is the label of a concept of the scheme `sentence`, with slots in braces. Which patterns apply follows from the
lineage alone. None of them praises or blames, and none says true or false; what is not known is said to be not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.errors import count
from kg.lineage.dead_references import looked_for
from kg.lineage.names import cited, places_seen
from kg.lineage.notices import corrected_to, notice_about, timing
from kg.model.words import Certainty, Checking, FigureOutcome, QuoteOutcome, ReadingStatus, Role, Shown, Working
from kg.rdf.labels import label
from kg.render.names import described, document_word
from kg.render.phrases import day
from kg.render.prose import changes_prose, figure_prose
from kg.render.safe import plain_text
from kg.render.sentence_patterns import Sentence, listed, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.lineage.loops import Loop
    from kg.model.figure import Figure
    from kg.model.link import Link
    from kg.model.records import Claim
    from kg.results.trace import Trace

_MADE: Final = {
    Certainty.COUNT: "counted it",
    Certainty.ESTIMATE: "estimated it",
    Certainty.PROJECTION: "projected it",
}
_PRODUCED: Final = "produced it"  # counted, estimated or projected: not recorded
# The fields that a sentence leaves out unless it is about them.
_SCOPE: Final = (
    "population",
    "denominator",
    "category",
    "period",
    "duration",
    "certainty",
    "comparator",
)
_GONE: Final = {"not found": "could not be found", "taken down": "was taken down", "lost": "is lost"}
# Documents in which people speak.
_SPOKEN: Final = frozenset({"speech", "transcript", "interview", "debate", "hearing", "Hansard record"})
# A chain that is told as repeated has at least so many claims beside the one asked about.
_SEVERAL: Final = 2


class VerdictText(Struct, frozen=True):
    """What is said first of a trace: `text` in plain words, `pattern` the names of its patterns, joined by `+`."""

    text: str
    pattern: str


def verdict_text(trace: Trace) -> VerdictText:
    """The verdict in one to three sentences; it follows from the lineage alone."""
    sentences = tuple(_Facts(trace).sentences())
    return VerdictText(" ".join(s.text for s in sentences), "+".join(s.pattern for s in sentences))


class _Facts:
    """What the patterns are filled from, looked up once."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.found = trace.lineage
        self.analysis = trace.lineage.analysis
        self.graph = self.analysis.graph
        self.start = trace.lineage.start
        self.this = f"this {document_word(self.graph, self.start)}"

    def sentences(self) -> Iterator[Sentence]:
        """The sentences in order: what the figure rests on, what is not known of it, what the document shows."""
        claim = self.graph.claims.get(self.start)
        yield from self._taken_back(self.start)
        yield from self._replaced(self.start, self.this)
        yield from self._told_of_the_claim(claim)
        yield from self._unlike_its_copy(claim)

    def _told_of_the_claim(self, claim: Claim | None) -> Iterator[Sentence]:
        if claim is not None and claim.figure is None:
            yield say("no-figure")
            closed = self._closed_loop()
            if "rests on withdrawn material" in self.found.standing and (back := self._nearest_taken_back()):
                yield from self._taken_back(back)
            else:
                yield self._circular(closed) if closed else self._rests_on()
            return
        if self.graph.making(self.start) is not None:
            yield self._made("made-by-itself", self.start)
            yield from self._unknown(self.start)
            return
        yield from self._lead()
        yield from self._shown()

    def _unlike_its_copy(self, claim: Claim | None) -> Iterator[Sentence]:
        """That the saved copy of the document does not hold what the record quotes or states."""
        check = claim.copy_check if claim is not None else None
        if check is None:
            return
        if check.quotation in {QuoteOutcome.ALTERED, QuoteOutcome.NOT_FOUND, QuoteOutcome.ELSEWHERE}:
            yield say("quotation-differs", this=self.this)
        elif check.figure in {FigureOutcome.DIFFERS, FigureOutcome.NOT_STATED}:
            yield say("figure-differs", this=self.this)

    def _rests_on(self) -> Sentence:
        """What a statement without a figure rests on directly."""
        targets = dict.fromkeys(
            self._described(arc.target)
            for arc in self.graph.arcs(self.start)
            if self.graph.work_of(arc.target) != self.graph.work_of(self.start)
        )
        return say("rests-on", sources=listed(list(targets))) if targets else say("rests-on-nothing")

    def _places(self, seen: str) -> str:
        """Where something was seen: the ids of documents as outlet and date, other words as they stand."""
        known = {self.trace.name(source): source for source in self.graph.sources}
        return places_seen(self.graph, seen, known)

    def _seen_only_here(self, node: str) -> bool:
        """Whether an origin was seen in the document asked about alone, which is then no second witness of it."""
        record, source = self.graph.claims.get(node), self.graph.source_of(self.start)
        if record is None or source is None or record.reading.was_read or not record.reading.seen_in:
            return False
        seen = record.reading.seen_in
        return bool({seen, self._places(seen)} & {self.trace.name(source.id), cited(self.graph, source.id)})

    def _lead(self) -> Iterator[Sentence]:
        limit, path = self.found.figure.limited_by, self.found.figure.best_path
        if "rests on withdrawn material" in self.found.standing and (back := self._nearest_taken_back()):
            yield from self._taken_back(back)
        elif limit is not None and limit.changed_from:
            yield from self._changed(limit.id, limit.changed_from)
        elif limit is not None and self._is_origin(self._origin(limit.id), on_path=path is not None):
            origin = self._origin(limit.id)
            alone = self._seen_only_here(origin)
            yield self._made("origin-by-itself-alone" if alone else "origin", origin)
            yield from self._unknown(origin)
            yield from self._replaced(origin, f"that {document_word(self.graph, origin)}")
        else:
            yield from self._without_origin()

    def _is_origin(self, node: str, on_path: bool) -> bool:
        """Whether a claim made its figure: on the strongest path, or at an end where no path is of any strength."""
        ends = any(end.node == node and end.kind == "made here" for end in self.found.ends)
        return self.graph.making(node) is not None and (on_path or ends)

    def _origin(self, identifier: str) -> str:
        """The claim that a limit is at; of a limit at a link, the claim at its far end."""
        return next((link.target for link in self.graph.links if link.id == identifier), identifier)

    def _made(self, pattern: str, node: str) -> Sentence:
        claim, making = self.graph.claims.get(node), self.graph.making(node)
        certainty = claim.figure.certainty if claim and claim.figure else None
        made = _MADE.get(certainty, _PRODUCED) if certainty else _PRODUCED
        basis = f" (basis: {plain_text(making.how)})" if making and making.how else ""
        spoken = (claim and claim.by) or document_word(self.graph, node) in _SPOKEN
        who = "the speaker" if spoken else "its authors"
        return say(pattern, source=self._described(node), this=self.this, who=who, made=made, basis=basis)

    def _unknown(self, node: str) -> Iterator[Sentence]:
        """What is not known of an origin: whether anyone here read it, who checked it, how it was worked out."""
        record, source, making = self.graph.claims.get(node), self.graph.source_of(node), self.graph.making(node)
        checked = (record.checked_by if record else None) or (source.checked_by if source else None)
        unchecked = checked in {None, Checking.NOT_KNOWN}
        unexplained = making is not None and making.working is Working.NOT_KNOWN
        if record is not None and self.graph.status(node) is ReadingStatus.RECORDED:
            yield say("reader-unknown", document=document_word(self.graph, node))
        elif record is not None and not record.reading.was_read and not self._seen_only_here(node):
            seen = record.reading.seen_in
            through = label("sentence", "part-seen").format(seen=self._places(seen)) if seen else ""
            yield say("unread", document=document_word(self.graph, node), seen=through)
        if unchecked or unexplained:
            yield say("both-unknown" if unchecked and unexplained else "unchecked" if unchecked else "unexplained")

    def _changed(self, link: str, before: str) -> Iterator[Sentence]:
        arcs = (arc for node in sorted(self.found.members) for arc in self.graph.arcs(node))
        arc = next((arc for arc in arcs if arc.link.id == link and arc.target == before), None)
        if arc is None:
            return
        first, here = self.graph.claims[before].figure, self.graph.claims[arc.origin].figure
        if first is None or here is None:
            return
        stops = [change for change in arc.hop.changes if change.stops]
        fields = {change.field for change in stops}
        yield say(
            "changed",
            source=self._described(before),
            before=self._short(first, fields),
            by=self.this if arc.origin == self.start else self._described(arc.origin),
            after=self._short(here, fields),
            changes=changes_prose(stops),
        )

    def _short(self, figure: Figure, fields: Collection[str] = ()) -> str:
        """A figure within a sentence: its number, what it counts and where, and whatever else the sentence is about."""
        left_out = [name for name in _SCOPE if not any(field.startswith(name) for field in fields)]
        return figure_prose(figure, self.graph.areas, left_out)

    def _without_origin(self) -> Iterator[Sentence]:
        ends = {end.kind: end for end in reversed(self.found.ends)}
        closed, first = self._closed_loop(), self._earliest()
        if closed:
            yield self._circular(closed)
        elif maybe := self._undecided_loop():
            yield self._circular(maybe, "maybe-circular")
        elif first is not None and self.found.figure.level == "none":
            yield from first
        elif "not in it" in ends:
            yield self._link_end("not-in-source", ends["not in it"].link)
        elif missing := next((kind for kind in _GONE if kind in ends), None):
            yield say("gone", source=self._described(ends[missing].node), gone=_GONE[missing])
        elif "names no source" in ends:
            yield self._node_end("gives-no-source", ends["names no source"].node)
        else:
            end = ends.get("not traced further")
            states = self.graph.states_figure(self.start)
            origins = [self._described(end.node) for end in self.found.ends if end.kind == "made here" and not states]
            if origins:
                yield say("reaches-origin", this=self.this, sources=listed(list(dict.fromkeys(origins))))
            if end or not origins:
                yield self._node_end("also-not-traced" if origins else "not-traced", end.node if end else self.start)

    def _closed_loop(self) -> Loop | None:
        """The loop in which a path of the claim ends, if one does."""
        if all(end.kind != "goes round" for end in self.found.ends):
            return None
        loops = (loop for loop in self.found.loops if loop.goes_round and set(loop.members) <= self.found.members)
        return next(loops, None)

    def _node_end(self, pattern: str, node: str) -> Sentence:
        if node == self.start and pattern != "also-not-traced":
            return say(f"{pattern}-itself", this=self.this)
        return say(pattern, source=self._described(node))

    def _link_end(self, pattern: str, identifier: str | None) -> Sentence:
        link = next((link for link in self.graph.links if link.id == identifier), None)
        if link is None:
            return self._node_end("not-traced", self.start)
        citing = self.this if link.source == self.start else self._described(link.source)
        return say(pattern, by=citing, source=self._described(link.target), when=self._when(link))

    def _when(self, link: Link) -> str:
        """When someone followed a reference in vain, else where that is reported."""
        arc = next((arc for arc in self.graph.arcs(link.source) if arc.link.id == link.id), None)
        found = looked_for(self.graph, arc) if arc else None
        if found is None:
            return ""
        if found.on:
            return f" (looked for on {day(found.on)})"
        return f" (according to {self._places(found.seen_in)})" if found.seen_in else ""

    def _undecided_loop(self) -> Loop | None:
        """A loop that the claim is in, and of which not all was read."""
        loops = (loop for loop in self.found.loops if not (loop.way_out or loop.asserted or loop.unnamed))
        return next((loop for loop in loops if self.start in loop.members), None)

    def _circular(self, loop: Loop, pattern: str = "circular") -> Sentence:
        sources = list(dict.fromkeys(self._described(node) for node in loop.members))
        circle = (
            "each of two documents rests on the other" if len(sources) == len("ab") else "documents rest on one another"
        )
        return say(pattern, circle=circle, sources=listed(sources))

    def _earliest(self) -> tuple[Sentence, ...] | None:
        """The earliest statement known of a chain without an origin; None where the claim itself is the earliest."""
        dated = [
            (issued, node)
            for node in sorted(self.found.members)
            if (issued := self.graph.issued(node)[0])
            and (claim := self.graph.claims.get(node))
            and claim.figure
            and claim.figure.number
        ]
        if len(dated) < _SEVERAL or min(dated)[1] == self.start:
            return None
        node = min(dated)[1]
        figure = self.graph.claims[node].figure
        asked = self.graph.claims[self.start].figure if self.start in self.graph.claims else None
        before = self._short(figure) if figure else ""
        same = asked is not None and before == self._short(asked)
        found = [say("earliest", source=self._described(node), figure="the same figure" if same else before)]
        repeats = {self.graph.work_of(other) for _, other in dated} - {self.graph.work_of(node)}
        if len(repeats) >= _SEVERAL:
            found.append(say("repeated", count=str(len(repeats))))
        return tuple(found)

    def _taken_back(self, node: str) -> Iterator[Sentence]:
        """By whom a claim or its source was corrected, retracted or withdrawn, and what figure the notice gives."""
        notice = notice_about(self.graph, self.analysis.standings, node)
        if notice is None:
            return
        who = cited(self.graph, notice.link.source) or self.trace.name(notice.link.source)
        pattern = "taken-back" if node == self.start else "rests-on-taken-back"
        this = self.this if node == self.start else self._described(node)
        by = label("noticed", notice.role) if notice.role else ""
        yield say(pattern, this=this, done=label("standing", notice.word), by=f" {by}" if by else "", notice=who)
        figure = corrected_to(self.graph, notice)
        if figure is not None:
            yield say("corrected-to", figure=self._short(figure))
        when = timing(self.graph, self.start, notice.link.source)
        if node != self.start and when is not None:
            yield say(f"came-{when}", this=self.this)

    def _replaced(self, node: str, this: str) -> Iterator[Sentence]:
        """That a newer statement or document took the place of one; `this` is the document within the sentence."""
        claim, known = self.graph.claims.get(node), self.analysis.standings.superseded
        link = known.get(node) or known.get((claim.made_in if claim else None) or node)
        if link is not None:
            yield say("replaced", this=this, newer=cited(self.graph, link.source) or self.trace.name(link.source))

    def _nearest_taken_back(self) -> str | None:
        """What the claim rests on that was corrected, retracted or withdrawn: what it leans on itself, else the first of the rest."""
        direct = [arc.target for arc in self.graph.arcs(self.start)]
        return next((node for node in (*direct, *sorted(self.found.members)) if self._is_noticed(node)), None)

    def _is_noticed(self, node: str) -> bool:
        return node != self.start and notice_about(self.graph, self.analysis.standings, node) is not None

    def _shown(self) -> Iterator[Sentence]:
        """What the document asked about shows its readers of where the figure is from."""
        arcs = [arc for arc in self.graph.arcs(self.start) if arc.link.relation.role is Role.EVIDENCE]
        if self.start not in self.graph.claims or not arcs:  # nothing recorded says nothing of what is shown
            return
        given = [arc for arc in arcs if arc.link.shown_as is Shown.REFERENCE]
        named = any(arc.link.shown_as is Shown.PROSE for arc in arcs)
        if not given:
            yield say("names-only" if named else "shows-nothing", this=self.this)
        elif all(arc.ends in {*_GONE, "not in it"} for arc in given):
            references, do = (
                ("the one reference", "does") if len(given) == 1 else (f"the {count(len(given), 'reference')}", "do")
            )
            pattern = "names-and-fails" if named else "references-fail"
            yield say(pattern, this=self.this, references=references, do=do)

    def _described(self, node: str) -> str:
        return described(self.graph, node, plain_text(self.trace.name(node)))
