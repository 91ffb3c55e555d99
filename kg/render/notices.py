"""Corrections, retractions and withdrawals in words: by whom, when, and what figure they give now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.lineage.names import date_words
from kg.lineage.notices import corrected_to
from kg.model.figure_words import figure_words
from kg.rdf.labels import label
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from kg.lineage.evidence import Evidence
    from kg.lineage.notices import Notice

# A role that says less than the name of who made the notice is given with that name.
_NAMED: Final = frozenset({"publisher", "host", "registry", "empowered body"})


def by_whom(graph: Evidence, notice: Notice) -> str:
    """` by its publisher, The Daily`: who made a notice, as it can follow “was withdrawn”; empty where it is not recorded."""
    if notice.role is None:
        return ""
    names = [graph.agents.get(agent, agent) for agent in notice.by]
    known = f", {' and '.join(plain_text(name) for name in names)}" if notice.role in _NAMED and len(names) == 1 else ""
    return f" {label('noticed', notice.role)}{known}"


def done_words(graph: Evidence, notice: Notice) -> str:
    """`corrected by its publisher, The Daily, on 11 Nov 2011 (now: 20%)`: what a notice did, by whom, when, with its figure."""
    who = by_whom(graph, notice)
    source = graph.source_of(notice.link.source)
    issued = source.issued if source else None
    on = "on" if issued and issued.start == issued.end else "in"
    when = f"{',' if ',' in who else ''} {on} {date_words(issued)}" if issued else ""
    return f"{label('standing', notice.word)}{who}{when}{now_words(graph, notice)}"


def now_words(graph: Evidence, notice: Notice) -> str:
    """` (now: 20%)`: the figure that a notice gives; empty where it gives none."""
    figure = corrected_to(graph, notice)
    if figure is None:
        return ""
    words = figure_words(figure, graph.areas)
    return f" (now: {words[:1].lower() + words[1:] if figure.qualifier else words})"
