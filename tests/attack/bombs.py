"""Small files that would take a reader gigabytes or minutes, by the ending of the file: ten kinds and more for each syntax.

`BOMBS[ending][kind]` makes the content; all are a few megabytes at most. Compressed ones are made of a few kilobytes that repeat.
"""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
from typing import TYPE_CHECKING, Final

import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable

    Bomb = Callable[[], bytes]

MB: Final = 1 << 20
_LONG: Final = "x" * (17 * MB)
_WIDE: Final = 300_000
_DEEP: Final = 300_000
_PREFIX: Final = "http://example.org/" + "p" * MB


def _turtle(graph: bool) -> dict[str, Bomb]:
    """Bombs in Turtle, or in TriG, where statements stand in a graph."""

    def within(text: str, head: str = "") -> bytes:
        return f"{head}\n<g:g> {{ {text} }}\n".encode() if graph else f"{head}\n{text}\n".encode()

    ring = "".join(f"_:a{n} <a:p> _:a{(n + 1) % 3000} . " for n in range(3000))
    mesh = "".join(f"_:a{n} <a:p> _:a{m} . " for n in range(150) for m in range(150) if n != m)
    return {
        "long literal": lambda: within(f'<a:a> <a:b> "{_LONG}" .'),
        "long IRI": lambda: within(f"<a:a> <a:b> <a:{_LONG}> ."),
        "long prefix, used often": lambda: within(
            "<a:a> <a:b> " + ",".join(["p:a"] * 20_000) + " .", f"@prefix p: <{_PREFIX}> ."
        ),
        "long base, used often": lambda: within(
            "<a> <b> " + ",".join(["<a>"] * 20_000) + " .", f"@base <{_PREFIX}/> ."
        ),
        "many numbers in a list": lambda: within("<a:a> <a:b> (" + "1 " * (4 * _WIDE) + ") ."),
        "many empty nodes": lambda: within("<a:a> <a:b> " + ",".join(["[]"] * _WIDE) + " ."),
        "deep nodes": lambda: within("<a:a> <a:b> " + "[<a:b> " * _DEEP + "1" + "]" * _DEEP + " ."),
        "deep lists": lambda: within("<a:a> <a:b> " + "(" * _DEEP + ")" * _DEEP + " ."),
        "many prefixes": lambda: within(
            "<a:a> <a:b> 1 .", "".join(f"@prefix p{n}: <a:{n}> ." for n in range(_WIDE // 3))
        ),
        "text that never ends": lambda: within('<a:a> <a:b> """' + '"" ' * _WIDE),
        "comment that never ends": lambda: b"#" + _LONG.encode(),
        "language that never ends": lambda: within('<a:a> <a:b> "x"@a' + "-abcdefgh" * _WIDE + " ."),
        "ring of blank nodes": lambda: within(ring),
        "mesh of blank nodes": lambda: within(mesh),
    }


def _lines(graph: bool) -> dict[str, Bomb]:
    """Bombs in N-Triples, or in N-Quads, where a graph ends the line."""
    end = " <g:g> .\n" if graph else " .\n"
    ring = "".join(f"_:a{n} <a:p> _:a{(n + 1) % 3000}{end}" for n in range(3000))
    mesh = "".join(f"_:a{n} <a:p> _:a{m}{end}" for n in range(150) for m in range(150) if n != m)
    return {
        "long literal": lambda: f'<a:a> <a:b> "{_LONG}"{end}'.encode(),
        "long IRI": lambda: f"<a:a> <a:b> <a:{_LONG}>{end}".encode(),
        "long blank label": lambda: f"<a:a> <a:b> _:{_LONG}{end}".encode(),
        "comment that never ends": lambda: b"#" + _LONG.encode(),
        "text that never ends": lambda: f'<a:a> <a:b> "{_LONG}'.encode(),
        "language that never ends": lambda: ('<a:a> <a:b> "x"@a' + "-abcdefgh" * _WIDE + end).encode(),
        "escapes": lambda: ('<a:a> <a:b> "' + "\\u0041" * _WIDE * 8 + f'"{end}').encode(),
        "short lines": lambda: "".join(f"<a:{n}> <a:b> <a:c>{end}" for n in range(_WIDE // 3)).encode(),
        "deep triple terms": lambda: (
            "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 20_000 + "1" + " )>>" * 20_000 + end
        ).encode(),
        "ring of blank nodes": ring.encode,
        "mesh of blank nodes": mesh.encode,
    }


def _xml(inside: str, head: str = "", attributes: str = "") -> bytes:
    space = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a.example/"'
    return f'<?xml version="1.0"?>{head}<r:RDF {space} {attributes}>{inside}</r:RDF>'.encode()


def _rdf_xml() -> dict[str, Bomb]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    thing = '<r:Description r:about="http://a.example/a">{}</r:Description>'
    return {
        "long literal": lambda: _xml(thing.format(f"<a:b>{_LONG}</a:b>")),
        "long attribute": lambda: _xml(f'<r:Description r:about="http://a.example/a" a:b="{_LONG}"/>'),
        "long name": lambda: _xml(f"<a:{_LONG}/>"),
        "entities in entities": lambda: _xml(
            thing.format("<a:b>&l9;</a:b>"), f'<!DOCTYPE r [<!ENTITY l0 "ha">{laughs}]>'
        ),
        "long entity, used often": lambda: _xml(
            thing.format("<a:b>&e;</a:b>" * 20_000), f'<!DOCTYPE r [<!ENTITY e "{"e" * MB}">]>'
        ),
        "entity elsewhere": lambda: _xml(
            thing.format("<a:b>&e;</a:b>"), '<!DOCTYPE r [<!ENTITY e SYSTEM "/dev/zero">]>'
        ),
        "long namespace, used often": lambda: _xml(
            thing.format("<z:b>1</z:b>" * 20_000), attributes=f'xmlns:z="{_PREFIX}"'
        ),
        "long base, used often": lambda: _xml(
            '<r:Description r:about="a"><a:b r:resource="b"/></r:Description>' * 20_000,
            attributes=f'xml:base="{_PREFIX}/"',
        ),
        "deep elements": lambda: _xml("<a:a><a:b>" * 100_000 + "</a:b></a:a>" * 100_000),
        "many attributes": lambda: _xml("<a:a " + " ".join(f'a:b{n}="1"' for n in range(_WIDE // 3)) + "/>"),
        "long comment": lambda: _xml(f"<!--{_LONG}-->"),
        "XML literal": lambda: _xml(thing.format('<a:b r:parseType="Literal">' + "<z/>" * 8 * _WIDE + "</a:b>")),
        "many numbers in a list": lambda: _xml(
            thing.format('<a:b r:parseType="Collection">' + "<a:c/>" * _WIDE + "</a:b>")
        ),
    }


def _json_ld() -> dict[str, Bomb]:
    def said(value: str, context: str = '{"@vocab":"http://a.example/"}') -> bytes:
        return f'{{"@context":{context},"@id":"http://a.example/a","b":{value}}}'.encode()

    return {
        "long text": lambda: said(f'"{_LONG}"'),
        "long number": lambda: said("1" * 4 * MB),
        "many numbers": lambda: said("[" + "1," * (10 * _WIDE) + "1]"),
        "many numbers in a list": lambda: said('{"@list":[' + "1," * (10 * _WIDE) + "1]}"),
        "many empty things": lambda: said("[" + "{}," * _WIDE + "1]"),
        "deep lists": lambda: said("[" * _DEEP + "]" * _DEEP),
        "deep things": lambda: said('{"b":' * _DEEP + "1" + "}" * _DEEP),
        "long vocabulary, used often": lambda: said(
            "1," + ",".join(f'"k{n}":1' for n in range(20_000)), f'{{"@vocab":"{_PREFIX}"}}'
        ),
        "long base, used often": lambda: said(
            "[" + ",".join(['{"@id":"x"}'] * 20_000) + "]", f'{{"@vocab":"http://a.example/","@base":"{_PREFIX}/"}}'
        ),
        "many contexts": lambda: said(
            "[" + ",".join(['{"@context":{"@vocab":"http://a.example/"},"b":1}'] * 50_000) + "]"
        ),
        "terms made of terms": lambda: said(
            "1", "{" + ",".join(f'"t{n}":"t{n - 1}:{"x" * 9}"' for n in range(1, 5_000)) + ',"t0":"http://a.example/"}'
        ),
        "long key": lambda: f'{{"@context":{{"@vocab":"http://a.example/"}},"{_LONG}":1}}'.encode(),
        "many keys": lambda: said("1," + ",".join(f'"k{n}":1' for n in range(_WIDE // 2))),
        "many keys without meaning": lambda: ("{" + ",".join(f'"k{n}":1' for n in range(_WIDE // 4)) + "}").encode(),
    }


def _yaml() -> dict[str, Bomb]:
    aliases = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    return {
        "long text": lambda: f"source: s\ntitle: {_LONG}\n".encode(),
        "text just allowed": lambda: f"source: s\ntitle: {'x' * 15 * MB}\n".encode(),
        "aliases in aliases": lambda: f"a0: &a0 [x]\n{aliases}".encode(),
        "deep lists": lambda: b"source: s\nclaims: " + b"[" * _DEEP + b"]" * _DEEP,
        "deep mappings": lambda: b"source: " + b"{a: " * _DEEP,
        "deep indents": lambda: b"".join(b" " * n + b"a:\n" for n in range(3000)),
        "many keys": lambda: b"source: s\n" + b"".join(b"k%d: 1\n" % n for n in range(_WIDE // 3)),
        "many claims": lambda: (
            b"source: s\ntitle: t\nclaims:\n" + b"".join(b" c%d: {says: x}\n" % n for n in range(20_000))
        ),
        "many documents": lambda: b"---\nsource: s\n" * 50_000,
        "many numbers": lambda: b"source: s\nclaims: [" + b"1," * _WIDE * 2 + b"1]",
        "many links": lambda: b"source: s\ntitle: t\nleans on:\n" + b" - cites: nothing/here\n" * 30_000,
        "long figure": lambda: (
            b"source: s\ntitle: t\nclaims:\n  c:\n    says: x\n    figure: " + b"1,400 children, " * 60_000 + b"\n"
        ),
        "escapes": lambda: b'source: s\ntitle: "' + b"\\u0041" * 2 * MB + b'"\n',
        "tabs and colons": lambda: b"source: s\ntitle: " + b"a: " * MB + b"\n",
        "merge keys": lambda: b"source: &s {a: 1}\n<<: [" + b"*s," * _WIDE + b"*s]\n",
    }


def _csv() -> dict[str, Bomb]:
    head = "source,title,claim,says,figure\n"
    return {
        "long cell": lambda: f"{head}s,t,c,{_LONG},\n".encode(),
        "quote that never ends": lambda: f'{head}s,t,c,"{"x," * 8 * MB}'.encode(),
        "many columns": lambda: ",".join(f"c{n}" for n in range(_WIDE)).encode() + b"\n",
        "many empty cells": lambda: head.encode() + b"," * 8 * MB + b"\n",
        "many empty rows": lambda: head.encode() + b"\n" * 8 * MB,
        "many rows of commas": lambda: head.encode() + b",,,,\n" * MB,
        "same row": lambda: head.encode() + b"s,t,c,x,\n" * 100_000,
        "many rows": lambda: head.encode() + b"".join(b"s%d,t,c,x,\n" % n for n in range(20_000)),
        "doubled quotes": lambda: head.encode() + b's,t,c,"' + b'""' * 4 * MB + b'",\n',
        "long figure": lambda: head.encode() + b's,t,c,x,"' + b"1,400 children, " * 60_000 + b'"\n',
        "zero bytes": lambda: head.encode() + b"\0" * 8 * MB,
    }


TEXTS: Final[dict[str, dict[str, Bomb]]] = {
    "ttl": _turtle(graph=False),
    "trig": _turtle(graph=True),
    "nt": _lines(graph=False),
    "nq": _lines(graph=True),
    "rdf": _rdf_xml(),
    "jsonld": _json_ld(),
    "yaml": _yaml(),
    "csv": _csv(),
}


def _json() -> dict[str, Bomb]:
    """Bombs in JSON that `kg import` reads, as ClaimReview or references."""
    review = '{"@context":"https://schema.org","@type":"ClaimReview","url":"https://e.example/","claimReviewed":%s}'
    return {
        "long text": lambda: (review % f'"{_LONG}"').encode(),
        "long number": lambda: (review % ("1" * 4 * MB)).encode(),
        "many numbers": lambda: (review % ("[" + "1," * 8 * _WIDE + "1]")).encode(),
        "many empty things": lambda: (review % ("[" + "{}," * 4 * _WIDE + "1]")).encode(),
        "deep lists": lambda: (review % ("[" * _DEEP + "]" * _DEEP)).encode(),
        "deep things": lambda: (review % ('{"a":' * _DEEP + "1" + "}" * _DEEP)).encode(),
        "list that never ends": lambda: b"[" * 2 * MB,
        "text that never ends": lambda: b'["' + b"x" * 4 * MB,
        "empty reviews": lambda: b"[" + b'{"@type":"ClaimReview"},' * 30_000 + b"1]",
        "many keys": lambda: ("{" + ",".join(f'"k{n}":1' for n in range(_WIDE // 2)) + "}").encode(),
        "escapes": lambda: b'{"@type":"ClaimReview","claimReviewed":"' + b"\\u0041" * 2 * MB + b'"}',
        "many appearances": lambda: (
            '{"@type":"ClaimReview","itemReviewed":{"@type":"Claim","appearance":['
            + ",".join(['{"url":"https://e.example/a"}'] * 20_000)
            + ']},"claimReviewed":"x"}'
        ).encode(),
    }


def _bib() -> dict[str, Bomb]:
    entry = b"@article{k%d, title = {t}}\n"
    return {
        "long value": lambda: b"@article{k, title = {" + b"x" * MB + b"}}",
        "braces that never end": lambda: b"@article{k, title = " + b"{" * MB,
        "quotes that never end": lambda: b'@article{k, title = "' + b"x" * 4 * MB,
        "many entries": lambda: b"".join(entry % n for n in range(3_000)),
        "same entry": lambda: (entry % 1) * 3_000,
        "many at signs": lambda: b"@" * 500_000,
        "many broken entries": lambda: b"@article{\n" * 5_000,
        "strings in strings": lambda: (
            b"@string{a0 = {x}}\n"
            + b"".join(b"@string{a%d = a%d # a%d}\n" % (n, n - 1, n - 1) for n in range(1, 200))
            + b"@article{k, title = a199}"
        ),
        "many fields": lambda: b"@article{k" + b"".join(b", f%d = {x}" % n for n in range(5_000)) + b"}",
        "many authors": lambda: b"@article{k, title={t}, author = {" + b" and ".join([b"A, B"] * 5_000) + b"}}",
        "commands": lambda: b"@article{k, title = {" + b"\\emph{" * 10_000 + b"}" * 10_000 + b"}}",
        "comments": lambda: b"%" * 2 * MB,
    }


def _ris() -> dict[str, Bomb]:
    return {
        "long value": lambda: b"TY  - JOUR\nTI  - " + b"x" * 4 * MB + b"\nER  - \n",
        "many records": lambda: b"".join(b"TY  - JOUR\nID  - %d\nTI  - t\nER  - \n" % n for n in range(3_000)),
        "same record": lambda: b"TY  - JOUR\nID  - 1\nTI  - t\nER  - \n" * 3_000,
        "many authors": lambda: b"TY  - JOUR\nTI  - t\n" + b"AU  - A, B\n" * 5_000 + b"ER  - \n",
        "many ends": lambda: b"TY  - JOUR\n" + b"ER  - \n" * 100_000,
        "many beginnings": lambda: b"TY  - JOUR\n" * 30_000,
        "empty lines": lambda: b"TY  - JOUR\n" + b"\n" * 2 * MB,
        "unknown tags": lambda: b"TY  - JOUR\n" + b"ZZ  - x\n" * 50_000 + b"ER  - \n",
        "never ends": lambda: b"TY  - JOUR\nTI  - t\n" + b"x\n" * MB,
        "zero bytes": lambda: b"TY  - JOUR\n" + b"\0" * 2 * MB,
    }


def _html() -> dict[str, Bomb]:
    block = b'<script type="application/ld+json">%s</script>'
    return {
        "long comment": lambda: b"<!--" + b"x" * 8 * MB,
        "many comments": lambda: b"<!--" * MB,
        "deep elements": lambda: b"<div>" * _DEEP,
        "many attributes": lambda: b"<div " + b"a=1 " * MB + b">",
        "attribute that never ends": lambda: b'<div a="' + b"x" * 8 * MB,
        "many scripts": lambda: (block % b"{}") * 20_000,
        "script that never ends": lambda: b'<script type="application/ld+json">' * 100_000,
        "many entities": lambda: b"&amp;" * MB,
        "deep JSON": lambda: block % (b"[" * _DEEP),
        "broken JSON": lambda: (block % b"{") * 10_000,
        "open tags": lambda: b"<" * 2 * MB,
    }


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


_SPACE: Final = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATED: Final = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def _workbook(sheet: bytes, more: dict[str, bytes] | None = None) -> bytes:
    """An XLSX file with one sheet."""
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    related = (
        b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        b"<Relationship Id='r1' Type='%s%s' Target='%s'/></Relationships>"
    )
    book = b"<workbook %s %s><sheets><sheet name='a' sheetId='1' r:id='r1'/></sheets></workbook>" % (_SPACE, _RELATED)
    parts = {
        "_rels/.rels": related % (office, b"officeDocument", b"xl/workbook.xml"),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": related % (office, b"worksheet", b"worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return _zip(parts | (more or {}))


def _xlsx() -> dict[str, Bomb]:
    def sheet(rows: bytes, head: bytes = b"") -> bytes:
        return _workbook(head + b"<worksheet %s><sheetData>" % _SPACE + rows + b"</sheetData></worksheet>")

    def cell(place: bytes, text: bytes) -> bytes:
        return b"<c r='%s' t='inlineStr'><is><t>%s</t></is></c>" % (place, text)

    laughs = (
        b"<!DOCTYPE w [<!ENTITY a 'ha'>"
        + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]>"
    )
    return {
        "long text": lambda: sheet(b"<row r='1'>" + cell(b"A1", b"x" * 300 * MB) + b"</row>"),
        "far cell": lambda: sheet(
            b"<row r='1'>" + cell(b"A1", b"x") + b"</row><row r='1048576'>" + cell(b"XFD1048576", b"x") + b"</row>"
        ),
        "many rows": lambda: sheet(b"<row/>" * 8 * MB),
        "many cells": lambda: sheet(b"<row r='1'>" + b"<c/>" * 8 * MB + b"</row>"),
        "entities in entities": lambda: sheet(b"<row r='1'>" + cell(b"A1", b"&j;") + b"</row>", laughs),
        "entity elsewhere": lambda: sheet(
            b"<row r='1'>" + cell(b"A1", b"&a;") + b"</row>", b"<!DOCTYPE w [<!ENTITY a SYSTEM '/dev/zero'>]>"
        ),
        "deep elements": lambda: sheet(b"<row>" * MB),
        "unending": lambda: sheet(b"<row r='1'>" + cell(b"A1", b"x") * 500_000),
        "many merges": lambda: _workbook(
            b"<worksheet %s><sheetData/><mergeCells>" % _SPACE
            + b"<mergeCell ref='A1:XFD1048576'/>" * 200_000
            + b"</mergeCells></worksheet>"
        ),
        "many strings": lambda: _workbook(
            b"<worksheet %s><sheetData/></worksheet>" % _SPACE,
            {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * 3 * MB + b"</sst>"},
        ),
        "zeros": lambda: _zip({"xl/workbook.xml": b"\0" * 400 * MB}),
    }


def _ods() -> dict[str, Bomb]:
    space = (
        b"xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
        b"xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
    )

    def sheet(rows: bytes, head: bytes = b"") -> bytes:
        body = (
            b"<office:document-content %s><office:body><office:spreadsheet><table:table table:name='a'>%s"
            b"</table:table></office:spreadsheet></office:body></office:document-content>"
        )
        parts = {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": head + body % (space, rows),
        }
        return _zip(parts)

    cell = b"<table:table-cell office:value-type='string'><text:p>%s</text:p></table:table-cell>"
    wide = (
        b"<table:table-cell table:number-columns-repeated='%s' office:value-type='string'><text:p>x</text:p>"
        b"</table:table-cell>"
    )
    row = b"<table:table-row%s>%s</table:table-row>"
    return {
        "long text": lambda: sheet(row % (b"", cell % (b"x" * 300 * MB))),
        "repeated cells": lambda: sheet(
            row
            % (
                b"",
                wide % b"2000000000",
            )
        ),
        "repeated rows": lambda: sheet(row % (b" table:number-rows-repeated='2000000000'", cell % b"x")),
        "repeated both": lambda: sheet(
            row
            % (
                b" table:number-rows-repeated='1000000'",
                wide % b"1000000",
            )
        ),
        "negative": lambda: sheet(row % (b" table:number-rows-repeated='-5'", cell % b"x")),
        "no number": lambda: sheet(row % (b" table:number-rows-repeated='many'", cell % b"x")),
        "spaces": lambda: sheet(row % (b"", cell % b"<text:s text:c='2000000000'/>")),
        "many rows": lambda: sheet((row % (b"", cell % b"")) * 500_000),
        "entities": lambda: sheet(row % (b"", cell % b"&a;"), b"<!DOCTYPE w [<!ENTITY a SYSTEM '/dev/zero'>]>"),
        "deep elements": lambda: sheet(b"<table:table-row>" * MB),
        "zeros": lambda: _zip({"content.xml": b"\0" * 400 * MB}),
    }


IMPORTS: Final[dict[str, dict[str, Bomb]]] = {
    "json": _json(),
    "bib": _bib(),
    "ris": _ris(),
    "html": _html(),
    "xlsx": _xlsx(),
    "ods": _ods(),
}


def _repeated(compress: Callable[[bytes], bytes]) -> dict[str, Bomb]:
    """Compressed RDF by its ending, a few kilobytes or megabytes that stand for gigabytes."""
    head = b'<?xml version="1.0"?><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a.example/">'
    spaces, lines = compress(b" " * MB), compress(b"<a:a> <a:b> <a:c> .\n" * 50_000)
    text, tags, json = compress(b"x" * MB), compress(b"<a:a/>" * 170_000), compress(b"[1],\n" * 170_000)
    return {
        "nt": lambda: compress(b"<a:a> <a:b> <a:c> .\n") + spaces * 2000,
        "nq": lambda: lines * 2000,
        "ttl": lambda: compress(b'<a:a> <a:b> """') + text * 2000,
        "trig": lambda: compress(b"<g:g> {") + lines * 2000,
        "rdf": lambda: compress(head + b'<r:Description r:about="http://a.example/a"><a:b>') + text * 2000,
        "xml": lambda: compress(head) + tags * 2000,
        "jsonld": lambda: compress(b"[") + json * 2000,
    }


COMPRESSED: Final[dict[str, dict[str, Bomb]]] = {
    "gz": _repeated(gzip.compress),
    "bz2": _repeated(bz2.compress),
    "zst": _repeated(zstandard.ZstdCompressor(level=9).compress),
}
