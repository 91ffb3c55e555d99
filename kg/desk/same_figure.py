"""A figure that a document gives twice, as in its headline and its text: the sources of one can be taken for the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.desk.desk import Done, Edits
from kg.desk.links import added_link, links_of
from kg.desk.record_files import claims_of
from kg.errors import HeadwaterError, UsageError
from kg.formats.figure_line import parse_figure
from kg.formats.record_spans import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.desk.desk import Desk
    from kg.desk.record_files import Found
    from kg.model.figure import Figure


def elsewhere(found: Found, source: Found) -> Found | None:
    """Another claim of the document with the same number of the same things, and with sources; None for a claim that has its own."""
    own = _figure(found)
    if own is None or links_of(found) or "names no source" in found.value or "made here" in found.value:
        return None
    return next(
        (
            claim
            for claim in claims_of(source)
            if claim.node != found.node and _rests(claim) and (other := _figure(claim)) and _same(own, other)
        ),
        None,
    )


def _rests(claim: Found) -> bool:
    return any(link.kind == "leans on" and link.target for link in links_of(claim))


def _figure(claim: Found) -> Figure | None:
    line = claim.value.get("figure")
    try:
        return parse_figure(line) if isinstance(line, str) else None
    except (ValueError, HeadwaterError):
        return None


def _same(one: Figure, other: Figure) -> bool:
    """Whether two figures have the same number, and nothing that both give tells them apart."""
    if one.low is None or (one.low, one.high, one.share) != (other.low, other.high, other.share):
        return False
    pairs = (
        (one.unit, other.unit),
        (one.area, other.area),
        (one.period and one.period.edtf, other.period and other.period.edtf),
    )
    return all(a is None or b is None or str(a).casefold() == str(b).casefold() for a, b in pairs)


def use_sources(desk: Desk, form: Mapping[str, str]) -> Done:
    """Take what another claim of the document rests on for this one too; who read a reference is not taken along."""
    node, other = form.get("node", ""), form.get("from", "")

    def edits() -> Edits:
        found, like = desk.find(node, form.get("seen")), desk.find(other)
        if found.source != like.source:
            raise UsageError("only sources of the same document can be taken")
        links = [link for link in links_of(like) if link.kind == "leans on" and link.target]
        changes: list[Change] = []
        for number, link in enumerate(links):
            added = added_link(found, link.relation, link.target, str(link.value.get("at") or ""))
            changes.append(Change(added.source, (*added.path[:-1], int(added.path[-1]) + number), added.value))
        return Edits(changes)

    return Done(desk.change(f"{node}: the sources of {other}", edits))
