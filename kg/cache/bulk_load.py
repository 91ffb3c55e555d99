"""Large RDF files into an Oxigraph store at the speed of its own loader, with the meaning that a small file is read with.

What Oxigraph loads by itself stands as it is in the file. Blank nodes and the older spelling of schema.org are put right while
a file that has any is read; everything else is put right in the store afterwards, by queries that cost nothing where
there is nothing to do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import BadDataError, Problem, UsageError, cannot_read
from kg.rdf.appearances import one_appearance_each
from kg.rdf.normalize import CITATION, DERIVED_TERMS, GENERATED
from kg.rdf.streams import as_it_stands, opened, syntax_of, unpacked
from kg.rdf.syntax import BlankNames, parsed, placed, unreadable_as_problems
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_APPEARANCE, _FIRST = iri("schema:appearance"), iri("schema:firstAppearance")
_WHOLES: Final = (iri("schema:isPartOf"), iri("dcterms:isPartOf"))
_CLAIMS: Final = f"VALUES ?type {{ <{iri('hw:Claim')}> <{iri('schema:Claim')}> }} ?c a ?type ."
_MOST_JSON: Final = 1 << 29


@dataclass(frozen=True, slots=True)
class Target:
    """Where the triples of a file go: the named graph for what has none, and the prefix of names for its blank nodes."""

    path: Path
    graph: str
    base: str
    blanks: str


def load_file(store: ox.Store, target: Target, told: Callable[[int], None] = lambda _: None) -> bool:
    """Load one file, and say whether it may have brought blank nodes; `told` hears of the bytes as they are read.

    Raises BadDataError with line and column for a file that cannot be parsed: the store may then hold a part of it, and is to be
    thrown away. Raises UsageError for what is no RDF or cannot be read.
    """
    path, syntax = target.path, syntax_of(target.path)
    if syntax is None:
        raise UsageError(f"{path}: not an RDF file by its name")
    try:
        with unreadable_as_problems(path):
            stands = as_it_stands(path, syntax)
            if stands is False:
                _named(store, target, syntax, told)
                return False
            with opened(path, told) as file:
                store.bulk_load(input=file, format=syntax, base_iri=target.base, to_graph=ox.NamedNode(target.graph))
            return stands is None
    except OSError as error:
        raise cannot_read(path, error) from error


def holds_blanks(store: ox.Store, graphs: Iterable[str]) -> bool:
    """Whether any of the graphs holds a blank node."""
    return any(
        bool(store.query(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }} }}"))
        for graph in graphs
    )


def load_named(store: ox.Store, target: Target) -> None:
    """Load one file with its blank nodes named, whatever its bytes look like."""
    syntax = syntax_of(target.path)
    if syntax is not None:
        _named(store, target, syntax, lambda _: None)


def _named(store: ox.Store, target: Target, syntax: ox.RdfFormat, told: Callable[[int], None]) -> None:
    """Load a file quad by quad, in this project's spelling."""
    graph, nodes = ox.NamedNode(target.graph), BlankNames(target.blanks)
    with opened(target.path, told) as file:
        store.bulk_extend(placed(quad, graph, nodes) for quad in _quads(target, syntax, file))


def _quads(target: Target, syntax: ox.RdfFormat, file: IO[bytes]) -> Iterator[ox.Quad]:
    path = target.path
    if syntax not in {ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML}:
        yield from ox.parse(input=file, format=syntax, base_iri=target.base)
        return
    with unpacked(path) as plain:
        if syntax == ox.RdfFormat.JSON_LD and plain.stat().st_size > _MOST_JSON:
            message = f"JSON-LD is read whole, up to {_MOST_JSON >> 20} MB; convert it to N-Quads"
            raise BadDataError([Problem(str(path), 0, 0, message)])
        try:
            yield from parsed(plain, syntax, target.base)
        except BadDataError as error:
            raise BadDataError([replace(problem, path=str(path)) for problem in error.problems]) from error


def settle(store: ox.Store) -> int:
    """Put right what the loader leaves as others state it; returns how many derived triples were left out."""
    left_out = 0
    for term in sorted(DERIVED_TERMS):
        quads = list(store.quads_for_pattern(None, ox.NamedNode(term), None)) if _has(store, term) else []
        left_out += len(quads)
        for quad in quads:
            store.remove(quad)
    if _has(store, GENERATED[0]):
        store.update(
            f"DELETE {{ GRAPH ?g {{ ?a <{GENERATED[0]}> ?x }} }} INSERT {{ GRAPH ?g {{ ?x <{GENERATED[1]}> ?a }} }} "
            f"WHERE {{ GRAPH ?g {{ ?a <{GENERATED[0]}> ?x FILTER(isIRI(?x)) }} }}"
        )
    _settle_appearances(store)
    if _has(store, CITATION[0]):
        store.bulk_extend(list(_direct(store)))
    return left_out


def _has(store: ox.Store, term: str) -> bool:
    return next(store.quads_for_pattern(None, ox.NamedNode(term), None), None) is not None


def _settle_appearances(store: ox.Store) -> None:
    """One appearance for every claim that has any; only claims that have several, or state it otherwise, are looked at."""
    ways = []
    if _has(store, _APPEARANCE) and _some_have_several(store):
        ways.append(f"{_CLAIMS} ?c <{_APPEARANCE}> ?a, ?b FILTER(?a != ?b)")
    if _has(store, _FIRST):
        ways.append(f"{_CLAIMS} ?c <{_FIRST}> ?a")
    ways += [f"{_CLAIMS} ?c <{w}> ?a FILTER NOT EXISTS {{ ?c <{_APPEARANCE}> ?b }}" for w in _WHOLES if _has(store, w)]
    for way in ways:
        for claim in _column(store, f"SELECT DISTINCT ?c WHERE {{ {way} }}"):
            before = list(store.quads_for_pattern(claim, None, None))
            after = one_appearance_each(before)
            for quad in set(before) - set(after):
                store.remove(quad)
            store.extend(set(after) - set(before))


def _some_have_several(store: ox.Store) -> bool:
    found = store.query(
        f"SELECT (COUNT(*) AS ?all) (COUNT(DISTINCT ?c) AS ?claims) WHERE {{ ?c <{_APPEARANCE}> ?a }}",
        use_default_graph_as_union=True,
    )
    return isinstance(found, ox.QuerySolutions) and any(str(row[0]) != str(row[1]) for row in found)


def _column(store: ox.Store, query: str) -> list[ox.NamedNode]:
    found = store.query(query, use_default_graph_as_union=True)
    rows = list(found) if isinstance(found, ox.QuerySolutions) else []
    return [row[0] for row in rows if isinstance(row[0], ox.NamedNode)]


def _direct(store: ox.Store) -> Iterator[ox.Quad]:
    """The direct triple of every citation node whose two ends nothing joins."""
    citing, cited, how = CITATION
    found = store.query(
        f"SELECT DISTINCT ?g ?a ?p ?b WHERE {{ GRAPH ?g {{ ?link <{citing}> ?a }} ?link <{cited}> ?b . "
        f"OPTIONAL {{ ?link <{how}> ?p }} FILTER(isIRI(?a) && isIRI(?b)) FILTER NOT EXISTS {{ ?a ?any ?b }} }}",
        use_default_graph_as_union=True,
    )
    default = ox.NamedNode(iri("cito:cites"))
    for row in found if isinstance(found, ox.QuerySolutions) else ():
        graph, subject, predicate, value = (row[at] for at in range(4))
        if isinstance(graph, ox.NamedNode) and isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode):
            yield ox.Quad(subject, predicate if isinstance(predicate, ox.NamedNode) else default, value, graph)
