"""Which judgements a changed record can touch, and which records they follow from, by the links between nodes alone.

`affected` errs on the side of too many. What a node's findings follow from:

- its own record and document, and those of the claims that it cites;
- everything that it leans on, directly or not, with the notices and challenges about that;
- where documents lean on one another in a circle, all claims of these documents, since a loop may close in any of them;
- the other claims under its variables, the other claims of its document, and what speaks to it or is spoken to by it.

Rules that come with Headwater look no further; rules of a workspace may, so with these everything is judged.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kg.lineage.components import components
from kg.model.walk import reached
from kg.model.words import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.model.link import Link
    from kg.model.records import Claim, Source


class Ties(NamedTuple):
    """What one node, a claim or a source, is tied to: its document, what it leans on and speaks to, its variables and editions."""

    is_claim: bool
    document: str
    cites: tuple[str, ...]
    speaks_to: tuple[str, ...]
    about: tuple[str, ...]
    editions: tuple[str, ...]


def ties_of(claims: Iterable[Claim], sources: Iterable[Source], links: Iterable[Link]) -> dict[str, Ties]:
    """The ties of some claims and sources, given all links that they assert."""
    cites: dict[str, set[str]] = defaultdict(set)
    speaks_to: dict[str, set[str]] = defaultdict(set)
    for link in links:
        (cites if link.relation.role is Role.EVIDENCE else speaks_to)[link.source].add(link.target)
    found = {}
    for source in sources:
        editions = (*source.edition_of, *source.revision_of)
        found[source.id] = Ties(False, "", _sorted(cites, source.id), _sorted(speaks_to, source.id), (), editions)
    for claim in claims:
        node = claim.id
        found[node] = Ties(True, claim.made_in or "", _sorted(cites, node), _sorted(speaks_to, node), claim.about, ())
    return found


def _sorted(targets: Mapping[str, Iterable[str]], node: str) -> tuple[str, ...]:
    return tuple(sorted(targets.get(node, ())))


class Dependence:
    """The ties of a graph, followed in both directions. A node may be given twice, as it was and as it is."""

    def __init__(self, *states: Mapping[str, Ties]) -> None:
        """Take the ties of some states of a graph together."""
        self._cites: dict[str, set[str]] = defaultdict(set)
        self._cited_by: dict[str, set[str]] = defaultdict(set)
        self._speaks_to: dict[str, set[str]] = defaultdict(set)
        self._spoken_to_by: dict[str, set[str]] = defaultdict(set)
        self._documents: dict[str, set[str]] = defaultdict(set)
        self._claims_in: dict[str, set[str]] = defaultdict(set)
        self._about: dict[str, set[str]] = defaultdict(set)
        self._sharing: dict[str, set[str]] = defaultdict(set)
        self._editions: dict[str, set[str]] = defaultdict(set)
        for node, ties in chain.from_iterable(state.items() for state in states):
            self._add(node, ties)

    def _add(self, node: str, ties: Ties) -> None:
        _, document, cites, speaks_to, about, editions = ties
        if document:
            self._documents[node].add(document)
            self._claims_in[document].add(node)
        for target in cites:
            self._cites[node].add(target)
            self._cited_by[target].add(node)
        for target in speaks_to:
            self._speaks_to[node].add(target)
            self._spoken_to_by[target].add(node)
        for variable in about:
            self._about[node].add(variable)
            self._sharing[variable].add(node)
        for other in editions:
            self._editions[node].add(other)
            self._editions[other].add(node)

    def affected(self, changed: Iterable[str], touched: Iterable[str] = ()) -> set[str]:
        """The nodes whose findings may change with the records of some; of those `touched` only their being linked to changed."""
        own = self._with_claims(_all(self._works, changed))
        steps = own | _all(self._into, own)
        spoken_to = _all(self._told, own)
        spoken_to = self._with_claims(spoken_to | _all(self._told, spoken_to))
        resting = reached(steps | spoken_to, lambda node: (*self._into(node), *self._circle(node)))
        speaking = _all(self._speakers, self._with_documents(steps))
        touched = {*touched}
        beside = self._mates(steps) | self._with_documents(touched) | _all(self._alike, own)
        return resting | speaking | beside

    def read_with(self, nodes: Iterable[str]) -> set[str]:
        """The nodes whose statements rules ask for when they judge some: those that have to do with them directly."""
        mates = self._mates(nodes) | set(nodes)
        found = mates | _all(self._cites.get, mates) | _all(self._told, mates)
        return self.surroundings(found)

    def surroundings(self, nodes: Iterable[str]) -> set[str]:
        """Some nodes with their documents, and what speaks to these, with its documents."""
        places = self._with_documents(nodes)
        return self._with_documents(places | _all(self._speakers, places))

    def basis(self, nodes: Iterable[str], beside: Iterable[str]) -> set[str]:
        """The nodes whose records the judgement of some follows from, with those of others `beside` them as they stand."""
        below = reached(nodes, lambda node: (*self._onto(node), *self._circle(node)))
        alike = _all(self._alike, nodes)
        found = below | {*beside} | alike | _all(self._cites.get, alike)
        found = self._with_documents(found)
        found |= _all(self._speakers, found)
        found |= _all(self._speakers, self._with_documents(found))
        return {place for node in self._with_documents(found) for place in (node, *self._works(node))}

    def _into(self, node: str) -> Iterator[str]:
        """What cites a node, or its document as a whole."""
        yield from self._cited_by.get(node, ())
        for document in self._documents.get(node, ()):
            yield from self._cited_by.get(document, ())

    def _onto(self, node: str) -> Iterator[str]:
        """What a node cites; of a document the claims in it."""
        for target in self._cites.get(node, ()):
            yield target
            yield from self._claims_in.get(target, ())

    def _told(self, node: str) -> Iterable[str]:
        return self._speaks_to.get(node, ())

    def _speakers(self, node: str) -> Iterable[str]:
        return self._spoken_to_by.get(node, ())

    def _alike(self, node: str) -> Iterator[str]:
        """The claims under the variables of a node."""
        for variable in self._about.get(node, ()):
            yield from self._sharing[variable]

    def _works(self, node: str) -> set[str]:
        """A node, and the editions of a document."""
        return reached([node], lambda place: self._editions.get(place, ())) if node in self._editions else {node}

    def _with_documents(self, nodes: Iterable[str]) -> set[str]:
        return {*nodes} | _all(self._documents.get, nodes)

    def _with_claims(self, nodes: Iterable[str]) -> set[str]:
        return {*nodes} | _all(self._claims_in.get, nodes)

    def _mates(self, nodes: Iterable[str]) -> set[str]:
        """The documents of some nodes in all editions, with all claims in them."""
        documents = {place for node in nodes for place in self._documents.get(node, (node,))}
        return self._with_claims(_all(self._works, documents))

    def _circle(self, node: str) -> Iterable[str]:
        """Everything in the documents that lean on one another with that of a node."""
        for document in self._documents.get(node, (node,)):
            yield from self._circles.get(document, ())

    @cached_property
    def _circles(self) -> dict[str, set[str]]:
        """The circles of documents, each with the claims in them."""
        follows: dict[str, set[str]] = defaultdict(set)
        for node, targets in self._cites.items():
            for place in self._documents.get(node, (node,)):
                for target in targets:
                    follows[place] |= self._documents.get(target, {target})
        for place, others in self._editions.items():
            follows[place] |= others
        found: dict[str, set[str]] = {}
        for part in components([*follows], lambda place: follows.get(place, ())):
            if len(part) > 1:
                found.update(dict.fromkeys(part, self._with_claims(part)))
        return found


def _all(follows: Callable[[str], Iterable[str] | None], nodes: Iterable[str]) -> set[str]:
    """What follows some nodes, taken together."""
    return {other for node in nodes for other in follows(node) or ()}
