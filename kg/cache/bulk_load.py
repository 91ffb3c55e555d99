"""Large RDF files loaded into an Oxigraph store by its own loader, with the same meaning as when a small file is read.

Oxigraph loads a file as it is. A file with blank nodes or the older spelling of schema.org is read by us, which normalizes both;
everything else is normalized in the store afterwards, by queries that take no time if there is nothing to change.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph as ox
from msgspec import Struct

from kg.cache.store_files import DATA, store_of_data
from kg.errors import UsageError, cannot_read, count
from kg.rdf.blank_nodes import without_blanks
from kg.rdf.catalogue import catalogue_quads
from kg.rdf.changed_literals import counting_types
from kg.rdf.drafts import remove_drafts
from kg.rdf.facts import FACTS_GRAPH
from kg.rdf.limits import check_xml, within_limits
from kg.rdf.normalize import DERIVED_TERMS
from kg.rdf.own_graphs import OWN_GRAPHS
from kg.rdf.streams import LINE_SYNTAXES, as_it_stands, counted, opened, syntax_of
from kg.rdf.syntax import keys_without_meaning, read_json_ld, unmapped_in, unreadable_as_problems
from kg.rdf.valid_lines import ValidLines
from kg.store.implied import imply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.errors import Problem
    from kg.rdf.catalogue import FileEntry
    from kg.rdf.changed_literals import TypesRead


_FIRST_TRIPLES: Final = 1_000


class Target(Struct, frozen=True):
    """Where the triples of a file go: the graph of those without one, the base of IRIs, and the SHA-256 of the file.

    `most_skipped` is how many malformed lines may be skipped, in syntaxes of lines; None skips none.
    """

    path: Path
    graph: str
    base: str
    digest: str
    most_skipped: int | None = None


def check_file(target: Target) -> None:
    """Raise BadDataError for a file that cannot be parsed, and UsageError for one that cannot be read.

    It is read into memory: for small files.
    """
    _load(ox.Store(), target, lambda _: None, lambda _: None, [])


class StoreBuilder:
    """Adds files to the store of data in a folder that no other process has opened; `finish` makes the store of it, and closes both."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._store = ox.Store(str(folder / DATA))
        # What was left out of the files or is stored in another form, a line each.
        self.notes: list[str] = []
        # The malformed lines of each file that were skipped.
        self.skipped: dict[Path, list[Problem]] = {}
        # How many drafts were left out when it was finished.
        self.drafts = 0

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove the graphs of a file that is loaded again."""
        for graph in graphs:
            self._store.remove_graph(ox.NamedNode(graph))

    def add(self, target: Target, progress: Callable[[int], None]) -> list[str]:
        """Load one file and return the graphs that it filled; `progress` is called with the number of bytes of each block read.

        Raises BadDataError with line and column for a file that cannot be parsed: the folder is then of no use.
        """
        before = self._graphs()
        may_have_blanks = _load(
            self._store, target, progress, self.notes.append, self.skipped.setdefault(target.path, [])
        )
        new = sorted(self._graphs() - before)
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
        """Add what the files imply and the catalogue of them; returns how many derived triples were left out."""
        left_out = _remove_derived(self._store)
        self.drafts = remove_drafts(self._store)
        self._store.flush()
        del self._store
        store = store_of_data(self._folder)
        imply(store)
        store.bulk_extend(list(catalogue_quads(entries)))
        store.flush()
        return left_out


def _load(
    store: ox.Store,
    target: Target,
    progress: Callable[[int], None],
    note: Callable[[str], None],
    skipped: list[Problem],
) -> bool:
    """Load one file, and return whether it may have brought blank nodes. What was loaded before an error stays in the store."""
    path, syntax = target.path, syntax_of(target.path)
    if syntax is None:
        raise UsageError(f"{path}: not an RDF file by its name")
    try:
        with unreadable_as_problems(path):
            plain = as_it_stands(path, syntax)
            if syntax == ox.RdfFormat.JSON_LD:
                _tell_unmapped(target, note)
            if plain is False or (plain is None and _begins_with_blanks(target, syntax)):
                _load_named(store, target, progress, note, skipped)
                return False
            with _opened(target, progress, skipped) as file:
                read, types = counting_types(file)
                store.bulk_load(input=read, format=syntax, base_iri=target.base, to_graph=ox.NamedNode(target.graph))
            _tell_types(path, types, note)
            return plain is None
    except OSError as error:
        if error.errno is None:  # of the store, not of the file
            raise
        raise cannot_read(path, error) from error


def _begins_with_blanks(target: Target, syntax: ox.RdfFormat) -> bool:
    """Whether there is a blank node among the first triples of a file, which need not be loaded first to see it."""
    with opened(target.path) as file:
        quads = ox.parse(input=file, format=syntax, base_iri=target.base)
        try:
            first = list(islice(quads, _FIRST_TRIPLES))
        except SyntaxError:
            return False  # the loader says where
    return any(
        isinstance(term, ox.BlankNode) for quad in first for term in (quad.subject, quad.object, quad.graph_name)
    )


def _tell_unmapped(target: Target, note: Callable[[str], None]) -> None:
    with opened(target.path) as file:
        keys = unmapped_in(target.path, file, target.base)
    if keys:
        note(f"{target.path}: {keys_without_meaning(keys)}")


def _tell_types(path: Path, types: TypesRead, note: Callable[[str], None]) -> None:
    if types.number:
        note(f"{path}: {count(types.number, 'literal')} stored under another type, such as {types.example}")


def _load_named(
    store: ox.Store,
    target: Target,
    progress: Callable[[int], None],
    note: Callable[[str], None] = lambda _: None,
    skipped: list[Problem] | None = None,
) -> None:
    """Load one file quad by quad, with its blank nodes named and its terms in this project's spelling."""
    graph = ox.NamedNode(target.graph)
    with _opened(target, progress, skipped) as file:
        read, types = counting_types(file)
        store.bulk_extend(without_blanks(_quads(target, read), graph, target.base, target.digest))
    _tell_types(target.path, types, note)


@contextmanager
def _opened(
    target: Target, progress: Callable[[int], None] = lambda _: None, skipped: list[Problem] | None = None
) -> Iterator[IO[bytes]]:
    """The bytes of a file; without its malformed lines, which are added to `skipped`, where these may be skipped."""
    syntax = syntax_of(target.path)
    with opened(target.path, progress) as file:
        if target.most_skipped is None or syntax not in LINE_SYNTAXES:
            yield file
        else:
            found = [] if skipped is None else skipped
            yield cast("IO[bytes]", ValidLines(target.path, file, syntax, target.most_skipped, found))


def _quads(target: Target, file: IO[bytes]) -> Iterator[ox.Quad]:
    path, syntax, size = target.path, syntax_of(target.path), 0

    def grow(number: int) -> None:
        nonlocal size
        size += number

    if syntax == ox.RdfFormat.RDF_XML:
        with opened(path) as first:
            check_xml(path, first)
    read = counted(file, grow)
    source = read_json_ld(path, read) if syntax == ox.RdfFormat.JSON_LD else read
    quads = ox.parse(source, format=syntax, base_iri=target.base)
    return within_limits(path, lambda: size, quads, in_memory=False)


def triples_to_index(target: Target) -> Iterator[ox.Quad]:
    """The quads of a file as loading it leaves them, but those that Headwater makes itself. Raises as loading it does."""
    path, syntax = target.path, syntax_of(target.path)
    with unreadable_as_problems(path), _opened(target) as file:
        if as_it_stands(path, syntax) if syntax else False:
            # The loader checks it at the same time.
            quads = iter(ox.parse(input=file, format=syntax, base_iri=target.base, lenient=True))
        else:
            quads = without_blanks(_quads(target, file), ox.NamedNode(target.graph), target.base, target.digest)
        for quad in quads:
            if not isinstance(quad.graph_name, ox.NamedNode) or quad.graph_name.value not in OWN_GRAPHS:
                yield quad


def _remove_derived(store: ox.Store) -> int:
    """Leave out what Headwater derives itself; returns how many derived triples that are."""
    left_out = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(FACTS_GRAPH)))
    for graph in OWN_GRAPHS:
        store.remove_graph(ox.NamedNode(graph))
    for term in sorted(DERIVED_TERMS):
        quads = list(store.quads_for_pattern(None, ox.NamedNode(term), None))
        left_out += len(quads)
        for quad in quads:
            store.remove(quad)
    return left_out
