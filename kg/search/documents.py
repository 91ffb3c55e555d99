"""The documents of a search: what claims and sources can be found by, read from their triples."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.model.identifiers import identify, web_address
from kg.rdf.foreign_terms import ALSO
from kg.search.model import Place, SearchDocument
from kg.search.numbers import number_keys
from kg.search.property_table import TYPE, DirectProperties, SortedProperties
from kg.search.words import words_of
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.search.property_table import Says

_CLAIMS: Final = (iri("hw:Claim"), iri("schema:Claim"))


def _spellings(term: str) -> tuple[str, ...]:
    """A property of ours and those that others use for it."""
    return (iri(term), *ALSO.get(iri(term), ()))


_TITLE, _TEXT, _ISSUED = _spellings("dcterms:title"), _spellings("schema:text"), _spellings("dcterms:issued")
_MAKER: Final = (*_spellings("prov:wasAttributedTo"), *_spellings("dcterms:publisher"))
_LOW, _HIGH = ((iri("schema:value"), iri(f"schema:{end}Value")) for end in ("min", "max"))
_APPEARANCE, _FIGURE, _KIND, _NAME = iri("schema:appearance"), iri("hw:figure"), iri("hw:kind"), iri("schema:name")
_AREA, _SHARE, _IDENTIFIER = iri("dcterms:spatial"), iri("hw:share"), iri("dcterms:identifier")
_WITHIN, _MADE_IN, _RECORDED_AS = iri("schema:containedInPlace"), iri("hw:madeIn"), iri("hw:recordedAs")
_IN_FIGURE: Final = tuple(map(iri, ("hw:stated", "schema:unitText", "hw:category", "hw:population")))
_IN_DOCUMENT: Final = (_APPEARANCE, _FIGURE, _KIND, _NAME, _AREA, _SHARE, _IDENTIFIER, _MADE_IN, _RECORDED_AS)
_TERMS: Final = (*_TITLE, *_TEXT, *_ISSUED, *_MAKER, *_LOW, *_HIGH, *_IN_FIGURE, *_IN_DOCUMENT)
_NAMES: Final = (*_spellings("schema:name"), iri("schema:alternateName"))
_ADDRESSES: Final = (*_spellings("schema:url"), iri("owl:sameAs"))
_SEARCHED: Final = frozenset({*_TERMS, *_NAMES, TYPE})
_PLACING: Final = frozenset({*_NAMES, _AREA, _WITHIN})
# Sources and makers that several claims share are looked up once.
_MOST_CACHED: Final = 10_000


class DocumentSource:
    """The triples that documents are made of, collected in a file at `path`, or in memory without one.

    `is_node` tells sources from other nodes with a title; it is asked only once all triples were added.
    """

    def __init__(self, is_node: Callable[[str], bool] = lambda _: False, path: Path | None = None) -> None:
        self._table = SortedProperties(_TERMS, (_APPEARANCE, *_ADDRESSES), _CLAIMS, path)
        self._is_node = is_node
        self._says = lru_cache(_MOST_CACHED)(self._table.of)
        self.close = self._table.close

    @classmethod
    def of(cls, quads: ox.Store, is_node: Callable[[str], bool], path: Path | None = None) -> DocumentSource:
        """The triples of a store."""
        source = cls(is_node, path)
        source.add(quads.quads_for_pattern(None, None, None))
        source.sort()
        return source

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add triples. After the last, `sort` is to be called before anything is read."""
        self._table.add(quads)

    def add_file(self, path: Path) -> None:
        """Add the triples that were collected in the file of another source."""
        self._table.add_file(path)

    def sort(self) -> None:
        """Make look-ups possible."""
        self._table.sort()

    def documents(self, first: str = "", end: str | None = None) -> Iterator[SearchDocument]:
        """The documents of all claims and sources without claims, or of those in a range, in the order of nodes."""
        for node, says in self._table.between(first, end):
            if self._is_document(node, says):
                yield _document(node, says, self._says)

    def _is_document(self, node: str, says: Says) -> bool:
        return _is_claim(says) or (
            _is_titled(says) and not self._table.has_value(_APPEARANCE, node) and self._is_node(node)
        )

    def ranges(self, size: int) -> list[tuple[str, str | None]]:
        """Ranges of about so many nodes."""
        return self._table.ranges(size)

    def addresses(self) -> Iterator[tuple[str, str]]:
        """The web address of every source that has one, as addresses are compared, with the source."""
        for term in _ADDRESSES:
            for node, value in self._table.pairs(term):
                yield address(value), node


def index_documents(quads: ox.Store, is_node: Callable[[str], bool]) -> Iterator[SearchDocument]:
    """The documents of all claims, and of all sources without claims, of a store, in the order of nodes."""
    source = DocumentSource.of(quads, is_node)
    try:
        yield from source.documents()
    finally:
        source.close()


def index_document(quads: ox.Store, node: str, is_node: Callable[[str], bool]) -> SearchDocument | None:
    """The document of one node; None unless it is a claim or a source without claims."""
    properties = DirectProperties(quads, _TERMS, _CLAIMS)
    says = properties.of(node)
    if _is_claim(says) or (_is_titled(says) and not _has_claims(quads, node) and is_node(node)):
        return _document(node, says, properties.of)
    return None


def _is_claim(says: Says) -> bool:
    return TYPE in says


def _is_titled(says: Says) -> bool:
    """Whether a node has a title and is not one of the other names of a work."""
    return _first(says, _TITLE) is not None and _RECORDED_AS not in says


def _has_claims(quads: ox.Store, source: str) -> bool:
    return next(_with(quads, (_APPEARANCE,), source), None) is not None


def _document(node: str, says: Says, look_up: Callable[[str], Says]) -> SearchDocument:
    """One document from what a claim or source says, its figure, its source and who made that."""
    figure = look_up(says[_FIGURE]) if _FIGURE in says else {}
    made_in = says.get(_MADE_IN, says.get(_APPEARANCE)) if _is_claim(says) else node
    source = look_up(made_in) if made_in and _is_claim(says) else says
    parts = [_first(says, _TEXT) if _is_claim(says) else None, *(figure.get(term) for term in _IN_FIGURE)]
    if made_in:
        maker = _first(says, _MAKER) or _first(source, _MAKER)
        parts += [_first(source, _TITLE), source.get(_KIND), look_up(maker).get(_NAME) if maker else None]
    stated = [part for part in parts if part]
    return SearchDocument(
        node=node,
        identifier=says.get(_IDENTIFIER, node),
        text=" ".join(stated),
        area=figure.get(_AREA),
        number_keys=tuple(sorted({key for part in stated for key in number_keys(part)})),
        low=_number(_first(figure, _LOW)),
        high=_number(_first(figure, _HIGH)),
        share=figure.get(_SHARE) == "true",
        made_in=made_in,
        issued=_first(source, _ISSUED) if made_in else None,
    )


def _number(text: str | None) -> str | None:
    """The text of a number; None for what other people's data hold in its place."""
    try:
        return text if text is not None and Decimal(text).is_finite() else None
    except InvalidOperation:
        return None


def _first(says: Says, terms: Iterable[str]) -> str | None:
    """The value of the first of some properties that a node has."""
    for term in terms:
        if term in says:
            return says[term]
    return None


def tokens(document: SearchDocument) -> frozenset[str]:
    """The words that a document can be found by."""
    return frozenset(words_of(f"{document.text} {document.identifier.replace('-', ' ')}"))


def affected_nodes(quads: ox.Store, changed: Iterable[ox.Quad]) -> set[str]:
    """The nodes whose documents may have changed now that some quads of a store were removed or added."""
    changed = list(changed)
    searched = {
        quad.subject.value
        for quad in changed
        if quad.predicate.value in _SEARCHED and isinstance(quad.subject, ox.NamedNode)
    }
    figures = {figure for node in searched for figure in _with(quads, (_AREA,), node)}
    made = {node for maker in searched for node in _with(quads, _MAKER, maker)}
    found = searched | made | {claim for figure in searched | figures for claim in _with(quads, (_FIGURE,), figure)}
    found |= {claim for source in searched | made for claim in _with(quads, (_APPEARANCE,), source)}
    # A source has a document of its own if it has no claims, and something links to it.
    return found | {
        end.value for quad in changed for end in (quad.subject, quad.object) if isinstance(end, ox.NamedNode)
    }


def _with(quads: ox.Store, terms: Iterable[str], value: str) -> Iterator[str]:
    """The named nodes that have a node for one of some properties."""
    for term in terms:
        for quad in quads.quads_for_pattern(None, ox.NamedNode(term), ox.NamedNode(value)):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value


def places(quads: ox.Store) -> tuple[Place, ...]:
    """Every area that a figure is about, and every one around it."""
    within: dict[str, set[str]] = defaultdict(set)
    for term in (_AREA, _WITHIN):
        # A million figures are about a few hundred areas: only those are read.
        query = f"SELECT DISTINCT ?o {{ ?s <{term}> ?o FILTER isIRI(?o) }}"
        found = quads.query(query, use_default_graph_as_union=True)
        for row in found if isinstance(found, ox.QuerySolutions) else ():
            within.setdefault(str(getattr(row[0], "value", "")), set())
    for quad in quads.quads_for_pattern(None, ox.NamedNode(_WITHIN), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            within[quad.subject.value].add(quad.object.value)
    return tuple(Place(area, _names(quads, area), frozenset(outer)) for area, outer in sorted(within.items()))


def changes_places(changed: Iterable[ox.Quad]) -> bool:
    """Whether the areas on record may have changed now that some quads of a store were removed or added."""
    return any(quad.predicate.value in _PLACING for quad in changed)


def _names(quads: ox.Store, area: str) -> tuple[str, ...]:
    found = {
        quad.object.value
        for term in _NAMES
        for quad in quads.quads_for_pattern(ox.NamedNode(area), ox.NamedNode(term), None)
        if isinstance(quad.object, ox.Literal)
    }
    return tuple(sorted(found))


def addresses(quads: ox.Store) -> Iterator[tuple[str, str]]:
    """The web address of every source that has one, as addresses are compared, with the source."""
    for term in _ADDRESSES:
        for quad in quads.quads_for_pattern(None, ox.NamedNode(term), None):
            if isinstance(quad.subject, ox.NamedNode):
                yield address(str(getattr(quad.object, "value", ""))), quad.subject.value


def addresses_of(quads: ox.Store, node: str) -> set[str]:
    """The web addresses of one source, as addresses are compared."""
    found = (
        quad for term in _ADDRESSES for quad in quads.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(term), None)
    )
    return {address(str(getattr(quad.object, "value", ""))) for quad in found}


def address(url: str) -> str:
    """A web address as it is compared with others: without fragment or case. A DOI or the like is written as its address."""
    found = identify(url)
    text = url if found is None or found.scheme == "web" else found.iri
    return (web_address(text) or text).partition("#")[0].casefold()
