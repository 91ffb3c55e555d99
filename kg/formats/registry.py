"""The formats of record files: what each reads, writes and loses. A new one is its module and a line in `FORMATS`.

The module has `read(path, alone)` if files of the format are part of a folder of records, `parts(path, context)` if they are imported,
`write(records, stream)` if it is written, and `recognises(path)` if the ending of the name does not settle a format of a folder.
It is imported when it is needed. RDF has its own syntaxes in `kg.rdf.syntax`.

Rows stand in the order in which a file is compared with them: special ones before general ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from kg.errors import UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import IO, Any

    from kg.formats.file_records import FileRecords
    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import ListEntry, Part, RdfText
    from kg.model.records import Records


class FormatModule(Protocol):
    """What the module of a format offers."""

    def recognises(self, path: Path) -> bool:
        """Whether a file with the right ending is of this format, by its content."""
        ...

    def read(self, path: Path, alone: bool) -> FileRecords:
        """The records of a file before they are checked against other files; `alone` if no other file is read with it.

        Problems that leave the rest readable are collected in the result. Raises BadDataError for a file that cannot be parsed.
        """
        ...

    def parts(self, path: Path, context: Context) -> Iterator[Part | ListEntry | RdfText]:
        """What a file says, in parts of records; what cannot be used is said to the context, and stops nothing."""
        ...

    def write(self, records: Records, stream: IO[Any]) -> tuple[str, ...]:
        """Write records as text, or as bytes in a binary format; returns, a line each, what the format could not hold of them."""
        ...


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """A format of records, by its name on the command line.

    `reads`, `writes` and `loses` name the kinds of things; a format without `reads` is not read, one without `writes` is not written.
    With `by_content` the module decides whether a file is of this format; with `in_place` its files are part of a folder of records,
    with `imported` they are read by `kg import`, where one of the `signs` (patterns) is in what a file begins with.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    media_type: str
    module: str
    purpose: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()
    by_content: bool = False
    in_place: bool = True
    imported: bool = False
    signs: tuple[str, ...] = ()
    binary: bool = False

    def matches(self, path: Path) -> bool:
        """Whether a file is of this format."""
        return path.suffix.lower() in self.endings and (not self.by_content or self.load().recognises(path))

    def load(self) -> FormatModule:
        """The module of the format, imported."""
        return cast("FormatModule", import_module(self.module))


YAML: Final = RecordFormat(
    name="yaml",
    title="YAML records",
    endings=(".yaml", ".yml"),
    media_type="application/yaml",
    module="kg.formats.yaml_records",
    purpose="records as people write them",
    reads=("everything",),
)
CSV: Final = RecordFormat(
    name="csv",
    title="CSV of claims",
    endings=(".csv",),
    media_type="text/csv",
    module="kg.formats.csv_claims",
    purpose="every claim as a row of a table, for a spreadsheet",
    reads=("sources", "claims", "links"),
    writes=("sources", "claims", "links"),
    loses=(
        "needs-all groups",
        "links of a document that has claims",
        "locators and readings of links",
        "what one line of figure cannot say",
    ),
    by_content=True,
)
_TABLE_READS: Final = (
    "claims, one a row",
    "their sources",
    "figures",
    "what they cite",
    "verdicts and evidence",
    "a second sheet of links",
)
TABLE: Final = RecordFormat(
    name="table",
    title="a table (CSV, TSV)",
    endings=(".csv", ".tsv", ".tab"),
    media_type="text/csv",
    module="kg.formats.tables.text_table",
    purpose="claims in columns named as people please",
    reads=_TABLE_READS,
    in_place=False,
    imported=True,
)
XLSX: Final = RecordFormat(
    name="xlsx",
    title="a spreadsheet (XLSX)",
    endings=(".xlsx", ".xlsm"),
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    module="kg.formats.tables.xlsx",
    purpose="every claim as a row, with lists to choose from, and every link in a second sheet",
    reads=_TABLE_READS,
    writes=("sources", "claims", "links"),
    loses=(
        "needs-all groups",
        "quotes, speakers and “names no source” of claims",
        "readings, apart from “read” and “seen in”",
        "what one line of figure cannot say",
        "fields of sources other than title, kind, publisher, date and address",
    ),
    in_place=False,
    imported=True,
    binary=True,
)
ODS: Final = RecordFormat(
    name="ods",
    title="a spreadsheet (ODS)",
    endings=(".ods",),
    media_type="application/vnd.oasis.opendocument.spreadsheet",
    module="kg.formats.tables.ods",
    purpose="claims in columns named as people please",
    reads=_TABLE_READS,
    in_place=False,
    imported=True,
    binary=True,
)
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
JSON_TABLE: Final = RecordFormat(
    name="items",
    title="lists of items in JSON (question–answer sets)",
    endings=(".json", ".jsonl", ".ndjson"),
    media_type="application/json",
    module="kg.formats.tables.json_table",
    purpose="claims at paths named as people please",
    reads=(*_TABLE_READS[:-1], "kept copies of the evidence"),
    loses=("questions, answers and other texts beside the claim",),
    in_place=False,
    imported=True,
    signs=(r'(?i)"[\w ]*(?:claim|statement)[\w ]*"\s*:\s*[^\s\[{]',),
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
PROV_JSON: Final = RecordFormat(
    name="prov-json",
    title="provenance as PROV-JSON",
    endings=(".json", ".provjson"),
    media_type="application/json",
    module="kg.formats.exchange.prov_json",
    purpose="sources, claims and what they lean on as W3C PROV",
    reads=_PROV_READS,
    writes=_PROV_WRITES,
    loses=_PROV_LOSES,
    in_place=False,
    imported=True,
    signs=(r'"(?:entity|activity|agent|bundle)"\s*:\s*\{\s*"[^"{}]+"\s*:\s*[\[{]',),
)
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
PROV_XML: Final = RecordFormat(
    name="prov-xml",
    title="provenance as PROV-XML",
    endings=(".xml", ".provx"),
    media_type="application/provenance+xml",
    module="kg.formats.exchange.prov_xml",
    purpose="sources, claims and what they lean on as W3C PROV",
    reads=_PROV_READS,
    writes=_PROV_WRITES,
    loses=_PROV_LOSES,
    in_place=False,
    imported=True,
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
FORMATS: Final = (
    YAML,
    CSV,
    XLSX,
    ODS,
    RETRACTIONS,
    CITATIONS,
    TABLE,
    CLAIMREVIEW,
    RO_CRATE,
    SCHEMA_ORG,
    PROV_JSON,
    PROV_N,
    PROV_XML,
    CSL_JSON,
    BIBTEX,
    RIS,
    JSON_TABLE,
    CITATION_PINS,
)


def format_of(path: Path, formats: Iterable[RecordFormat] = FORMATS) -> RecordFormat | None:
    """The first format of a folder's record files that a file is of; None for any other file."""
    return next((form for form in formats if form.in_place and form.matches(path)), None)


def format_to_read(path: Path, formats: Iterable[RecordFormat] = FORMATS) -> RecordFormat:
    """The format to read a named file as: its own, else the first with its ending, whose reader says what is wrong.

    Raises UsageError for an ending that no format of a folder has.
    """
    formats = tuple(form for form in formats if form.in_place)
    by_ending = next((form for form in formats if path.suffix.lower() in form.endings), None)
    form = format_of(path, formats) or by_ending
    if form is None and path.is_file():
        raise UsageError(
            f"{path}: not records, by its ending; `kg validate {path.name}` says what it is and what would read it"
        )
    return form or YAML


def record_endings(formats: Iterable[RecordFormat] = FORMATS) -> tuple[str, ...]:
    """The endings of the names of record files."""
    return tuple(ending for form in formats if form.in_place for ending in form.endings)


def named(name: str, formats: Iterable[RecordFormat] = FORMATS) -> RecordFormat:
    """The format of a name. Raises UsageError for one that is not listed."""
    known = {form.name: form for form in formats}
    if name not in known:
        raise UsageError(f"no format “{name}”{nearest(name, known)}")
    return known[name]
