"""A trace on a terminal: first the two answers, then the tree with what changed on the hop where it changed."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING

from kg.errors import count
from kg.lineage.names import cited
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.phrases import open_words
from kg.render.safe import plain_text
from kg.render.trace_notes import notes
from kg.render.trace_tree import MOST_LINES, TraceTree, clipped
from kg.render.two_answers import UNREAD, verdicts
from kg.render.verdict_sentences import verdict_text

if TYPE_CHECKING:
    from kg.lineage.standing import Challenge
    from kg.results.trace import Trace

# A tree of more lines than this is folded.
_SCREEN = 30
JSON_HINT = "; --format json has them all"
_MOST_NAMED = 4
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
_LABEL = re.compile(r"[A-Z][A-Z, ]*\s{2,}(?:[A-Z]\d\d\s{2})?")


def render_trace(trace: Trace, width: int = 80, color: bool = False, hint: str = JSON_HINT, full: bool = True) -> str:
    """The answer as text, `width` columns wide; colour is never the only sign. `hint` says where lines left out are.

    Without `full`, a tree longer than a screen is folded to what the document rests on directly and the strongest path.
    """
    tree = TraceTree(trace, width)
    tree.node(trace.lineage.start, "", 0)
    if not full and len(tree.lines) > _SCREEN:
        tree = TraceTree(trace, width, frozenset(trace.lineage.figure.best_path or ()))
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


def _how_many(claims: int) -> str:
    return count(claims, "claim") + (" (this one and those that it rests on)" if claims > 1 else "")


def _closing(trace: Trace) -> str:
    claims = sum(node in trace.lineage.analysis.graph.claims for node in trace.lineage.members)
    return plain_text(
        f"This grades documentation, not truth. {_how_many(claims)} checked against {count(trace.rules_run, 'rule')}"
        f"{open_words(trace.cannot_tell)}. Graph: {trace.graph_name}."
    )
