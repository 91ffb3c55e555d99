"""A store of bulk-loaded RDF: a folder of immutable generations, each with the list of the files that it holds.

A generation shares the unchanged files of the one before it by hard links, so that a file is added whole or not at all,
whenever the process is killed, and readers never see half of one. The newest whole generation counts.
"""

from __future__ import annotations

import gc
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.cache.atomic import is_bulk_store, read_json, sizes, updating, write_json
from kg.cache.bulk_load import Target
from kg.cache.store_files import linked
from kg.errors import BadDataError, Problem, UsageError, cannot_read
from kg.formats.files import check_plain
from kg.rdf.catalogue import FileEntry
from kg.rdf.streams import digest_of, syntax_of
from kg.rdf.syntax import FORMATS
from kg.store.building import StoreBuilder, check_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_BASE: Final = "https://example.org/headwater/"
# Small files are added together: a load that is stopped begins again with no more than this.
_TOGETHER: Final = 8 << 20
_MOST_TOGETHER: Final = 500
_KEPT: Final = 2


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a generation holds: `graph` is its named graph, `brings` are those of its own."""

    path: str
    sha256: str
    graph: str
    form: str
    brings: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """What became of the files: how many were added or there already, and what is wrong with the others.

    `lost` says what a damaged generation held and the store no longer does.
    """

    added: int = 0
    present: int = 0
    left_out: int = 0
    problems: tuple[Problem, ...] = ()
    lost: tuple[str, ...] = ()


def newest(place: Path) -> Path | None:
    """The newest whole generation of a bulk store; None where there is none."""
    if not place.is_dir():
        return None
    return next((g for g in sorted(place.glob("g-*"), reverse=True) if _is_whole(g)), None)


def damaged(place: Path) -> Path | None:
    """The newest generation of a bulk store where it is not whole."""
    last = max(place.glob("g-*"), default=None)
    return None if last is None or last == newest(place) else last


def held(generation: Path | None) -> dict[str, Held]:
    """The files of a generation by their absolute path."""
    told = read_json(generation / "manifest.json")["files"] if generation else {}
    return {key: Held(**{**value, "brings": tuple(value["brings"])}) for key, value in told.items()}


def add_files(place: Path, paths: Sequence[Path], told: Callable[[Path, int, int], None]) -> Report:
    """Bring a bulk store up to date with files: what it holds unchanged is left alone.

    `told` hears of a file, how many bytes of it were read, and its size. A file that cannot be read is reported and the
    others kept. Raises UsageError for a folder that is no bulk store or cannot be written to.
    """
    _checked(place)
    report = Report()
    problems: list[Problem] = []
    with updating(place):
        _sweep(place)
        known = held(newest(place))
        digests: dict[Path, str] = {}
        for path in dict.fromkeys(paths):
            try:
                digests[path] = _digest(path)
            except UsageError as error:
                problems.append(_problem(path, error))
        report.lost = _lost(damaged(place), {*known, *(str(path.resolve()) for path in digests)})
        new = [path for path, digest in digests.items() if not _is_known(known, path, digest)]
        report.present = len(digests) - len(new)
        for group in _groups(new):
            # One broken file would cost the work on all that are added with it, so they are looked at first.
            sound = group if len(group) == 1 else [path for path in group if _is_sound(path, digests[path], problems)]
            try:
                if sound:
                    _commit(place, sound, digests, told, report)
                    report.added += len(sound)
            except BadDataError as error:
                problems.extend(error.problems)
            except UsageError as error:
                problems.extend(_problem(path, error) for path in sound)
        gc.collect()  # what was given up is closed, and writes to its folder for the last time
        _sweep(place)
        _index(place)
    report.problems = tuple(sorted(problems))
    return report


def _is_sound(path: Path, digest: str, problems: list[Problem]) -> bool:
    try:
        check_alone(_target(_held(path, digest), path))
    except BadDataError as error:
        problems.extend(error.problems)
        return False
    except UsageError as error:
        problems.append(_problem(path, error))
        return False
    return True


def _problem(path: Path, error: UsageError) -> Problem:
    return Problem(str(path), 0, 0, str(error).removeprefix(f"{path}: "))


def _sweep(place: Path) -> None:
    """Remove what a load left that was killed, or whose store was closed only after its folder was removed."""
    for left in place.glob("building-*"):
        shutil.rmtree(left, ignore_errors=True)


def _lost(generation: Path | None, known: set[str]) -> tuple[str, ...]:
    """The files of a damaged generation that are neither in the one before nor about to be loaded."""
    if generation is None:
        return ()
    try:
        return tuple(sorted(set(held(generation)) - known))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ("whatever was loaded last: its list cannot be read",)


def index_of(generation: Path) -> Path:
    """Where the search index of a generation lies: beside it, since it is made once all files are there."""
    return generation.with_name(f"search-{generation.name[2:]}.sqlite")


def _index(place: Path) -> None:
    """Make the search index of the newest generation, and remove those of generations that are gone."""
    from kg.search.index import open_index
    from kg.store.oxigraph import OxigraphStore

    generation = newest(place)
    if generation and open_index(index_of(generation)) is None:
        OxigraphStore.open(generation / "store").write_index(index_of(generation))
    wanted = {index_of(kept) for kept in place.glob("g-*")}
    for path in {*place.glob("search-*.sqlite"), *place.glob(".search-*")} - wanted:
        path.unlink(missing_ok=True)


def _checked(place: Path) -> None:
    if place.is_dir() and any(place.iterdir()) and not is_bulk_store(place) and not (place / "lock").exists():
        raise UsageError(f"{place}: not a store that `kg load` made; name a new folder")
    if place.exists() and not place.is_dir():
        raise UsageError(f"{place}: a store is a folder, and a file of this name is there; name another with --into")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{place}: the store cannot be made there: {error.strerror}; name another folder with --into"
        ) from error
    if not os.access(place, os.W_OK):
        raise UsageError(f"{place}: cannot be written to")


def _digest(path: Path) -> str:
    check_plain(path)
    if syntax_of(path) is None:
        known = ", ".join(f".{ending}" for ending in FORMATS)
        raise UsageError(f"{path}: not an RDF file by its name; known endings: {known}, also under .gz, .bz2 and .zst")
    try:
        return digest_of(path)
    except OSError as error:
        raise cannot_read(path, error) from error


def _is_known(known: dict[str, Held], path: Path, digest: str) -> bool:
    found = known.get(str(path.resolve()))
    return found is not None and found.sha256 == digest


def _groups(paths: Iterable[Path]) -> list[list[Path]]:
    """Files to add together: small ones in batches, a large one by itself."""
    groups: list[list[Path]] = []
    room = 0
    for path in paths:
        size = path.stat().st_size
        if size > room or not groups or len(groups[-1]) >= _MOST_TOGETHER:
            groups.append([])
            room = _TOGETHER
        groups[-1].append(path)
        room -= size
    return groups


def _commit(
    place: Path, paths: Sequence[Path], digests: dict[Path, str], told: Callable[[Path, int, int], None], report: Report
) -> None:
    """The next generation, with the files added; nothing of it remains where one of them is broken."""
    before = newest(place)
    files = held(before)
    # A name of its own: the engine may still write to the folder of an attempt that was given up.
    stage = place / f"building-{os.getpid()}-{time_ns()}"
    try:
        stage.mkdir()
        if before:
            linked(before / "store", stage / "store")
        builder = StoreBuilder(stage / "store")
        for path in paths:
            key = str(path.resolve())
            if key in files:
                builder.forget([files[key].graph, *_only_of(files, key)])
            files[key] = _held(path, digests[path])
            brings = builder.add(_target(files[key], path), _teller(path, told))
            files[key] = Held(**{**asdict(files[key]), "brings": tuple(sorted({*brings} - {files[key].graph}))})
        left_out = builder.finish([_entry(key, value) for key, value in sorted(files.items())])
        write_json(stage / "manifest.json", {"files": {k: asdict(v) for k, v in files.items()}, "sizes": sizes(stage)})
        # A damaged generation keeps its number, so that no other is ever renamed onto it.
        number = max((int(other.name[2:]) for other in place.glob("g-*")), default=0) + 1
        stage.rename(place / f"g-{number:08d}")
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    report.left_out += left_out
    for old in sorted(place.glob("g-*"))[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _teller(path: Path, told: Callable[[Path, int, int], None]) -> Callable[[int], None]:
    size, seen = path.stat().st_size, 0

    def tell(count: int) -> None:
        nonlocal seen
        seen += count
        told(path, seen, size)

    return tell


def _held(path: Path, digest: str) -> Held:
    where = sha256(str(path.resolve()).encode()).hexdigest()[:8]
    syntax = syntax_of(path)
    return Held(path.name, digest, f"{_BASE}graph/{where}/{quote(path.name)}", syntax.media_type if syntax else "")


def _target(file: Held, path: Path) -> Target:
    return Target(path, file.graph, _BASE, f"{_BASE}.well-known/genid/{file.sha256[:16]}/")


def _entry(key: str, file: Held) -> FileEntry:
    modified = datetime.fromtimestamp(Path(key).stat().st_mtime, UTC) if Path(key).exists() else datetime.now(UTC)
    return FileEntry(file.graph, file.path, file.sha256, modified.isoformat(timespec="seconds"), file.form, file.brings)


def _only_of(files: dict[str, Held], key: str) -> list[str]:
    """The named graphs that a file brings and no other file does. Raises UsageError where another does as well."""
    others = {graph for name, file in files.items() if name != key for graph in file.brings}
    if shared := sorted(set(files[key].brings) & others):
        raise UsageError(
            f"{key}: changed, and its graph {shared[0]} is also brought by another file; load both into a new store"
        )
    return list(files[key].brings)


def _is_whole(generation: Path) -> bool:
    try:
        return bool(sizes(generation) == read_json(generation / "manifest.json")["sizes"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
