"""A trace on a terminal: first the two answers, then the tree with what changed on the hop where it changed."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kg.errors import count
from kg.lineage.dead_references import looked_for
from kg.lineage.evidence import Need
from kg.lineage.names import cited, named, places_seen
from kg.lineage.notices import notice_about
from kg.model.figure_words import figure_words
from kg.model.words import Relation
from kg.rdf.labels import label
from kg.render.notices import by_whom, now_words
from kg.render.phrases import change_words, day, open_words, reading_words
from kg.render.safe import plain_text
from kg.render.trace_notes import notes
from kg.render.two_answers import UNREAD, verdicts
from kg.render.verdict_sentences import verdict_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.compare.drift import Change
    from kg.lineage.evidence import Arc, Evidence
    from kg.lineage.standing import Challenge
    from kg.results.trace import Trace

# Past this many lines a terminal is the wrong place; the JSON holds everything.
MOST_LINES = 160
# A tree of more lines than this is folded.
_SCREEN = 30
JSON_HINT = "; --format json has them all"
_DEEPEST = 8
_MOST_NAMED = 4
_MOST_CHARACTERS = 400
_MARKS = {"made here": "●", "not traced further": "…", "goes round": "↻"}
_SIGNS = {
    "●": "the figure of this source was made here",
    "○": "the path ends here",
    "…": "not followed further",
    "↻": "goes back to where it began",
    "×": "taken back",
    "≠": "changed, and the source does not document it as changed",
    "~": "a smaller change; the source still documents it",
    "?": "may have changed; read the source",
}
_FIELDS = ("value", "unit", "area", "period")
_LABEL = re.compile(r"[A-Z][A-Z, ]*\s{2,}(?:[A-Z]\d\d\s{2})?")


def render_trace(trace: Trace, width: int = 80, color: bool = False, hint: str = JSON_HINT, full: bool = True) -> str:
    """The answer as text, `width` columns wide; colour is never the only sign. `hint` says where lines left out are.

    Without `full`, a tree longer than a screen is folded to what the document rests on directly and the strongest path.
    """
    tree = _Tree(trace, width)
    tree.node(trace.lineage.start, "", 0)
    if not full and len(tree.lines) > _SCREEN:
        tree = _Tree(trace, width, frozenset(trace.lineage.figure.best_path or ()))
        tree.node(trace.lineage.start, "", 0)
    shown = tree.lines
    if len(shown) > MOST_LINES:
        shown = [*shown[:MOST_LINES], f"… {count(len(shown) - MOST_LINES, 'more line')}{hint}"]
    lines: list[str] = []
    for paragraph in (_headline(trace), [verdict_text(trace).text]):
        lines += [
            part for line in paragraph for part in wrap(line, width, break_on_hyphens=False, break_long_words=False)
        ] + [""]
    for block in (_answers(trace), [*shown, *_signs(shown)], notes(trace, full)):
        lines.extend(part for line in block for part in _fold(line, width))
        if block:
            lines.append("")
    lines.extend(wrap(_closing(trace), width, break_on_hyphens=False, break_long_words=False))
    return "\n".join(_bold(line) if color else line for line in lines) + "\n"


def _signs(lines: list[str]) -> list[str]:
    """What the signs in a tree mean, of those that stand in it."""
    used = [f"{sign} {meaning}" for sign, meaning in _SIGNS.items() if any(f" {sign} " in line for line in lines)]
    return ["", f"Signs: {'; '.join(used)}."] if used else []


def _fold(line: str, width: int) -> list[str]:
    """A line broken at the width, its rest aligned under the text; a tree line keeps its stem."""
    if len(line) <= width:
        return [line]
    stem = line[: len(line) - len(line.lstrip(" │├└─"))].replace("├", "│").replace("└", " ").replace("─", " ")
    label_ = _LABEL.match(line)
    indent = stem + "  " if line[:1] in "│├└ " else " " * min(len(label_[0]), 15) if label_ else "  "
    return wrap(
        line, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False, drop_whitespace=True
    )


def _bold(line: str) -> str:
    head = line.split("  ")[0]
    return f"\x1b[1m{head}\x1b[0m{line[len(head) :]}" if head and head == head.upper() else line


def _headline(trace: Trace) -> list[str]:
    """The figure, or what is said where there is none; then the document it stands in, with the id after it."""
    graph, claim, start = trace.lineage.analysis.graph, trace.claim, trace.lineage.start
    figure = getattr(claim, "figure", None)
    says = getattr(claim, "says", None) or getattr(claim, "title", None) or claim.id
    quote = getattr(claim, "quote", None)
    lines = [figure_words(figure, graph.areas) if figure else clipped(says)]
    if figure and says != lines[0]:
        lines.append(clipped(says))
    bare = figure and (lines[0].startswith("Ranked") or not (figure.unit or figure.denominator))
    if bare and len(lines) > 1:  # “Ranked first” says nothing by itself
        lines = [lines[1], f"Figure: {lines[0][:1].lower()}{lines[0][1:]}"]
    if quote:
        lines.append(f"In its own words: “{clipped(quote)}”")
    source = graph.source_of(start)
    kind = plain_text(source.kind) if source and source.kind else "Claim" if start in graph.claims else "Source"
    document = ", ".join(part for part in (kind[:1].upper() + kind[1:], cited(graph, start)) if part)
    return [*lines, plain_text(f"{document} ({claim.id})")]


def clipped(text: str) -> str:
    """As much of a text as a terminal wants; the JSON has all of it."""
    plain = plain_text(text[: _MOST_CHARACTERS + 1])
    return plain if len(plain) <= _MOST_CHARACTERS else f"{plain[:_MOST_CHARACTERS].rstrip()}…"


def _answers(trace: Trace) -> list[str]:
    found = trace.lineage
    caveats = [c for c in found.challenges if c.caveat]
    against = [c for c in found.challenges if not c.caveat]
    own = [c for c in against if c.link.target in {found.start, getattr(trace.claim, "made_in", None)}]
    further = len(against) - len(own)
    here = [c for c in caveats if c.link.target in {found.start, getattr(trace.claim, "made_in", None)}]
    there = [c for c in caveats if c not in here]
    noted = [f"{len(here)} by its authors: {_said_by(trace, here)}"] if here else []
    noted += [f"{len(there)} by the authors of what it rests on: {_said_by(trace, there)}"] if there else []
    answers = verdicts(trace)
    both = all(verdict.provisional for verdict in answers)
    rows = [(verdict.heading, verdict.lasting if both else verdict.words) for verdict in answers]
    rows += [("Provisional", f"both grades above may change: {UNREAD}")] if both else []
    rows.append(("Caveats", "; ".join(noted) or "none recorded"))
    text = (
        f"{len(own)} to this claim: {_said_by(trace, own)}"
        if own
        else "none to this claim"
        if further
        else "none recorded"
    )
    rows.append(("Challenges", text + (f"; {further} to what it rests on" if further else "")))
    standing = [word for word in found.standing if word not in {"no challenge recorded", "challenged"}]
    if standing:
        rows.append(("Status", ", ".join(label("standing", word) for word in standing)))
    wide = max(len(heading) for heading, _ in rows) + 2
    return [plain_text(f"{heading.upper():<{wide}}{text}") for heading, text in rows]


def _said_by(trace: Trace, challenges: list[Challenge]) -> str:
    """Who said it, when and on what, for the first few."""
    graph = trace.lineage.analysis.graph
    named = []
    for challenge in challenges[:_MOST_NAMED]:
        link = challenge.link
        who = cited(graph, link.source) or trace.name(link.source)
        about = f"on {label('challenge', link.on).removeprefix('on ')}" if link.on else ""
        named.append(f"{about} ({who})" if about else who)
    more = len(challenges) - _MOST_NAMED
    return "; ".join(dict.fromkeys(named)) + (f"; and {more} more" if more > 0 else "")


class _Tree(Struct):
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
        same = self._same(step)
        if same:
            self.lines.append(f"{inner}  {same}")
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

    def _same(self, arc: Arc) -> str:
        graph = self.trace.lineage.analysis.graph
        citing, cited = graph.claims.get(arc.origin), graph.claims.get(arc.target)
        if arc.ends or not citing or not cited or not citing.figure or not cited.figure:
            return ""
        differing = {change.field for change in arc.hop.changes}
        if "variable" in differing:
            return ""  # the same number of another thing is not the same value
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
        return f"same: {', '.join(label('field', name) for name in kept)}" if kept else ""

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


def _how_many(claims: int) -> str:
    return count(claims, "claim") + (" (this one and those that it rests on)" if claims > 1 else "")


def _closing(trace: Trace) -> str:
    claims = sum(node in trace.lineage.analysis.graph.claims for node in trace.lineage.members)
    return plain_text(
        f"This grades documentation, not truth. {_how_many(claims)} checked against {count(trace.rules_run, 'rule')}"
        f"{open_words(trace.cannot_tell)}. Graph: {trace.graph_name}."
    )
