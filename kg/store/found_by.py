"""What claims and sources can be found by: words, numbers, places and addresses, read property by property."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.model.number import scan
from kg.rdf.foreign import ALSO
from kg.store.protocol import Headline, Place
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_CLAIMS: Final = (iri("hw:Claim"), iri("schema:Claim"))
_TYPE: Final = ox.NamedNode(iri("rdf:type"))
_IN_FIGURE: Final = ("schema:unitText", "hw:category", "hw:population", "hw:stated")
_TRACKING: Final = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref_src)=", re.IGNORECASE)


def headlines(quads: ox.Store, nodes: Collection[str], identifiers: Mapping[str, str]) -> Iterator[Headline]:
    """What every claim, and every source without claims, can be found by, in the order of nodes."""
    claims = {q.subject.value for cls in _CLAIMS for q in quads.quads_for_pattern(None, _TYPE, ox.NamedNode(cls))
              if isinstance(q.subject, ox.NamedNode)}  # fmt: skip
    titles, issued = _texts(quads, *_spellings("dcterms:title")), _texts(quads, *_spellings("dcterms:issued"))
    says, kinds, names = _texts(quads, *_spellings("schema:text")), _texts(quads, iri("hw:kind")), _texts(quads, iri("schema:name"))
    makers = _texts(quads, *_spellings("prov:wasAttributedTo"), *_spellings("dcterms:publisher"))
    made_in, figures = _texts(quads, iri("schema:appearance")), _texts(quads, iri("hw:figure"))
    of_figure = [_texts(quads, iri(term)) for term in _IN_FIGURE]
    lows, highs = (_texts(quads, iri("schema:value"), iri(f"schema:{end}Value")) for end in ("min", "max"))
    shares, areas = _texts(quads, iri("hw:share")), _texts(quads, iri("dcterms:spatial"))
    for node in sorted(claims | (set(titles) & set(nodes)) - set(made_in.values())):
        is_claim, figure = node in claims, figures.get(node, "")
        document = made_in.get(node) if is_claim else node
        parts = [says.get(node) if is_claim else None, *(texts.get(figure) for texts in of_figure)]
        if document:
            maker = makers.get(node) or makers.get(document, "")
            parts += [titles.get(document), kinds.get(document), names.get(maker)]
        text = " ".join(filter(None, parts))
        yield Headline(
            node=node, identifier=identifiers.get(node, node), text=text, area=areas.get(figure), mentions=_mentions(text),
            low=lows.get(figure), high=highs.get(figure), share=shares.get(figure) == "true", made_in=document,
            issued=issued.get(document or ""),
        )  # fmt: skip


def _mentions(text: str) -> tuple[tuple[str, str, bool], ...]:
    numbers = (found.number for found in scan(text))
    return tuple((str(number.low), str(number.high), number.share) for number in numbers)


def places(quads: ox.Store) -> tuple[Place, ...]:
    """Every area that a figure is about, and every one around it."""
    within: dict[str, set[str]] = defaultdict(set)
    for term in (iri("dcterms:spatial"), iri("schema:containedInPlace")):
        for quad in quads.quads_for_pattern(None, ox.NamedNode(term), None):
            if isinstance(quad.object, ox.NamedNode):
                within.setdefault(quad.object.value, set())
    for quad in quads.quads_for_pattern(None, ox.NamedNode(iri("schema:containedInPlace")), None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            within[quad.subject.value].add(quad.object.value)
    return tuple(Place(area, _names(quads, area), frozenset(outer)) for area, outer in sorted(within.items()))


def _names(quads: ox.Store, area: str) -> tuple[str, ...]:
    terms = (*_spellings("schema:name"), iri("schema:alternateName"))
    found = {q.object.value for term in terms for q in quads.quads_for_pattern(ox.NamedNode(area), ox.NamedNode(term), None)
             if isinstance(q.object, ox.Literal)}  # fmt: skip
    return tuple(sorted(found))


def by_url(quads: ox.Store, url: str) -> set[str]:
    """The sources at a web address."""
    wanted = address(url)
    return {
        quad.subject.value
        for term in (*_spellings("schema:url"), iri("owl:sameAs"))
        for quad in quads.quads_for_pattern(None, ox.NamedNode(term), None)
        if isinstance(quad.subject, ox.NamedNode) and address(str(getattr(quad.object, "value", ""))) == wanted
    }


def spelt_so(quads: ox.Store, url: str) -> set[str]:
    """The sources whose address is one of the usual spellings of a web address, each looked up."""
    page = address(url)
    spellings = {url, *(f"{scheme}://{host}{page}{end}" for scheme in ("https", "http") for host in ("", "www.") for end in ("", "/"))}
    found: set[str] = set()
    for spelling in spellings:
        for term in (*_spellings("schema:url"), iri("owl:sameAs")):
            for value in _as_terms(spelling):
                found.update(str(getattr(q.subject, "value", "")) for q in quads.quads_for_pattern(None, ox.NamedNode(term), value)
                             if isinstance(q.subject, ox.NamedNode))  # fmt: skip
    return found


def _as_terms(url: str) -> list[ox.NamedNode | ox.Literal]:
    texts: list[ox.NamedNode | ox.Literal] = [ox.Literal(url), ox.Literal(url, datatype=ox.NamedNode(iri("xsd:anyURI")))]
    try:
        return [*texts, ox.NamedNode(url)]
    except ValueError:
        return texts


def address(url: str) -> str:
    """A web address without what does not tell pages apart: scheme, `www.`, fragment, tracking, a closing slash, case."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip(), flags=re.IGNORECASE).partition("#")[0]
    page, _, asked = bare.partition("?")
    kept = "&".join(part for part in asked.split("&") if part and not _TRACKING.match(part))
    return (page.rstrip("/") + (f"?{kept}" if kept else "")).casefold()


def _spellings(term: str) -> tuple[str, ...]:
    """A property of ours and what others use for it."""
    return (iri(term), *ALSO.get(iri(term), ()))


def _texts(quads: ox.Store, *terms: str) -> dict[str, str]:
    """One value of the first of some properties that a node has, by node; the smallest where there are several."""
    found: dict[str, str] = {}
    for term in terms:
        own: dict[str, str] = {}
        for quad in quads.quads_for_pattern(None, ox.NamedNode(term), None):
            node, value = str(getattr(quad.subject, "value", "")), str(getattr(quad.object, "value", ""))
            if node not in found and (node not in own or value < own[node]):
                own[node] = value
        found |= own
    return found
