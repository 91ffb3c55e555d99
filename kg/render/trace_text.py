"""A trace on a terminal: first the two answers, then the tree with what changed on the hop where it changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING

from kg.model.words import Relation, Working
from kg.rdf.labels import label
from kg.render.answers import count, document_verdict, figure_verdict
from kg.render.safe import plain_text
from kg.render.words import change_words, day, figure_words, reading_words

if TYPE_CHECKING:
    from kg.lineage.evidence import Arc, Need
    from kg.render.answers import Verdict
    from kg.render.trace import Trace

# Past this many lines a terminal is the wrong place; the JSON holds everything.
MOST_LINES = 160
_DEEPEST = 8
_MARKS = {"made here": "●", "not traced further": "…", "goes round": "↻"}
_FIELDS = ("value", "unit", "area", "period")


def render_trace(trace: Trace, width: int = 80, color: bool = False) -> str:
    """The whole answer as text, `width` columns wide; nothing is told by colour alone."""
    tree = _Tree(trace, width)
    tree.node(trace.lineage.start, "", 0)
    shown = tree.lines
    if len(shown) > MOST_LINES:
        shown = [*shown[:MOST_LINES], f"… {len(shown) - MOST_LINES} more lines; --format json has them all"]
    blocks = [_headline(trace), _answers(trace), shown, _rest(trace)]
    lines: list[str] = []
    for block in blocks:
        lines.extend(part for line in block for part in _fold(line, width))
        lines.append("")
    lines.append(_closing(trace))
    return "\n".join(_bold(line) if color else line for line in lines) + "\n"


def _fold(line: str, width: int) -> list[str]:
    """A line broken at the width, its rest aligned under the text; a tree line keeps its stem."""
    if len(line) <= width:
        return [line]
    stem = line[: len(line) - len(line.lstrip(" │├└─"))].replace("├", "│").replace("└", " ").replace("─", " ")
    indent = stem + "  " if any(mark in line[:4] for mark in "│├└ ") else " " * 15
    return wrap(line, width, subsequent_indent=indent, break_on_hyphens=False, drop_whitespace=True)


def _bold(line: str) -> str:
    head = line.split("  ")[0]
    return f"\x1b[1m{head}\x1b[0m{line[len(head) :]}" if head and head == head.upper() else line


def _headline(trace: Trace) -> list[str]:
    graph, claim = trace.lineage.analysis.graph, trace.claim
    figure = getattr(claim, "figure", None)
    words = figure_words(figure, graph.areas) if figure else None
    source = graph.source_of(trace.lineage.start)
    says = getattr(claim, "says", None) or getattr(claim, "title", None) or claim.id
    kind = f", {source.kind}" if source and source.kind else ""
    lines = [words or plain_text(says)]
    if words and says:
        lines.append(plain_text(f"“{says}”" if says != words else ""))
    what = "Claim" if trace.lineage.start in graph.claims else "Source"
    lines.append(plain_text(f"{what} {claim.id}{kind}"))
    return [line for line in lines if line]


def _answers(trace: Trace) -> list[str]:
    found = trace.lineage
    own = [c for c in found.challenges if c.link.target in {found.start, getattr(trace.claim, "made_in", None)}]
    caveats = [c for c in own if c.caveat]
    against = [c for c in own if not c.caveat]
    document = document_verdict(trace)
    lines = [
        f"THE FIGURE     {_level(figure_verdict(trace))}",
        f"THIS DOCUMENT  {document.label}: {document.shows or ''}",
    ]
    names = ", ".join(trace.name(c.link.source) for c in against[:4])
    lines.append(
        f"CAVEATS        {len(caveats) or 'none'}"
        + (f", by its maker: {', '.join(trace.name(c.link.source) for c in caveats[:3])}" if caveats else " recorded")
    )
    lines.append(f"CHALLENGES     {len(against) or 'none'}" + (f": {names}" if against else " recorded"))
    standing = [word for word in found.standing if word not in {"no challenge recorded", "challenged"}]
    if standing:
        lines.append(f"STANDING       {', '.join(label('standing', word) for word in standing)}")
    return [plain_text(line) for line in lines]


def _level(verdict: Verdict) -> str:
    text = verdict.label
    if verdict.reach:
        text += f"; could reach {verdict.reach}"
    if verdict.why:
        text += f" ({verdict.why})"
    if verdict.provisional:
        text += "; provisional: not all of its path was read"
    if verdict.was:
        text += f"; {verdict.was}"
    return text


@dataclass(slots=True)
class _Tree:
    """The tree as lines, each node once; deeper than a terminal is wide it goes on without indenting."""

    trace: Trace
    width: int
    lines: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def node(self, start: str, stem: str, depth: int) -> None:
        """Everything under one node, without recursion: long chains are common."""
        graph = self.trace.lineage.analysis.graph
        waiting: list[tuple[str, str, Arc | Need | None, bool, int]] = [(start, stem, None, True, depth)]
        while waiting and len(self.lines) <= MOST_LINES * 50:
            node, stem, step, last, depth = waiting.pop()
            inner = stem
            if step is not None:
                inner = self._step(step, node, stem, last)
                if not node:
                    continue
            if node in self.seen:
                self.lines.append(f"{inner}↑ shown above")
                continue
            self.seen.add(node)
            self._end(node, inner)
            children: list[tuple[str, Arc | Need]] = [
                (arc.target if not arc.ends else "", arc) for arc in graph.alternatives.get(node, ())
            ]
            for need in graph.workings.get(node, ()):
                if need.grouped:
                    children.append(("", need))
                for member in need.members:
                    children.extend((arc.target if not arc.ends else "", arc) for arc in member)
            deeper = depth + 1 if depth < _DEEPEST else depth
            for number in range(len(children) - 1, -1, -1):
                target, child = children[number]
                waiting.append((target, inner if depth < _DEEPEST else stem, child, number == len(children) - 1, deeper))

    def _step(self, step: Arc | Need, node: str, stem: str, last: bool) -> str:
        from kg.lineage.evidence import Need

        elbow, rest = ("└─ ", "   ") if last else ("├─ ", "│  ")
        if isinstance(step, Need):
            self.lines.append(plain_text(f"{stem}{elbow}NEEDS ALL OF {len(step.members) + len(step.inputs)} INPUTS"))
            for part in step.inputs:
                value = f"value {part.value}" if part.value is not None else "NO VALUE GIVEN"
                self.lines.append(plain_text(f"{stem}{rest}  ○ {part.says}: {value}"))
            return stem + rest
        self.lines.append(plain_text(f"{stem}{elbow}{self._title(step, node)}"))
        inner = stem + rest
        same = self._same(step)
        if same:
            self.lines.append(f"{inner}  {same}")
        self.lines.extend(f"{inner}  {change_words(change)}" for change in step.hop.changes)
        if step.ends:
            outcome = step.link.outcome
            when = f" on {day(outcome.when.on)}" if outcome and outcome.when.on else ""
            self.lines.append(plain_text(f"{inner}  ○ {label('end', step.ends).upper()}{when}"))
        return inner

    def _title(self, arc: Arc, node: str) -> str:
        graph = self.trace.lineage.analysis.graph
        target = node or arc.target
        claim, source = graph.claims.get(target), graph.source_of(target)
        title = (source.title if source else None) or self.trace.name(target)
        issued = f", {source.issued.edtf[:4]}" if source and source.issued else ""
        name = f" [{self.trace.name(target)}]" if claim else ""
        where = f" ({arc.link.locator})" if arc.link.locator else ""
        extra = ", inferred" if arc.inferred else ", assumed" if arc.assumed else ""
        status = reading_words(claim.reading) if claim else "" if arc.ends or not source else reading_words(source.reading)
        verb = _verb(arc.link.relation)
        seen = f" — {status}{extra}" if status or extra else ""
        return f"{verb}  {title}{issued}{name}{where}{seen}"

    def _same(self, arc: Arc) -> str:
        graph = self.trace.lineage.analysis.graph
        citing, cited = graph.claims.get(arc.origin), graph.claims.get(arc.target)
        if arc.ends or not citing or not cited or not citing.figure or not cited.figure:
            return ""
        differing = {change.field for change in arc.hop.changes}
        stated = {
            "value": "low",
            "unit": "unit",
            "area": "area",
            "period": "period",
        }
        if arc.link.relation.is_working and graph.making(arc.origin) is not None:
            return ""
        kept = [
            name
            for name in _FIELDS
            if name not in differing
            and getattr(citing.figure, stated[name]) is not None
            and getattr(cited.figure, stated[name]) is not None
        ]
        return f"same {', '.join(kept)}" if kept else ""

    def _end(self, node: str, stem: str) -> None:
        analysis = self.trace.lineage.analysis
        kind = analysis.ends.leaf.get(node)
        if kind is None:
            return
        making = analysis.graph.making(node)
        record = analysis.graph.claims.get(node) or analysis.graph.sources.get(node)
        text = label("end", kind).upper()
        if kind == "made here" and making:
            text += f"  {making.how}" if making.how else ""
            unknown = making.working is Working.NOT_KNOWN
            text += f"; {'' if unknown else 'working: '}{label('working', making.working)}"
            if record is not None and record.reading.seen_in:
                text += f" [seen in {record.reading.seen_in}]"
        self.lines.append(plain_text(f"{stem}  {_MARKS.get(kind, '○')} {text}"))


def _verb(relation: Relation) -> str:
    return relation.value.replace("-", " ").upper()


def _rest(trace: Trace) -> list[str]:
    found = trace.lineage
    lines: list[str] = []
    if found.uncited:
        lines.append("ON RECORD, NOT CITED  " + ", ".join(trace.name(node) for node in found.uncited))
    if found.changed_elsewhere:
        changes = " · ".join(
            f"{trace.name(arc.origin)}: " + ", ".join(f"{c.before} → {c.after}" for c in arc.hop.changes if c.stops)
            for arc in found.changed_elsewhere
        )
        lines.append("CHANGED ELSEWHERE  " + changes)
    for challenge in found.challenges:
        on = f" on {label('challenge', challenge.link.on)}" if challenge.link.on else ""
        kind = "CAVEAT" if challenge.caveat else "CHALLENGE"
        same = ", in the same document" if challenge.same_document else ""
        replies = f"; replies: {', '.join(map(trace.name, challenge.replies))}" if challenge.replies else ""
        text = f"{trace.name(challenge.link.source)} {challenge.link.relation} {trace.name(challenge.link.target)}"
        lines.append(f"{kind}  {text}{on}{same}{replies}")
    for loop in found.loops:
        state = "has a way out" if loop.way_out else "no way out" if loop.asserted else "cannot tell until read"
        lines.append(f"LOOP  {' → '.join(trace.name(node) for node in loop.members)}: {state}")
    lines.extend(_findings(trace))
    if found.todo:
        lines.append("TO DO  " + "; ".join(f"{trace.name(t.node)}: {t.what}" for t in found.todo[:8]))
        if len(found.todo) > 8:
            lines[-1] += f"; and {len(found.todo) - 8} more"
    return [plain_text(line) for line in lines]


def _findings(trace: Trace) -> list[str]:
    """The findings about the claim itself in full; those further down the lineage counted by code, with where."""
    start = trace.lineage.start
    own = [f for f in trace.findings if f.node == start]
    lines = [f"{f.severity.upper():<6} {f.code}  {f.message}" for f in own]
    further: dict[tuple[str, str], list[str]] = {}
    for finding in trace.findings:
        if finding.node != start:
            nodes = further.setdefault((finding.severity, finding.code), [])
            if trace.name(finding.node) not in nodes:
                nodes.append(trace.name(finding.node))
    lines.extend(f"{severity.upper():<6} {code}  at {', '.join(nodes)}" for (severity, code), nodes in further.items())
    return lines


def _closing(trace: Trace) -> str:
    claims = sum(node in trace.lineage.analysis.graph.claims for node in trace.lineage.members)
    return (
        f"{count(claims, 'claim')}, {trace.rules_run} rules; {trace.cannot_tell} could not be judged. "
        "Grades documentation, not truth."
    )
