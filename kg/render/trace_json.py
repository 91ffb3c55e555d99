"""A trace as data; the schema is stable and published by `kg schema trace`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.lineage.backing import LEVELS
from kg.lineage.notices import corrected_to, notice_about
from kg.lineage.standing import speakers
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.notices import by_whom
from kg.render.trace_json_graph import arc_object, end_object, figure_object, link_object, node_object
from kg.render.trace_schema import SCHEMA_VERSION
from kg.render.verdict_sentences import verdict_text

if TYPE_CHECKING:
    from kg.compare.drift import Change
    from kg.lineage.answer import Answer
    from kg.lineage.correspondence import AskedAbout
    from kg.lineage.loops import Loop
    from kg.lineage.notices import Notice, Repeated
    from kg.lineage.overlaps import Disagreement
    from kg.lineage.restatement import Retold
    from kg.lineage.standing import Challenge
    from kg.lineage.support import Support
    from kg.lineage.working import Working
    from kg.results.trace import Trace
    from kg.rules.engine import Finding


def trace_document(trace: Trace) -> dict[str, Any]:
    """The answer as plain dictionaries, lists, texts and numbers, ready for JSON."""
    return {
        "schema_version": SCHEMA_VERSION,
        "graph": {"name": trace.graph_name, "digest": trace.digest},
        "query": {"text": trace.query, "alternatives": list(trace.alternatives)},
        **_answers(trace),
        **_behind(trace),
        **_walked(trace),
        **_beside(trace),
        "findings": [_finding(trace, finding) for finding in trace.findings],
        "todo": [{"node": trace.name(t.node), "what": t.what} for t in trace.lineage.todo],
        "checked": {
            "claims": sum(node in trace.lineage.analysis.graph.claims for node in trace.lineage.members),
            "rules": trace.rules_run,
            "cannot_tell": trace.cannot_tell,
        },
        "truncated": False,
    }


def _answers(trace: Trace) -> dict[str, Any]:
    """The claim, the verdict on it, and what its figure and its document rest on."""
    found, claim, verdict = trace.lineage, trace.claim, verdict_text(trace)
    made_in = getattr(claim, "made_in", None)
    return {
        "claim": {
            "id": claim.id,
            "text": getattr(claim, "says", None) or getattr(claim, "title", None),
            "figure": figure_object(getattr(claim, "figure", None)),
            "made_in": trace.name(made_in) if made_in else None,
        },
        "verdict": {"text": verdict.text, "pattern": verdict.pattern},
        "figure_backing": _answer(trace, found.figure),
        "document_backing": _answer(trace, found.document),
        "standing": list(found.standing),
        "standing_why": _standing_why(trace),
    }


def _behind(trace: Trace) -> dict[str, Any]:
    """How many works and origins are behind the claim, and what they share."""
    found, name = trace.lineage, trace.name
    independence = found.independence
    return {
        "works_cited": found.works_cited,
        "independent_origins": independence.number,
        "distinct_origins": None if independence.number is None else independence.distinct,
        "untraced_works": len(independence.untraced),
        "shared_inputs": [name(work) for work in independence.shared],
        "bottleneck": [name(place) for place in independence.bottleneck],
        "origins": _origins(trace),
        "before_change": _before_change(trace),
    }


def _walked(trace: Trace) -> dict[str, Any]:
    """The nodes and links of the lineage, where it ends and loops, and what changed on the way."""
    found, name = trace.lineage, trace.name
    return {
        "ends": [end_object(trace, end) for end in found.ends],
        "loops": [[name(node) for node in loop.members] for loop in found.loops],
        "loop_details": [_loop(trace, loop) for loop in found.loops],
        "against_time": [name(arc.link.id) for arc in found.against_time],
        "nodes": [node_object(trace, node) for node in sorted(found.members)],
        "links": [arc_object(trace, arc) for node in sorted(found.members) for arc in found.analysis.graph.arcs(node)],
        "drift": [
            {"link": name(arc.link.id), "from": name(arc.origin), "to": name(arc.target), **_change(change)}
            for arc in found.drifted
            for change in arc.hop.changes
        ],
        "earliest": None if found.retold is None else name(found.retold.origin),
        "first_said": None if found.retold is None else _first_said(trace, found.retold),
    }


def _beside(trace: Trace) -> dict[str, Any]:
    """What speaks to the lineage from beside it: disagreement, challenges, support, notices, other claims of the variable."""
    found, name, claims = trace.lineage, trace.name, trace.lineage.analysis.graph.claims
    return {
        "disagreements": [_disagreement(trace, d) for d in found.disagreements],
        "influences": [
            {"node": name(node), "by": [name(one) for one in influences]} for node, influences in found.influences
        ],
        "asked": [_asked(trace, question) for question in found.asked],
        "workings": [_working(trace, working) for working in found.workings],
        "added_overlaps": [[name(one), name(other)] for one, other in found.added_overlaps],
        "challenges": [_challenge(trace, challenge) for challenge in found.challenges],
        "corroborations": [
            {**link_object(trace, link), "independent": _independent(found.support, link.id)}
            for link in found.corroborations
        ],
        "repeated": [_repeated(trace, again) for again in found.repeated],
        "same_variable": [
            {"id": name(s.claim), "figure": figure_object(claims[s.claim].figure), "agrees": s.agrees}
            for s in found.same_variable
        ],
        "uncited_origins": None if found.uncited is None else [name(node) for node in found.uncited],
        "better_evidence": [{"id": name(o.claim), "fails": list(o.fails)} for o in found.better],
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
