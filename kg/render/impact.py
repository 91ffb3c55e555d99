"""What would fall, need a new calculation, become weaker or stand if something were withdrawn, as text and as data."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from kg.errors import count
from kg.lineage.impact import OUTCOMES
from kg.lineage.names import date_words, named
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.notices import done_words
from kg.render.phrases import change_words
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.compare.drift import Change
    from kg.lineage.impact import Affected, Noticed
    from kg.results.impact import ImpactReport

_INDENT: Final = 13
_HEADS: Final = {
    "falls": "WOULD FALL",
    "recalculate": "RECALCULATE",
    "weakens": "WEAKER",
    "survives": "STANDS",
}
_TALLY: Final = {
    "falls": "would fall with {} (no other evidence is recorded)",
    "recalculate": "would have to be recalculated",
    "weakens": "would be less well documented",
    "survives": "would stand",
}


def render_impact(report: ImpactReport, width: int = 80, judged: bool = False) -> str:
    """The whole answer as text; `judged` adds to every line how well documented it was and would be."""
    found = report.impact
    graph = found.graph
    titles = [source.title for target in found.targets if (source := graph.source_of(target)) and source.title]
    *others, last = (_named(report, target) for target in found.targets)
    gone, them = (f"{', '.join(others)} and {last}", "them") if others else (last, "it")
    new = [title for title in titles if title not in gone]
    about = f" ({'; '.join(new)})" if new else ""
    lines = [f"If {gone}{about} were withdrawn:"]
    if found.already:
        lines = [_already(report, noticed) for noticed in found.already]
    counts = found.counts
    if found.affected:
        shown = [f"{counts[outcome]} {_TALLY[outcome]}" for outcome in OUTCOMES if counts[outcome]]
        tally = ", ".join(shown).format(them)
        lines.append(
            f"{count(len(found.affected), 'claim or source rests', 'claims and sources rest')} on {them}: {tally}."
        )
    elif found.fallen:
        lines.append(f"Nothing that still stands rests on {them}.")
    else:
        lines.append(f"Nothing recorded rests on {them}.")
    lines.append("")
    lines.extend(_line(report, one, judged) for one in found.affected)
    for reached in found.recommendations:
        claims = ", ".join(f"{_named(report, claim)} ({_HEADS[outcome].lower()})" for claim, outcome in reached.claims)
        lines.append(
            f"RECOMMENDATION  {report.name(reached.recommendation.id)}: {reached.recommendation.says}; depends on {claims}"
        )
    if found.fallen:
        names = ", ".join(
            _named(report, one.node) + (f" ({_changed(one.changes)})" if one.changes else "") for one in found.fallen
        )
        lines.append(f"Resting on {them} too, but corrected, retracted or withdrawn already: {names}")
    if found.restored:
        lines.append(
            f"Would stand again if the notice were withdrawn: {', '.join(_named(report, node) for node in found.restored)}"
        )
    lines += ["", f"Simulation: nothing was changed. Graph: {report.graph_name}. This grades documentation, not truth."]
    return "\n".join(part for line in lines for part in _fold(plain_text(line), width)) + "\n"


def _named(report: ImpactReport, node: str) -> str:
    """Outlet and date, with the short id after them."""
    return named(report.impact.graph, node, report.name(node))


def _already(report: ImpactReport, noticed: Noticed) -> str:
    """That something is taken back already: how, when and where; of a correction, the value that it gives."""
    told = [
        f"{done_words(report.impact.graph, notice)}; see {_named(report, notice.link.source)}"
        for notice in (noticed.notice, *noticed.others)
    ]
    return f"{_named(report, noticed.target)}: already {'; also '.join(told)}"


def _when(report: ImpactReport, one: Affected) -> str:
    """Whether something came out before or after the notice that says how the target stands now, with its date where there is one."""
    if one.timing is None:
        return "no dates to compare"
    already = report.impact.already
    if len(already) > 1:
        return "after one of the notices" if one.timing == "after" else "before the notices"
    source = report.impact.graph.source_of(already[0].notice.link.source)
    return f"{one.timing} the notice" + (f" of {date_words(source.issued)}" if source and source.issued else "")


def _fold(line: str, width: int) -> list[str]:
    head = line[:_INDENT].strip()
    indent = " " * _INDENT if head and head == head.upper() else "  "
    return wrap(line, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False) or [""]


def _line(report: ImpactReport, one: Affected, judged: bool) -> str:
    graph = report.impact.graph
    claim = graph.claims.get(one.node)
    figure = figure_words(claim.figure, graph.areas) if claim and claim.figure else ""
    was, now = label("backing", one.before), label("backing", one.after)
    parts = [f"{_HEADS[one.outcome]:<11}  {_named(report, one.node)}", figure]
    if one.outcome == "recalculate" or (one.outcome == "weakens" and one.lost):
        parts.append(f"without {', '.join(_named(report, node) for node in one.lost)}")
    if judged or one.outcome == "weakens":
        parts.append(f"documentation: {was} → {now}")
    if report.impact.already:
        parts.append(_when(report, one) + (", which it mentions" if one.mentions else ""))
    if one.changes:
        parts.append(_changed(one.changes))
    elif one.repeats_change:
        parts.append("repeats a figure that was changed on the way")
    if one.rested:
        parts.append("rests on something corrected, retracted or withdrawn already")
    if one.outcome == "survives" and one.path:
        parts.append(f"by {' → '.join(map(report.name, one.path))}")
    return "; ".join(part for part in parts if part)


def _changed(changes: Iterable[Change]) -> str:
    return "; ".join(change_words(change).lstrip("≠~? ") for change in changes)


def _fields(changes: Iterable[Change]) -> list[dict[str, str | None]]:
    return [
        {"field": change.field, "kind": change.kind, "before": change.before, "after": change.after}
        for change in changes
    ]


def impact_document(report: ImpactReport) -> dict[str, Any]:
    """The answer as plain dictionaries, lists, texts and numbers."""
    found = report.impact
    name = report.name
    return {
        "schema_version": "1.0",
        "graph": report.graph_name,
        "without": [name(target) for target in found.targets],
        "already": [
            {
                "id": name(noticed.target),
                "how": noticed.notice.word,
                "notice": name(noticed.notice.link.source),
                "by": noticed.notice.role,
                "agents": [name(agent) for agent in noticed.notice.by],
            }
            for noticed in found.already
        ],
        "fell_before": [{"id": name(one.node), "changed": _fields(one.changes)} for one in found.fallen],
        "would_stand_again": [name(node) for node in found.restored],
        "counts": found.counts,
        "affected": [
            {
                "id": name(one.node),
                "outcome": one.outcome,
                "before": one.before,
                "after": one.after,
                "path": [name(link) for link in one.path],
                "lost": [name(node) for node in one.lost],
                "timing": one.timing,
                "mentions_notice": one.mentions,
                "rested_on_withdrawn": one.rested,
                "changed": _fields(one.changes),
                "repeats_change": one.repeats_change,
            }
            for one in found.affected
        ],
        "recommendations": [
            {
                "id": name(reached.recommendation.id),
                "says": reached.recommendation.says,
                "hinges_on": [{"id": name(claim), "outcome": outcome} for claim, outcome in reached.claims],
            }
            for reached in found.recommendations
        ],
    }
