"""Other people's RDF: which of their properties are links, and which way round they run.

`prov:wasRevisionOf`, specialisation and alternates say which work something is and are never evidence.
`cito:supports` runs from the citing work to the cited one, so it does not relate a claim to its evidence.
"""

from __future__ import annotations

from typing import Final

from kg.model.words import Relation
from kg.rdf.table import QUOTES_SOURCE, RELATION_IRI
from kg.vocabulary import iri

_AS_CITES: Final = (
    "cito:cites",
    "dcterms:source",
    "dcterms:references",
    "schema:isBasedOn",
    "schema:citation",
    "cito:citesAsSourceDocument",
    "prov:hadPrimarySource",
)

# Property -> relation, for a triple that runs from what asserts to what it leans on or acts on.
DIRECT: Final[dict[str, Relation]] = {
    **{term: relation for relation, term in RELATION_IRI.items() if relation is not Relation.ABSENT_FROM},
    QUOTES_SOURCE: Relation.QUOTES,
    iri("cito:citesAsAuthority"): Relation.CITES,
    iri("cito:citesAsDataSource"): Relation.USES_DATA_FROM,
    iri("cito:agreesWith"): Relation.CORROBORATES,
    iri("cito:disagreesWith"): Relation.DISPUTES,
    **{iri(term): Relation.CITES for term in _AS_CITES},
}

# Properties that add nothing to a finer one between the same two nodes.
GENERIC: Final = frozenset({*(iri(term) for term in _AS_CITES), iri("prov:wasDerivedFrom")})
REVISION: Final = frozenset({iri("prov:wasRevisionOf"), iri("prov:specializationOf"), iri("prov:alternateOf")})

# Property -> the direct property that it is the inverse of.
INVERSE: Final[dict[str, str]] = {
    iri("cito:isCitedBy"): iri("cito:cites"),
    iri("cito:isCitedAsEvidenceBy"): iri("cito:citesAsEvidence"),
    iri("cito:isCitedAsAuthorityBy"): iri("cito:citesAsAuthority"),
    iri("cito:isCitedAsDataSourceBy"): iri("cito:citesAsDataSource"),
    iri("cito:isCitedAsSourceDocumentBy"): iri("cito:citesAsSourceDocument"),
    iri("cito:givesSupportTo"): iri("cito:obtainsSupportFrom"),
    iri("cito:providesQuotationFor"): QUOTES_SOURCE,
    iri("cito:providesDataFor"): iri("cito:usesDataFrom"),
    iri("cito:isConfirmedBy"): iri("cito:confirms"),
    iri("cito:isDisputedBy"): iri("cito:disputes"),
    iri("cito:isRefutedBy"): iri("cito:refutes"),
    iri("cito:isCritiquedBy"): iri("cito:critiques"),
    iri("cito:isQualifiedBy"): iri("cito:qualifies"),
    iri("cito:hasReplyFrom"): iri("cito:repliesTo"),
    iri("cito:isCorrectedBy"): iri("cito:corrects"),
    iri("cito:isRetractedBy"): iri("cito:retracts"),
    iri("cito:isAgreedWithBy"): iri("cito:agreesWith"),
    iri("cito:isDisagreedWithBy"): iri("cito:disagreesWith"),
    iri("dcterms:isReplacedBy"): iri("dcterms:replaces"),
    iri("dcterms:isReferencedBy"): iri("dcterms:references"),
    iri("prov:hadDerivation"): iri("prov:wasDerivedFrom"),
    iri("prov:quotedAs"): iri("prov:wasQuotedFrom"),
    iri("prov:wasPrimarySourceOf"): iri("prov:hadPrimarySource"),
}


def _also(**terms: str) -> dict[str, tuple[str, ...]]:
    return {iri(ours.replace("_", ":")): tuple(iri(term) for term in others.split()) for ours, others in terms.items()}


# Our property -> what others use for the same, the first that is there.
ALSO: Final[dict[str, tuple[str, ...]]] = _also(
    dcterms_title="schema:headline schema:name rdfs:label dc:title foaf:name",
    dcterms_publisher="schema:publisher dc:publisher",
    dcterms_creator="schema:author schema:creator dc:creator foaf:maker prov:wasAttributedTo",
    dcterms_issued="schema:datePublished dcterms:date dc:date dcterms:created prov:generatedAtTime",
    schema_text="schema:name rdfs:label schema:description dc:title dcterms:title",
    schema_appearance="schema:firstAppearance",
    schema_name="foaf:name rdfs:label skos:prefLabel dc:title dcterms:title",
    schema_url="dcat:landingPage foaf:page",
    prov_wasAttributedTo="schema:author schema:creator dcterms:creator",
)

# Properties that hold the web address of a source.
ADDRESSES: Final = (iri("schema:url"), *ALSO[iri("schema:url")])
# Properties that say that two nodes are one thing.
SAME_AS: Final = tuple(iri(term) for term in ("owl:sameAs", "schema:sameAs", "skos:exactMatch"))
# Properties that hold an identifier of a work or person, with the kind of identifier that they say it is.
IDENTIFIERS: Final[dict[str, str | None]] = {
    iri("dcterms:identifier"): None,
    iri("dc:identifier"): None,
    iri("schema:identifier"): None,
    iri("bibo:identifier"): None,
    iri("bibo:doi"): "doi",
    iri("bibo:pmid"): "pmid",
    iri("bibo:handle"): "handle",
    iri("bibo:isbn"): "isbn",
    iri("bibo:isbn10"): "isbn",
    iri("bibo:isbn13"): "isbn",
    iri("schema:isbn"): "isbn",
    "http://prismstandard.org/namespaces/basic/2.0/doi": "doi",
    "http://prismstandard.org/namespaces/basic/2.0/isbn": "isbn",
    iri("fabio:hasPubMedId"): "pmid",
    iri("fabio:hasPubMedCentralId"): "pmcid",
    iri("fabio:hasArXivId"): "arxiv",
}

# What kind of document the types of others say that something is, the most exact first.
KIND_OF_TYPE: Final[dict[str, str]] = {
    iri(term): kind
    for kind, terms in {
        "news article": "schema:NewsArticle fabio:NewspaperArticle",
        "journal article": "schema:ScholarlyArticle fabio:JournalArticle bibo:AcademicArticle",
        "blog post": "schema:BlogPosting fabio:BlogPost",
        "report": "schema:Report fabio:ReportDocument bibo:Report",
        "dataset": "schema:Dataset dcat:Dataset",
        "book": "schema:Book fabio:Book bibo:Book",
        "video": "schema:VideoObject fabio:MovingImage",
        "article": "schema:Article bibo:Article",
        "web page": "schema:WebPage fabio:WebPage bibo:Webpage",
    }.items()
    for term in terms.split()
}
