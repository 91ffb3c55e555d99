"""The picture of one claim's lineage, and that of several claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from kg.errors import count
from kg.rdf.labels import label
from kg.render.phrases import open_words
from kg.render.picture import Picture
from kg.render.picture_marks import flags
from kg.render.picture_parts import Drawing
from kg.render.safe import clip, plain_text
from kg.render.trace_notes import remarks
from kg.render.two_answers import verdicts
from kg.render.verdict_sentences import verdict_text
from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.render.picture import Edge, Flag, Node
    from kg.results.trace import Survey, Trace

# A picture of more boxes than this opens with the neighbourhood of its roots.
MOST_AT_FIRST: Final = 80
_NAMED: Final = 3
_TOLD: Final = 300
# Remarks on the origins come first; what the report tells in full is not repeated above a picture.
_BEFORE: Final = ("Origins", "First said")
_BELOW: Final = ("Changed by others", "Shared")


def trace_picture(trace: Trace) -> Picture:
    """The lineage of a claim, its best path and what limits it marked, with what speaks to it beside it."""
    found = trace.lineage
    drawing = Drawing(found.analysis, trace.name, flags(trace.findings, trace.name), found.members)
    drawing.lean_on([found.start])
    drawing.best(found.figure.best_path or (), found.start)
    drawing.speak_to()
    drawing.nodes[found.start] = replace(drawing.nodes[found.start], start=True)
    _limit(drawing, trace)
    nodes, edges, roots = finished(drawing, [found.start])
    start = next(node for node in nodes if node.start)
    what = "Claim" if start.kind == "claim" else "Source"
    source = found.analysis.graph.source_of(found.start)
    kind = f", {source.kind}" if source and source.kind and start.kind == "claim" else ""
    claims = sum(node in found.analysis.graph.claims for node in found.members)
    return Picture(
        title=start.head,
        subtitle=plain_text(f"{what} {start.id}{kind}" + (f" — {start.place}" if start.place else "")),
        says=start.says,
        verdict=verdict_text(trace).text,
        verdicts=verdicts(trace),
        facts=tuple(facts(trace, nodes)),
        nodes=nodes,
        edges=edges,
        roots=roots,
        opening=opening(nodes, edges, roots),
        todo=tuple((plain_text(trace.name(item.node)), plain_text(item.what)) for item in found.todo),
        graph_name=plain_text(trace.graph_name),
        digest=plain_text(trace.digest),
        closing=f"{count(claims, 'claim')} checked against {count(trace.rules_run, 'rule')}{open_words(trace.cannot_tell)}. "
        "This grades documentation, not truth.",
    )


def _limit(drawing: Drawing, trace: Trace) -> None:
    limit = trace.lineage.figure.limited_by
    if limit is None:
        return
    why = plain_text(limit.why)
    if limit.id in drawing.nodes:
        drawing.nodes[limit.id] = replace(drawing.nodes[limit.id], limit=why)
    for key, arc in drawing.arcs.items():
        if arc.link.id == limit.id:
            drawing.edges[key] = replace(drawing.edges[key], limit=why)


def survey_picture(survey: Survey) -> Picture:
    """Several claims with the arrows between them, and what speaks to them."""
    drawing = Drawing(survey.analysis, survey.name, flags(survey.findings, survey.name), survey.nodes)
    drawing.lean_on(survey.starts)
    drawing.speak_to()
    nodes, edges, roots = finished(drawing, survey.starts)
    claims = sum(node in survey.analysis.graph.claims for node in drawing.nodes)
    backing = Counter(node.backing for node in nodes if node.backing and not node.aside)
    in_words = " · ".join(
        f"{backing[word]} {label('backing', word)}"
        for word in ("well", "partly", "thinly", "none", "not assessed")
        if backing[word]
    )
    shown = [flag for part in [n.flags for n in nodes] + [e.flags for e in edges] for flag in part]
    return Picture(
        title=clip(plain_text(survey.title), 200),
        subtitle=f"{count(claims, 'claim')} of {plain_text(survey.graph_name)}",
        says="",
        verdicts=(),
        facts=tuple(
            row
            for row in (("Backing", in_words), ("Paths end", _ends(nodes, named=0)), ("Findings", _tally(shown)))
            if row[1]
        ),
        nodes=nodes,
        edges=edges,
        roots=roots,
        opening=opening(nodes, edges, roots),
        todo=(),
        graph_name=plain_text(survey.graph_name),
        digest=plain_text(survey.digest),
        closing=f"{count(claims, 'claim')} checked against {count(survey.rules_run, 'rule')}, in the whole graph"
        f"{open_words(survey.cannot_tell)}. This grades documentation, not truth.",
    )


def finished(drawing: Drawing, starts: Iterable[str]) -> tuple[tuple[Node, ...], tuple[Edge, ...], tuple[str, ...]]:
    """Boxes, arrows and roots under ids that are safe to show, each once."""
    ids: dict[str, str] = {}
    taken: dict[str, int] = {}
    for key, node in drawing.nodes.items():
        ids[key] = _unique(plain_text(node.id), taken)
    nodes = tuple(replace(node, id=ids[key]) for key, node in drawing.nodes.items())
    taken = {}
    edges = tuple(
        replace(edge, id=_unique(plain_text(edge.id), taken), source=ids[edge.source], target=ids[edge.target])
        for edge in drawing.edges.values()
        if edge.source in ids and edge.target in ids
    )
    leaned_on = {edge.target for edge in edges if edge.role in {"evidence", "input"}}
    starts = [ids[start] for start in starts if start in ids]
    return nodes, edges, tuple([s for s in starts if s not in leaned_on] or starts[:1])


def _unique(wanted: str, taken: dict[str, int]) -> str:
    """The id, with a number where another has it already."""
    taken[wanted] = taken.get(wanted, 0) + 1
    return wanted if taken[wanted] == 1 else f"{wanted} ({taken[wanted]})"


def opening(nodes: tuple[Node, ...], edges: tuple[Edge, ...], roots: tuple[str, ...]) -> frozenset[str]:
    """The boxes shown at first: all where they are few, else the best path and the neighbourhood of the first roots."""
    if len(nodes) <= MOST_AT_FIRST:
        return frozenset(node.id for node in nodes)
    shown = [node.id for node in nodes if node.best][:MOST_AT_FIRST]
    beside: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        beside[edge.source].append(edge.target)
        if edge.role not in {"evidence", "input"}:
            beside[edge.target].append(edge.source)
    seen, waiting = set(shown), list(roots[: MOST_AT_FIRST // 4])
    for node in waiting:
        if len(seen) >= MOST_AT_FIRST:
            break
        if node not in seen:
            seen.add(node)
        waiting.extend(other for other in beside[node] if other not in seen)
        if len(waiting) > 40 * MOST_AT_FIRST:
            break
    return frozenset(seen)


def facts(trace: Trace, nodes: tuple[Node, ...]) -> Iterable[tuple[str, str]]:
    """What an editor asks first, a line each."""
    found = trace.lineage
    by_id = {node.id: node for node in nodes}
    notes = remarks(trace)
    yield "Paths end", _ends(nodes)
    yield from (remark for remark in notes if remark[0] in _BEFORE)
    yield "Changed on the way", _drift(trace, by_id)
    yield from _said(trace, by_id)
    yield from (
        (heading, clip(text, _TOLD)) for heading, text in notes if heading not in _BEFORE and heading not in _BELOW
    )
    yield "Findings", _tally(flag for group in flags(trace.findings, trace.name).values() for flag in group)
    if found.todo:
        yield "To do", count(len(found.todo), "thing") + " to read, find or record"


def _ends(nodes: Iterable[Node], named: int = _NAMED) -> str:
    """How the paths end, each kind with the first few places where they do, or with how many."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        if node.end and not node.aside:
            title = node.place if node.kind == "claim" and node.place else node.head
            by_kind[node.end].append(clip(title, 64))
    parts = []
    for kind, found in by_kind.items():
        places = list(dict.fromkeys(found))
        more = f" and {len(places) - named} more" if len(places) > named else ""
        parts.append(
            f"{label('end', kind)}: {'; '.join(places[:named])}{more}"
            if named
            else f"{len(found)} {label('end', kind)}"
        )
    return " · ".join(parts)


def _drift(trace: Trace, nodes: Mapping[str, Node]) -> str:
    changed, unknown = [], 0
    for arc in trace.lineage.drifted:
        if arc.hop.changed and not arc.hop.undecided:
            what = ", ".join(f"{label('field', c.field)} {c.words}" for c in arc.hop.changes if c.stops)
            node = nodes.get(plain_text(trace.name(arc.origin)))
            changed.append(f"{what} (in {clip(node.cited.title if node else trace.name(arc.origin), 64)})")
        unknown += arc.hop.undecided
    none = (
        "words around the figure, not the figure itself (see the arrows)"
        if trace.lineage.drifted
        else "nothing recorded"
    )
    parts = changed[:_NAMED] or ([none] if not unknown else [])
    if len(changed) > _NAMED:
        parts.append(count(len(changed) - _NAMED, "more hop"))
    if unknown:
        parts.append(f"{count(unknown, 'hop')} cannot be told until read")
    return plain_text(" · ".join(parts))


def _said(trace: Trace, nodes: Mapping[str, Node]) -> Iterable[tuple[str, str]]:
    """Caveats and challenges to the claim itself, by the works that make them; then how many there are further down."""
    found = trace.lineage
    graph = found.analysis.graph
    claim = graph.claims.get(found.start)
    own = {found.start, claim.made_in if claim else found.start}
    for heading, caveat in (("Caveats by its maker", True), ("Challenges", False)):
        links = [c.link for c in found.challenges if c.caveat is caveat]
        here = [link for link in links if link.target in own]
        ids = dict.fromkeys(plain_text(trace.name(link.source)) for link in here)
        works = list(dict.fromkeys(clip(nodes[node].place or node, 56) if node in nodes else node for node in ids))
        text = (
            f"{len(here)}: {'; '.join(works[:_NAMED])}" + (" …" if len(works) > _NAMED else "")
            if here
            else "none recorded"
        )
        if len(links) > len(here):
            text += f" · {len(links) - len(here)} to what it rests on"
        yield heading, plain_text(text)


def _tally(found: Iterable[Flag]) -> str:
    """Findings counted by severity, each with its codes."""
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    for flag in found:
        codes[flag.severity][flag.code] += 1
    parts = []
    for severity in SEVERITIES:
        if codes[severity]:
            listed = ", ".join(
                f"{code} ×{number}" if number > 1 else code for code, number in sorted(codes[severity].items())
            )
            many = codes[severity].total()
            tally = count(many, "note") if severity == "note" else f"{many} to {label('severity', severity)}"
            parts.append(f"{tally} ({listed})")
    return " · ".join(parts) or "none"
