"""RDF files: Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, read and written.

Blank nodes are given IRIs by the statements about them, and triples of the default graph go into
one named graph per file. Derived terms of ours found in input are left out, and the older spelling `http://schema.org/` is read as the
one this project uses. What the files together imply is worked out once all are read (`kg/store/implied.py`).
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox
from msgspec import Struct

from kg.errors import BadDataError, Problem, UsageError, cannot_read, count
from kg.rdf.blank_nodes import without_blanks
from kg.rdf.changed_literals import changed_types
from kg.rdf.jsonld_contexts import with_known_contexts
from kg.rdf.limits import MOST_JSON_BYTES, TOO_LONG, check_json_text, check_xml, within_limits
from kg.rdf.normalize import stated
from kg.rdf.plain_files import FEWEST_BYTES, load_plain
from kg.rdf.unmapped_keys import unmapped_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "rdf": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}

_PIECE: Final = 1 << 20
_PLACE: Final = re.compile(r"\AParser error at line \d+[^:]*: ")


class RdfFile(Struct, frozen=True):
    """The quads of one file, how many derived ones were left out, and the keys of a JSON-LD document that mean nothing.

    `graph` is the named graph of what stood in the file's default graph; `brings` are named graphs of its own.
    """

    path: Path
    graph: str
    sha256: str
    form: str
    quads: tuple[ox.Quad, ...]
    brings: tuple[str, ...]
    left_out: int
    unmapped: tuple[str, ...] = ()
    types_changed: tuple[int, str] = (0, "")


def parser_words(error: SyntaxError) -> str:
    """What a parser found wrong, without the place, which it says again in words."""
    return _PLACE.sub("", error.msg, count=1)


@contextmanager
def unreadable_as_problems(path: Path) -> Iterator[None]:
    """Raise what a parser finds wrong with a file as BadDataError, with line and column where they are known."""
    try:
        yield
    except SyntaxError as error:
        raise BadDataError([Problem(str(path), error.lineno or 0, error.offset or 0, parser_words(error))]) from error
    except MemoryError as error:
        # The parser's own limit on one statement, not the machine's memory.
        raise BadDataError([Problem(str(path), 0, 0, TOO_LONG)]) from error
    except ValueError as error:
        raise BadDataError([Problem(str(path), 0, 0, " ".join(str(error).split()))]) from error


def read_rdf(path: Path, base: str, graph: str | None = None, plain: ox.Store | None = None) -> RdfFile:
    """Read one file by the ending of its name; `graph` is the IRI of its named graph, by default one of its content.

    A file that states nothing has no quads, and so has one that was loaded into the store `plain` as it stands.

    Raises UsageError for a file name that does not end as an RDF file or a file that cannot be opened, BadDataError with line and
    column for one that cannot be parsed: it loads whole or not at all.
    """
    syntax = FORMATS.get(path.suffix[1:].lower())
    if syntax is None:
        raise UsageError(f"{path}: not an RDF file; known endings: {', '.join(f'.{end}' for end in FORMATS)}")
    try:
        if plain is not None and graph and (digest := _loaded_plain(plain, path, syntax, base, graph)):
            return RdfFile(path, graph, digest, syntax.media_type, (), (), 0)
        with unreadable_as_problems(path):
            dataset = list(parsed(path, syntax, base))
            unmapped = _unmapped(path, base) if syntax == ox.RdfFormat.JSON_LD else ()
    except OSError as error:
        raise cannot_read(path, error) from error
    digest = sha256(path.read_bytes()).hexdigest()
    place = ox.NamedNode(graph or f"{base}graph/{digest[:16]}")
    own_spelling = list(dict.fromkeys(without_blanks(dataset, place, base, digest)))
    own = stated(own_spelling)
    brings = {str(quad.graph_name.value) for quad in own if isinstance(quad.graph_name, ox.NamedNode)} - {place.value}
    return RdfFile(
        path,
        place.value,
        digest,
        syntax.media_type,
        tuple(own),
        tuple(sorted(brings)),
        len(own_spelling) - len(own),
        unmapped,
        changed_types(own),
    )


def _loaded_plain(store: ox.Store, path: Path, syntax: ox.RdfFormat, base: str, graph: str) -> str | None:
    """The digest of a file, once its triples are in a graph of a store; None for one that is to be read quad by quad."""
    if path.stat().st_size < FEWEST_BYTES:
        return None
    data = path.read_bytes()
    return sha256(data).hexdigest() if load_plain(store, data, syntax, base, graph) else None


def _unmapped(path: Path, base: str) -> tuple[str, ...]:
    with path.open("rb") as file:
        return unmapped_in(path, file, base)


def unmapped_in(path: Path, file: IO[bytes], base: str) -> tuple[str, ...]:
    """The keys of a JSON-LD document that mean nothing. Raises BadDataError where nothing in it means anything."""
    keys, means_something = unmapped_keys(read_json_ld(path, file), base)
    if keys and not means_something:
        message = (
            f"{keys_without_meaning(keys)}, and so nothing in the file does; add an @context that maps them to IRIs"
        )
        raise BadDataError([Problem(str(path), 0, 0, message)])
    return keys


def keys_without_meaning(keys: tuple[str, ...]) -> str:
    """How many keys of a JSON-LD document mean nothing, with the first."""
    them = "it" if len(keys) == 1 else "them"
    return f"{count(len(keys), 'key means', 'keys mean')} nothing without a context that maps {them} (“{keys[0]}”)"


def parsed(path: Path, syntax: ox.RdfFormat, base: str) -> Iterator[ox.Quad]:
    """The quads of a file as they stand in it, to be loaded into memory: within the limits of what a file may state."""
    size = path.stat().st_size
    return within_limits(path, lambda: size, _parsed(path, syntax, base), in_memory=True)


def _parsed(path: Path, syntax: ox.RdfFormat, base: str) -> ox.QuadParser:
    with path.open("rb") as file:
        if syntax == ox.RdfFormat.JSON_LD:
            return ox.parse(read_json_ld(path, file), format=syntax, base_iri=base)
        if syntax == ox.RdfFormat.RDF_XML:
            check_xml(path, file)
            file.seek(0)
        if file.read(len(BOM_UTF8)) == BOM_UTF8:
            return ox.parse(file.read(), format=syntax, base_iri=base)
    return ox.parse(path=str(path), format=syntax, base_iri=base)


def read_json_ld(path: Path, file: IO[bytes]) -> str:
    """A JSON-LD document with the contexts that are known written out.

    Raises BadDataError for one that is too large, is not UTF-8 or JSON, or has another context to fetch.
    """
    pieces, size = [], 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if size > MOST_JSON_BYTES:
            message = f"JSON-LD is read whole, up to {MOST_JSON_BYTES >> 20} MB; convert it to N-Quads"
            raise BadDataError([Problem(str(path), 0, 0, message)])
        pieces.append(piece)
    data = b"".join(pieces)
    check_json_text(path, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        raise BadDataError([Problem(str(path), 0, 0, message)]) from error
    return with_known_contexts(path, text)


def write_rdf(quads: Iterable[ox.Quad], ending: str) -> bytes:
    """Quads in the syntax of a file ending, the same bytes for the same quads.

    Syntaxes that hold one graph get the union of all; raises UsageError for an unknown ending.
    """
    syntax = FORMATS.get(ending)
    if syntax is None:
        raise UsageError(f"“{ending}” is not an RDF syntax; known: {', '.join(FORMATS)}")
    ordered = sorted(quads, key=str)
    if not syntax.supports_datasets:
        triples = sorted({quad.triple for quad in ordered}, key=str)
        return ox.serialize(triples, format=syntax) or b""
    return ox.serialize(ordered, format=syntax) or b""
