"""What falls, must be recalculated, weakens and survives, as text and as data."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from kg.errors import count
from kg.lineage.impact import OUTCOMES
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from kg.lineage.impact import Affected, Noticed
    from kg.results.impact import ImpactReport

_HEADS: Final = {"falls": "FALLS", "recalculate": "RECALCULATE", "weakens": "WEAKENS", "survives": "SURVIVES"}
# What one does, and what several do.
_TALLY: Final = {
    "falls": ("falls with {}", "fall with {}"),
    "recalculate": ("must be recalculated", "must be recalculated"),
    "weakens": ("weakens", "weaken"),
    "survives": ("survives", "survive"),
}


def render_impact(report: ImpactReport, width: int = 80, judged: bool = False) -> str:
    """The whole answer as text; `judged` adds to every line how well documented it was and would be."""
    found = report.impact
    graph = found.graph
    titles = [source.title for target in found.targets if (source := graph.source_of(target)) and source.title]
    *others, last = map(report.name, found.targets)
    fall, them = (f"{', '.join(others)} and {last} fall", "them") if others else (f"{last} falls", "it")
    lines = [f"If {fall}" + (f" ({'; '.join(titles)})" if titles else "")]
    if found.already:
        lines = [_already(report, noticed) for noticed in found.already]
    counts = found.counts
    if found.affected:
        tally = ", ".join(f"{counts[outcome]} {_TALLY[outcome][counts[outcome] != 1]}" for outcome in OUTCOMES).format(
            them
        )
        lines.append(f"{count(len(found.affected), 'claim leans', 'claims and sources lean')} on {them}: {tally}")
    else:
        lines.append(f"Nothing on record leans on {them}")
    lines.append("")
    lines.extend(_line(report, one, judged) for one in found.affected)
    for reached in found.recommendations:
        claims = ", ".join(f"{report.name(claim)} ({_HEADS[outcome].lower()})" for claim, outcome in reached.claims)
        lines.append(
            f"RECOMMENDATION  {report.name(reached.recommendation.id)}: {reached.recommendation.says}; hinges on {claims}"
        )
    if found.restored:
        lines.append(f"If the notice fell, would stand again: {', '.join(map(report.name, found.restored))}")
    lines += ["", f"Simulation: nothing was changed. Graph: {report.graph_name}. Grades documentation, not truth."]
    return "\n".join(part for line in lines for part in _fold(plain_text(line), width)) + "\n"


def _already(report: ImpactReport, noticed: Noticed) -> str:
    """That something is taken back already: how, when and where; of a correction, the value that it gives."""
    graph = report.impact.graph
    source = graph.source_of(noticed.notice)
    when = f" on {source.issued.edtf}" if source and source.issued else ""
    claim = graph.claims.get(noticed.notice)
    now = f"; now: {figure_words(claim.figure, graph.areas)}" if claim and claim.figure else ""
    word = label("standing", noticed.word)
    return f"{report.name(noticed.target)}: already {word}{when} in {report.name(noticed.notice)}{now}"


def _fold(line: str, width: int) -> list[str]:
    return wrap(line, width, subsequent_indent=" " * 13, break_on_hyphens=False) or [""]


def _line(report: ImpactReport, one: Affected, judged: bool) -> str:
    graph = report.impact.graph
    claim = graph.claims.get(one.node)
    figure = figure_words(claim.figure, graph.areas) if claim and claim.figure else ""
    was, now = label("backing", one.before), label("backing", one.after)
    parts = [f"{_HEADS[one.outcome]:<11}  {report.name(one.node)}", figure]
    if one.outcome == "recalculate" or (one.outcome == "weakens" and one.lost):
        parts.append(f"lost: {', '.join(map(report.name, one.lost))}")
    if judged or one.outcome == "weakens":
        parts.append(f"{was} → {now}")
    if report.impact.already:
        when = {"before": "before the notice", "after": "after the notice"}.get(one.timing or "", "no date to tell by")
        parts.append(when + (", which it mentions" if one.mentions else ""))
    if one.outcome == "survives" and one.path:
        parts.append(f"by {' → '.join(map(report.name, one.path))}")
    return "; ".join(part for part in parts if part)


def impact_document(report: ImpactReport) -> dict[str, Any]:
    """The answer as plain dictionaries, lists, texts and numbers."""
    found = report.impact
    name = report.name
    return {
        "schema_version": "1.0",
        "graph": report.graph_name,
        "without": [name(target) for target in found.targets],
        "already": [
            {"id": name(noticed.target), "how": noticed.word, "notice": name(noticed.notice)}
            for noticed in found.already
        ],
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
