"""A trace as an editor prints or pastes it: sections of paragraphs, lists and tables, with numbered references.

Built once; `report_markdown` and `report_html` write it down, so both say the same.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from kg.errors import count
from kg.model.figure_fields import FIELDS
from kg.model.number import plain
from kg.rdf.labels import label
from kg.render.build_picture import trace_picture
from kg.render.safe import clip, plain_text
from kg.render.trace_notes import remarks
from kg.render.two_answers import verdicts
from kg.render.verdict_sentences import verdict_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lineage.standing import Challenge
    from kg.model.figure import Figure
    from kg.model.figure_fields import FigureField
    from kg.render.picture import Edge, Node, Picture
    from kg.results.trace import Trace

_LONGEST: Final = 400
_DIGITS: Final = 12


class Span(Struct, frozen=True):
    """A piece of text: plain, `strong`, `em`, a `link` to the web or a `note` with the number of a reference."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


class Section(Struct, frozen=True):
    """Paragraphs, then a table of two columns, then a list; any of them may be empty."""

    heading: str
    paragraphs: tuple[Line, ...] = ()
    table: tuple[tuple[str, str], ...] = ()
    items: tuple[Line, ...] = ()


class Report(Struct, frozen=True):
    """The whole: title, sections, numbered references and a closing line."""

    title: str
    sections: tuple[Section, ...]
    references: tuple[Line, ...]
    closing: str


class _Notes(Struct):
    """Numbers for what is referred to, in the order in which it is first mentioned."""

    picture: Picture
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def to(self, node: Node | None) -> Span:
        """The note for the source of a box; the same source at the same place has the same number. None has none."""
        if node is None:
            return Span("")
        key = (node.document, node.locator, node.reading or "", node.reading_note)
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            self.lines.append(reference(node))
        return Span(str(self.numbers[key]), "note")


def report(trace: Trace) -> Report:
    """The report of a trace."""
    picture = trace_picture(trace)
    notes = _Notes(picture)
    start = next(node for node in picture.nodes if node.start)
    sections = [
        _claim(trace, start, notes),
        Section("The verdict", ((Span(verdict_text(trace).text),),)),
        _answers(trace),
        _ends(trace, notes),
        _hops(picture, notes),
        _spoken(trace, notes),
        _findings(picture),
        _more(trace),
        Section("To do", items=tuple((Span(node, "strong"), Span(f": {what}")) for node, what in picture.todo)),
    ]
    kept = tuple(s for s in sections if s.paragraphs or s.table or s.items)
    return Report(picture.title, kept, tuple(notes.lines), f"{picture.closing} Graph {picture.graph_name}.")


def reference(node: Node) -> Line:
    """A source as a reference: who, what, when, where in it, how it was seen."""
    cited = node.cited
    who = cited.authors or cited.publisher
    spans = [Span(f"{who}. " if who else ""), Span(cited.title or node.head, "em")]
    publisher = cited.publisher if cited.publisher != who else ""
    rest = ", ".join(part for part in (cited.kind, publisher, cited.issued) if part)
    spans.append(Span(f" ({rest})" if rest else ""))
    spans.append(Span(f", {node.locator}" if node.locator else ""))
    spans.append(Span(". "))
    if node.url:
        spans += [Span(node.url, "link"), Span(". ")]
    if node.copy:
        spans += [Span("Saved copy: "), Span(node.copy, "link"), Span(". ")]
    seen = label("reading", node.reading) if node.reading else ""
    status = "; ".join(part for part in (seen, node.reading_note, node.access) if part)
    spans.append(Span(f"[{status}]" if status else ""))
    return tuple(span for span in spans if span.text)


def _claim(trace: Trace, start: Node, notes: _Notes) -> Section:
    claim = trace.claim
    figure = getattr(claim, "figure", None)
    said: list[Span] = [Span(start.says or start.head), notes.to(start)]
    lines: list[Line] = [tuple(said)]
    if start.quote:
        lines.append((Span(f"In its own words: “{start.quote}”"),))
    lines.append((Span(f"{start.id}. {start.cited.title}", "em"),))
    if start.standing:
        lines.append((Span(f"Status: {', '.join(start.standing)}.", "strong"),))
    return Section("The claim", tuple(lines), tuple(_scope(trace, figure)) if figure else ())


def _scope(trace: Trace, figure: Figure) -> Iterator[tuple[str, str]]:
    """The figure with everything that scopes it, field by field as the table of fields has them; silence is left out."""
    shown: dict[str, list[str]] = {}
    for row in FIELDS:
        words = _words(trace, figure, row)
        if words:
            shown.setdefault(row.label, []).append(words)
    for name, values in shown.items():
        yield label("field", name), plain_text(", ".join(values))


def _words(trace: Trace, figure: Figure, row: FigureField) -> str | None:
    """One field of a figure in words; None for silence, and for what another field shows."""
    if row.name in {"low", "high", "step", "conservative"}:
        return None
    if row.name == "stated":
        return figure.number
    if row.name == "qualifier":
        return figure.hedged
    value = getattr(figure, row.name)
    if value is None:
        return None
    if row.name == "share":
        return "share" if value else "count"
    if row.codec == "flag":
        return row.name if value else None
    if row.codec == "node":
        return trace.lineage.analysis.graph.areas.name(value)
    if row.name in {"unknowns", "basis"}:
        return label(row.codec, value)
    return plain(value) if isinstance(value, Decimal) else str(value)


def _answers(trace: Trace) -> Section:
    lines: list[Line] = [(Span(f"{v.heading}: ", "strong"), Span(f"{v.words}.")) for v in verdicts(trace)]
    lines.append((Span("They grade how the figure is documented, not whether it is right.", "em"),))
    return Section("The two answers", tuple(lines))


def _ends(trace: Trace, notes: _Notes) -> Section:
    """One line for each place where paths end."""
    nodes = notes.picture.by_id
    items: list[Line] = []
    for end in trace.lineage.ends:
        name = plain_text(trace.name(end.node))
        node = nodes.get(f"{name} ({end.kind})") if end.link else nodes.get(name)
        title = node.head if node else name
        spans = [Span(label("end", end.kind), "strong"), Span(f": {title}"), notes.to(node)]
        if node and node.note:
            spans.append(Span(f"; {node.note}"))
        if node and node.backing and end.kind == "made here":
            spans.append(Span(f"; {label('backing', node.backing)}"))
        spans.append(Span(f" ({_paths(end.paths)})"))
        items.append(tuple(spans))
    return Section("Where each path ends", items=tuple(items))


def _paths(number: int) -> str:
    digits = str(number)
    return count(number, "path") if len(digits) <= _DIGITS else f"a number of paths with {len(digits)} digits"


def _hops(picture: Picture, notes: _Notes) -> Section:
    """Every step, with what differs across it."""
    by_id = picture.by_id
    # Inputs that are needed together hang on a junction; what is meant is the claim that needs them.
    owner = {edge.target: edge.source for edge in picture.edges if by_id[edge.target].kind == "all of"}
    items: list[Line] = []
    for edge in picture.edges:
        target = by_id[edge.target]
        if edge.role not in {"evidence", "input"} or target.kind == "all of":
            continue
        source = by_id[owner.get(edge.source, edge.source)]
        verb = "needs, stated in itself," if target.kind == "input" else edge.label
        spans = [
            Span(clip(source.head, _LONGEST)),
            notes.to(source),
            Span(f" {verb}", "strong"),
            Span(f" {clip(target.head, _LONGEST)}"),
            *([] if target.kind == "input" else [notes.to(target)]),
        ]
        if edge.source in owner:
            spans.append(Span(f" ({by_id[edge.source].head})"))
        spans.append(Span(f": {target.note}." if target.kind == "input" else _how(edge)))
        if edge.best:
            spans.append(Span(" Best path.", "em"))
        items.append(tuple(span for span in spans if span.text))
    return Section("Step by step", items=tuple(items))


def _how(edge: Edge) -> str:
    """How a step is shown, where, and what differs."""
    shown = label("shown", edge.shown) if edge.shown and edge.shown != "reference" else ""
    where = ", ".join(part for part in (shown, edge.locator, edge.guess or "") if part)
    differs = "; ".join([shift.text for shift in edge.shifts] + ([edge.same] if edge.same else []))
    limit = " This limits the figure." if edge.limit else ""
    return (f" ({where})" if where else "") + (f": {differs}." if differs else ".") + limit


def _spoken(trace: Trace, notes: _Notes) -> Section:
    """Challenges and caveats with the replies to them, and what supports the lineage."""
    nodes = notes.picture.by_id
    found = trace.lineage

    def told(name: str) -> tuple[Span, ...]:
        node = nodes.get(plain_text(trace.name(name)))
        return Span(clip(node.says or node.head, _LONGEST) if node else plain_text(trace.name(name))), notes.to(node)

    def line(challenge: Challenge) -> Line:
        link = challenge.link
        kind = "Caveat by its maker" if challenge.caveat else "Challenge"
        about = f" {label('challenge', link.on)} of" if link.on else ""
        same = ", in the same document" if challenge.same_document else ""
        spans = [
            Span(f"{kind}{same}: ", "strong"),
            *told(link.source),
            Span(f" {label('relation', link.relation).capitalize()}{about} {plain_text(trace.name(link.target))}."),
        ]
        for reply in challenge.replies:
            spans += [Span(" Reply: ", "strong"), *told(reply)]
        if not challenge.replies:
            spans.append(Span(" No reply recorded."))
        return tuple(spans)

    items = [line(challenge) for challenge in found.challenges]
    items += [
        (
            Span("Support: ", "strong"),
            *told(link.source),
            Span(f" {label('relation', link.relation).capitalize()} {plain_text(trace.name(link.target))}."),
        )
        for link in found.corroborations
    ]
    nothing: tuple[Line, ...] = () if items else ((Span("No challenge is recorded."),),)
    return Section("Challenges, caveats and support", nothing, items=tuple(items))


def _findings(picture: Picture) -> Section:
    items = tuple(
        (
            Span(f"{label('severity', flag.severity)} {flag.code} ", "strong"),
            Span(f"{flag.message} ({flag.node}) "),
            Span("How to put it right: ", "em"),
            Span(flag.fix),
        )
        for flag in picture.flags
    )
    nothing: tuple[Line, ...] = () if items else ((Span("None."),),)
    return Section("Findings", nothing, items=items)


def _more(trace: Trace) -> Section:
    """What else is on record: origins, what became of the figure elsewhere and before, loops, and what came too late."""
    items: list[Line] = [(Span(f"{heading}: ", "strong"), Span(text)) for heading, text in remarks(trace)]
    better = [plain_text(trace.name(other.claim)) for other in trace.lineage.better]
    if better:
        items.append((Span("Better documented, of another scope: ", "strong"), Span(", ".join(better))))
    return Section("Also on record", items=tuple(items))
