"""Inputs made by changing small ones at random, given to every reader in one process: `python -m tests.attack.fuzz SECONDS [SEED]`.

Anything that a reader raises but an error of its own, or that takes over five seconds of processor time, is printed with the input.
Readers that work in a child process (PDF and others) are called without it. Imports go through their own `parts` and are not here.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.cache.load import load
from kg.errors import HeadwaterError
from kg.figures.scan import find_numbers
from kg.formats.figure_line import parse_figure, read_period
from kg.sparql.guard import guarded
from kg.text.reading import parse

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS: Final = 5.0
_PIECES: Final = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xf3\xa0\x80\xa0", b"'", b'"', b"{", b"}", b"[", b"]", b"<", b">", b"&",
    b"#", b":", b"- ", b"\n", b"\r\n", b"\t", b",", b"%", b"-1", b"1e999", b"9" * 40, b"NaN", b"null", b"*a", b"&a ", b"!!python/object:x ",
    b"|\n", b"---\n", b"_:b", b"@prefix", b"<!--", b"<![CDATA[", b"\\u0000", b"\\", "١٢".encode(), "½".encode(), "é".encode(),
)  # fmt: skip
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
}
_TEXTS: Final = (
    b"at least 1,400 children, Rotherham, 1997/2013, estimate", b"up to 3.5% of women aged 16-24, 2019", b"one in five", b"70-80,000",
    b"SELECT ?s { ?s a hw:Claim . FILTER(?n > 1) OPTIONAL { ?s schema:text \"x\" } } ORDER BY ?s LIMIT 5",
)  # fmt: skip


def changed(data: bytes, choose: random.Random) -> bytes:
    """The bytes with a few pieces removed, doubled, replaced or put in."""
    made = bytearray(data)
    for _ in range(choose.randint(1, 6)):
        start = choose.randint(0, len(made))
        end = min(len(made), start + choose.choice((0, 1, 2, 8, 40)))
        kind = choose.randrange(4)
        made[start:end] = (b"", bytes(made[start:end]) * 2, choose.choice(_PIECES), bytes([choose.randrange(256)]))[
            kind
        ]
    return bytes(made[:20_000])


def readers(folder: Path) -> list[tuple[str, bytes, Callable[[bytes], object]]]:
    """The readers by name, each with an input that it reads."""

    def file(ending: str) -> Callable[[bytes], object]:
        def read(data: bytes) -> object:
            path = folder / f"a.{ending}"
            path.write_bytes(data)
            return load(path, "https://example.org/")

        return read

    def document(form: str) -> Callable[[bytes], object]:
        return lambda data: parse(form, f"a.{form}", data)

    def text(read: Callable[[str], Any]) -> Callable[[bytes], object]:
        def read_text(data: bytes) -> object:
            try:
                return read(data.decode("utf-8", "replace"))
            except ValueError as error:
                if type(error) is ValueError:  # how these say that a text is not valid
                    return None
                raise

        return read_text

    return [
        *((ending, data, file(ending)) for ending, data in _FILES.items()),
        *((form, data, document(form)) for form, data in _DOCUMENTS.items()),
        *(
            (name, data, text(read))
            for data in _TEXTS
            for name, read in (
                ("figure", parse_figure),
                ("period", read_period),
                ("numbers", find_numbers),
                ("query", guarded),
            )
        ),
    ]


def main(seconds: float, seed: int) -> int:
    """Give changed inputs to every reader for so many seconds; returns how many failed."""
    choose = random.Random(seed)  # noqa: S311 - the same inputs for the same seed
    number = failed = 0
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        every = readers(Path(folder))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            name, data, read = choose.choice(every)
            made = changed(data, choose)
            before = time.process_time()
            try:
                read(made)
            except HeadwaterError:
                pass
            except Exception:  # noqa: BLE001 - what is looked for
                failed += 1
                print(name, made, traceback.format_exc(limit=-4), sep="\n")  # noqa: T201
            slowest = max(slowest, (time.process_time() - before, name))
            if time.process_time() - before > _SECONDS:
                failed += 1
                print(name, made, "took over five seconds", sep="\n")  # noqa: T201
            number += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{number:,} inputs, {failed} failed, slowest {slowest[0]:.2f} s ({slowest[1]}), {memory} MB at most")  # noqa: T201
    return failed


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0) > 0)
