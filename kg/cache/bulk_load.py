"""Large RDF files loaded into an Oxigraph store by its own loader, with the same meaning as when a small file is read.

Oxigraph loads a file as it is. A file with blank nodes or the older spelling of schema.org is read by us, which normalizes both;
everything else is normalized in the store afterwards, by queries that take no time if there is nothing to change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import BadDataError, Problem, UsageError, cannot_read
from kg.rdf.appearances import one_appearance_each
from kg.rdf.catalogue import CATALOGUE_GRAPH, catalogue_quads
from kg.rdf.normalize import CITATION, DERIVED_TERMS, GENERATED
from kg.rdf.streams import as_it_stands, opened, syntax_of, unpacked
from kg.rdf.syntax import BlankNames, parsed, placed, unreadable_as_problems
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.rdf.catalogue import FileEntry

_APPEARANCE, _FIRST = iri("schema:appearance"), iri("schema:firstAppearance")
_WHOLES: Final = (iri("schema:isPartOf"), iri("dcterms:isPartOf"))
_CLAIMS: Final = f"VALUES ?type {{ <{iri('hw:Claim')}> <{iri('schema:Claim')}> }} ?c a ?type ."
_MOST_JSON: Final = 1 << 29


@dataclass(frozen=True, slots=True)
class Target:
    """Where the triples of a file go: the graph of those without one, and the prefix of the names of its blank nodes."""

    path: Path
    graph: str
    base: str
    blanks: str


def check_file(target: Target) -> None:
    """Raise BadDataError for a file that cannot be parsed or has no triples, and UsageError for one that cannot be read.

    It is read into memory: for small files.
    """
    store = ox.Store()
    _load(store, target, lambda _: None)
    if not len(store):
        raise _no_triples(target)


def _no_triples(target: Target) -> BadDataError:
    return BadDataError([Problem(str(target.path), 0, 0, "the file has no triples")])


class StoreBuilder:
    """Adds files to a store folder that no other process has opened; `finish` closes it."""

    def __init__(self, folder: Path) -> None:
        self._store = ox.Store(str(folder))

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove the graphs of a file that is loaded again."""
        for graph in graphs:
            self._store.remove_graph(ox.NamedNode(graph))

    def add(self, target: Target, progress: Callable[[int], None]) -> list[str]:
        """Load one file and return the graphs that it filled; `progress` is called with the number of bytes of each block read.

        Raises BadDataError with line and column for a file that cannot be parsed or has no triples: the folder is then of no use.
        """
        before = self._graphs()
        may_have_blanks = _load(self._store, target, progress)
        new = sorted(self._graphs() - before)
        if not new and not before - {CATALOGUE_GRAPH}:
            raise _no_triples(target)
        if may_have_blanks and self._has_blanks(new):
            # The loader gives a blank node another label each time, so they are named instead.
            self.remove(new)
            _load_named(self._store, target, lambda _: None)
        return new

    def _graphs(self) -> set[str]:
        return {graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode)}

    def _has_blanks(self, graphs: Iterable[str]) -> bool:
        return any(
            bool(self._store.query(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }} }}"))
            for graph in graphs
        )

    def finish(self, entries: Iterable[FileEntry]) -> int:
        """Normalize what was loaded, write the catalogue and close; returns how many derived triples were left out."""
        left_out = _normalize(self._store)
        self._store.remove_graph(ox.NamedNode(CATALOGUE_GRAPH))
        self._store.bulk_extend(list(catalogue_quads(entries)))
        self._store.flush()
        del self._store
        return left_out


def _load(store: ox.Store, target: Target, progress: Callable[[int], None]) -> bool:
    """Load one file, and return whether it may have brought blank nodes. What was loaded before an error stays in the store."""
    path, syntax = target.path, syntax_of(target.path)
    if syntax is None:
        raise UsageError(f"{path}: not an RDF file by its name")
    try:
        with unreadable_as_problems(path):
            plain = as_it_stands(path, syntax)
            if plain is False:
                _load_named(store, target, progress)
                return False
            with opened(path, progress) as file:
                store.bulk_load(input=file, format=syntax, base_iri=target.base, to_graph=ox.NamedNode(target.graph))
            return plain is None
    except OSError as error:
        if error.errno is None:  # of the store, not of the file
            raise
        raise cannot_read(path, error) from error


def _load_named(store: ox.Store, target: Target, progress: Callable[[int], None]) -> None:
    """Load one file quad by quad, with its blank nodes named and its terms in this project's spelling."""
    graph, nodes = ox.NamedNode(target.graph), BlankNames(target.blanks)
    with opened(target.path, progress) as file:
        store.bulk_extend(placed(quad, graph, nodes) for quad in _quads(target, file))


def _quads(target: Target, file: IO[bytes]) -> Iterator[ox.Quad]:
    path, syntax = target.path, syntax_of(target.path)
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


def _normalize(store: ox.Store) -> int:
    """Change what others state in another way to ours; returns how many derived triples were left out."""
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
    _normalize_appearances(store)
    if _has(store, CITATION[0]):
        store.bulk_extend(list(_direct(store)))
    return left_out


def _has(store: ox.Store, term: str) -> bool:
    return next(store.quads_for_pattern(None, ox.NamedNode(term), None), None) is not None


def _normalize_appearances(store: ox.Store) -> None:
    """One appearance for every claim that has any; only claims with several, or with another property for it, are read."""
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
    """The direct triple of every citation node with two ends that no triple connects."""
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
