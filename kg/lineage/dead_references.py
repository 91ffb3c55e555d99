"""Who followed a reference in vain (the source not found, or the figure not in it), when, and which document reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.model.words import Relation

if TYPE_CHECKING:
    from datetime import date

    from kg.lineage.evidence import Arc, Evidence
    from kg.model.link import Link


class LookedFor(Struct, frozen=True):
    """That someone followed a reference in vain: when and who; where neither is recorded, the document that reports it."""

    on: date | None
    by: str | None
    seen_in: str | None


def looked_for(graph: Evidence, arc: Arc) -> LookedFor | None:
    """Who followed the reference of a step that leads nowhere; None where no one is recorded.

    An `absent-from` link of the same claim counts as the finding about its reference to that source.
    """
    link = arc.link
    if link.outcome is not None:
        return _by_link(link)
    if arc.ends != "not in it":
        return None
    claim = graph.claims.get(arc.target)
    places = {arc.target, *([claim.made_in] if claim else [])}
    found = (
        other
        for other in graph.links_of.get(arc.origin, ())
        if other.relation is Relation.ABSENT_FROM and other.target in places
    )
    return next(map(_by_link, found), None)


def _by_link(link: Link) -> LookedFor:
    when = link.outcome.when if link.outcome else link.reading.read or link.reading.copy_read
    on, by = (when.on, when.by) if when else (None, None)
    return LookedFor(on, by, link.reading.seen_in if on is None and by is None else None)
