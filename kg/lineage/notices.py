"""Corrections, retractions and withdrawals: who made them, and whether what repeats their target came before or after.

`kg.lineage.standing` decides which of them take something back.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.lineage.standing import answerable, speakers, word_of

if TYPE_CHECKING:
    from kg.lineage.evidence import Arc, Evidence
    from kg.lineage.standing import Standings
    from kg.model.figure import Figure
    from kg.model.link import Link

# What an agent is, as recorded, that makes a notice without being author or publisher of its target.
_KINDS: Final = {
    "registry": ("registry", "register"),
    "host": ("host", "repository", "archive", "preprint", "platform"),
}


class Notice(Struct, frozen=True):
    """A correction, retraction or withdrawal of a place: the word of the standing scheme, the link, and who made it.

    `role` is what they are to the target, a word of the scheme `noticed`; None where the notice does not say who made it.
    """

    place: str
    word: str
    link: Link
    role: str | None
    by: tuple[str, ...]


class Repeated(Struct, frozen=True):
    """A step to something that was corrected, retracted or withdrawn, with the notice.

    `timing` says whether the document of the step came out `before` or `after` the notice; None where the dates leave it open.
    """

    arc: Arc
    notice: Notice
    timing: str | None
    mentions: bool


def notice_about(graph: Evidence, found: Standings, node: str) -> Notice | None:
    """The notice about a node, or about the source that it stands in."""
    source = graph.source_of(node)
    place = node if node in found.taken_back else source.id if source else node
    if place not in found.taken_back:
        return None
    return notice_of(graph, place, found.taken_back[place][1])


def notice_of(graph: Evidence, place: str, link: Link) -> Notice:
    """A link that takes a place back, with what it did and who made it."""
    role, by = noticed_by(graph, link)
    return Notice(place, word_of(link), link, role, by)


def noticed_by(graph: Evidence, link: Link) -> tuple[str | None, tuple[str, ...]]:
    """What those who made a notice are to its target, and who they are: from the notice's own makers.

    Who is author of the target counts as that, whatever else; a body that is neither author nor publisher is what is recorded of it.
    """
    asserting = speakers(graph, link.source)
    target = graph.claims.get(link.target)
    source = graph.source_of(link.target)
    authors = frozenset((*(target.by if target else ()), *(source.authors if source else ())))
    publishers = frozenset(source.publisher if source else ())
    claim = graph.claims.get(link.source)
    everyone = asserting if claim and claim.by else asserting | answerable(graph, link.source)
    for role, agents in (
        ("author", asserting & authors),
        ("publisher", asserting & publishers),
        ("author", everyone & authors),
        ("publisher", everyone & publishers),
    ):
        if agents:
            return _kind(graph, agents, role), tuple(sorted(agents))
    return (_kind(graph, asserting, "empowered body"), tuple(sorted(asserting))) if asserting else (None, ())


def _kind(graph: Evidence, agents: frozenset[str], otherwise: str) -> str:
    """A registry or host where the record of the agents says so."""
    if otherwise == "author":
        return otherwise
    kinds = " ".join(graph.agent_kinds.get(agent, "") for agent in sorted(agents)).casefold()
    return next((role for role, words in _KINDS.items() if any(word in kinds for word in words)), otherwise)


def timing(graph: Evidence, node: str, *notices: str) -> str | None:
    """Whether the document of a node came out `before` all of some notices or `after` one; None where the dates leave it open."""
    found = {_timing(graph, node, notice) for notice in notices}
    return "after" if "after" in found else "before" if found == {"before"} else None


def _timing(graph: Evidence, node: str, notice: str) -> str | None:
    begun, ended = graph.issued(node)
    noticed, known = graph.issued(notice)
    if noticed and ended and ended < noticed:
        return "before"
    return "after" if begun and known and begun > known else None


def mentions(graph: Evidence, node: str, notices: frozenset[str]) -> bool:
    """Whether the document of a node refers to the work of one of some notices."""
    document = graph.source_of(node)
    places = {node, *((document.id, *graph.claims_of.get(document.id, ())) if document else ())}
    cited = {graph.work_of(link.target) for place in places for link in graph.links_of.get(place, ())}
    return bool({graph.work_of(notice) for notice in notices} & cited)


def repeated(graph: Evidence, found: Standings, arc: Arc) -> Repeated | None:
    """Whether a step leads to what was corrected, retracted or withdrawn; the notice itself may repeat what it is about.

    Of several notices the one is given that says how the target stands now, unless the step came after another one alone.
    """
    notice = notice_about(graph, found, arc.target)
    if notice is None:
        return None
    links = found.notices[notice.place]
    if graph.work_of(arc.origin) in {graph.work_of(link.source) for link in links}:
        return None
    later = [link for link in links if timing(graph, arc.origin, link.source) == "after"]
    if later and notice.link not in later:
        notice = notice_of(graph, notice.place, max(later, key=lambda link: graph.issued(link.source)[0] or date.min))
    when = timing(graph, arc.origin, *(link.source for link in links))
    return Repeated(arc, notice, when, mentions(graph, arc.origin, frozenset(link.source for link in links)))


def corrected_to(graph: Evidence, notice: Notice) -> Figure | None:
    """The figure that a notice gives: of its claim, or of the only claim of its document that has one."""
    claim = graph.claims.get(notice.link.source)
    if claim is not None:
        return claim.figure
    inside = [graph.claims[node].figure for node in graph.claims_of.get(notice.link.source, ())]
    figures = [figure for figure in inside if figure is not None]
    return figures[0] if len(figures) == 1 else None
