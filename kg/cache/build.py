"""What a generation of a workspace's cache consists of, made from all files, or from the generation before and the files that changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from kg.cache.file_index import FileIndex, IndexedFile
from kg.cache.generations import SEARCH, STORE
from kg.cache.input_files import is_rdf
from kg.cache.judgement_files import carry_judgement
from kg.cache.load import content_digest, file_entry, file_graph, graph_of, left_out
from kg.cache.store_files import FilesRead, GraphReplacement, updated_store, write_store
from kg.rdf.catalogue import CATALOGUE_GRAPH, catalogue_quads
from kg.rdf.syntax import RdfFile
from kg.search.index_file import Changes, update_index
from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.cache.incremental import ChangedFiles
    from kg.cache.load import AnyFile, Loaded
    from kg.cache.store_files import StoreSizes

FILES: Final = "files.sqlite"


def build(stage: Path, loaded: Loaded, store: OxigraphStore, digests: Mapping[str, str], sizes: StoreSizes) -> None:
    """Write a generation of everything that was loaded, with which `store` is filled."""
    write_store(store.quads, stage / STORE, sizes)
    store.write_index(stage / SEARCH)
    files = {file.path: file for file in (_indexed(loaded.base, loaded.root, file) for file in loaded.files)}
    FileIndex.create(stage / FILES, [files.get(path, IndexedFile(path, digest)) for path, digest in digests.items()])


def update(
    before: Path,
    stage: Path,
    changed: ChangedFiles,
    workspace: Path,
    base: str,
    digests: Mapping[str, str],
    sizes: StoreSizes,
) -> None:
    """Write a generation made from the one before and the files that changed."""
    parts = [
        *_replacements(base, workspace, changed.files),
        *_removals(base, workspace, (*changed.empty, *changed.removed)),
    ]
    files_read = FilesRead(base, any(is_rdf(workspace / path) for path in digests))
    with updated_store(before / STORE, stage / STORE, parts, files_read, sizes) as updated:
        store = OxigraphStore(updated.quads)
        changes = Changes(updated.quads, updated.removed | updated.added, store.is_node)
        if not update_index(before / SEARCH, stage / SEARCH, changes):
            store.write_index(stage / SEARCH)
        carry_judgement(before, stage, updated.removed | updated.added)
    shutil.copyfile(before / FILES, stage / FILES)
    files = [
        *(_indexed(base, workspace, file) for file in changed.files),
        *(IndexedFile(path, digests[path]) for path in changed.empty),
    ]
    FileIndex(stage / FILES, writable=True).update(changed.removed, files)


def contents(stage: Path) -> dict[str, object]:
    """What the manifest of a finished generation says of its files: a digest of their content, and notes for the reader."""
    index = FileIndex(stage / FILES)
    read = index.forms()
    digest = content_digest(digest for path, digest in index.digests().items() if path in read)
    # By the path inside the workspace, which may be moved or opened from elsewhere.
    notes = [left_out(path, number) for path, number in index.left_out()]
    index.close()
    return {"digest": digest, "notes": notes}


def _replacements(base: str, root: Path, files: Iterable[AnyFile]) -> Iterator[GraphReplacement]:
    for file in files:
        entry = file_entry(base, root, file)
        yield file_graph(base, root, file)
        yield GraphReplacement(CATALOGUE_GRAPH, tuple(catalogue_quads([entry])), entry.graph)


def _removals(base: str, root: Path, paths: Iterable[str]) -> Iterator[GraphReplacement]:
    for path in paths:
        graph = graph_of(base, root, root / path)
        yield GraphReplacement(graph, ())
        yield GraphReplacement(CATALOGUE_GRAPH, (), graph)


def _indexed(base: str, root: Path, file: AnyFile) -> IndexedFile:
    entry = file_entry(base, root, file)
    facts, number = (None, file.left_out) if isinstance(file, RdfFile) else (file.facts, 0)
    return IndexedFile(entry.path, entry.sha256, entry.form, entry.brings, number, facts)
