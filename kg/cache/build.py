"""Make one generation of a workspace's cache: of everything, or from the one before and what has changed."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.cache.atomic import write_json
from kg.cache.checksums import STORE, sums_of, write_sealed
from kg.cache.file_index import Entry, Ledger
from kg.cache.generation import FINDER, LEDGER, MANIFEST, SEARCH, made_by, manifest
from kg.cache.load import content_digest, file_entry, file_part, graph_of, left_out
from kg.cache.store_files import Part, is_large, is_small_at, renewing
from kg.rdf.catalogue import CATALOGUE_GRAPH, catalogue_quads
from kg.rdf.syntax import RdfFile
from kg.search.index import Changes, renew_index
from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.cache.incremental import Changed
    from kg.cache.load import AnyFile, Loaded


@contextmanager
def staged(folder: Path, place: Path, base: str, before: Path | None = None) -> Iterator[Path]:
    """A folder to make a generation in, which is then sealed and renamed into place; nothing of it remains where that fails."""
    stage = folder / f"building-{os.getpid()}"
    shutil.rmtree(stage, ignore_errors=True)
    try:
        stage.mkdir()
        yield stage
        _seal(stage, base, before)
        shutil.rmtree(place, ignore_errors=True)
        stage.rename(place)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _seal(stage: Path, base: str, before: Path | None) -> None:
    ledger = Ledger(stage / LEDGER)
    read = ledger.forms()
    digest = content_digest(digest for path, digest in ledger.digests().items() if path in read)
    # By their path inside the workspace, which may be moved or opened from elsewhere.
    notes = [left_out(path, count) for path, count in ledger.left_out()]
    told = manifest(before) if before else None
    sums = sums_of(stage, before, told["sums"] if told else {})
    write_sealed(stage / MANIFEST, {"made": made_by(base), "digest": digest, "notes": notes, "sums": sums})


def build(stage: Path, loaded: Loaded, digests: Mapping[str, str]) -> None:
    """A generation of everything that was loaded."""
    _write_finder(stage, OxigraphStore.create(stage / STORE, loaded.fill))
    entries = {entry.path: entry for entry in (_entry(loaded.base, loaded.root, file) for file in loaded.files)}
    Ledger.create(stage / LEDGER, [entries.get(path, Entry(path, digest)) for path, digest in digests.items()])


def renew(before: Path, stage: Path, changed: Changed, workspace: Path, base: str, digests: Mapping[str, str]) -> None:
    """A generation made from the one before and the files that have changed."""
    _renew_store(
        before,
        stage,
        [*_parts(base, workspace, changed.files), *_no_parts(base, workspace, (*changed.empty, *changed.gone))],
    )
    shutil.copyfile(before / LEDGER, stage / LEDGER)
    entries = [
        *(_entry(base, workspace, file) for file in changed.files),
        *(Entry(path, digests[path]) for path in changed.empty),
    ]
    Ledger(stage / LEDGER, changing=True).change(changed.gone, entries)


def _renew_store(before: Path, stage: Path, parts: Sequence[Part]) -> None:
    """The store and what its claims are found by; it is closed when this returns."""
    with renewing(before / STORE, stage / STORE, parts) as renewed:
        store = OxigraphStore(renewed.quads)
        if is_small_at(before / STORE):
            _write_finder(stage, store)
        elif not renew_index(
            before / SEARCH, stage / SEARCH, Changes(renewed.quads, renewed.gone | renewed.come, store.is_node)
        ):
            store.write_index(stage / SEARCH)


def _parts(base: str, root: Path, files: Iterable[AnyFile]) -> Iterator[Part]:
    for file in files:
        entry = file_entry(base, root, file)
        yield file_part(base, root, file)
        yield Part(CATALOGUE_GRAPH, tuple(catalogue_quads([entry])), entry.graph)


def _no_parts(base: str, root: Path, paths: Iterable[str]) -> Iterator[Part]:
    for path in paths:
        graph = graph_of(base, root, root / path)
        yield Part(graph, ())
        yield Part(CATALOGUE_GRAPH, (), graph)


def _entry(base: str, root: Path, file: AnyFile) -> Entry:
    told = file_entry(base, root, file)
    facts, left_out = (None, file.left_out) if isinstance(file, RdfFile) else (file.facts, 0)
    return Entry(told.path, told.sha256, told.form, told.brings, left_out, facts)


def _write_finder(stage: Path, made: OxigraphStore) -> None:
    """What claims are found by: a file to be read whole, or, in a large graph, an index to look up."""
    if is_large(made.quads):
        made.write_index(stage / SEARCH)
        return
    finder = made.finder()
    write_json(
        stage / FINDER,
        {
            "headlines": [asdict(headline) for headline in finder.documents],
            "places": [[place.node, place.names, sorted(place.within)] for place in finder.places],
            "identifiers": finder.identifiers,
        },
    )
