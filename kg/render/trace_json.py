"""A trace as data; the schema is stable and published by `kg schema trace`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.lineage.absence import looked_for
from kg.lineage.backing import LEVELS
from kg.lineage.notices import corrected_to, notice_about
from kg.lineage.standing import speakers
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.notices import by_whom
from kg.render.sentences import verdict_text

if TYPE_CHECKING:
    from kg.compare.drift import Change
    from kg.lineage.answer import Answer
    from kg.lineage.asked import AskedAbout
    from kg.lineage.ends import End
    from kg.lineage.evidence import Arc
    from kg.lineage.loops import Loop
    from kg.lineage.notices import Notice, Repeated
    from kg.lineage.overlaps import Disagreement
    from kg.lineage.restatement import Retold
    from kg.lineage.standing import Challenge
    from kg.lineage.support import Support
    from kg.lineage.working import Working
    from kg.model.figure import Figure
    from kg.model.link import Link
    from kg.results.trace import Trace
    from kg.rules.engine import Finding

SCHEMA_VERSION = "1.3"


def trace_document(trace: Trace) -> dict[str, Any]:
    """The answer as plain dictionaries, lists, texts and numbers, ready for JSON."""
    found = trace.lineage
    graph = found.analysis.graph
    claim = trace.claim
    made_in = getattr(claim, "made_in", None)
    name = trace.name
    verdict = verdict_text(trace)
    return {
        "schema_version": SCHEMA_VERSION,
        "graph": {"name": trace.graph_name, "digest": trace.digest},
        "query": {"text": trace.query, "alternatives": list(trace.alternatives)},
        "claim": {
            "id": claim.id,
            "text": getattr(claim, "says", None) or getattr(claim, "title", None),
            "figure": _figure(getattr(claim, "figure", None)),
            "made_in": name(made_in) if made_in else None,
        },
        "verdict": {"text": verdict.text, "pattern": verdict.pattern},
        "figure_backing": _answer(trace, found.figure),
        "document_backing": _answer(trace, found.document),
        "standing": list(found.standing),
        "standing_why": _standing_why(trace),
        "works_cited": found.works_cited,
        "independent_origins": found.independence.number,
        "distinct_origins": None if found.independence.number is None else found.independence.distinct,
        "untraced_works": len(found.independence.untraced),
        "shared_inputs": [name(work) for work in found.independence.shared],
        "bottleneck": [name(place) for place in found.independence.bottleneck],
        "origins": _origins(trace),
        "before_change": _before_change(trace),
        "ends": [_end(trace, end) for end in found.ends],
        "loops": [[name(node) for node in loop.members] for loop in found.loops],
        "loop_details": [_loop(trace, loop) for loop in found.loops],
        "against_time": [name(arc.link.id) for arc in found.against_time],
        "nodes": [_node(trace, node) for node in sorted(found.members)],
        "links": [_link(trace, arc) for node in sorted(found.members) for arc in graph.arcs(node)],
        "drift": [
            {"link": name(arc.link.id), "from": name(arc.origin), "to": name(arc.target), **_change(change)}
            for arc in found.drifted
            for change in arc.hop.changes
        ],
        "earliest": None if found.retold is None else trace.name(found.retold.origin),
        "first_said": None if found.retold is None else _first_said(trace, found.retold),
        "disagreements": [_disagreement(trace, d) for d in found.disagreements],
        "influences": [
            {"node": name(node), "by": [name(one) for one in influences]} for node, influences in found.influences
        ],
        "asked": [_asked(trace, question) for question in found.asked],
        "workings": [_working(trace, working) for working in found.workings],
        "added_overlaps": [[name(one), name(other)] for one, other in found.added_overlaps],
        "challenges": [_challenge(trace, challenge) for challenge in found.challenges],
        "corroborations": [
            {**_plain_link(trace, link), "independent": _independent(found.support, link.id)}
            for link in found.corroborations
        ],
        "repeated": [_repeated(trace, again) for again in found.repeated],
        "same_variable": [
            {"id": name(s.claim), "figure": _figure(graph.claims[s.claim].figure), "agrees": s.agrees}
            for s in found.same_variable
        ],
        "uncited_origins": None if found.uncited is None else [name(node) for node in found.uncited],
        "better_evidence": [{"id": name(o.claim), "fails": list(o.fails)} for o in found.better],
        "findings": [_finding(trace, finding) for finding in trace.findings],
        "todo": [{"node": name(t.node), "what": t.what} for t in found.todo],
        "checked": {
            "claims": sum(node in graph.claims for node in found.members),
            "rules": trace.rules_run,
            "cannot_tell": trace.cannot_tell,
        },
        "truncated": False,
    }


def _first_said(trace: Trace, retold: Retold) -> dict[str, Any]:
    path = [trace.name(arc.link.id) for arc in retold.path]
    return {
        "origin": trace.name(retold.origin),
        "made_here": retold.made,
        "path": path,
        "changes": [_change(change) for change in retold.changes],
    }


def _working(trace: Trace, working: Working) -> dict[str, Any]:
    return {
        "claim": trace.name(working.node),
        "group": trace.name(working.group),
        "operation": str(working.worked.operation),
        "working": working.worked.words,
        "gives": working.worked.gives,
        "comes_out": working.worked.comes_out,
    }


def _asked(trace: Trace, question: AskedAbout) -> dict[str, Any]:
    asked = question.asked
    return {
        "node": trace.name(question.node),
        "whom": asked.whom,
        "on": asked.on.isoformat() if asked.on else None,
        "answer": asked.answer if asked.answered else None,
    }


def _disagreement(trace: Trace, found: Disagreement) -> dict[str, Any]:
    return {
        "one": trace.name(found.one),
        "other": trace.name(found.other),
        "changes": [_change(change) for change in found.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    factor = None if change.factor is None else f"{change.factor:f}"
    return {
        "field": change.field,
        "kind": change.kind,
        "before": change.before,
        "after": change.after,
        "factor": factor,
    }


def _origins(trace: Trace) -> dict[str, Any]:
    found = trace.lineage.independence
    name, agents = trace.name, trace.lineage.analysis.graph.agents
    return {
        "reached": [name(origin) for origin in found.origins],
        "groups": [[name(origin) for origin in group] for group in found.groups],
        "ties": [
            {
                "kind": tie.kind,
                "id": name(tie.id),
                "name": agents.get(tie.id),
                "origins": [name(origin) for origin in tie.origins],
            }
            for tie in found.ties
        ],
        "between": [agents.get(agent, name(agent)) for agent in found.between],
        "inputs": [name(work) for work in found.inputs],
    }


def _before_change(trace: Trace) -> dict[str, Any] | None:
    """What the figure was changed from, with how many origins are behind it: one where it is its own."""
    if trace.lineage.before_change is None:
        return None
    node, found = trace.lineage.before_change
    number = 1 if found.number is None else found.number
    return {"claim": trace.name(node), "independent_origins": number, "untraced_works": len(found.untraced)}


def _independent(support: Support, link: str) -> bool | None:
    return None if link in support.undecided else link in support.independent


def _loop(trace: Trace, loop: Loop) -> dict[str, Any]:
    graph = trace.lineage.analysis.graph
    return {
        "members": [trace.name(node) for node in loop.members],
        "cycle": [trace.name(arc.link.id) for arc in loop.cycle],
        "dates": {
            trace.name(node): source.issued.edtf
            for node in loop.members
            if (source := graph.source_of(node)) and source.issued
        },
        "first": None if loop.first is None else trace.name(loop.first),
        "asserted": loop.asserted,
        "unnamed": [trace.name(node) for node in loop.unnamed],
        "way_out": loop.way_out,
    }


def _repeated(trace: Trace, again: Repeated) -> dict[str, Any]:
    graph, notice = trace.lineage.analysis.graph, again.notice
    dates = [
        source.issued.edtf if (source := graph.source_of(node)) and source.issued else None
        for node in (again.arc.origin, notice.link.source)
    ]
    figure = corrected_to(graph, notice)
    return {
        "link": trace.name(again.arc.link.id),
        "from": trace.name(again.arc.origin),
        "to": trace.name(again.arc.target),
        "standing": notice.word,
        "notice": trace.name(notice.link.source),
        "noticed_by": notice.role,
        "repeated": dates[0],
        "taken_back": dates[1],
        "timing": again.timing,
        "mentions_notice": again.mentions,
        "now": figure_words(figure, graph.areas) if figure else None,
    }


def _challenge(trace: Trace, challenge: Challenge) -> dict[str, Any]:
    link = challenge.link
    graph = trace.lineage.analysis.graph
    source = graph.source_of(link.source)
    return {
        "from": trace.name(link.source),
        "by": sorted(graph.agents.get(agent, agent) for agent in speakers(graph, link.source)),
        "issued": source.issued.edtf if source and source.issued else None,
        "relation": str(link.relation),
        "to": trace.name(link.target),
        "on": link.on,
        "caveat": challenge.caveat,
        "same_document": challenge.same_document,
        "replies": [trace.name(reply) for reply in challenge.replies],
    }


def _finding(trace: Trace, finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "node": trace.name(finding.node),
        "verdict": finding.verdict,
        "message": finding.message,
        "count": finding.count,
        "also": list(finding.also),
        "provisional": finding.provisional,
        "path": [trace.name(step) for step in finding.path],
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    plain = figure.model_dump(mode="json", exclude_none=True, exclude={"step", "period", "as_of"})
    for field in ("period", "as_of"):
        if value := getattr(figure, field):
            plain[field] = value.text
    return plain


def _answer(trace: Trace, answer: Answer) -> dict[str, Any]:
    limit = answer.limited_by
    values = trace.lineage.analysis.backing
    return {
        "level": answer.level,
        "shown": label("backing", answer.shown),
        "provisional": answer.provisional,
        "could_reach": answer.could_reach,
        "best_path": None if answer.best_path is None else [trace.name(link) for link in answer.best_path],
        "limited_by": None
        if limit is None
        else {
            limit.kind: trace.name(limit.id),
            "id": trace.name(limit.id),
            "why": limit.why,
            "changed_from": None
            if limit.changed_from is None
            else {
                "id": trace.name(limit.changed_from),
                "level": LEVELS[values.level[limit.changed_from]],
                "could_reach": LEVELS[values.reach[limit.changed_from]],
            },
        },
    }


def _standing_why(trace: Trace) -> list[str]:
    found = trace.lineage
    standings, start = found.analysis.standings, found.start
    places = [start, getattr(trace.claim, "made_in", None)]
    why = []
    for place in places:
        if place in standings.taken_back:
            notice = notice_about(found.analysis.graph, standings, place)
            why.extend([_notice_words(trace, notice)] if notice else [])
        if place in standings.superseded:
            why.append(f"superseded by {trace.name(standings.superseded[place].source)}")
    why.extend(f"rests on {trace.name(node)}" for node in sorted(found.analysis.on_withdrawn.get(start, ())))
    why.extend(f"{c.link.relation}: {trace.name(c.link.source)}" for c in found.challenges if c.link.target in places)
    return why


def _notice_words(trace: Trace, notice: Notice) -> str:
    """What a notice did, by whom, and where it is."""
    by = by_whom(trace.lineage.analysis.graph, notice)
    return f"{notice.word}{by}, in {trace.name(notice.link.source)}"


def _end(trace: Trace, end: End) -> dict[str, Any]:
    values = trace.lineage.analysis.backing
    return {
        "node": trace.name(end.node),
        "kind": end.kind,
        "level": LEVELS[values.level.get(end.node, 0)] if end.kind == "made here" else "none",
        "paths": str(end.paths),
        "link": trace.name(end.link) if end.link else None,
    }


def _node(trace: Trace, node: str) -> dict[str, Any]:
    analysis = trace.lineage.analysis
    graph = analysis.graph
    claim, source = graph.claims.get(node), graph.source_of(node)
    record = claim or graph.sources.get(node)
    graded = claim is None or claim.figure is not None
    return {
        "id": trace.name(node),
        "kind": "claim" if claim else "source",
        "text": claim.says if claim else source.title if source else None,
        "figure": _figure(claim.figure) if claim else None,
        "made_in": trace.name(claim.made_in) if claim and claim.made_in else None,
        "source": source.title if source else None,
        "issued": source.issued.edtf if source and source.issued else None,
        "status": str(graph.status(node)),
        "seen_in": record.reading.seen_in if record else None,
        "part_read": record.reading.part if record else None,
        "locator": claim.locator if claim else None,
        "end": analysis.ends.leaf.get(node),
        "level": LEVELS[analysis.backing.level.get(node, 0)] if graded else None,
        "could_reach": LEVELS[analysis.backing.reach.get(node, 0)] if graded else None,
    }


def _link(trace: Trace, arc: Arc) -> dict[str, Any]:
    return {
        **_plain_link(trace, arc.link),
        "to": trace.name(arc.target),
        "group": trace.name(arc.link.group) if arc.link.group else None,
        "inferred": arc.inferred,
        "assumed": arc.assumed,
        "end": arc.ends,
        "looked_for": _looked_for(trace, arc),
    }


def _looked_for(trace: Trace, arc: Arc) -> dict[str, str | None] | None:
    """Who followed a reference in vain and when, or where that is reported."""
    found = looked_for(trace.lineage.analysis.graph, arc)
    if found is None:
        return None
    return {"on": found.on.isoformat() if found.on else None, "by": found.by, "seen_in": found.seen_in}


def _plain_link(trace: Trace, link: Link) -> dict[str, Any]:
    return {
        "id": trace.name(link.id),
        "from": trace.name(link.source),
        "to": trace.name(link.target),
        "relation": str(link.relation),
        "shown": str(link.shown_as),
        "status": str(link.reading.status),
        "used_for": None if link.used_for is None else str(link.used_for),
        "presumed": bool(link.presumed),
        "locator": link.locator,
        "quote": link.quote,
    }


def trace_schema() -> dict[str, Any]:
    """The JSON Schema of a trace document."""
    text = {"type": "string"}
    optional = {"type": ["string", "null"]}
    level = {"enum": [*LEVELS, None]}
    texts = {"type": "array", "items": text}
    objects = {"type": "array", "items": {"type": "object"}}
    backing = _object(
        level=level,
        shown=text,
        provisional={"type": "boolean"},
        could_reach=level,
        best_path={"type": ["array", "null"], "items": text},
        limited_by={"type": ["object", "null"]},
    )
    unknown = {"type": ["integer", "null"]}
    schema = _object(
        schema_version={"const": SCHEMA_VERSION},
        graph=_object(name=text, digest=text),
        query=_object(text=text, alternatives=texts),
        claim=_object(id=text, text=optional, figure={"type": ["object", "null"]}, made_in=optional),
        verdict=_object(text=text, pattern=text),
        figure_backing=backing,
        document_backing=backing,
        standing=texts,
        standing_why=texts,
        works_cited={"type": "integer"},
        independent_origins=unknown,
        untraced_works={"type": "integer"},
        shared_inputs=texts,
        distinct_origins=unknown,
        bottleneck=texts,
        origins={"type": "object"},
        before_change={"type": ["object", "null"]},
        loop_details=objects,
        against_time=texts,
        earliest=optional,
        first_said={"type": ["object", "null"]},
        disagreements=objects,
        workings=objects,
        asked=objects,
        influences=objects,
        added_overlaps={"type": "array", "items": texts},
        repeated=objects,
        ends={
            "type": "array",
            "items": _object(
                node=text, kind=text, level=level, paths={"type": "string", "pattern": "^[0-9]+$"}, link=optional
            ),
        },
        loops={"type": "array", "items": texts},
        nodes=objects,
        links=objects,
        drift={
            "type": "array",
            "items": _object(
                **{"from": text},
                link=text,
                to=text,
                field=text,
                kind=text,
                before=optional,
                after=optional,
                factor=optional,
            ),
        },
        challenges=objects,
        corroborations=objects,
        same_variable=objects,
        uncited_origins={"type": ["array", "null"], "items": text},
        better_evidence=objects,
        findings=objects,
        todo=objects,
        checked=_object(claims={"type": "integer"}, rules={"type": "integer"}, cannot_tell={"type": "integer"}),
        truncated={"type": "boolean"},
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Headwater trace", **schema}


def _object(**properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}
