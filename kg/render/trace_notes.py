"""What stands below the tree of a trace: origins, what became of the figure, who said what against it, findings, to-dos."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.errors import count
from kg.lineage.independence import works_cited
from kg.lineage.names import cited, date_words, day
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.names import document_word
from kg.render.notices import by_whom, now_words
from kg.render.phrases import change_words, whose_job
from kg.render.prose import figure_prose
from kg.render.safe import plain_text
from kg.vocabulary import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.compare.drift import Change
    from kg.lineage.independence import Independence
    from kg.lineage.loops import Loop
    from kg.lineage.standing import Challenge
    from kg.results.trace import Trace
    from kg.rules.engine import Finding

# A heading and a text.
Note = tuple[str, str]
# So many of a kind are shown unless all are asked for.
_FEW: Final = 3
# A figure that was restated once has its changes on that hop.
_SEVERAL_HOPS: Final = 2


def notes(trace: Trace, full: bool = True) -> list[str]:
    """The notes as lines of a terminal, each with its heading in capitals; without `full`, the first few of each kind."""
    findings = (_findings, _further) if full else (_own_findings, _further_count)
    parts = (_origins, _figure, _time, _acting, _asked, _influences, _whose, *findings, _elsewhere, _todo)
    found = [plain_text(f"{heading.upper()}  {text}") for part in parts for heading, text in _first(part(trace), full)]
    shown = _shown_above(trace)
    return [_without_ids(line, shown) for line in found]


def _shown_above(trace: Trace) -> dict[str, str]:
    """The nodes of the tree whose outlet and date no other one has: as they are named with their id, and without."""
    graph = trace.lineage.analysis.graph
    heads = Counter(cited(graph, node) for node in trace.lineage.members)
    named = {node: head for node in trace.lineage.members if (head := cited(graph, node)) and heads[head] == 1}
    return {plain_text(f"{head} [{trace.name(node)}]"): plain_text(head) for node, head in named.items()}


def _without_ids(line: str, shown: dict[str, str]) -> str:
    """A line without the ids that the tree gives already."""
    for with_id, without in shown.items():
        line = line.replace(with_id, without)
    return line


def remarks(trace: Trace) -> tuple[Note, ...]:
    """The notes on origins, on how the figure changed, on time and on whom one asked; those under one heading are one text."""
    joined: dict[str, list[str]] = {}
    for part in (_origins, _figure, _elsewhere, _time, _asked, _influences):
        for heading, text in part(trace):
            joined.setdefault(heading, []).append(plain_text(text))
    return tuple((heading, " · ".join(texts)) for heading, texts in joined.items())


def _first(found: Iterable[Note], full: bool) -> Iterator[Note]:
    """The notes, or the first few of each heading and how many more there are."""
    shown: dict[str, int] = {}
    for heading, text in found:
        shown[heading] = shown.get(heading, 0) + 1
        if full or shown[heading] <= _FEW:
            yield heading, text
    if not full:
        for heading, number in shown.items():
            if number > _FEW:
                yield heading, f"and {number - _FEW} more; add --full to see them"


def _name(trace: Trace, node: str) -> str:
    """Outlet and date, then the id; the id with its date where no outlet or title is recorded."""
    graph = trace.lineage.analysis.graph
    head, ident, source = cited(graph, node), trace.name(node), graph.source_of(node)
    if head:
        return f"{head} [{ident}]"
    return f"{ident} ({date_words(source.issued)})" if source and source.issued else ident


def _names(trace: Trace, nodes: Iterable[str]) -> str:
    agents = trace.lineage.analysis.graph.agents
    return ", ".join(agents[node] if node in agents else _name(trace, node) for node in nodes)


def _origins(trace: Trace) -> Iterator[Note]:
    found = trace.lineage.independence
    works = trace.lineage.works_cited
    if found.number is None:
        if found.inputs:
            yield "Origins", f"this document is the origin; it worked the figure out from {_names(trace, found.inputs)}"
    elif works:
        none = "no origin on record for the figure as changed" if trace.lineage.before_change else "no origin found"
        origins = _number(found.number) if found.number else none
        text = f"{count(works, 'work')} cited, {origins}{_how_sure(found, works)}"
        if _some_lead(found, works):
            lead = count(len(found.leading), "of them leads", "of them lead")
            text = f"{count(works, 'work')} cited; {lead} to {origins}{_how_sure(found, works)}"
        if found.bottleneck:
            text += f": all through {_names(trace, found.bottleneck)}"
        elif len(found.origins) == 1 and len(found.leading) < works and not found.untraced:
            text += f": {_names(trace, found.origins)}"
        yield "Origins", text
        yield from _before_change(trace)
        for tie in found.ties:
            yield "Shared", f"{tie.kind}: {_names(trace, [tie.id])}, by {_names(trace, tie.origins)}"
    if trace.lineage.uncited:
        yield "Known, not cited", _names(trace, trace.lineage.uncited)


def _number(origins: int) -> str:
    """One origin is independent of nothing."""
    return "1 origin" if origins == 1 else count(origins, "independent origin")


def _some_lead(found: Independence, works: int) -> bool:
    """Whether only some of the works cited lead to an origin, as far as all are traced."""
    return bool(found.number) and not found.untraced and len(found.leading) < works


def _how_sure(found: Independence, works: int) -> str:
    """What else there is to know of a number of origins: of how many, whether it is a bound, and what is not traced."""
    text = f" of {found.distinct}" if found.distinct > (found.number or 0) else ""
    text += ", at most" if not found.exact else ""
    if not found.untraced:
        return text
    part = f"{len(found.untraced)} of {count(works, 'work')} " if len(found.untraced) < works else ""
    return f"{text}; {part}not traced yet"


def _before_change(trace: Trace) -> Iterator[Note]:
    """How many origins are behind the figure that this one was changed from."""
    if trace.lineage.before_change is None:
        return
    node, found = trace.lineage.before_change
    if found.number is None:
        yield "Before the change", f"{_name(trace, node)} is the origin of the earlier figure"
        return
    origins = _number(found.number) if found.number else "no origin on record for that figure either"
    sure = _how_sure(found, works_cited(trace.lineage.analysis.graph, node))
    yield "Before the change", f"the figure of {_name(trace, node)}: {origins}{sure}"


def _figure(trace: Trace) -> Iterator[Note]:
    found = trace.lineage
    graph = found.analysis.graph
    retold = found.retold
    if retold is not None and len(retold.path) >= _SEVERAL_HOPS and retold.changes:
        first, last = graph.claims[retold.origin].figure, graph.claims[found.start].figure
        if first is not None and last is not None:
            yield (
                "First stated",
                f"{figure_words(first, graph.areas)}, by {_name(trace, retold.origin)}. Here, {len(retold.path)} steps later: "
                f"{figure_prose(last, graph.areas)}. Changed in all: {_changes(retold.changes)}",
            )
    for working in found.workings:
        yield "Worked out again", f"{_name(trace, working.node)}: {working.worked.text}"
    for pair in found.disagreements:
        yield "Parts disagree", f"{_name(trace, pair.one)} and {_name(trace, pair.other)}: {_changes(pair.changes)}"
    for one, other in found.added_overlaps:
        yield (
            "Counted twice",
            f"{_name(trace, one)} and {_name(trace, other)} overlap, and their figures are added together",
        )


def _elsewhere(trace: Trace) -> Iterator[Note]:
    """Other documents that changed the figure; nothing of this is about the document asked about."""
    for arc in trace.lineage.changed_elsewhere:
        changes = "; ".join(c.words for c in arc.hop.changes if c.stops)
        yield "Changed by others", f"{_name(trace, arc.origin)}: {changes}"


def _whose(trace: Trace) -> Iterator[Note]:
    """Whose job the findings are, by severity."""
    start = trace.lineage.start
    found = {finding.severity for finding in trace.findings if finding.node == start}
    if found:
        word = document_word(trace.lineage.analysis.graph, start)
        yield "What to do", whose_job((s for s in SEVERITIES if s in found), word)


def _changes(changes: Iterable[Change]) -> str:
    return "; ".join(change_words(change).lstrip("≠~? ") for change in changes)


def _time(trace: Trace) -> Iterator[Note]:
    found = trace.lineage
    for loop in found.loops:
        yield "Circular", _loop(trace, loop)
    for arc in found.against_time:
        yield (
            "Dates do not fit",
            f"{_name(trace, arc.origin)} rests on {_name(trace, arc.target)}, which was published later",
        )
    for again in found.repeated:
        notice, graph = again.notice, found.analysis.graph
        when = {"before": "before", "after": "after"}.get(again.timing or "", "before or after")
        knows = "; it refers to the notice" if again.mentions else ""
        yield (
            "Repeated" if again.timing == "before" else "Still repeated",
            f"{_name(trace, again.arc.origin)} rests on {_name(trace, again.arc.target)}, {when} it was "
            f"{label('standing', notice.word)}{by_whom(graph, notice)}: see {_name(trace, notice.link.source)}"
            f"{now_words(graph, notice)}{knows}",
        )


def _loop(trace: Trace, loop: Loop) -> str:
    """The shortest way round, link by link with dates, and what came first."""
    state = (
        "one of them also has a source outside the circle" if loop.way_out else "none has a source outside the circle"
    )
    if loop.unnamed:
        state = "not certain: it is not recorded whether they all measure the same"
    elif not loop.way_out and not loop.asserted:
        state = "none is known to have a source outside the circle, but not all of them have been read"
    steps = [f"{label('relation', arc.link.relation)} {_name(trace, arc.target)}" for arc in loop.cycle]
    way = f"{_name(trace, loop.cycle[0].origin)} {', which '.join(steps)}" if steps else _names(trace, loop.members)
    size = f", part of a circle of {len(loop.members)} claims" if len(loop.members) > len(loop.cycle) else ""
    first = f"; the first to be published was {_name(trace, loop.first)}" if loop.first else ""
    return f"{way}: {state}{size}{first}"


def _acting(trace: Trace) -> Iterator[Note]:
    found = trace.lineage
    for challenge in found.challenges:
        yield "Caveat" if challenge.caveat else "Challenge", _challenge(trace, challenge)
    for link in found.corroborations:
        sort = "with an independent origin" if link.id in found.support.independent else "with the same origin"
        if link.id in found.support.undecided:
            sort = "and whether its origin is independent is not known until all works are traced"
        only = "" if link.target == found.start else "for a figure that this one rests on, not for this one: "
        yield (
            "Support",
            f"{only}{_name(trace, link.source)} {label('relation', link.relation)} {_figure_of(trace, link.target)}, {sort}",
        )


def _figure_of(trace: Trace, node: str) -> str:
    """A claim by its name and figure, so that nobody takes it for that of another one."""
    graph = trace.lineage.analysis.graph
    claim = graph.claims.get(node)
    if claim is None or claim.figure is None:
        return _name(trace, node)
    return f"{figure_prose(claim.figure, graph.areas)}, the figure of {_name(trace, node)}"


def _challenge(trace: Trace, challenge: Challenge) -> str:
    link, graph = challenge.link, trace.lineage.analysis.graph
    claim = graph.claims.get(link.source)
    says = f": {claim.says}" if claim and claim.says else "; what it objects is not recorded"
    on = f"the {label('challenge', link.on).removeprefix('on ').removeprefix('the ')}" if link.on else ""
    same = ", in the same document" if challenge.same_document else ""
    replies = f"; answered by {_names(trace, challenge.replies)}" if challenge.replies else ""
    record = graph.claims.get(link.target)
    thing = "document" if record is None else "figure" if record.figure else "statement"
    target = "" if link.target == trace.lineage.start else f"the {thing} of {_name(trace, link.target)}"
    about = " of ".join(part for part in (on, target) if part)
    return f"{_name(trace, link.source)}{f', on {about}' if about else ''}{same}{says}{replies}"


def _asked(trace: Trace) -> Iterator[Note]:
    """Whom somebody asked about a part of this lineage, when, and what the answer was."""
    for question in trace.lineage.asked:
        asked = question.asked
        when = f" on {day(asked.on)}" if asked.on else ""
        answer = f"; the answer: {asked.answer}" if asked.answered else "; no answer yet"
        yield "Asked", f"{asked.whom}{when}, about {_name(trace, question.node)}{answer}"


def _influences(trace: Trace) -> Iterator[Note]:
    """What is recorded as an influence on a document of this lineage, and is not evidence."""
    for node, influences in trace.lineage.influences:
        yield (
            "Influence",
            f"{_name(trace, node)} was influenced by {_names(trace, influences)}; an influence is not evidence",
        )


def _own_findings(trace: Trace) -> Iterator[Note]:
    """The findings about the claim itself; a message says how many more there are of its kind."""
    for finding in trace.findings:
        if finding.node == trace.lineage.start:
            yield f"{finding.severity:<6} {finding.code}", finding.message


def _findings(trace: Trace) -> Iterator[Note]:
    """The findings about the claim itself, and what each is also about."""
    for finding in trace.findings:
        if finding.node == trace.lineage.start:
            yield f"{finding.severity:<6} {finding.code}", finding.message
            yield from ((f"{finding.severity:<6} {finding.code}", f"also: {message}") for message in finding.also)


def _further(trace: Trace) -> Iterator[Note]:
    """The findings further down the lineage, by rule, with where and the text of the first."""
    further: dict[tuple[str, str], list[Finding]] = {}
    for finding in trace.findings:
        if finding.node != trace.lineage.start:
            further.setdefault((finding.severity, finding.code), []).append(finding)
    for (severity, code), found in further.items():
        places = dict.fromkeys(_name(trace, finding.node) for finding in found)
        yield f"{severity:<6} {code}", f"at {', '.join(places)}: {found[0].message}"


def _further_count(trace: Trace) -> Iterator[Note]:
    number = sum(finding.node != trace.lineage.start for finding in trace.findings)
    if number:
        yield "More findings", f"{number} about what this rests on, not about this claim; add --full to see them"


def _todo(trace: Trace) -> Iterator[Note]:
    for task in trace.lineage.todo:
        yield "To do", f"{_name(trace, task.node)}: {task.what}"
