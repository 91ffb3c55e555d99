"""Splits a claim that appears in several documents into one claim for each document.

The node itself is the claim of its first appearance (its document is in `hw:madeIn`; the first in alphabetical order where none is
stated); each other document gets a copy with the same statements and the links that its direct triples state.
`schema:firstAppearance`, and the document that a claim is part of, are read as appearances.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.rdf.identity import belonging, digest
from kg.store.lookups import holds, rows
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPE: Final = ox.NamedNode(iri("rdf:type"))
_CLAIMS: Final = tuple(ox.NamedNode(iri(name)) for name in ("hw:Claim", "schema:Claim"))
_RECOMMENDATION: Final = ox.NamedNode(iri("hw:Recommendation"))
_APPEARANCE, _FIRST = ox.NamedNode(iri("schema:appearance")), ox.NamedNode(iri("schema:firstAppearance"))
_WHOLE: Final = tuple(ox.NamedNode(iri(name)) for name in ("schema:isPartOf", "dcterms:isPartOf"))
# A query, with `{}` for the term: claims that are part of something and have no appearance stated.
_IN_PART: Final = (
    f"VALUES ?type {{{{ {' '.join(map(str, _CLAIMS))} }}}} ?c a ?type ; {{}} ?a "
    f"FILTER NOT EXISTS {{{{ ?c {_APPEARANCE}|{_FIRST} ?any }}}}"
)
MADE_IN: Final = ox.NamedNode(iri("hw:madeIn"))
_NOT_COPIED: Final = frozenset({_APPEARANCE, _FIRST, *_WHOLE, MADE_IN, ox.NamedNode(iri("dcterms:identifier"))})


def split_claims(store: ox.Store) -> Iterator[ox.Triple]:
    """Triples to add: the document of each claim that one appearance alone does not give, and the claims of the others."""
    for claim, documents in sorted(_documents(store).items(), key=lambda pair: pair[0].value):
        home, *others = documents
        if not others:
            yield ox.Triple(claim, _APPEARANCE, home)
            continue
        yield ox.Triple(claim, MADE_IN, home)
        said = [q for q in store.quads_for_pattern(claim, None, None) if q.predicate not in _NOT_COPIED]
        for document in others:
            copy = ox.NamedNode(belonging(claim.value, f"in-{digest(document.value)}"))
            yield ox.Triple(copy, _TYPE, _CLAIMS[0])
            yield ox.Triple(copy, _APPEARANCE, document)
            yield from (ox.Triple(copy, quad.predicate, quad.object) for quad in said)


def _documents(store: ox.Store) -> dict[ox.NamedNode, list[ox.NamedNode]]:
    """The documents of each claim that has several or says so otherwise than by one appearance, that of its first appearance first."""
    first = {claim: min(found, key=_name) for claim, found in _stated(store, f"?c {_FIRST} ?a").items()}
    found = _stated(store, f"?c {_APPEARANCE} ?a, ?b FILTER(?a != ?b)") if _some_have_several(store) else {}
    for claim, home in first.items():
        found.setdefault(claim, _values(store, claim, _APPEARANCE)).add(home)
    for whole in _WHOLE:
        if holds(store, whole):
            for claim, places in _stated(store, _IN_PART.format(whole)).items():
                found.setdefault(claim, set()).update(places)
    return {
        claim: [*([first[claim]] if claim in first else []), *sorted(docs - {first.get(claim)}, key=_name)]
        for claim, docs in found.items()
        if next(store.quads_for_pattern(claim, _TYPE, _RECOMMENDATION), None) is None
    }


def _name(node: ox.NamedNode) -> str:
    return node.value


def _some_have_several(store: ox.Store) -> bool:
    """Whether some claim may have several appearances: only then is it worth asking which."""
    counted = rows(store, f"SELECT (COUNT(*) AS ?all) (COUNT(DISTINCT ?c) AS ?claims) WHERE {{ ?c {_APPEARANCE} ?a }}")
    return any(str(row[0]) != str(row[1]) for row in counted)


def _stated(store: ox.Store, pattern: str) -> dict[ox.NamedNode, set[ox.NamedNode]]:
    """The documents ?a of each claim ?c that fits a pattern."""
    found: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    for row in rows(store, f"SELECT DISTINCT ?c ?a WHERE {{ {pattern} }}"):
        claim, document = row[0], row[1]
        if isinstance(claim, ox.NamedNode) and isinstance(document, ox.NamedNode):
            found[claim].add(document)
    return found


def _values(store: ox.Store, node: ox.NamedNode, term: ox.NamedNode) -> set[ox.NamedNode]:
    found = (quad.object for quad in store.quads_for_pattern(node, term, None))
    return {value for value in found if isinstance(value, ox.NamedNode)}


def one_appearance_each(store: ox.Store) -> None:
    """Keep of each claim only the appearance in its `hw:madeIn` document, since rules match any."""
    for quad in list(store.quads_for_pattern(None, MADE_IN, None)):
        for other in list(store.quads_for_pattern(quad.subject, _APPEARANCE, None)):
            if other.object != quad.object:
                store.remove(other)
        if isinstance(quad.object, ox.NamedNode):
            store.add(ox.Quad(quad.subject, _APPEARANCE, quad.object, quad.graph_name))
