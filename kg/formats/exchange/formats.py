"""The formats of other tools: fact-checks, reference lists, citations, provenance and crates; each with what it reads, writes and loses."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from kg.formats.record_format import RecordFormat

CLAIMREVIEW: Final = RecordFormat(
    name="claimreview",
    title="fact-checks as ClaimReview (JSON-LD)",
    endings=(".json", ".jsonld", ".jsonl", ".ndjson", ".html", ".htm"),
    media_type="application/ld+json",
    module="kg.formats.exchange.claimreview",
    purpose="every claim that speaks to another as a ClaimReview",
    reads=("reviews", "the claims that they review", "where these appeared, and who said them", "verdicts"),
    writes=("claims that speak to other claims", "the claims that they speak to"),
    loses=(
        "claims that speak to no other",
        "links of evidence",
        "figures and everything about them",
        "whether a review disputes, qualifies or corroborates: a verdict in words decides nothing",
        "readings",
    ),
    in_place=False,
    imported=True,
    signs=(
        r'"@type"\s*:\s*(?:\[[^\]]*)?"(?:[^"]*[/:])?(?:ClaimReview|MediaReview)"',
        r'"claimReview"\s*:\s*\[',
        r'(?is)\A(?!.*"@type"\s*:\s*"(?:Dataset|Observation)").*\bapplication/ld\+json',
    ),
)
_REFERENCES_LOSE: Final = (
    "claims and their figures",
    "links",
    "inquiries, recommendations, variables and areas",
    "who commissioned and paid, access, snapshots, checking and readings",
    "kinds that reference lists have no word for",
)
CSL_JSON: Final = RecordFormat(
    name="csl-json",
    title="references as CSL-JSON",
    endings=(".json",),
    media_type="application/vnd.citationstyles.csl+json",
    module="kg.formats.exchange.csl_json",
    purpose="every source as a reference, for Zotero and others",
    reads=("sources", "also from Crossref", "identifiers in notes"),
    writes=("sources",),
    loses=_REFERENCES_LOSE,
    in_place=False,
    imported=True,
    signs=(
        r'"date-parts"\s*:',
        r'"container-title"\s*:',
        r'"type"\s*:\s*"(?:article|article-[a-z]+|book|chapter|report|webpage|dataset|thesis)"',
    ),
)
BIBTEX: Final = RecordFormat(
    name="bibtex",
    title="references as BibTeX",
    endings=(".bib", ".bibtex"),
    media_type="application/x-bibtex",
    module="kg.formats.exchange.bibtex",
    purpose="every source as an entry of BibTeX with the fields of BibLaTeX",
    reads=("sources",),
    writes=("sources",),
    loses=_REFERENCES_LOSE,
    in_place=False,
    imported=True,
)
RIS: Final = RecordFormat(
    name="ris",
    title="references as RIS",
    endings=(".ris",),
    media_type="application/x-research-info-systems",
    module="kg.formats.exchange.ris",
    purpose="every source as a record of RIS",
    reads=("sources",),
    writes=("sources",),
    loses=(*_REFERENCES_LOSE, "identifiers other than DOI and ISBN"),
    in_place=False,
    imported=True,
)
RETRACTIONS: Final = RecordFormat(
    name="retractions",
    title="corrections and retractions (Retraction Watch, Crossref)",
    endings=(".csv", ".json", ".jsonl"),
    media_type="text/csv",
    module="kg.formats.exchange.retractions",
    purpose="notices of registries, with what each does to the work that it is about",
    reads=("notices", "the works that they are about", "both directions of Crossref's updates"),
    loses=("subjects, institutions, countries and authors", "reinstatements, which are listed"),
    in_place=False,
    imported=True,
    signs=(r"\A[^\n]*\bRetractionNature\b", r'"update-to"\s*:', r'"updated-by"\s*:'),
)
CITATIONS: Final = RecordFormat(
    name="opencitations",
    title="citations (OpenCitations)",
    endings=(".csv",),
    media_type="text/csv",
    module="kg.formats.exchange.open_citations",
    purpose="which work cites which, as N-Triples",
    reads=("citations",),
    loses=("when a citation was made, its time span and self-citations",),
    in_place=False,
    imported=True,
    signs=(r"\A[^\n]*\bciting\b[^\n]*\bcited\b",),
)
CITATION_PINS: Final = RecordFormat(
    name="citations",
    title="claims files of citations (pinned quotations)",
    endings=(".yaml", ".yml"),
    media_type="application/yaml",
    module="kg.formats.exchange.citation_pins",
    purpose="statements with exact quotations from pinned sources",
    reads=("the pinned source, with its hash", "statements and readings", "quotations with section and page"),
    loses=(
        "second quotations of one claim, which are listed",
        "prefixes and suffixes, notes, extractors and local paths",
    ),
    in_place=False,
    imported=True,
    signs=(r"(?m)^source:\s*$(?s:.*)^claims:",),
)
SCHEMA_ORG: Final = RecordFormat(
    name="schema-org",
    title="datasets and observations (schema.org JSON-LD)",
    endings=(".json", ".jsonld", ".jsonl", ".ndjson", ".html", ".htm"),
    media_type="application/ld+json",
    module="kg.formats.exchange.schema_org",
    purpose="sources as datasets, and claims with a number as observations",
    reads=("datasets", "observations as figures", "variables, areas and denominators by name", "isBasedOn, citation"),
    writes=("sources", "claims with a number", "cites"),
    loses=(
        "claims without a number",
        "links other than cites between sources",
        "how a number is hedged, and everything else of its scope but unit, area, period and denominator",
        "quotes, locators, readings, access, snapshots and checking",
    ),
    in_place=False,
    imported=True,
    signs=(r'"@type"\s*:\s*(?:\[[^\]]*)?"(?:[^"]*[/:])?(?:Dataset|Observation)"',),
)
_PROV_WRITES: Final = (
    "sources and claims as entities",
    "inquiries as activities",
    "agents",
    "evidence links",
    "needs-all groups",
)
_PROV_LOSES: Final = (
    "which relation of evidence a link is, apart from quotes",
    "challenges, corroborations, corrections and retractions",
    "figures, variables, areas and recommendations",
    "locators, readings, access, snapshots and checking",
)
_PROV_READS: Final = ("every PROV statement, as PROV-O", "bundles, as named graphs")
PROV_N: Final = RecordFormat(
    name="prov-n",
    title="provenance as PROV-N",
    endings=(".provn",),
    media_type="text/provenance-notation",
    module="kg.formats.exchange.prov_n",
    purpose="sources, claims and what they lean on as W3C PROV",
    reads=_PROV_READS,
    writes=_PROV_WRITES,
    loses=_PROV_LOSES,
    in_place=False,
    imported=True,
)
PROV_JSON: Final = replace(
    PROV_N,
    name="prov-json",
    title="provenance as PROV-JSON",
    endings=(".json", ".provjson"),
    media_type="application/json",
    module="kg.formats.exchange.prov_json",
    signs=(r'"(?:entity|activity|agent|bundle)"\s*:\s*\{\s*"[^"{}]+"\s*:\s*[\[{]',),
)
PROV_XML: Final = replace(
    PROV_N,
    name="prov-xml",
    title="provenance as PROV-XML",
    endings=(".xml", ".provx"),
    media_type="application/provenance+xml",
    module="kg.formats.exchange.prov_xml",
    signs=(r"(?s)<(?:\w+:)?document\b[^>]*http://www\.w3\.org/ns/prov#",),
)
RO_CRATE: Final = RecordFormat(
    name="ro-crate",
    title="RO-Crate metadata, with workflow runs",
    endings=(".json", ".jsonld"),
    media_type="application/ld+json",
    module="kg.formats.exchange.ro_crate",
    purpose="files and datasets of a crate, with what each was made from",
    reads=(
        "files, datasets, workflows and publications",
        "what runs made from what",
        "isBasedOn, citation, wasDerivedFrom",
    ),
    loses=("licences, sizes, checksums and parts", "parameters, steps and who ran a workflow"),
    in_place=False,
    imported=True,
    signs=(r'"https?://w3id\.org/ro/crate/',),
)
NANOPUB: Final = RecordFormat(
    name="nanopub",
    title="nanopublications (TriG)",
    endings=(".trig", ".nq"),
    media_type="application/trig",
    module="kg.formats.exchange.nanopub",
    purpose="every claim with its links as an unsigned nanopublication",
    reads=(
        "the assertion as a claim, in words, with the links that it states",
        "the provenance: what the claim leans on, and who makes it",
        "the publication info: title, makers, date, what it supersedes or retracts",
        "trusty URIs, which are checked",
    ),
    writes=("claims", "links of claims", "figures, quotations and readings, as RDF"),
    loses=(
        "sources that make no claim, and links of documents",
        "recommendations and inquiries",
        "read back by `kg import`: figures, quotations, places and needs-all groups, which `--graph` reads",
        "signatures, which are not checked, and licences",
    ),
    in_place=False,
    imported=True,
    signs=(r"http://www\.nanopub\.org/nschema#",),
)
OPENLINEAGE: Final = RecordFormat(
    name="openlineage",
    title="events of pipelines (OpenLineage)",
    endings=(".json", ".jsonl", ".ndjson"),
    media_type="application/json",
    module="kg.formats.exchange.openlineage",
    purpose="datasets, and what the runs of a pipeline made from what",
    reads=(
        "datasets and jobs",
        "exact edges of the lineage facet",
        "column lineage",
        "what runs read and wrote, as inferred",
    ),
    loses=("times, states, statistics and other facets of runs", "schemas, owners and versions of datasets"),
    in_place=False,
    imported=True,
    signs=(r"openlineage\.io/spec/", r'(?s)"eventType"\s*:\s*"(?:START|RUNNING|COMPLETE|ABORT|FAIL|OTHER)"'),
)
_MAPS_LOSE: Final = ("positions, colours, tags and sections",)
AIF: Final = RecordFormat(
    name="aif",
    title="argument maps (AIF)",
    endings=(".json",),
    media_type="application/json",
    module="kg.formats.exchange.aif",
    purpose="the statements of an argument, with what supports and attacks each",
    reads=("statements and who makes them", "inferences, their premises together", "conflicts, also of inferences"),
    loses=("rephrases, preferences and the course of a dialogue", "schemes of arguments", *_MAPS_LOSE),
    in_place=False,
    imported=True,
    signs=(r'"nodeID"\s*:',),
)
ARGDOWN: Final = replace(
    AIF,
    name="argdown",
    title="argument maps (Argdown, JSON export)",
    module="kg.formats.exchange.argdown",
    reads=("statements and arguments", "premises and conclusions", "support, attack, contradiction, undercut"),
    loses=("rules of inference", *_MAPS_LOSE),
    signs=(r'"relationType"\s*:', r'"type"\s*:\s*"equivalence-class"'),
)
SDMX_JSON: Final = RecordFormat(
    name="sdmx-json",
    title="official statistics (SDMX-JSON)",
    endings=(".json",),
    media_type="application/vnd.sdmx.data+json",
    module="kg.formats.exchange.sdmx_json",
    purpose="the observations of a dataset as claims that it makes",
    reads=("observations with unit, scale, area, period and status", "the dataset and who sends it", "revisions"),
    loses=("annotations, hierarchies of codes, and attributes other than unit, scale and status",),
    in_place=False,
    imported=True,
    signs=(r"sdmx-json|urn:sdmx:", r'"dataSets"\s*:\s*\['),
)
CSVW: Final = replace(
    SDMX_JSON,
    name="csvw",
    title="described tables (CSV on the Web)",
    endings=(".json", ".jsonld"),
    media_type="application/csvm+json",
    module="kg.formats.exchange.csvw",
    purpose="the numbers of a table that a JSON file describes, as claims that the dataset makes",
    reads=("measures with area, period, unit and status", "the dataset, its title, publisher and date", "revisions"),
    loses=("addresses of rows and values", "foreign keys, notes and transformations"),
    signs=(r'"https?://www\.w3\.org/ns/csvw"',),
)
WIKIDATA: Final = RecordFormat(
    name="wikidata",
    title="statements of Wikidata (JSON, RDF)",
    endings=(".json", ".jsonl", ".ndjson", ".ttl", ".nt"),
    media_type="application/json",
    module="kg.formats.exchange.wikidata",
    purpose="the statements of items, with what their references lead to",
    reads=("statements, quantities as figures", "the day that they are about", "references: address, source, page"),
    loses=(
        "other qualifiers, ranks, aliases, descriptions and links to pages",
        "deprecated statements, which are listed",
    ),
    in_place=False,
    imported=True,
    signs=(r'"mainsnak"\s*:', r"http://www\.wikidata\.org/prop/"),
)
