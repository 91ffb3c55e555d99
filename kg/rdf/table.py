"""The one table between model and quads: attribute, term, codec, and whether it may stand more than once.

An attribute is a path of names (`reading.read.on`); `also` are terms that other people use for the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.rdf import codecs as c
from kg.vocabulary import iri


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the table; `terms` are the IRIs to read from, the first is the one to write."""

    path: str
    terms: tuple[str, ...]
    codec: c.Codec
    many: bool = False

    @property
    def term(self) -> str:
        """The IRI that is written."""
        return self.terms[0]


def _one(path: str, term: str, codec: c.Codec = c.TEXT, also: str = "") -> Field:
    return Field(path, tuple(map(iri, (term, *also.split()))), codec)


def _many(path: str, term: str, codec: c.Codec = c.TEXT, also: str = "") -> Field:
    return Field(path, tuple(map(iri, (term, *also.split()))), codec, many=True)


_LABELS: Final = "rdfs:label schema:name schema:headline skos:prefLabel"

READING: Final = (
    _one("read.on", "hw:readOn", c.DATE),
    _one("read.by", "hw:readBy"),
    _one("second.on", "hw:secondReadOn", c.DATE),
    _one("second.by", "hw:secondReadBy"),
    _one("copy_read.on", "hw:copyReadOn", c.DATE),
    _one("copy_read.by", "hw:copyReadBy"),
    _one("copy_host", "hw:copyHost"),
    _one("seen_in", "hw:seenIn"),
    _many("not_seen", "hw:notSeen"),
    _one("asked.whom", "hw:askedOf"),
    _one("asked.on", "hw:askedOn", c.DATE),
    _one("asked.answer", "hw:answer"),
    _one("hold_until", "hw:holdUntil", c.DATE),
)
MAKING: Final = (_one("how", "hw:how"), _one("working", "hw:working", c.WORKING))
NAMES_NO_SOURCE: Final = (_one("on", "hw:namesNoSourceOn", c.DATE), _one("by", "hw:namesNoSourceBy"))
ACCESS: Final = (
    _one("state", "hw:access", c.ACCESS),
    _one("when.on", "hw:accessOn", c.DATE),
    _one("when.by", "hw:accessBy"),
)
SNAPSHOT: Final = (
    _one("at", "schema:archivedAt", c.ADDRESS),
    _one("taken", "hw:archivedOn"),
    _one("sha256", "hw:archivedSha256"),
)
OUTCOME: Final = (
    _one("kind", "hw:outcome", c.OUTCOME),
    _one("when.on", "hw:outcomeOn", c.DATE),
    _one("when.by", "hw:outcomeBy"),
)
CLAIM: Final = (
    _one("says", "schema:text", also=_LABELS),
    _one("made_in", "schema:appearance", c.NODE),
    _many("about", "schema:about", c.VARIABLE),
    _one("locator", "bibo:locator"),
    _one("quote", "hw:quote"),
    _many("by", "prov:wasAttributedTo", c.AGENT),
    _one("checked_by", "hw:checkedBy", c.CHECKING),
)
# The value itself is written by hand: one term where both ends are equal, two otherwise.
FIGURE: Final = (
    _one("stated", "hw:stated"),
    _one("share", "hw:share", c.TRUTH),
    _one("qualifier", "hw:qualifier", c.QUALIFIER),
    _one("certainty", "hw:certainty", c.CERTAINTY),
    _one("conservative", "hw:conservative", c.TRUTH),
    _one("unit", "schema:unitText"),
    _one("population", "hw:population"),
    _one("denominator", "hw:denominator"),
    _one("base", "hw:base", c.DECIMAL),
    _one("unknowns", "hw:unknowns", c.UNKNOWNS),
    _one("unknown_share", "hw:unknownShare", c.DECIMAL),
    _one("comparator", "hw:comparator"),
    _one("period", "dcterms:temporal", c.PERIOD),
    _one("as_of", "hw:asOf", c.PERIOD),
    _one("duration", "hw:duration"),
    _one("interval", "hw:interval"),
    _one("category", "hw:category"),
    _one("area", "dcterms:spatial", c.AREA),
    _one("basis", "hw:basis", c.BASIS),
)
SOURCE: Final = (
    _one("title", "dcterms:title", also=_LABELS),
    _one("kind", "hw:kind"),
    _many("edition_of", "prov:specializationOf", c.NODE, also="dcterms:isVersionOf"),
    _many("revision_of", "prov:wasRevisionOf", c.NODE),
    _many("publisher", "dcterms:publisher", c.AGENT, also="schema:publisher"),
    _many("authors", "dcterms:creator", c.AGENT, also="schema:author prov:wasAttributedTo"),
    _many("commissioned_by", "hw:commissionedBy", c.AGENT),
    _many("funded_by", "schema:funder", c.AGENT),
    _one("issued", "dcterms:issued", c.PERIOD, also="schema:datePublished dcterms:date"),
    _one("url", "schema:url", c.ADDRESS),
    _many("same_as", "owl:sameAs", c.NODE),
    _one("checked_by", "hw:checkedBy", c.CHECKING),
)
INQUIRY: Final = (
    _one("title", "dcterms:title", also=_LABELS),
    _one("mandate", "hw:mandate"),
    _one("legal_basis", "hw:legalBasis"),
    _one("period", "dcterms:temporal", c.PERIOD),
    _many("commissioned_by", "hw:commissionedBy", c.AGENT),
    _many("funded_by", "schema:funder", c.AGENT),
    _many("led_by", "prov:wasAssociatedWith", c.AGENT),
)
AGENT: Final = (
    _one("name", "schema:name", also="rdfs:label skos:prefLabel dcterms:title"),
    _one("kind", "hw:kind"),
    _many("part_of", "schema:memberOf", c.AGENT),
)
AREA: Final = (
    _one("name", "schema:name", also="rdfs:label skos:prefLabel"),
    _many("also", "schema:alternateName", also="skos:altLabel"),
    _many("within", "schema:containedInPlace", c.AREA),
)
VARIABLE: Final = (
    _one("name", "schema:name", also="rdfs:label skos:prefLabel"),
    _one("measure", "hw:measure"),
    _one("unit", "schema:unitText"),
    _one("population", "hw:population"),
)
RECOMMENDATION: Final = (
    _one("says", "schema:text", also=_LABELS),
    _one("made_in", "schema:appearance", c.NODE),
    _one("locator", "bibo:locator"),
    _many("hinges_on", "hw:hingesOn", c.NODE),
)
LINK: Final = (
    _one("group", "dcterms:isPartOf", c.NODE),
    _one("locator", "bibo:locator"),
    _one("quote", "hw:quote"),
    _one("shown", "hw:shown", c.SHOWN),
    _one("on", "hw:challengeOn", c.CHALLENGE),
    _one("empowered", "hw:empowered", c.TRUTH),
    _one("recorded_by", "prov:wasAttributedTo", c.AGENT),
)
GROUP: Final = (_one("shown", "hw:shown", c.SHOWN),)
INPUT: Final = (
    _one("group", "dcterms:isPartOf", c.NODE),
    _one("says", "schema:text"),
    _one("value", "schema:value", c.DECIMAL),
)

# Words of a kind, the first that occurs decides; the class is as close as FaBiO and DCAT have one.
KINDS: Final = (
    ("dataset", "dcat:Dataset"),
    ("data set", "dcat:Dataset"),
    ("census", "dcat:Dataset"),
    ("newspaper", "fabio:NewspaperArticle"),
    ("news", "fabio:NewspaperArticle"),
    ("journal", "fabio:JournalArticle"),
    ("research paper", "fabio:JournalArticle"),
    ("blog", "fabio:BlogPost"),
    ("video", "fabio:MovingImage"),
    ("film", "fabio:MovingImage"),
    ("broadcast", "fabio:MovingImage"),
    ("working paper", "fabio:ReportDocument"),
    ("report", "fabio:ReportDocument"),
    ("review", "fabio:ReportDocument"),
    ("book", "fabio:Book"),
    ("web", "fabio:WebPage"),
    ("page", "fabio:WebPage"),
    ("post", "fabio:WebPage"),
)
KIND_OF_CLASS: Final = {
    iri("dcat:Dataset"): "dataset",
    iri("fabio:NewspaperArticle"): "newspaper article",
    iri("fabio:JournalArticle"): "journal article",
    iri("fabio:BlogPost"): "blog post",
    iri("fabio:MovingImage"): "video",
    iri("fabio:ReportDocument"): "report",
    iri("fabio:Report"): "report",
    iri("fabio:Book"): "book",
    iri("fabio:WebPage"): "web page",
    iri("schema:Dataset"): "dataset",
    iri("schema:Report"): "report",
    iri("schema:NewsArticle"): "news article",
    iri("schema:ScholarlyArticle"): "journal article",
    iri("schema:Book"): "book",
    iri("schema:WebPage"): "web page",
}


def class_of(kind: str | None) -> str | None:
    """The class for a source of this kind, by the first keyword in it; None where no keyword fits."""
    lowered = (kind or "").lower()
    return next((iri(name) for word, name in KINDS if word in lowered), None)
