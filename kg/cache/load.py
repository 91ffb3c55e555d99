"""The records and RDF below a folder, or in one file, read and checked before a store is filled."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from kg.cache.input_files import graph_files, is_rdf
from kg.cache.store_files import GraphReplacement
from kg.errors import BadDataError, Problem, count
from kg.formats.folder import LoadedFile, read_file, read_files, read_folder, record_paths
from kg.model.drafts import accepted
from kg.processes.parallel_map import gc_paused
from kg.rdf.catalogue import FileEntry, catalogue_quads
from kg.rdf.drafts import accepted_quads
from kg.rdf.identity import Names
from kg.rdf.syntax import RdfFile, keys_without_meaning, read_rdf
from kg.rdf.write import Writer
from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyoxigraph as ox

AnyFile = LoadedFile | RdfFile


class Loaded(Struct, frozen=True):
    """Files that were read, ready to be written to a store.

    `plain` has the quads of large RDF files that were loaded as they stand; as RDF files these have none.
    """

    root: Path
    base: str
    records: tuple[LoadedFile, ...]
    rdf: tuple[RdfFile, ...]
    drafts: bool = False
    plain: ox.Store | None = None

    @property
    def files(self) -> tuple[AnyFile, ...]:
        """Every file that was read."""
        return (*self.records, *self.rdf)

    @property
    def digests(self) -> list[str]:
        """The SHA-256 of every file, sorted."""
        return sorted(file.sha256 for file in self.files)

    @property
    def digest(self) -> str:
        """A digest of the content of all files."""
        return content_digest(self.digests)

    @property
    def places(self) -> dict[str, str]:
        """File and line of every id that a record file defines."""
        return {node: f"{file.path}:{line}" for file in self.records for node, line in file.lines.items()}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out of the files, a line each, for the reader."""
        derived = tuple(left_out(file.path, file.left_out) for file in self.rdf if file.left_out)
        unmapped = (f"{file.path}: {keys_without_meaning(file.unmapped)}" for file in self.rdf if file.unmapped)
        types = (_types_changed(file) for file in self.rdf if file.types_changed[0])
        return (*derived, *unmapped, *types)

    def all_notes(self) -> tuple[str, ...]:
        """The notes, and what could not be understood in other people's RDF, which is found by reading all of it."""
        if not self.rdf:
            return self.notes
        store = OxigraphStore()
        self.fill(store)
        store.records(store.nodes())
        return (*self.notes, *dict.fromkeys(store.faults))

    def filled(self) -> OxigraphStore:
        """A store of everything; that of plain files, where there are any."""
        store = OxigraphStore(self.plain)
        self.fill(store)
        return store

    def fill(self, store: OxigraphStore) -> None:
        """Add everything to a store, one named graph for each file, and the catalogue of the files."""
        for file in self.files:
            store.add(file_graph(self.base, self.root, file, self.drafts).quads)
        store.add(catalogue_quads(file_entry(self.base, self.root, file) for file in self.files))
        store.imply(foreign=bool(self.rdf))


def _types_changed(file: RdfFile) -> str:
    """A note on literals of a file that the engine stores under another type."""
    number, example = file.types_changed
    return f"{file.path}: {count(number, 'literal')} stored under another type, such as {example}; `kg export rdf` keeps what the file says"


def content_digest(digests: Iterable[str]) -> str:
    """A digest of the content of several files from the digest of each, in any order."""
    return sha256("".join(sorted(digests)).encode()).hexdigest()


def file_graph(base: str, root: Path, file: AnyFile, drafts: bool = False) -> GraphReplacement:
    """The quads of one file, in its named graph and those it brings; drafts are left out unless asked for."""
    graph = graph_of(base, root, file.path)
    if isinstance(file, RdfFile):
        return GraphReplacement(graph, file.quads if drafts else accepted_quads(file.quads))
    records = file.records if drafts else accepted(file.records)
    return GraphReplacement(graph, tuple(Writer(Names(base), graph).quads(records)))


def file_entry(base: str, root: Path, file: AnyFile) -> FileEntry:
    """The entry of one file in the catalogue."""
    if isinstance(file, RdfFile):
        form, brings = file.form, file.brings
    else:
        form, brings = file.media_type, ()
    modified = datetime.fromtimestamp(file.path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    inside = file.path.relative_to(root).as_posix()
    return FileEntry(graph_of(base, root, file.path), inside, file.sha256, modified, form, brings)


def left_out(path: Path | str, number: int) -> str:
    """A note about derived triples in a file."""
    return f"{path}: {count(number, 'derived triple')} left out; Headwater derives such facts itself"


def graph_of(base: str, root: Path, path: Path) -> str:
    """The IRI of the named graph that a file becomes."""
    return f"{base}graph/{quote(path.relative_to(root).as_posix())}"


def load(place: Path, base: str, drafts: bool = False, plain: ox.Store | None = None) -> Loaded:
    """Read a folder of records and RDF, or one file; with `drafts`, a store filled from it holds drafts too.

    With `plain`, an empty store, large RDF files are loaded into it as they stand where that is possible: it takes less time and memory.

    Raises UsageError for what cannot be opened and BadDataError with every problem of every file.
    """
    with gc_paused():
        return _load(place, base, drafts, plain)


def _load(place: Path, base: str, drafts: bool, plain: ox.Store | None) -> Loaded:
    root = place if place.is_dir() else place.parent
    files = graph_files(place)
    problems: list[Problem] = []
    rdf: list[RdfFile] = []
    records: list[LoadedFile] = []
    for path in filter(is_rdf, files):
        try:
            rdf.append(read_rdf(path, base, graph_of(base, root, path), plain))
        except BadDataError as error:
            problems.extend(error.problems)
    try:
        records = _records(place, files)
    except BadDataError as error:
        problems.extend(error.problems)
    if problems:
        raise BadDataError(problems)
    return Loaded(root, base, tuple(records), tuple(rdf), drafts, plain)


def _records(place: Path, files: list[Path]) -> list[LoadedFile]:
    """The record files. A folder with RDF needs none."""
    if place.is_file():
        return [] if is_rdf(place) else [read_file(place)]
    if any(map(is_rdf, files)):
        return read_files(record_paths(place))
    return read_folder(place)
