"""Which nodes stand for one work: they share an identifier, or are joined by `same as`.

One of them, the one that most is recorded of, stands for all: `hw:recordedAs` leads to it from the others, and from the common IRI of
an identifier that nothing is recorded under. Walking, counting, search and impact all follow this one map. An address that a source
has as its `url` leads to the source from what nothing is recorded of, and never joins two sources of which something is.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.model.identifiers import identify
from kg.rdf.foreign_terms import ADDRESSES, ALSO, DIRECT, IDENTIFIERS, INVERSE, SAME_AS
from kg.store.lookups import holds, rows
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model.identifiers import Identifier

RECORDED_AS: Final = ox.NamedNode(iri("hw:recordedAs"))
_TYPE: Final = ox.NamedNode(iri("rdf:type"))
_CLAIM_TYPES: Final = tuple(ox.NamedNode(iri(name)) for name in ("hw:Claim", "schema:Claim"))
_CLAIM_TERMS: Final = tuple(
    ox.NamedNode(iri(name)) for name in ("hw:figure", "schema:appearance", "schema:firstAppearance")
)
_APPEARANCE, _IDENTIFIER = ox.NamedNode(iri("schema:appearance")), ox.NamedNode(iri("dcterms:identifier"))
# Properties that lead to works, and to the people and bodies that have an ORCID.
_LEADS_TO: Final = (
    iri("schema:appearance"),
    iri("prov:used"),
    iri("prov:specializationOf"),
    iri("dcterms:isVersionOf"),
    iri("prov:wasRevisionOf"),
    *(term for ours in ("dcterms:publisher", "dcterms:creator") for term in (iri(ours), *ALSO[iri(ours)])),
)
_LEADING: Final = frozenset({*DIRECT, *INVERSE, *_LEADS_TO})
_IDENTIFYING: Final = frozenset({*SAME_AS, *IDENTIFIERS, *ADDRESSES} - {_IDENTIFIER.value})


def works_recorded(store: ox.Store) -> Iterator[ox.Triple]:
    """The node that stands for each work that has several, as `hw:recordedAs` triples."""
    works = _Works(store)
    for term in (*DIRECT, *INVERSE):
        works.add_ends(term, both=True)
    for term in _LEADS_TO:
        works.add_ends(term, both=False)
    for term in SAME_AS:
        works.join_same(term)
    for term, scheme in IDENTIFIERS.items():
        works.add_identifiers(term, scheme)
    for term in ADDRESSES:
        works.add_urls(term)
    for members in works.several():
        first, *others = sorted(members, key=works.rank)
        yield from (ox.Triple(ox.NamedNode(other), RECORDED_AS, ox.NamedNode(first)) for other in others)


def may_rename(store: ox.Store, changed: Iterable[ox.Quad], base: str) -> bool:
    """Whether changes to records of our own, whose IRIs begin with `base`, may change which nodes stand for which works."""
    names = {end for quad in store.quads_for_pattern(None, RECORDED_AS, None) for end in (quad.subject, quad.object)}
    return any(
        quad.predicate.value in _IDENTIFYING
        or quad.subject in names
        or quad.object in names
        or (
            quad.predicate.value in _LEADING
            and isinstance(quad.object, ox.NamedNode)
            and not quad.object.value.startswith(base)
        )
        for quad in changed
    )


class _Works:
    """The nodes of each key, and which keys are one work (a union-find structure over keys)."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.nodes: dict[str, list[str]] = defaultdict(list)
        self.known: set[str] = set()
        self.parent: dict[str, str] = {}
        self.identifiers: dict[str, Identifier] = {}
        self.urls: dict[str, set[str]] = defaultdict(set)

    def add_ends(self, term: str, both: bool) -> None:
        """Take note of what a property leads to, and with `both` of what has it."""
        for variable in "so" if both else "o":
            for row in self._rows(term, f"SELECT DISTINCT ?{variable}", f"isIRI(?{variable})"):
                self.key(str(getattr(row[0], "value", "")))

    def join_same(self, term: str) -> None:
        """Join what a property says is the same."""
        for node, value in self._pairs(term):
            found = identify(value.value)
            if found is not None or isinstance(value, ox.NamedNode):
                self._join(self.key(node), self._of(found) if found else value.value)

    def add_identifiers(self, term: str, scheme: str | None) -> None:
        """Join what has an identifier with whatever else has it. An ISSN is that of the journal, whatever has it."""
        for node, value in self._pairs(term):
            found = identify(value.value, scheme)
            if found is not None and found.scheme != "issn":
                self._join(self.key(node), self._of(found))

    def add_urls(self, term: str) -> None:
        """Take note of the address of a source; a DOI or the like in its place identifies the source."""
        for node, value in self._pairs(term):
            found = identify(value.value)
            if found is not None and found.scheme == "web":
                self.urls[found.key].add(node)
            elif found is not None:
                self._join(self.key(node), self._of(found))

    def several(self) -> Iterator[list[str]]:
        """The nodes of each work that has several; the common IRI of an identifier is one, whether it is used or not."""
        self._join_urls()
        works: dict[str, set[str]] = defaultdict(set)
        joined = {*self.parent, *self.parent.values()}
        for key, nodes in self.nodes.items():
            if len(nodes) > 1 or key in joined or key in self.identifiers:
                works[self._root(key)].update(nodes)
        for key, found in self.identifiers.items():
            works[self._root(key)].add(found.iri)
        for found_nodes in works.values():
            if len(found_nodes) > 1 and len(members := [n for n in found_nodes if not self._is_claim(n)]) > 1:
                yield members

    def rank(self, node: str) -> tuple[bool, bool, bool, bool, str]:
        """Where a node comes among those of its work: a source with claims first, then what is recorded, then what is described."""
        named = ox.NamedNode(node)
        claims = next(self.store.quads_for_pattern(None, _APPEARANCE, named), None)
        recorded = next(self.store.quads_for_pattern(named, _IDENTIFIER, None), None)
        common = any(found.iri == node for found in (identify(node),) if found)
        return claims is None, recorded is None, not self._is_described(node), not common, node

    def key(self, node: str) -> str:
        """The key of a node, which is taken note of: what its IRI identifies, else the IRI itself."""
        found = identify(node)
        key = self._of(found) if found else node
        if node not in self.known:
            self.known.add(node)
            self.nodes[key].append(node)
        return key

    def _of(self, found: Identifier) -> str:
        if found.scheme not in {"web", "urn"}:
            self.identifiers.setdefault(found.key, found)
        return found.key

    def _rows(self, term: str, select: str, test: str) -> Iterator[ox.QuerySolution]:
        if holds(self.store, ox.NamedNode(term)):
            yield from rows(self.store, f"{select} WHERE {{ ?s <{term}> ?o FILTER({test}) }}")

    def _pairs(self, term: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
        for row in self._rows(term, "SELECT DISTINCT ?s ?o", "isIRI(?s)"):
            node, value = row[0], row[1]
            if isinstance(node, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                yield node.value, value

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        if first != second:
            self.parent[second] = first

    def _root(self, key: str) -> str:
        while (above := self.parent.get(key, key)) != key:
            key = self.parent[key] = self.parent.get(above, above)
        return key

    def _join_urls(self) -> None:
        """Join what nothing is recorded of with the one source at its address."""
        for key, sources in self.urls.items():
            bare = [node for node in self.nodes.get(key, ()) if not self._is_described(node)]
            if len(sources) == 1 and bare:
                self._join(self.key(next(iter(sources))), key)

    def _is_described(self, node: str) -> bool:
        return next(self.store.quads_for_pattern(ox.NamedNode(node), None, None), None) is not None

    def _is_claim(self, node: str) -> bool:
        about = ox.NamedNode(node)
        return any(next(self.store.quads_for_pattern(about, _TYPE, cls), None) for cls in _CLAIM_TYPES) or any(
            next(self.store.quads_for_pattern(about, term, None), None) for term in _CLAIM_TERMS
        )


def with_one_name(store: ox.Store) -> None:
    """Say everything of the node that stands for its work, in place of the others; for rules, which compare nodes."""
    for pair in list(store.quads_for_pattern(None, RECORDED_AS, None)):
        node, first = pair.subject, pair.object
        if not isinstance(node, ox.NamedNode) or not isinstance(first, ox.NamedNode):
            continue
        about = [q for q in store.quads_for_pattern(node, None, None) if q.predicate != RECORDED_AS]
        to = list(store.quads_for_pattern(None, None, node))
        store.extend(ox.Quad(first, quad.predicate, quad.object, quad.graph_name) for quad in about)
        store.extend(ox.Quad(quad.subject, quad.predicate, first, quad.graph_name) for quad in to)
        for quad in (*about, *to):
            store.remove(quad)
