"""The formats of record files: what each reads, writes and loses. A new one is its module, its row and a line in `FORMATS`.

The module has `read(path, alone)` if files of the format are part of a folder of records, `parts(path, context)` if they are imported,
`write(records, stream)` if it is written, and `recognises(path)` if the ending of the name does not settle a format of a folder.
It is imported when it is needed. RDF has its own syntaxes in `kg.rdf.syntax`.

Rows stand in the order in which a file is compared with them: special ones before general ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import UsageError, nearest
from kg.formats.exchange.formats import (
    AIF,
    ARGDOWN,
    BIBTEX,
    CITATION_PINS,
    CITATIONS,
    CLAIMREVIEW,
    CSL_JSON,
    CSVW,
    NANOPUB,
    OPENLINEAGE,
    PROV_JSON,
    PROV_N,
    PROV_XML,
    RETRACTIONS,
    RIS,
    RO_CRATE,
    SCHEMA_ORG,
    SDMX_JSON,
    WIKIDATA,
)
from kg.formats.record_format import RecordFormat

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


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
JSON_TABLE: Final = RecordFormat(
    name="items",
    title="lists of items in JSON (question–answer sets)",
    endings=(".json", ".jsonl", ".ndjson"),
    media_type="application/json",
    module="kg.formats.tables.json_table",
    purpose="claims at paths named as people please",
    reads=(*_TABLE_READS[:-1], "saved copies of the evidence"),
    loses=("questions, answers and other texts beside the claim",),
    in_place=False,
    imported=True,
    signs=(r'(?i)"[\w ]*(?:claim|statement)[\w ]*"\s*:\s*[^\s\[{]',),
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
    OPENLINEAGE,
    SDMX_JSON,
    CSVW,
    WIKIDATA,
    SCHEMA_ORG,
    PROV_JSON,
    PROV_N,
    PROV_XML,
    CSL_JSON,
    BIBTEX,
    RIS,
    AIF,
    ARGDOWN,
    JSON_TABLE,
    CITATION_PINS,
    NANOPUB,
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
