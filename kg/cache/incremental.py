"""The files of a workspace that have changed since a generation was made, read and checked against those that have not.

What comes of it is what reading everything would give, problems included: what one file may change in others, the names of
areas and agents and the ids that others mention, is looked up in the ledger of the generation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kg.cache.input_files import is_rdf
from kg.cache.load import graph_of
from kg.errors import BadDataError
from kg.formats.cross_file_checks import KINDS, answered, bare, problems_across
from kg.formats.file_summary import FileNames
from kg.formats.folder import read_unchecked, resolved
from kg.formats.name_resolution import Outcome, outcomes
from kg.formats.registry import FORMATS, format_of
from kg.processes.parallel_map import no_collections
from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.syntax import read_rdf

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from pathlib import Path

    from kg.cache.file_index import Ledger
    from kg.cache.load import AnyFile
    from kg.errors import Problem
    from kg.formats.file_records import FileRecords
    from kg.formats.folder import LoadedFile
    from kg.rdf.syntax import RdfFile

_NOTHING: Final = FileNames()
# With more files to read than this, or a quarter of all, reading everything takes as long.
_FEW: Final = 50
_RECORD_MEDIA: Final = frozenset(form.media_type for form in FORMATS)


@dataclass(frozen=True, slots=True)
class Changed:
    """Files that were read anew, paths inside the workspace that hold nothing to read, and paths that are gone."""

    records: tuple[LoadedFile, ...]
    rdf: tuple[RdfFile, ...]
    empty: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def files(self) -> tuple[AnyFile, ...]:
        """Every file that was read."""
        return (*self.records, *self.rdf)


def read_changed(workspace: Path, base: str, ledger: Ledger, digests: Mapping[str, str]) -> Changed | None:
    """What has changed in a workspace whose files have these digests, by path; None where all is better read anew.

    That is so where much has changed, and where a changed file shares a named graph with another, or changes meanwhile. Raises
    BadDataError with every problem of every file.
    """
    before = ledger.digests()
    touched = [path for path, digest in digests.items() if before.get(path) != digest]
    gone = [path for path in before if path not in digests]
    with no_collections():
        reading = _Reading(workspace, base, ledger, digests, touched, gone)
        return reading.changed() if _is_few(touched, digests) and reading.stands_apart() else None


def _is_few(paths: Iterable[str], all_paths: Mapping[str, str]) -> bool:
    return len([*paths]) <= max(_FEW, len(all_paths) // 4)


class _Reading:
    def __init__(
        self,
        workspace: Path,
        base: str,
        ledger: Ledger,
        digests: Mapping[str, str],
        touched: list[str],
        gone: list[str],
    ) -> None:
        self.workspace = workspace
        self.base = base
        self.ledger = ledger
        self.digests = digests
        self.touched = touched
        self.gone = gone
        self.found: dict[str, FileRecords] = {}
        self.before = {path: facts for path in (*touched, *gone) if (facts := ledger.facts(path))}

    def stands_apart(self) -> bool:
        """Whether the graphs of the files that changed hold nothing of other files, and no file is or becomes the only one with records."""
        ours = {*self.touched, *self.gone}
        graphs = {CATALOGUE_GRAPH, *(graph_of(self.base, self.workspace, self.workspace / path) for path in ours)}
        if any(path in ours or graphs & {*brings} for path, brings in self.ledger.brought().items()):
            return False
        before = {path for path, form in self.ledger.forms().items() if form in _RECORD_MEDIA}
        after = (before - ours) | {
            path for path in self.touched if not self._is_rdf(path) and format_of(self.workspace / path)
        }
        return min(len(before), len(after)) > 1 or not (before or after)

    def changed(self) -> Changed | None:
        problems: list[Problem] = []
        rdf: list[RdfFile] = []
        for path in filter(self._is_rdf, self.touched):
            try:
                rdf.append(
                    read_rdf(
                        self.workspace / path, self.base, graph_of(self.base, self.workspace, self.workspace / path)
                    )
                )
            except BadDataError as error:
                problems.extend(error.problems)
        records = [path for path in self.touched if not self._is_rdf(path) and format_of(self.workspace / path)]
        unreadable = self._read(records)
        if problems or unreadable or not self._is_sound():
            problems += dict.fromkeys((*unreadable, *problems_across(self._all_files(), whole=not unreadable)))
        if problems:
            raise BadDataError(problems)
        told = self._outcomes()
        if told is None or any(file.brings for file in rdf) or not self._as_hashed(rdf):
            return None
        files = tuple(resolved(self.found[path], outcome) for path, outcome in told.items())
        empty = tuple(path for path in self.touched if not self._is_rdf(path) and path not in self.found)
        return Changed(files, tuple(rdf), empty, tuple(self.gone))

    def _is_rdf(self, path: str) -> bool:
        return is_rdf(self.workspace / path)

    def _read(self, paths: Iterable[str]) -> list[Problem]:
        """Read record files, and return what is wrong with those that could not be."""
        problems: list[Problem] = []
        for path in paths:
            try:
                self.found[path] = read_unchecked(self.workspace / path, alone=False)
            except BadDataError as error:
                problems.extend(error.problems)
        return problems

    def _as_hashed(self, rdf: Iterable[RdfFile]) -> bool:
        """Whether every file that was read is still the one that was hashed."""
        read: tuple[FileRecords | RdfFile, ...] = (*self.found.values(), *rdf)
        return all(self.digests[file.path.relative_to(self.workspace).as_posix()] == file.sha256 for file in read)

    def _is_sound(self) -> bool:
        """Whether the changed files fit together with the others, as far as look-ups can tell: if not, all are compared."""
        if any(found.problems for found in self.found.values()):
            return False
        outside = {*self.touched, *self.gone}
        old = {node for facts in self.before.values() for node in facts.places}
        new = [node for found in self.found.values() for node in found.places]
        if len(new) > len(set(new)) or any(self.ledger.defined_in(node) - outside for node in {*new} - old):
            return False
        # Ids that are gone, and ids that are new: “s:claim” is an IRI only where s is no source.
        was, now = (
            [facts.names for facts in self.before.values()],
            [FileNames.of(found) for found in self.found.values()],
        )
        if {area for names in was for area in names.areas} != {area for names in now for area in names.areas}:
            return False
        agents = _agents(was) ^ _agents(now)
        moved = {name for node in old ^ {*new} for name in (node, bare(node))} | agents
        if any(self.ledger.mentioned_outside(name, outside) for name in moved):
            return False
        known = self._known({*new}, outside)
        return all(answered(mention, known) for found in self.found.values() for mention in found.mentions)

    def _known(self, new: set[str], outside: set[str]) -> dict[str, Container[str]]:
        """The ids of all files by the kinds that mentions have, looked up one by one."""

        def defined(node: str) -> bool:
            return node in new or bool(self.ledger.defined_in(node) - outside)

        def below(kind: str) -> _Such:
            return _Such(lambda name: defined(f"{kind}/{name}"))

        def is_node(name: str) -> bool:
            return bare(name) == name and defined(name)

        return {
            **{kind: below(kind) for kind in KINDS},
            "agent": _Such(lambda name: defined(f"agent/{name}") or name in _agents(self._names.values())),
            "area": _Such(lambda name: name in _area_names(self._names.values())),
            "source": _Such(lambda name: "/" not in name and is_node(name)),
            "claim": _Such(lambda name: "/" in name and is_node(name)),
            "source or claim": _Such(is_node),
            "node": _Such(lambda name: is_node(name) or (name.startswith("recommendation/") and defined(name))),
        }

    @cached_property
    def _kept(self) -> dict[str, tuple[FileNames, Outcome]]:
        return self.ledger.names()

    @cached_property
    def _names(self) -> dict[str, FileNames]:
        """The names in all record files that could be read as they are now, in the order in which they are read."""
        now = {path: FileNames.of(found) for path, found in self.found.items()}
        was = {path: names for path, (names, _) in self._kept.items() if path not in self.touched}
        return {path: (now if path in now else was)[path] for path in self.digests if path in now or path in was}

    def _all_files(self) -> list[FileRecords]:
        """All record files that could be read, of those that are unchanged what the checks across files look at."""
        files = []
        for path, names in self._names.items():
            facts = None if path in self.found else self.ledger.facts(path)
            files.append(
                names.sketch(self.workspace / path, facts.places, facts.mentions) if facts else self.found[path]
            )
        return files

    def _outcomes(self) -> dict[str, Outcome] | None:
        """What the names stand for in every file that changed, and in every other whose names now stand for something else.

        The latter are read as well. None where these are many.
        """
        now = {path: FileNames.of(found) for path, found in self.found.items()}
        if all(now.get(path, _NOTHING) == self._names_before(path) for path in (*self.touched, *self.gone)):
            return {path: self.before[path].outcome if path in self.before else Outcome({}, {}, {}, ()) for path in now}
        files = [names.sketch(self.workspace) for names in self._names.values()]  # names do not depend on paths
        told = dict(zip(self._names, outcomes(files), strict=True))
        moved = [path for path, outcome in told.items() if path not in now and self._kept[path][1] != outcome]
        if not _is_few((*moved, *self.touched), self.digests) or self._read(moved):
            return None
        return {path: told[path] for path in told if path in self.found}

    def _names_before(self, path: str) -> FileNames:
        return self.before[path].names if path in self.before else _NOTHING


@dataclass(frozen=True, slots=True)
class _Such:
    """Everything that a test holds for, as a container."""

    test: Callable[[str], bool]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.test(name)


def _agents(names: Iterable[FileNames]) -> set[str]:
    return {agent for told in names for agent, _, _ in told.agents}


def _area_names(names: Iterable[FileNames]) -> set[str]:
    return {name for told in names for name in told.area_names}
