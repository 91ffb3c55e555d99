"""What stands below the tree of a trace: origins, what became of the figure, who said what against it, findings, to-dos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import count
from kg.lineage.standing import speakers
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.phrases import change_words
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.compare.drift import Change
    from kg.lineage.loops import Loop
    from kg.lineage.standing import Challenge
    from kg.results.trace import Trace

# A heading and a text.
Note = tuple[str, str]
_MOST_TODO = 8
# A figure that was restated once has its changes on that hop.
_SEVERAL_HOPS = 2


def notes(trace: Trace) -> list[str]:
    """The notes as lines of a terminal, each with its heading in capitals."""
    parts = (_origins, _figure, _time, _acting, _findings, _todo)
    return [plain_text(f"{heading.upper()}  {text}") for part in parts for heading, text in part(trace)]


def remarks(trace: Trace) -> tuple[Note, ...]:
    """The notes on origins, on how the figure changed, and on time."""
    return tuple((heading, plain_text(text)) for part in (_origins, _figure, _time) for heading, text in part(trace))


def _names(trace: Trace, nodes: Iterable[str]) -> str:
    agents = trace.lineage.analysis.graph.agents
    return ", ".join(agents.get(node, trace.name(node)) for node in nodes)


def _issued(trace: Trace, node: str) -> str:
    source = trace.lineage.analysis.graph.source_of(node)
    return f" ({source.issued.edtf})" if source and source.issued else ""


def _origins(trace: Trace) -> Iterator[Note]:
    found = trace.lineage.independence
    cited = trace.lineage.works_cited
    if found.number is None:
        if found.inputs:
            yield "Origins", f"the figure is made here, from {_names(trace, found.inputs)}"
    elif cited:
        origins = count(found.number, "independent origin") if found.number else "no independent origins"
        text = f"{count(cited, 'work')} cited, {origins}"
        text += f" of {found.distinct}" if found.distinct > found.number else ""
        text += " with the figure unchanged" if not found.number else ""
        yield "Origins", text + (f": all through {_names(trace, found.bottleneck)}" if found.bottleneck else "")
        for tie in found.ties:
            yield "Shared", f"{tie.kind}: {_names(trace, [tie.id])}, by {_names(trace, tie.origins)}"
    if trace.lineage.uncited:
        yield "On record, not cited", _names(trace, trace.lineage.uncited)


def _figure(trace: Trace) -> Iterator[Note]:
    found = trace.lineage
    graph = found.analysis.graph
    told = found.retold
    if told is not None and len(told.path) >= _SEVERAL_HOPS and told.changes:
        first, last = graph.claims[told.origin].figure, graph.claims[found.start].figure
        if first is not None and last is not None:
            yield (
                "First said",
                f"{figure_words(first, graph.areas)} [{trace.name(told.origin)}]; here {figure_words(last, graph.areas)}, "
                f"{len(told.path)} steps on: {_changes(told.changes)}",
            )
    if found.changed_elsewhere:
        changes = " · ".join(
            f"{trace.name(arc.origin)}: " + ", ".join(f"{c.before} → {c.after}" for c in arc.hop.changes if c.stops)
            for arc in found.changed_elsewhere
        )
        yield "Changed elsewhere", changes
    for pair in found.disagreements:
        yield "Parts disagree", f"{trace.name(pair.one)} and {trace.name(pair.other)}: {_changes(pair.changes)}"
    for one, other in found.added_overlaps:
        yield (
            "Counted twice",
            f"{trace.name(one)} and {trace.name(other)} overlap, and their figures are added together",
        )


def _changes(changes: Iterable[Change]) -> str:
    return "; ".join(change_words(change).lstrip("≠~? ") for change in changes)


def _time(trace: Trace) -> Iterator[Note]:
    found = trace.lineage
    for loop in found.loops:
        yield "Loop", _loop(trace, loop)
    for arc in found.against_time:
        yield (
            "Against time",
            f"{trace.name(arc.origin)}{_issued(trace, arc.origin)} leans on {trace.name(arc.target)}"
            f"{_issued(trace, arc.target)}, which came out later",
        )
    for again in found.repeated:
        when = "after" if again.later else "before or after"
        who, notice = again.arc.origin, again.notice.source
        yield (
            "Still repeated",
            f"{trace.name(who)}{_issued(trace, who)} leans on {trace.name(again.arc.target)}, {when} it was "
            f"{label('standing', again.word)} in {trace.name(notice)}{_issued(trace, notice)}",
        )


def _loop(trace: Trace, loop: Loop) -> str:
    """The shortest way round, link by link with dates, and what came first."""
    state = "a way out" if loop.way_out else "no way out" if loop.asserted else "cannot tell until read"
    steps = [
        f"{trace.name(arc.origin)}{_issued(trace, arc.origin)} {str(arc.link.relation).replace('-', ' ')}"
        for arc in loop.cycle
    ]
    way = " → ".join([*steps, trace.name(loop.cycle[0].origin)]) if steps else ", ".join(map(trace.name, loop.members))
    size = f", one way round of {len(loop.members)} claims" if len(loop.members) > len(loop.cycle) else ""
    first = f"; {trace.name(loop.first)} came first" if loop.first else ""
    return f"{way}: {state}{size}{first}"


def _acting(trace: Trace) -> Iterator[Note]:
    found = trace.lineage
    for challenge in found.challenges:
        yield "Caveat" if challenge.caveat else "Challenge", _challenge(trace, challenge)
    for link in found.corroborations:
        sort = "with an origin of its own" if link.id in found.independent_support else "with no other origin"
        yield "Support", f"{trace.name(link.source)} corroborates {trace.name(link.target)}, {sort}"


def _challenge(trace: Trace, challenge: Challenge) -> str:
    link, graph = challenge.link, trace.lineage.analysis.graph
    by = _names(trace, sorted(speakers(graph, link.source)))
    who = f", by {by}{_issued(trace, link.source)}" if by else _issued(trace, link.source)
    on = f" on the {label('challenge', link.on).removeprefix('on ').removeprefix('the ')}" if link.on else ""
    same = ", in the same document" if challenge.same_document else ""
    replies = f"; replies: {', '.join(map(trace.name, challenge.replies))}" if challenge.replies else ""
    return f"{trace.name(link.source)} {link.relation} {trace.name(link.target)}{on}{who}{same}{replies}"


def _findings(trace: Trace) -> Iterator[Note]:
    """The findings about the claim itself in full; those further down the lineage counted by code, with where."""
    start = trace.lineage.start
    for finding in trace.findings:
        if finding.node == start:
            yield f"{finding.severity:<6} {finding.code}", finding.message
    further: dict[tuple[str, str], list[str]] = {}
    for finding in trace.findings:
        if finding.node != start:
            nodes = further.setdefault((finding.severity, finding.code), [])
            if trace.name(finding.node) not in nodes:
                nodes.append(trace.name(finding.node))
    for (severity, code), nodes in further.items():
        yield f"{severity:<6} {code}", f"at {', '.join(nodes)}"


def _todo(trace: Trace) -> Iterator[Note]:
    found = trace.lineage.todo
    if found:
        rest = f"; and {len(found) - _MOST_TODO} more" if len(found) > _MOST_TODO else ""
        yield "To do", "; ".join(f"{trace.name(t.node)}: {t.what}" for t in found[:_MOST_TODO]) + rest
