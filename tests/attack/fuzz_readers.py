"""The readers that `tests.attack.fuzz` gives changed inputs to, each with small inputs that it reads."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kg.cache.load import load
from kg.figures.scan import find_numbers
from kg.formats.figure_line import parse_figure, read_period
from kg.formats.importing.context import Choices
from kg.formats.importing.run import Import, run_import
from kg.sparql.guard import guarded
from kg.text.reading import parse
from tests.formats.exchange.test_argument_maps import ARGDOWN, aif
from tests.formats.exchange.test_citation_pins import PINS
from tests.formats.exchange.test_claimreview import API, PAGE, REVIEW
from tests.formats.exchange.test_nanopub import trig
from tests.formats.exchange.test_openlineage import READ, WRITTEN, event
from tests.formats.exchange.test_prov import PROV_N
from tests.formats.exchange.test_references import BIB, CROSSREF, RIS, ZOTERO
from tests.formats.exchange.test_retractions import CITATIONS, HEADER, ROW
from tests.formats.exchange.test_ro_crate import crate
from tests.formats.exchange.test_schema_org import DATASET, OBSERVATION
from tests.formats.exchange.test_statistics import MESSAGE, second_version
from tests.formats.exchange.test_wikidata import ENTITY
from tests.formats.exchange.test_wikidata import TURTLE as WIKIDATA
from tests.formats.tables.workbooks import ods, xlsx
from tests.text.files import docx_of, pdf_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_YAML: Final = (
    b"source: s\ntitle: T\nkind: report\nissued: 2020-05-01\nread: 2020-06-01 A. B.\nclaims:\n  c:\n    says: There are 12 wells.\n"
    b"    figure: at least 1,400 children, Rotherham, 1997/2013, estimate\n    leans on: [{relays: t/c}]\n---\nsource: t\nclaims:\n"
    b"  c: {says: x, made here: {how: count, working: explained}}\n"
)
_TURTLE: Final = b"@prefix s: <https://schema.org/> .\n<a:a> a s:Claim ; s:text \"x\"@en, 1.5, 'y'^^<a:t> ; <a:p> [ <a:q> (1 <a:b>) ] .\n"
_XML: Final = (
    b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="https://schema.org/">'
    b'<s:Claim rdf:about="a:a"><s:text xml:lang="en">x &amp; y</s:text><s:b rdf:resource="a:b"/></s:Claim></rdf:RDF>'
)
_FILES: Final = {
    "yaml": _YAML,
    "csv": b"claim,says,source,title,value,unit\ns/c,There are 12 wells.,s,T,12,wells\n",
    "ttl": _TURTLE,
    "trig": b"<a:g> { <a:a> <a:b> [] } <a:a> <a:b> '''x''' .\n",
    "nt": b'<a:a> <a:b> "x\\u00e9"@en .\n_:a <a:b> _:b .\n',
    "nq": b'<a:a> <a:b> "1"^^<a:t> <a:g> .\n',
    "rdf": _XML,
    "jsonld": b'{"@context": {"s": "https://schema.org/"}, "@id": "a:a", "@type": "s:Claim", "s:text": ["x", {"@value": 1}]}',
}
_DOCUMENTS: Final = {
    "html": b"<!doctype html><html lang=en><head><title>T</title></head><body><article><h1>T</h1><p>About 1,400 children "
    b"<a href='https://e.example/'>were</a> found.</p><table><tr><th>a<td>1</table></article></body></html>",
    "markdown": b"# T\n\nAbout 1,400 children [were](https://e.example/) found.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "plain": b"T\n\nAbout 1,400 children were found, one in five of them in 2013/14.\n",
    "tei": b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div><p>12 wells '
    b'<ref target="#b0">[1]</ref></p></div></body></text></TEI>',
    "pdf": pdf_of([(15, "A title"), (11, "About 1,400 children were found, one in five.")]),
}
_TEXTS: Final = (
    b"at least 1,400 children, Rotherham, 1997/2013, estimate", b"up to 3.5% of women aged 16-24, 2019", b"one in five", b"70-80,000",
    b"SELECT ?s { ?s a hw:Claim . FILTER(?n > 1) OPTIONAL { ?s schema:text \"x\" } } ORDER BY ?s LIMIT 5",
)  # fmt: skip
_PROV_XML: Final = (
    b'<prov:document xmlns:prov="http://www.w3.org/ns/prov#" xmlns:ex="https://example.org/" xmlns:xsi='
    b'"http://www.w3.org/2001/XMLSchema-instance"><prov:entity prov:id="ex:a"><prov:label>A</prov:label></prov:entity>'
    b'<prov:wasDerivedFrom><prov:generatedEntity prov:ref="ex:a"/><prov:usedEntity prov:ref="ex:b"/></prov:wasDerivedFrom>'
    b"</prov:document>"
)
PROV_JSON: Final = {
    "prefix": {"ex": "https://example.org/"},
    "entity": {"ex:a": {"prov:label": "A"}},
    "wasDerivedFrom": {"_:d": {"prov:generatedEntity": "ex:a", "prov:usedEntity": "ex:b"}},
}
_TABLE: Final = "Claim,Source,Date,Value,Unit,URL\nThere are 12 wells,A report,3/4/2020,12,wells,https://e.example/\n"
ITEMS: Final = [
    {"claim": "There are 12 wells", "verdict": "false", "evidence": [{"url": "https://e.example/", "text": "no"}]}
]
# The inputs of each format that is imported, by the ending of the file.
_IMPORTS: Final[dict[str, tuple[tuple[str, str | bytes], ...]]] = {
    "bibtex": ((".bib", BIB),),
    "ris": ((".ris", RIS),),
    "csl-json": ((".json", json.dumps(ZOTERO)), (".json", json.dumps(CROSSREF))),
    "claimreview": ((".json", json.dumps(REVIEW)), (".html", PAGE), (".json", json.dumps(API)), (".jsonl", json.dumps(REVIEW))),
    "schema-org": ((".json", json.dumps(DATASET | {"hasPart": [OBSERVATION]})),),
    "ro-crate": ((".json", crate()),),
    "prov-n": ((".provn", PROV_N),),
    "prov-json": ((".json", json.dumps(PROV_JSON)),),
    "prov-xml": ((".xml", _PROV_XML),),
    "retractions": ((".csv", HEADER + ROW.format("Retraction")),),
    "opencitations": ((".csv", CITATIONS),),
    "citations": ((".yaml", PINS),),
    "table": ((".csv", _TABLE), (".tsv", _TABLE.replace(",", "\t"))),
    "items": ((".json", json.dumps(ITEMS)), (".jsonl", json.dumps(ITEMS[0]))),
    "aif": ((".json", json.dumps(aif())),),
    "argdown": ((".json", json.dumps(ARGDOWN)),),
    "openlineage": ((".json", json.dumps(event(inputs=READ, outputs=WRITTEN))),),
    "sdmx-json": ((".json", json.dumps(MESSAGE)), (".json", json.dumps(second_version()))),
    "wikidata": ((".json", json.dumps(ENTITY)), (".ttl", WIKIDATA)),
    "nanopub": ((".trig", trig()),),
}  # fmt: skip
_ROWS: Final = [line.split(",") for line in _TABLE.splitlines()]

_OF_DOCX: Final = frozenset(
    {
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "docProps/core.xml",
    }
)


@dataclass(frozen=True)
class Reader:
    """A reader of bytes, and inputs for it. Of a packed file the members are changed, and it is packed again."""

    name: str
    inputs: tuple[bytes, ...]
    read: Callable[[bytes], object]
    packed: bool = False


def readers(folder: Path) -> list[Reader]:
    """Every reader of files, documents and texts."""
    return [
        *(Reader(ending, (data,), partial(_load, folder / f"a.{ending}")) for ending, data in _FILES.items()),
        *(Reader(form, (data,), partial(parse, form, f"a.{form}")) for form, data in _DOCUMENTS.items()),
        Reader("docx", (_docx(),), partial(parse, "docx", "a.docx"), packed=True),
        *(_importer(folder, name, ending, data) for name, files in _IMPORTS.items() for ending, data in files),
        Reader("xlsx", (xlsx(_ROWS),), partial(_import, folder / "a.xlsx", "xlsx"), packed=True),
        Reader("ods", (ods(_ROWS),), partial(_import, folder / "a.ods", "ods"), packed=True),
        *(
            Reader(name, _TEXTS, partial(_text, read))
            for name, read in _TEXT_READERS.items()
        ),
    ]  # fmt: skip


_TEXT_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "figure": parse_figure,
    "period": read_period,
    "numbers": find_numbers,
    "query": guarded,
}


def _importer(folder: Path, name: str, ending: str, data: str | bytes) -> Reader:
    path = folder / f"{name}{ending}"
    return Reader(f"{name}{ending}", (data.encode() if isinstance(data, str) else data,), partial(_import, path, name))


def _load(path: Path, data: bytes) -> object:
    path.write_bytes(data)
    return load(path, "https://example.org/")


def _import(path: Path, form: str, data: bytes) -> object:
    path.write_bytes(data)
    return run_import(Import((path,), path.parent / "out", form, dry_run=True), Choices())


def _text(read: Callable[[str], Any], data: bytes) -> object:
    try:
        return read(data.decode("utf-8", "replace"))
    except ValueError as error:
        if type(error) is ValueError:  # how these say that a text is not valid
            return None
        raise


def _docx() -> bytes:
    """A DOCX without the pictures, theme and styles that would be most of it."""
    whole = docx_of([("Heading 1", "A title"), ("Normal", "About 1,400 children.")], [["a", "b"], ["1", "2"]])
    content = members(whole)
    styles = content["word/styles.xml"]
    first = styles.index(b"<w:style ")
    content["word/styles.xml"] = styles[:first] + b"</w:styles>"
    left = {name: data for name, data in content.items() if name in _OF_DOCX}
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels", "_rels/.rels"):
        left[name] = _without_others(left[name])
    return repack(left)


def _without_others(data: bytes) -> bytes:
    return re.sub(
        rb"<(?:Override|Relationship) [^>]*"
        rb"(?:stylesWithEffects|app[.]xml|settings|Settings|fontTable|theme|customXml|numbering|thumbnail)[^>]*>",
        b"",
        data,
    )


def members(data: bytes) -> dict[str, bytes]:
    """What a packed file holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repack(content: dict[str, bytes]) -> bytes:
    """The packed file of some members, without compression."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, member in content.items():
            archive.writestr(name, member)
    return stream.getvalue()
