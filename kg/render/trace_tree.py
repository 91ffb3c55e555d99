"""The tree of a trace on a terminal: each step with what changed on it, and how each path ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from kg.errors import count
from kg.lineage.dead_references import looked_for
from kg.lineage.evidence import Need
from kg.lineage.names import cited, named, places_seen
from kg.lineage.notices import notice_about
from kg.lineage.restatement import same_fields
from kg.model.words import Relation
from kg.rdf.labels import label
from kg.render.notices import by_whom, now_words
from kg.render.phrases import change_words, day, reading_words
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.compare.drift import Change
    from kg.lineage.evidence import Arc, Evidence
    from kg.results.trace import Trace

# Past this many lines a terminal is the wrong place; the JSON holds everything.
MOST_LINES = 160
_DEEPEST = 8
_MOST_CHARACTERS = 400
_MARKS = {"made here": "●", "not traced further": "…", "goes round": "↻"}


def clipped(text: str) -> str:
    """As much of a text as a terminal wants; the JSON has all of it."""
    plain = plain_text(text[: _MOST_CHARACTERS + 1])
    return plain if len(plain) <= _MOST_CHARACTERS else f"{plain[:_MOST_CHARACTERS].rstrip()}…"


class TraceTree(Struct):
    """The tree as lines, each node once; deeper than a terminal is wide it goes on without indenting.

    With `only`, below the first level just the links of these ids are followed, and the others are counted.
    """

    trace: Trace
    width: int
    only: frozenset[str] | None = None
    lines: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def node(self, start: str, stem: str, depth: int) -> None:
        """Everything under one node, without recursion: long chains are common."""
        graph = self.trace.lineage.analysis.graph
        waiting: list[tuple[str, str, Arc | Need | None, bool, int]] = [(start, stem, None, True, depth)]
        while waiting and len(self.lines) <= MOST_LINES * 50:
            node, stem, step, last, depth = waiting.pop()
            inner = stem if step is None else self._step(step, node, stem, last)
            if isinstance(step, Need):
                children: list[Arc | Need] = [arc for member in step.members for arc in member]
            elif not node:
                continue
            elif node in self.seen:
                self.lines.append(f"{inner}  ↑ shown above")
                continue
            else:
                self.seen.add(node)
                self._end(node, inner)
                children = self._kept(_under(graph, node), inner, depth)
            deeper = depth + 1 if depth < _DEEPEST else depth
            for number in range(len(children) - 1, -1, -1):
                child = children[number]
                target = "" if isinstance(child, Need) or child.ends else child.target
                waiting.append(
                    (target, inner if depth < _DEEPEST else stem, child, number == len(children) - 1, deeper)
                )

    def _kept(self, children: list[Arc | Need], stem: str, depth: int) -> list[Arc | Need]:
        if self.only is None or depth == 0:
            return children
        kept = [child for child in children if isinstance(child, Need) or child.link.id in self.only]
        if len(kept) < len(children):
            self.lines.append(f"{stem}  … {count(len(children) - len(kept), 'more link')}; add --full to see them")
        return kept

    def _step(self, step: Arc | Need, node: str, stem: str, last: bool) -> str:
        elbow, rest = ("└─ ", "   ") if last else ("├─ ", "│  ")
        if isinstance(step, Need):
            self.lines.append(
                plain_text(f"{stem}{elbow}WORKED OUT FROM {_together(len(step.members) + len(step.inputs))}")
            )
            for part in step.inputs:
                value = f"value {part.value}" if part.value is not None else "NO VALUE GIVEN"
                self.lines.append(plain_text(f"{stem}{rest}  ○ {part.says}: {value}"))
            return stem + rest
        self.lines.append(plain_text(f"{stem}{elbow}{self._title(step, node)}"))
        inner = stem + rest
        if same := same_fields(self.trace.lineage.analysis.graph, step):
            self.lines.append(f"{inner}  same: {', '.join(label('field', name) for name in same)}")
        self.lines.extend(
            f"{inner}  {change_words(change)}{_apart(change, step.hop.changes)}" for change in step.hop.changes
        )
        if step.ends:
            guess = "PRESUMED by whoever recorded it; " if step.link.presumed and not step.link.outcome else ""
            when = self._looked_for(step)
            self.lines.append(plain_text(f"{inner}  ○ {guess}{label('end', step.ends).upper()}{when}"))
        return inner

    def _looked_for(self, arc: Arc) -> str:
        """When and by whom a reference was followed in vain, else where that is reported."""
        graph = self.trace.lineage.analysis.graph
        found = looked_for(graph, arc)
        if found is None:
            return ""
        when = f" on {day(found.on)}" if found.on else ""
        by = f" (looked for by {found.by})" if found.by else ""
        known = {self.trace.name(source): source for source in graph.sources}
        seen = f", according to {places_seen(graph, found.seen_in, known)}" if found.seen_in else ""
        return f"{when}{by}{seen}"

    def _title(self, arc: Arc, node: str) -> str:
        """The relation, then outlet and date, the title, the id, and how it was seen."""
        graph = self.trace.lineage.analysis.graph
        target = node or arc.target
        claim, source = graph.claims.get(target), graph.source_of(target)
        name = self.trace.name(target)
        title = clipped(source.title) if source and source.title else ""
        head = cited(graph, target) or name
        parts = [head, *([title] if title and not head.startswith(title) else [])]
        where = f" ({arc.link.locator})" if arc.link.locator else ""
        extra = ", inferred" if arc.inferred else ", link to the document as a whole" if arc.assumed else ""
        extra += f", {label('input', arc.link.used_for)}" if arc.link.used_for else ""
        status = "" if not claim and (arc.ends or not source) else reading_words(graph.status(target))
        record = claim or source
        if status and record and record.reading.part:
            status += f" ({record.reading.part})"
        seen = f" — {status}{extra}" if status or extra else ""
        ident = f" [{name}]" if head != name else ""
        return f"{_verb(arc.link.relation)}  {'. '.join(parts)}{ident}{where}{seen}"

    def _end(self, node: str, stem: str) -> None:
        analysis = self.trace.lineage.analysis
        if node in analysis.fallen:
            self.lines.append(plain_text(f"{stem}  × {_taken_back(self.trace, node)}"))
        kind = analysis.ends.leaf.get(node)
        if kind is None:
            return
        making = analysis.graph.making(node)
        record = analysis.graph.claims.get(node) or analysis.graph.sources.get(node)
        text = label("end", kind).upper()
        if kind == "made here" and making:
            text += f"  {making.how}" if making.how else ""
            text += f"; {label('working', making.working)}"
            if record is not None and record.reading.seen_in:
                known = {self.trace.name(source): source for source in analysis.graph.sources}
                text += f" [seen in {places_seen(analysis.graph, record.reading.seen_in, known)}]"
        self.lines.append(plain_text(f"{stem}  {_MARKS.get(kind, '○')} {text}"))


def _apart(change: Change, changes: Sequence[Change]) -> str:
    """That two numbers do not count the same, where they do not."""
    other_unit = change.field == "value" and any(other.field == "unit" and other.stops for other in changes)
    return " (numbers of different things)" if other_unit and change.kind == "changed" else ""


def _taken_back(trace: Trace, node: str) -> str:
    """By what a claim, or the source that it is made in, was taken back."""
    analysis = trace.lineage.analysis
    notice = notice_about(analysis.graph, analysis.standings, node)
    if notice is None:
        return ""
    word, by = label("standing", notice.word).upper(), by_whom(analysis.graph, notice)
    see = named(analysis.graph, notice.link.source, trace.name(notice.link.source))
    return f"{word}{by}; see {see}{now_words(analysis.graph, notice)}"


def _under(graph: Evidence, node: str) -> list[Arc | Need]:
    """What stands below a node: its links, single inputs, and inputs that are needed together, each group as one."""
    children: list[Arc | Need] = list(graph.alternatives.get(node, ()))
    for need in graph.workings.get(node, ()):
        if need.grouped:
            children.append(need)
        else:
            children.extend(arc for member in need.members for arc in member)
    return children


def _together(inputs: int) -> str:
    return "ONE INPUT" if inputs == 1 else f"ALL OF THESE {inputs} INPUTS TOGETHER"


def _verb(relation: Relation) -> str:
    return label("relation", relation).upper()
