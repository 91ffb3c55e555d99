"""A store of bulk-loaded RDF: generations, each with the list of the files in it.

A generation shares the unchanged files of the one before by hard links. A file is in the store as a whole or not at all, whenever the
process is killed, and a load that was stopped goes on with the files that are not there yet.
"""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from kg.cache.bulk_load import StoreBuilder, Target, check_file
from kg.cache.checked_text import read_json
from kg.cache.generations import (
    MANIFEST,
    SEARCH,
    STORE,
    damage_of,
    generations,
    is_bulk_store,
    manifest,
    new_generation,
    publish,
    remove_unfinished,
    writing,
)
from kg.cache.load_manifest import BASE, StoredFile, loaded_in_part, new_file, stored_files
from kg.cache.search_collector import Collector
from kg.cache.store_files import clone_data, open_data, open_store
from kg.errors import (
    BadDataError,
    ChecksumError,
    DamagedCacheError,
    NotWrittenError,
    Problem,
    UsageError,
    cannot_read,
    count,
)
from kg.formats.files import check_plain
from kg.processes.parallel_map import ParallelWorkError, parallel_map
from kg.rdf.catalogue import FileEntry
from kg.rdf.own_graphs import OWN_GRAPHS
from kg.rdf.streams import digest_of, syntax_of
from kg.rdf.syntax import FORMATS
from kg.search.index import open_index
from kg.store.oxigraph import OxigraphStore
from kg.text_files import make_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    # Called with a file, the number of its bytes read so far, and its size.
    Progress = Callable[[Path, int, int], None]

# Small files are loaded together: a load that was stopped repeats no more than this.
_BATCH_BYTES: Final = 8 << 20
_BATCH_FILES: Final = 500
_MOST_TOLD: Final = 10


class LoadReport(Struct):
    """How many files were added or there already, how many derived triples were left out, and what is wrong with other files.

    `notes` say what was left out of a file or is stored in another form; `lost` lists the files of a damaged generation that
    the store no longer has. `skipped` counts the malformed lines that were skipped.
    """

    added: int = 0
    present: int = 0
    skipped: int = 0
    left_out: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: tuple[str, ...] = ()


def open_bulk_store(folder: Path) -> tuple[OxigraphStore, str, Path]:
    """The store in a folder that `kg load` made, a digest of the content of its files, and its newest generation.

    Raises UsageError if that is damaged: the one before may lack files, and an answer without them would look like any other.
    """
    newest = generations(folder)[0]
    try:
        digests = sorted(file.sha256 for file in stored_files(newest).values())
        with damage_of(newest):
            quads = open_store(newest / STORE)
    except DamagedCacheError as error:
        if _newest_whole(folder) is None:
            raise UsageError(f"{folder}: no generation of this store is whole; load its files again") from error
        raise damaged_store(newest) from error
    store = OxigraphStore(quads, open_index(newest / SEARCH), on_disk=True, data=partial(open_data, newest / STORE))
    return store, sha256("".join(digests).encode()).hexdigest(), newest


def damaged_store(generation: Path) -> UsageError:
    """The error for a store whose newest generation is damaged."""
    return UsageError(
        f"{generation}: damaged; load the files of this store again, or remove it to go back to the state before"
    )


def _newest_whole(folder: Path) -> Path | None:
    """The newest generation with a store that can be opened."""
    for generation in generations(folder):
        with suppress(DamagedCacheError), damage_of(generation):
            manifest(generation)
            open_store(generation / STORE)
            return generation
    return None


def add_files(folder: Path, paths: Sequence[Path], progress: Progress, most_skipped: int | None = None) -> LoadReport:
    """Bring a bulk store up to date with files; those that it has unchanged are not loaded again.

    A file that cannot be read is reported and the others are loaded. `most_skipped` is how many malformed lines of a file may be
    skipped, in N-Triples and N-Quads. Raises UsageError for a folder that is not a bulk store or
    cannot be written to.
    """
    _check_folder(folder)
    report = LoadReport()
    with writing(folder):
        remove_unfinished(folder)
        digests = _digests(paths, report)
        before = _newest_whole(folder)
        known = stored_files(before)
        report.lost = _lost(folder, before, {*known, *(str(path.resolve()) for path in digests)})
        new = [path for path, digest in digests.items() if not _is_known(known, path, digest)]
        report.present = len(digests) - len(new)
        report.notes += loaded_in_part(known[str(path.resolve())] for path in digests if path not in new)
        with new_generation(folder) as scratch:
            collector = None if before else Collector(scratch)
            loader = _Loader(folder, digests, progress, report, collector, most_skipped)
            for batch in _batches(new):
                loader.add(batch)
            gc.collect()  # a store that was given up is closed, and writes to its folder for the last time
            _write_index(_newest_whole(folder), loader.collector)
        remove_unfinished(folder)
    report.problems.sort()
    return report


class _Loader(Struct, frozen=True):
    """Loads files in batches. What the index of a new store is made of is collected at the same time."""

    folder: Path
    digests: dict[Path, str]
    progress: Progress
    report: LoadReport
    collector: Collector | None
    most_skipped: int | None

    def add(self, batch: Sequence[Path]) -> None:
        """Load some files. Those with an error are reported."""
        # A file with an error would undo the work on all that are loaded with it, so these are parsed first.
        valid = batch if len(batch) == 1 else [path for path in batch if self._is_valid(path)]
        try:
            if valid:
                self._load(valid)
                self.report.added += len(valid)
        except BadDataError as error:
            self.report.problems.extend(error.problems)
        except NotWrittenError:
            raise
        except UsageError as error:
            self.report.problems.extend(_problem(path, error) for path in valid)

    def _is_valid(self, path: Path) -> bool:
        try:
            check_file(self._target(path))
        except BadDataError as error:
            self.report.problems.extend(error.problems)
            return False
        except UsageError as error:
            self.report.problems.append(_problem(path, error))
            return False
        return True

    def _load(self, paths: Sequence[Path]) -> None:
        """Publish the next generation, with the files added. Nothing of it remains if one of them has an error."""
        targets = [self._target(path) for path in paths]
        with new_generation(self.folder) as stage:
            jobs: list[Callable[[], Path | None]] = [partial(self._write, stage, paths)]
            if self.collector:
                jobs.append(partial(self.collector.collect, targets))
            try:
                _, *collected = parallel_map(jobs)
            except ParallelWorkError:  # of the collector; the files are loaded
                collected = [None]
        if self.collector:
            self.collector.add(*collected)

    def _write(self, stage: Path, paths: Sequence[Path]) -> None:
        before = _newest_whole(self.folder)
        files = stored_files(before)
        if before:
            clone_data(before / STORE, stage / STORE)
        builder = StoreBuilder(stage / STORE)
        for path in paths:
            key = str(path.resolve())
            if key in files:
                builder.remove([files[key].graph, *_own_graphs(files, key)])
            file = new_file(path, self.digests[path])
            filled = builder.add(self._target(path), _counter(path, self.progress))
            brings = tuple(sorted({*filled} - {file.graph} - OWN_GRAPHS))
            files[key] = replace(file, brings=brings, skipped=len(builder.skipped[path]))
        self.report.notes += builder.notes
        for path, skipped in builder.skipped.items():
            self.report.notes += _told_of(path, skipped)
            self.report.skipped += len(skipped)
        self.report.left_out += builder.finish([_entry(key, file) for key, file in sorted(files.items())])
        if builder.drafts:
            self.report.notes.append(f"{count(builder.drafts, 'draft')} left out; load them once they are accepted")
            if self.collector:
                self.collector.add(None)  # it has collected what drafts say
        publish(stage, {"files": {key: asdict(file) for key, file in files.items()}})

    def _target(self, path: Path) -> Target:
        file = new_file(path, self.digests[path])
        return Target(path, file.graph, BASE, file.sha256, self.most_skipped)


def _told_of(path: Path, skipped: Sequence[Problem]) -> list[str]:
    """A line for each of the first malformed lines that were skipped, and how many more there were."""
    more = len(skipped) - _MOST_TOLD
    return [*map(str, skipped[:_MOST_TOLD]), *([f"{path}: {count(more, 'more line')} skipped"] if more > 0 else [])]


def _digests(paths: Iterable[Path], report: LoadReport) -> dict[Path, str]:
    """The SHA-256 of every file that can be read."""
    found: dict[Path, str] = {}
    for path in dict.fromkeys(paths):
        try:
            found[path] = _digest(path)
        except UsageError as error:
            report.problems.append(_problem(path, error))
    return found


def _problem(path: Path, error: UsageError) -> Problem:
    return Problem(str(path), 0, 0, str(error).removeprefix(f"{path}: "))


def _lost(folder: Path, whole: Path | None, known: set[str]) -> tuple[str, ...]:
    """The files of a damaged newest generation that are neither in the one before nor about to be loaded."""
    newest = next(iter(generations(folder)), None)
    if newest is None or newest == whole:
        return ()
    try:
        return tuple(sorted(set(read_json(newest / MANIFEST)["files"]) - known))
    except (OSError, ChecksumError, ValueError, KeyError, TypeError):
        return ("whatever was loaded last: its list cannot be read",)


def _write_index(generation: Path | None, collector: Collector | None) -> None:
    """Write the search index of a generation, which is there once all files are, unless it has one."""
    if generation and open_index(generation / SEARCH) is None:
        store = OxigraphStore(open_store(generation / STORE), on_disk=True)
        store.write_index(generation / SEARCH, collector.finish(store.quads) if collector else None)


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: a store is a folder, and a file of this name is there; name another with --into")
    if folder.is_dir() and any(folder.iterdir()) and not is_bulk_store(folder) and not (folder / "lock").exists():
        raise UsageError(f"{folder}: not a store that `kg load` made; name a new folder")
    try:
        make_folder(folder)
    except OSError as error:
        message = f"{folder}: the store cannot be made there: {error.strerror}; name another folder with --into"
        raise UsageError(message) from error
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{folder}: cannot be written to")


def _digest(path: Path) -> str:
    check_plain(path)
    if syntax_of(path) is None:
        known = ", ".join(f".{ending}" for ending in FORMATS)
        raise UsageError(f"{path}: not an RDF file by its name; known endings: {known}, also under .gz, .bz2 and .zst")
    try:
        return digest_of(path)
    except OSError as error:
        raise cannot_read(path, error) from error


def _is_known(known: dict[str, StoredFile], path: Path, digest: str) -> bool:
    found = known.get(str(path.resolve()))
    return found is not None and found.sha256 == digest


def _batches(paths: Iterable[Path]) -> list[list[Path]]:
    """Files to load together: several small ones, or one large one."""
    batches: list[list[Path]] = []
    room = 0
    for path in paths:
        size = path.stat().st_size
        if size > room or not batches or len(batches[-1]) >= _BATCH_FILES:
            batches.append([])
            room = _BATCH_BYTES
        batches[-1].append(path)
        room -= size
    return batches


def _counter(path: Path, progress: Progress) -> Callable[[int], None]:
    size, seen = path.stat().st_size, 0

    def count(block: int) -> None:
        nonlocal seen
        seen += block
        progress(path, seen, size)

    return count


def _entry(key: str, file: StoredFile) -> FileEntry:
    modified = datetime.fromtimestamp(Path(key).stat().st_mtime, UTC) if Path(key).exists() else datetime.now(UTC)
    return FileEntry(file.graph, file.path, file.sha256, modified.isoformat(timespec="seconds"), file.form, file.brings)


def _own_graphs(files: dict[str, StoredFile], key: str) -> list[str]:
    """The named graphs that only this file brings. Raises UsageError if another file brings one of them too."""
    others = {graph for name, file in files.items() if name != key for graph in file.brings}
    if shared := sorted(set(files[key].brings) & others):
        raise UsageError(
            f"{key}: changed, and its graph {shared[0]} is also brought by another file; load both into a new store"
        )
    return list(files[key].brings)
