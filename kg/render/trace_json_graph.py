"""The figures, nodes, links and ends of a lineage as the objects of a trace's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.lineage.backing import LEVELS
from kg.lineage.dead_references import looked_for

if TYPE_CHECKING:
    from kg.lineage.ends import End
    from kg.lineage.evidence import Arc
    from kg.model.figure import Figure
    from kg.model.link import Link
    from kg.model.reading import CopyCheck
    from kg.results.trace import Trace


def figure_object(figure: Figure | None) -> dict[str, Any] | None:
    """A figure with the fields that it states; None where there is no figure."""
    if figure is None:
        return None
    plain = figure.model_dump(mode="json", exclude_none=True, exclude={"step", "period", "as_of"})
    for field in ("period", "as_of"):
        if value := getattr(figure, field):
            plain[field] = value.text
    return plain


def end_object(trace: Trace, end: End) -> dict[str, Any]:
    """One end of the lineage, with how well it is backed."""
    values = trace.lineage.analysis.backing
    return {
        "node": trace.name(end.node),
        "kind": end.kind,
        "level": LEVELS[values.level.get(end.node, 0)] if end.kind == "made here" else "none",
        "paths": str(end.paths),
        "link": trace.name(end.link) if end.link else None,
    }


def node_object(trace: Trace, node: str) -> dict[str, Any]:
    """A claim or source with how it was read and graded."""
    analysis = trace.lineage.analysis
    graph = analysis.graph
    claim, source = graph.claims.get(node), graph.source_of(node)
    record = claim or graph.sources.get(node)
    graded = claim is None or claim.figure is not None
    return {
        "id": trace.name(node),
        "kind": "claim" if claim else "source",
        "text": claim.says if claim else source.title if source else None,
        "figure": figure_object(claim.figure) if claim else None,
        "made_in": trace.name(claim.made_in) if claim and claim.made_in else None,
        "source": source.title if source else None,
        "issued": source.issued.edtf if source and source.issued else None,
        "status": str(graph.status(node)),
        "seen_in": record.reading.seen_in if record else None,
        "part_read": record.reading.part if record else None,
        "locator": claim.locator if claim else None,
        "copy_check": copy_check_object(trace, claim.copy_check) if claim else None,
        "end": analysis.ends.leaf.get(node),
        "level": LEVELS[analysis.backing.level.get(node, 0)] if graded else None,
        "could_reach": LEVELS[analysis.backing.reach.get(node, 0)] if graded else None,
    }


def arc_object(trace: Trace, arc: Arc) -> dict[str, Any]:
    """One step of the lineage: a link, with what following it showed."""
    return {
        **link_object(trace, arc.link),
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


def link_object(trace: Trace, link: Link) -> dict[str, Any]:
    """A link as it is recorded."""
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
        "copy_check": copy_check_object(trace, link.copy_check),
    }


def copy_check_object(trace: Trace, check: CopyCheck | None) -> dict[str, str | None] | None:
    """What holding a quotation and a figure against the saved copy showed; null where nobody had it done."""
    if check is None:
        return None
    return {
        "quotation": str(check.quotation) if check.quotation else None,
        "figure": str(check.figure) if check.figure else None,
        "on": check.on.isoformat() if check.on else None,
        "copy": check.sha256,
        "differs": check.differs,
        "figure_differs": check.figure_differs,
        "found_in": trace.name(check.found_in) if check.found_in else None,
    }
