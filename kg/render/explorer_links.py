"""Every link of a graph between the nodes of the explorer: what rests on what, who speaks to what, and who made it.

Nothing is drawn that the data do not have. A link to a source as a whole that the walk takes on to claims of that source is
there as it is recorded, to the source, and once more for each such claim, marked as inferred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.model.words import Role
from kg.rdf.labels import label
from kg.render.picture_marks import shifts
from kg.render.safe import clip, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.lineage.evidence import Arc
    from kg.model.link import Link
    from kg.results.everything import Everything

# What a link does, by the number that the scripts read; those from `made` on say where a node belongs.
ROLES: Final = (
    "evidence",
    "challenge",
    "support",
    "standing",
    "reply",
    "made",
    "about",
    "belongs",
    "by",
    "hinges",
    "cited",
)
_OF_LINK: Final = {
    Role.CHALLENGE: "challenge",
    Role.TAKES_BACK: "standing",
    Role.STANDING: "standing",
    Role.SUPPORT: "support",
    Role.REPLY: "reply",
    Role.FINDING: "cited",
}


def link_rows(found: Everything, index: Mapping[str, int]) -> list[dict[str, Any]]:
    """The links as the scripts read them, between the numbers of their nodes."""
    parts = (_evidence(found), _speaking(found), _belonging(found))
    rows: dict[tuple[int, int, str, str], dict[str, Any]] = {}
    for source, target, role, words, more in (row for part in parts for row in part):
        if source in index and target in index and source != target:
            rest = {key: value for key, value in more.items() if value not in (None, "", [])}
            row = {"a": index[source], "b": index[target], "r": ROLES.index(role), "w": words, **rest}
            rows.setdefault((row["a"], row["b"], role, words + str(rest.get("g", ""))), row)
    return list(rows.values())


_Row = tuple[str, str, str, str, dict[str, Any]]


def _evidence(found: Everything) -> Iterator[_Row]:
    """Each step of the walk, inputs included; steps that were inferred follow the link that is recorded."""
    graph = found.analysis.graph
    for node in sorted({*graph.claims, *graph.sources}):
        for arc in graph.arcs(node):
            words = label("relation", arc.link.relation)
            if arc.inferred and arc.target != arc.link.target:
                yield node, arc.link.target, "cited", words, _detail(arc.link)
            yield node, arc.target, "evidence", words, {**_detail(arc.link), **_step(arc)}


def _detail(link: Link) -> dict[str, Any]:
    shown = str(link.shown_as) if link.relation.role is Role.EVIDENCE else None
    return {
        "s": label("shown", shown) if shown and shown != "reference" else None,
        "l": plain_text(link.locator or ""),
        "q": clip(plain_text(link.quote or ""), 400),
    }


def _step(arc: Arc) -> dict[str, Any]:
    return {
        "g": "inferred" if arc.inferred else "assumed" if arc.assumed else None,
        "e": label("end", arc.ends) if arc.ends else None,
        "d": [[shift.text, shift.kind] for shift in shifts(arc.hop.changes)],
    }


def _speaking(found: Everything) -> Iterator[_Row]:
    """Who challenges, supports, answers, takes back or replaces what."""
    standings = found.analysis.standings
    caveats = {challenge.link.id for some in standings.challenges.values() for challenge in some if challenge.caveat}
    taken_back = {link.id for _, link in standings.taken_back.values()}
    for link in found.analysis.graph.links:
        role = _OF_LINK.get(link.relation.role)
        if role is None:
            continue
        if link.relation.role is Role.TAKES_BACK and link.id not in taken_back:
            role = "challenge"  # by someone who cannot take it back
        words = label("relation", link.relation) + (f" {label('challenge', link.on)}" if link.on else "")
        own = link.id in caveats
        more = {**_detail(link), "g": "a caveat by its maker" if own else None, "c": 1 if own else None}
        yield link.source, link.target, role, words, more


def _belonging(found: Everything) -> Iterator[_Row]:
    """Where a claim is made and what it is about, who made a source, what an inquiry produced, what a recommendation hinges on."""
    graph = found.analysis.graph
    for _, claim in sorted(graph.claims.items()):
        yield from _each(claim.id, [claim.made_in or ""], "made", "made in")
        yield from _each(claim.id, claim.about, "about", "about")
        yield from _each(claim.id, claim.by, "by", "said by")
    for _, source in sorted(graph.sources.items()):
        yield from _each(source.id, [source.produced_by or ""], "belongs", "produced by")
        yield from _each(source.id, source.edition_of, "belongs", "edition of")
        yield from _each(source.id, source.revision_of, "belongs", "revision of")
        yield from _makers(source.id, source)
    for inquiry in found.inquiries:
        yield from _each(inquiry.id, inquiry.led_by, "by", "led by")
        yield from _each(inquiry.id, inquiry.commissioned_by, "by", "commissioned by")
        yield from _each(inquiry.id, inquiry.funded_by, "by", "paid by")
    for agent in found.agents:
        yield from _each(agent.id, agent.part_of, "belongs", "part of")
    for variable in found.variables:
        yield from _each(variable.id, variable.broader, "belongs", "included in")
    for one in found.recommendations:
        yield from _each(one.id, [one.made_in or ""], "made", "made in")
        yield from _each(one.id, one.hinges_on, "hinges", "hinges on")


def _makers(node: str, source: Any) -> Iterator[_Row]:  # noqa: ANN401 - a source
    for agents, words in (
        (source.publisher, "published by"),
        (source.authors, "written by"),
        (source.commissioned_by, "commissioned by"),
        (source.funded_by, "paid by"),
    ):
        yield from _each(node, agents, "by", words)


def _each(node: str, targets: Iterable[str], role: str, words: str) -> Iterator[_Row]:
    return ((node, target, role, words, {}) for target in targets if target)
