"""What was said of a claim afterwards, for and against, by others or its makers; what no longer stands for it. Recorded, never scored.

A correction, retraction or withdrawal takes its target back when it comes from the target's maker or publisher, or from
a body that the link records as empowered; from anyone else, or where makers are not recorded, it is a challenge.
"""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.model.walk import reached
from kg.model.words import Relation, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.lineage.evidence import Evidence
    from kg.model.link import Link

_WORD = {Relation.CORRECTS: "corrected", Relation.RETRACTS: "retracted", Relation.WITHDRAWS: "withdrawn"}


class Challenge(Struct, frozen=True):
    """One link against a claim or its source, with the replies recorded beside it.

    `caveat` marks a qualification by the figure's own maker or within one work; `same_document` one part of a document against another.
    """

    link: Link
    replies: tuple[str, ...]
    caveat: bool
    same_document: bool


class Standings(Struct, frozen=True):
    """Who said what against which node, over a whole evidence graph.

    `notices` are all links that take a node back; `taken_back` gives for each node the notice that decides: its word of the
    standing scheme and its link.
    """

    notices: dict[str, tuple[Link, ...]]
    taken_back: dict[str, tuple[str, Link]]
    superseded: dict[str, Link]
    challenges: dict[str, tuple[Challenge, ...]]
    corroborations: dict[str, tuple[Link, ...]]

    def fallen(self, graph: Evidence) -> frozenset[str]:
        """Every node that is taken back or made in a source that is."""
        return _with_claims(graph, self.taken_back)

    def replaced(self, graph: Evidence) -> frozenset[str]:
        """Every node that is superseded or made in a source that is."""
        return _with_claims(graph, self.superseded)


def _with_claims(graph: Evidence, places: Iterable[str]) -> frozenset[str]:
    nodes = frozenset(places)
    return nodes | {claim for source in nodes for claim in graph.claims_of.get(source, ())}


def speakers(graph: Evidence, node: str) -> frozenset[str]:
    """Who makes an assertion: who speaks, else the authors of the document, else its publisher."""
    claim, source = graph.claims.get(node), graph.source_of(node)
    named = (claim.by if claim else ()) or (source.authors if source else ()) or (source.publisher if source else ())
    return frozenset(named)


def answerable(graph: Evidence, node: str) -> frozenset[str]:
    """Who may take a node back: its makers and its publisher."""
    source = graph.source_of(node)
    return speakers(graph, node) | frozenset(source.publisher if source else ())


def standings(graph: Evidence) -> Standings:
    """Sort the links other than evidence by what each does to its target."""
    notices: dict[str, list[Link]] = defaultdict(list)
    superseded: dict[str, Link] = {}
    corroborations: dict[str, list[Link]] = defaultdict(list)
    against: dict[str, list[Link]] = defaultdict(list)
    replies: dict[str, list[str]] = defaultdict(list)
    for link in graph.links:
        role = link.relation.role
        if role is Role.TAKES_BACK and takes_back(graph, link):
            notices[link.target].append(link)
        elif role in {Role.CHALLENGE, Role.TAKES_BACK}:
            against[link.target].append(link)
        elif role is Role.STANDING:
            superseded.setdefault(link.target, link)
        elif role is Role.SUPPORT:
            corroborations[link.target].append(link)
        elif role is Role.REPLY:
            replies[link.target].append(link.source)
    challenges = {
        target: tuple(_challenge(graph, link, replies) for link in links) for target, links in against.items()
    }
    return Standings(
        {target: tuple(links) for target, links in notices.items()},
        {target: (word_of(link), link) for target, links in notices.items() for link in [_deciding(graph, links)]},
        superseded,
        challenges,
        {target: tuple(links) for target, links in corroborations.items()},
    )


def _deciding(graph: Evidence, notices: list[Link]) -> Link:
    """The notice that says how something stands now: the first that took it back whole, else the latest correction."""
    whole = [link for link in notices if link.relation is not Relation.CORRECTS]
    if whole:
        return min(whole, key=lambda link: graph.issued(link.source)[0] or date.max)
    return max(notices, key=lambda link: graph.issued(link.source)[0] or date.min)


def word_of(notice: Link) -> str:
    """What a notice did to its target, a word of the standing scheme."""
    return _WORD[notice.relation]


def takes_back(graph: Evidence, link: Link) -> bool:
    """Whether a correction, retraction or withdrawal is by someone who can take its target back.

    A document speaks for its makers and its publisher; a claim that names its speakers speaks only for them.
    """
    claim = graph.claims.get(link.source)
    asserting = frozenset(claim.by) if claim and claim.by else answerable(graph, link.source)
    return bool(link.empowered) or bool(asserting & answerable(graph, link.target))


def _challenge(graph: Evidence, link: Link, replies: dict[str, list[str]]) -> Challenge:
    asserting = graph.claims.get(link.source)
    answers = {*replies.get(link.source, ()), *replies.get(asserting.made_in or "" if asserting else "", ())}
    same = graph.work_of(link.source) == graph.work_of(link.target)
    caveat = link.relation is Relation.QUALIFIES and bool(
        speakers(graph, link.source) & speakers(graph, link.target) or same
    )
    return Challenge(link, tuple(sorted(answers)), caveat, same)


def against(graph: Evidence, found: Standings, node: str) -> tuple[Challenge, ...]:
    """The challenges to a claim and to the source it is made in."""
    claim = graph.claims.get(node)
    places = [node, *([claim.made_in] if claim and claim.made_in else [])]
    return tuple(challenge for place in places for challenge in found.challenges.get(place, ()))


def standing(graph: Evidence, found: Standings, node: str, rests_on_withdrawn: bool) -> tuple[str, ...]:
    """The words of the standing scheme that hold for a node; more than one may."""
    claim = graph.claims.get(node)
    places = [node, *([claim.made_in] if claim and claim.made_in else [])]
    words = [found.taken_back[place][0] for place in places if place in found.taken_back]
    if any(place in found.superseded for place in places):
        words.append("superseded")
    if rests_on_withdrawn:
        words.append("rests on withdrawn material")
    if any(not challenge.caveat for challenge in against(graph, found, node)):
        words.append("challenged")
    return tuple(dict.fromkeys(words)) or ("no challenge recorded",)


class Footing:
    """Which nodes of a graph stand, and which do not once some are taken away.

    Unless taken away itself, a node stands if it has no steps, if it made its figure and none of its inputs has fallen, or if
    it leans on one node that stands. Worked out before and after, so that a loop that never had a way out is not counted as an
    effect of a withdrawal.
    """

    def __init__(self, graph: Evidence) -> None:
        """Find what stands while nothing is taken away."""
        self._graph = graph
        self._into: dict[str, set[str]] = defaultdict(set)
        for node in graph.nodes:
            for arc in graph.arcs(node):
                self._into[arc.target].add(node)
        self._before = self._grown(set(), graph.nodes, frozenset())

    def rest_on(self, fallen: frozenset[str]) -> dict[str, frozenset[str]]:
        """The nodes that fall with these, since every alternative needs one; each with the nodes it leans on that fell too."""
        concerned = reached(fallen, lambda node: self._into[node])
        after = self._grown(self._before - concerned, concerned, fallen)
        return {
            node: frozenset(arc.target for arc in self._graph.arcs(node) if arc.target not in after)
            for node in self._graph.nodes
            if node in concerned and node in self._before and node not in after and node not in fallen
        }

    def nearest_replaced(self, replaced: frozenset[str]) -> dict[str, str]:
        """The nodes that fall with these, since every alternative needs one; each with the nearest of these along one path."""
        resting = self.rest_on(replaced)
        found: dict[str, str] = {}
        waiting = deque(sorted(replaced))
        while waiting:
            place = waiting.popleft()
            for node in sorted(self._into[place]):
                if node in resting and node not in found:
                    found[node] = found.get(place, place)
                    waiting.append(node)
        return found

    def _grown(self, standing_nodes: set[str], waiting: Iterable[str], fallen: frozenset[str]) -> set[str]:
        """Add to `standing_nodes` each waiting node that holds, then what leans on it, until nothing is added."""
        queue = list(waiting)
        while queue:
            node = queue.pop()
            if node in standing_nodes or node in fallen or not _holds(self._graph, node, standing_nodes):
                continue
            standing_nodes.add(node)
            queue.extend(self._into[node])
        return standing_nodes


def _holds(graph: Evidence, node: str, standing_nodes: set[str]) -> bool:
    needs = graph.workings.get(node, ())
    alternatives = graph.alternatives.get(node, ())
    if not needs and not alternatives:
        return True
    if any(arc.ends or arc.target in standing_nodes for arc in alternatives):
        return True
    if graph.making(node) is None:
        return False
    return not needs or any(
        all(any(arc.ends or arc.target in standing_nodes for arc in member) for member in need.members)
        for need in needs
    )
