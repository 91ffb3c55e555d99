"""RDF as plain statements, for readers and writers of formats that are RDF underneath: texts in place of a library's terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox

from kg.errors import UsageError, cannot_read
from kg.rdf.identity import Names
from kg.rdf.syntax import FORMATS, parsed, unreadable_as_problems
from kg.rdf.write import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.model.records import Records

# What relative addresses of a file are resolved against; no record has an address below it.
_BASE: Final = "https://example.org/"


class Statement(NamedTuple):
    """One statement: `value` is an IRI, a blank node (`_:x`) or, where `datatype` is not empty, the text of a literal."""

    graph: str
    subject: str
    predicate: str
    value: str
    datatype: str = ""
    language: str = ""

    @property
    def is_literal(self) -> bool:
        """Whether the value is a text, a number or a date."""
        return bool(self.datatype)


def statements(path: Path) -> list[Statement]:
    """What an RDF file states, in its order.

    Raises UsageError for a file name that does not end as an RDF file or a file that cannot be opened, BadDataError with line and
    column for one that cannot be parsed.
    """
    syntax = FORMATS.get(path.suffix[1:].lower())
    if syntax is None:
        raise UsageError(f"{path}: not an RDF file; known endings: {', '.join(f'.{end}' for end in FORMATS)}")
    try:
        with unreadable_as_problems(path):
            return [_plain(quad) for quad in parsed(path, syntax, _BASE)]
    except OSError as error:
        raise cannot_read(path, error) from error


def record_statements(records: Records, base: str, graph: str) -> list[Statement]:
    """Records as statements of one named graph, with IRIs below a base."""
    return [_plain(quad) for quad in Writer(Names(base), graph).quads(records)]


def as_trig(stated: Sequence[Statement], prefixes: Mapping[str, str]) -> str:
    """Statements as TriG, with those of the prefixes that it uses."""
    used = {name: iri for name, iri in prefixes.items() if any(_begins(one, iri) for one in stated)}
    quads = [
        ox.Quad(
            ox.NamedNode(one.subject),
            ox.NamedNode(one.predicate),
            _term(one),
            ox.NamedNode(one.graph) if one.graph else ox.DefaultGraph(),
        )
        for one in stated
    ]
    return (ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=used) or b"").decode()


def _begins(one: Statement, iri: str) -> bool:
    return any(text.startswith(iri) for text in (one.subject, one.predicate, one.value, one.datatype))


def _plain(quad: ox.Quad) -> Statement:
    value = quad.object
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _name(quad.graph_name)
    if isinstance(value, ox.Literal):
        datatype, language = value.datatype.value, value.language or ""
        return Statement(graph, _name(quad.subject), quad.predicate.value, value.value, datatype, language)
    return Statement(graph, _name(quad.subject), quad.predicate.value, _name(value))


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _term(one: Statement) -> ox.NamedNode | ox.Literal:
    if one.language:
        return ox.Literal(one.value, language=one.language)
    return ox.Literal(one.value, datatype=ox.NamedNode(one.datatype)) if one.datatype else ox.NamedNode(one.value)
