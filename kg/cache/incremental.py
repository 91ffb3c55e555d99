"""The files of a workspace that changed since a generation was made, read and checked against those that did not.

The result is what reading everything would give, problems included. What one file can change in others, through the names of areas
and agents and through ids that others mention, is looked up in the file index of the generation.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.cache.input_files import is_rdf
from kg.cache.load import graph_of
from kg.errors import BadDataError
from kg.formats.cross_file_checks import KINDS, answered, bare, problems_across
from kg.formats.file_summary import FileNames
from kg.formats.folder import read_unchecked, resolved
from kg.formats.name_resolution import Outcome, outcomes
from kg.formats.registry import FORMATS, format_of
from kg.processes.parallel_map import gc_paused
from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.rdf.syntax import read_rdf

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from pathlib import Path

    from kg.cache.file_index import FileIndex
    from kg.cache.load import AnyFile
    from kg.errors import Problem
    from kg.formats.file_records import FileRecords
    from kg.formats.folder import LoadedFile
    from kg.rdf.syntax import RdfFile

_NO_NAMES: Final = FileNames()
# With more changed files than this, or a quarter of all, reading everything takes no longer.
MOST_CHANGED: Final = 50
_RECORD_MEDIA: Final = frozenset(form.media_type for form in FORMATS)


class ChangedFiles(Struct, frozen=True):
    """Files that were read again, and paths inside the workspace that have nothing to read or were removed."""

    records: tuple[LoadedFile, ...]
    rdf: tuple[RdfFile, ...]
    empty: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def files(self) -> tuple[AnyFile, ...]:
        """Every file that was read."""
        return (*self.records, *self.rdf)


def read_changed_files(
    workspace: Path, base: str, index: FileIndex, digests: Mapping[str, str], most: int = MOST_CHANGED
) -> ChangedFiles | None:
    """The changed files of a workspace whose files now have these digests, by path.

    None if reading everything is better: many files changed, or one that shares a named graph with others, or one that changes while
    it is read. Raises BadDataError with every problem of every file.
    """
    before = index.digests()
    touched = [path for path, digest in digests.items() if before.get(path) != digest]
    removed = [path for path in before if path not in digests]
    most = max(most, len(digests) // 4)
    with gc_paused():
        reading = _Reading(workspace, base, index, digests, touched, removed, most)
        return reading.changed() if len(touched) <= most and reading.is_independent() else None


class _Reading:
    def __init__(
        self,
        workspace: Path,
        base: str,
        index: FileIndex,
        digests: Mapping[str, str],
        touched: list[str],
        removed: list[str],
        most: int,
    ) -> None:
        self.workspace = workspace
        self.base = base
        self.index = index
        self.digests = digests
        self.touched = touched
        self.removed = removed
        self.most = most
        self.found: dict[str, FileRecords] = {}
        self.before = {path: facts for path in (*touched, *removed) if (facts := index.facts(path))}

    def is_independent(self) -> bool:
        """Whether the graphs of the changed files contain nothing of other files, and no file is or becomes the only one with records."""
        ours = {*self.touched, *self.removed}
        graphs = {CATALOGUE_GRAPH, *map(self._graph, ours)}
        if any(path in ours or graphs & {*brings} for path, brings in self.index.brought_graphs().items()):
            return False
        before = {path for path, form in self.index.forms().items() if form in _RECORD_MEDIA}
        after = (before - ours) | {*self._record_paths()}
        return min(len(before), len(after)) > 1 or not (before or after)

    def changed(self) -> ChangedFiles | None:
        rdf, problems = self._read_rdf()
        unreadable = self._read(self._record_paths())
        if problems or unreadable or not self._fits():
            problems += dict.fromkeys((*unreadable, *problems_across(self._all_files(), whole=not unreadable)))
        if problems:
            raise BadDataError(problems)
        resolutions = self._resolutions()
        if resolutions is None or any(file.brings for file in rdf) or not self._unchanged_since_hashed(rdf):
            return None
        files = tuple(resolved(self.found[path], resolution) for path, resolution in resolutions.items())
        empty = tuple(path for path in self.touched if not self._is_rdf(path) and path not in self.found)
        return ChangedFiles(files, tuple(rdf), empty, tuple(self.removed))

    def _graph(self, path: str) -> str:
        return graph_of(self.base, self.workspace, self.workspace / path)

    def _is_rdf(self, path: str) -> bool:
        return is_rdf(self.workspace / path)

    def _record_paths(self) -> list[str]:
        """The changed record files."""
        return [path for path in self.touched if not self._is_rdf(path) and format_of(self.workspace / path)]

    def _read_rdf(self) -> tuple[list[RdfFile], list[Problem]]:
        problems: list[Problem] = []
        found: list[RdfFile] = []
        for path in filter(self._is_rdf, self.touched):
            try:
                found.append(read_rdf(self.workspace / path, self.base, self._graph(path)))
            except BadDataError as error:
                problems.extend(error.problems)
        return found, problems

    def _read(self, paths: Iterable[str]) -> list[Problem]:
        """Read record files, and return the problems of those that cannot be parsed."""
        problems: list[Problem] = []
        for path in paths:
            try:
                self.found[path] = read_unchecked(self.workspace / path, alone=False)
            except BadDataError as error:
                problems.extend(error.problems)
        return problems

    def _unchanged_since_hashed(self, rdf: Iterable[RdfFile]) -> bool:
        """Whether the content of every file that was read is the one that was hashed."""
        read: tuple[FileRecords | RdfFile, ...] = (*self.found.values(), *rdf)
        return all(self.digests[file.path.relative_to(self.workspace).as_posix()] == file.sha256 for file in read)

    def _fits(self) -> bool:
        """Whether look-ups show that the changed files fit together with the others; if not, all files are compared."""
        if any(found.problems for found in self.found.values()):
            return False
        outside = {*self.touched, *self.removed}
        old = {node for facts in self.before.values() for node in facts.places}
        new = [node for found in self.found.values() for node in found.places]
        if len(new) > len(set(new)) or any(self.index.defined_in(node) - outside for node in {*new} - old):
            return False
        names_before = [facts.names for facts in self.before.values()]
        names_now = [FileNames.of(found) for found in self.found.values()]
        if {area for names in names_before for area in names.areas} != {
            area for names in names_now for area in names.areas
        }:
            return False
        # Ids that were removed or are new: “s:claim” is an IRI unless s is a source.
        agents = _agents(names_before) ^ _agents(names_now)
        different = {name for node in old ^ {*new} for name in (node, bare(node))} | agents
        if any(self.index.is_mentioned_outside(name, outside) for name in different):
            return False
        known = self._known({*new}, outside)
        return all(answered(mention, known) for found in self.found.values() for mention in found.mentions)

    def _known(self, new: set[str], outside: set[str]) -> dict[str, Container[str]]:
        """The ids of all files by the kinds that mentions have, looked up one by one."""

        def defined(node: str) -> bool:
            return node in new or bool(self.index.defined_in(node) - outside)

        def below(kind: str) -> _Matching:
            return _Matching(lambda name: defined(f"{kind}/{name}"))

        def is_node(name: str) -> bool:
            return bare(name) == name and defined(name)

        return {
            **{kind: below(kind) for kind in KINDS},
            "agent": _Matching(lambda name: defined(f"agent/{name}") or name in _agents(self._names.values())),
            "area": _Matching(lambda name: name in _area_names(self._names.values())),
            "source": _Matching(lambda name: "/" not in name and is_node(name)),
            "claim": _Matching(lambda name: "/" in name and is_node(name)),
            "source or claim": _Matching(is_node),
            "node": _Matching(lambda name: is_node(name) or (name.startswith("recommendation/") and defined(name))),
        }

    @cached_property
    def _names_by_file(self) -> dict[str, tuple[FileNames, Outcome]]:
        return self.index.names()

    @cached_property
    def _names(self) -> dict[str, FileNames]:
        """The names now in every record file that could be parsed, in the order in which files are read."""
        now = {path: FileNames.of(found) for path, found in self.found.items()}
        unchanged = {path: names for path, (names, _) in self._names_by_file.items() if path not in self.touched}
        names = {**unchanged, **now}
        return {path: names[path] for path in self.digests if path in names}

    def _all_files(self) -> list[FileRecords]:
        """All record files that could be parsed; of unchanged ones as much as the checks across files need."""
        files = []
        for path, names in self._names.items():
            facts = None if path in self.found else self.index.facts(path)
            files.append(
                names.sketch(self.workspace / path, facts.places, facts.mentions) if facts else self.found[path]
            )
        return files

    def _resolutions(self) -> dict[str, Outcome] | None:
        """The names in every changed file resolved, and in every other file whose names now resolve to something else.

        The latter are read as well. None if these are many.
        """
        now = {path: FileNames.of(found) for path, found in self.found.items()}
        if all(now.get(path, _NO_NAMES) == self._names_before(path) for path in (*self.touched, *self.removed)):
            return {path: self.before[path].outcome if path in self.before else Outcome({}, {}, {}, ()) for path in now}
        files = [names.sketch(self.workspace) for names in self._names.values()]  # names do not depend on paths
        found = dict(zip(self._names, outcomes(files), strict=True))
        affected = [
            path for path, outcome in found.items() if path not in now and self._names_by_file[path][1] != outcome
        ]
        if len(affected) + len(self.touched) > self.most or self._read(affected):
            return None
        return {path: found[path] for path in found if path in self.found}

    def _names_before(self, path: str) -> FileNames:
        return self.before[path].names if path in self.before else _NO_NAMES


class _Matching(Struct, frozen=True):
    """Every name that satisfies a condition, as a container."""

    condition: Callable[[str], bool]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.condition(name)


def _agents(names: Iterable[FileNames]) -> set[str]:
    return {agent for found in names for agent, _, _ in found.agents}


def _area_names(names: Iterable[FileNames]) -> set[str]:
    return {name for found in names for name in found.area_names}
