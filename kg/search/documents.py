"""What claims and sources can be found by: words, numbers, places and addresses, read property by property."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.figures.scan import find_numbers
from kg.model.identifiers import identify, web_address
from kg.rdf.foreign_terms import ALSO
from kg.search.model import Place, SearchDocument
from kg.search.property_table import LookedUp, Sayings
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_CLAIMS: Final = (iri("hw:Claim"), iri("schema:Claim"))
_TYPE: Final = iri("rdf:type")


def _spellings(term: str) -> tuple[str, ...]:
    """A property of ours and what others use for it."""
    return (iri(term), *ALSO.get(iri(term), ()))


_TITLE, _TEXT, _ISSUED = _spellings("dcterms:title"), _spellings("schema:text"), _spellings("dcterms:issued")
_MAKER: Final = (*_spellings("prov:wasAttributedTo"), *_spellings("dcterms:publisher"))
_LOW, _HIGH = ((iri("schema:value"), iri(f"schema:{end}Value")) for end in ("min", "max"))
_APPEARANCE, _FIGURE, _KIND, _NAME = iri("schema:appearance"), iri("hw:figure"), iri("hw:kind"), iri("schema:name")
_MADE_IN, _RECORDED_AS = iri("hw:madeIn"), iri("hw:recordedAs")
_AREA, _SHARE, _IDENTIFIER = iri("dcterms:spatial"), iri("hw:share"), iri("dcterms:identifier")
_IN_FIGURE: Final = tuple(map(iri, ("schema:unitText", "hw:category", "hw:population", "hw:stated")))
_TERMS: Final = (
    *_TITLE,
    *_TEXT,
    *_ISSUED,
    *_MAKER,
    *_LOW,
    *_HIGH,
    *_IN_FIGURE,
    _APPEARANCE,
    _MADE_IN,
    _RECORDED_AS,
    _FIGURE,
    _KIND,
    _NAME,
    _AREA,
    _SHARE,
    _IDENTIFIER,
)
_NAMES: Final = (*_spellings("schema:name"), iri("schema:alternateName"))
ADDRESSES: Final = (*_spellings("schema:url"), iri("owl:sameAs"))
_SAID: Final = frozenset({*_TERMS, *_NAMES, _TYPE})
_PLACING: Final = frozenset({*_NAMES, _AREA, iri("schema:containedInPlace")})


def headlines(quads: ox.Store, is_node: Callable[[str], bool], path: Path | None = None) -> Iterator[SearchDocument]:
    """What every claim, and every source without claims, can be found by, in the order of nodes.

    `is_node` tells sources from whatever else has a title. What nodes say is sorted in a new file at `path`, which the
    caller removes, or in memory without one.
    """
    sayings = Sayings(quads, _TERMS, _CLAIMS, path)
    try:
        documents = sayings.values(_APPEARANCE)
        for node, about in sayings:
            if _TYPE in about or (_is_titled(about) and node not in documents and is_node(node)):
                yield _headline(sayings, node, about)
    finally:
        sayings.close()


def headline_at(quads: ox.Store, node: str, is_node: Callable[[str], bool]) -> SearchDocument | None:
    """What one node can be found by; None for what is neither a claim nor a source without claims."""
    sayings = LookedUp(quads, _TERMS, _CLAIMS)
    about = sayings.of(node)
    if _TYPE in about or (_is_titled(about) and not _any(quads, _APPEARANCE, node) and is_node(node)):
        return _headline(sayings, node, about)
    return None


def _is_titled(about: Mapping[str, str]) -> bool:
    """Whether a node has a title and is not one of the other names of a work."""
    return _first(about, _TITLE) is not None and _RECORDED_AS not in about


def concerned(quads: ox.Store, changed: Iterable[ox.Quad]) -> set[str]:
    """The nodes that may be found by something else now that some quads of a store have changed."""
    changed = list(changed)
    saying = {
        quad.subject.value
        for quad in changed
        if quad.predicate.value in _SAID and isinstance(quad.subject, ox.NamedNode)
    }
    figures = {figure for node in saying for figure in _with(quads, (_AREA,), node)}
    made = {node for maker in saying for node in _with(quads, _MAKER, maker)}
    found = saying | made | {claim for figure in saying | figures for claim in _with(quads, (_FIGURE,), figure)}
    found |= {claim for document in saying | made for claim in _with(quads, (_APPEARANCE,), document)}
    # Whether a source has claims, or is linked to, decides whether it is found by itself.
    return found | {
        end.value for quad in changed for end in (quad.subject, quad.object) if isinstance(end, ox.NamedNode)
    }


def _with(quads: ox.Store, terms: Iterable[str], node: str) -> Iterator[str]:
    for term in terms:
        for quad in quads.quads_for_pattern(None, ox.NamedNode(term), ox.NamedNode(node)):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value


def _any(quads: ox.Store, term: str, node: str) -> bool:
    return next(quads.quads_for_pattern(None, ox.NamedNode(term), ox.NamedNode(node)), None) is not None


def _headline(sayings: Sayings | LookedUp, node: str, about: Mapping[str, str]) -> SearchDocument:
    """One headline from what a claim or source says, its figure, its document and who made that."""
    is_claim, figure = _TYPE in about, sayings.of(about[_FIGURE]) if _FIGURE in about else {}
    made_in = about.get(_MADE_IN, about.get(_APPEARANCE)) if is_claim else node
    document = sayings.of(made_in) if made_in and is_claim else about
    parts = [_first(about, _TEXT) if is_claim else None, *(figure.get(term) for term in _IN_FIGURE)]
    if made_in:
        maker = _first(about, _MAKER) or _first(document, _MAKER)
        parts += [_first(document, _TITLE), document.get(_KIND), sayings.of(maker).get(_NAME) if maker else None]
    text = " ".join(filter(None, parts))
    return SearchDocument(
        node=node,
        identifier=about.get(_IDENTIFIER, node),
        text=text,
        area=figure.get(_AREA),
        mentions=_mentions(text),
        low=_first(figure, _LOW),
        high=_first(figure, _HIGH),
        share=figure.get(_SHARE) == "true",
        made_in=made_in,
        issued=_first(document, _ISSUED) if made_in else None,
    )


def _first(about: Mapping[str, str], terms: Iterable[str]) -> str | None:
    """The value of the first of some properties that a node has."""
    return next((about[term] for term in terms if term in about), None)


def _mentions(text: str) -> tuple[tuple[str, str, bool], ...]:
    numbers = (found.number for found in find_numbers(text))
    return tuple((str(number.low), str(number.high), number.share) for number in numbers)


def places(quads: ox.Store) -> tuple[Place, ...]:
    """Every area that a figure is about, and every one around it."""
    within: dict[str, set[str]] = defaultdict(set)
    for term in (_AREA, iri("schema:containedInPlace")):
        # A million figures are about a few hundred areas: only those are read.
        found = quads.query(
            f"SELECT DISTINCT ?o {{ ?s <{term}> ?o FILTER isIRI(?o) }}", use_default_graph_as_union=True
        )
        for row in found if isinstance(found, ox.QuerySolutions) else ():
            within.setdefault(str(getattr(row[0], "value", "")), set())
    for quad in quads.quads_for_pattern(None, ox.NamedNode(iri("schema:containedInPlace")), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            within[quad.subject.value].add(quad.object.value)
    return tuple(Place(area, _names(quads, area), frozenset(outer)) for area, outer in sorted(within.items()))


def places_change(changed: Iterable[ox.Quad]) -> bool:
    """Whether the areas on record may be others now that some quads of a store have changed."""
    return any(quad.predicate.value in _PLACING for quad in changed)


def _names(quads: ox.Store, area: str) -> tuple[str, ...]:
    found = {
        q.object.value
        for term in _NAMES
        for q in quads.quads_for_pattern(ox.NamedNode(area), ox.NamedNode(term), None)
        if isinstance(q.object, ox.Literal)
    }
    return tuple(sorted(found))


def addresses(quads: ox.Store) -> Iterator[tuple[str, str]]:
    """The web address of every source that has one, without what does not tell pages apart, with the source."""
    for term in ADDRESSES:
        for quad in quads.quads_for_pattern(None, ox.NamedNode(term), None):
            if isinstance(quad.subject, ox.NamedNode):
                yield address(str(getattr(quad.object, "value", ""))), quad.subject.value


def addresses_of(quads: ox.Store, node: str) -> set[str]:
    """The web addresses of one source."""
    found = (
        quad for term in ADDRESSES for quad in quads.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(term), None)
    )
    return {address(str(getattr(quad.object, "value", ""))) for quad in found}


def address(url: str) -> str:
    """What a page is looked for by: its web address without a fragment and case; a DOI or the like is written as its address."""
    found = identify(url)
    text = url if found is None or found.scheme == "web" else found.iri
    return (web_address(text) or text).partition("#")[0].casefold()
