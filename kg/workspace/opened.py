"""An opened graph: its settings, its store, the names of its nodes, and what is worked out from it once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.rdf.dataset import VOID, examined_quads
from kg.results.trace import short_name
from kg.sparql.query import Question
from kg.store.short_ids import ShortIds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from kg.cache.workspace_cache import OpenedWorkspace
    from kg.lineage.analysis import Analysis
    from kg.lineage.backing import Table
    from kg.sparql.results import Answers
    from kg.store.protocol import LocalStore, Store
    from kg.workspace.config import Config
    from kg.workspace.whole_graph import Whole

# From so many on, names are looked up all at once.
_MANY: Final = 1_000
_EXAMINED: Final = (
    f"SELECT DISTINCT ?document {{ ?dataset a <{VOID}Dataset> ; dcterms:subject ?document FILTER(ISIRI(?document)) }}"
)


class Opened(Struct, eq=False, dict=True):
    """A graph that was opened; every answer is computed from its store.

    `digest` is that of its files; `find_places` gives file and line of every id that a record file defines; `load_notes` say
    what was left out of the files; `home` is the folder of a workspace and `generation` that of what is cached of it; `files` is
    the folder that the paths of its files start from. `settled` waits for a cache that is still being written.
    """

    config: Config
    store: Store
    table: Table
    digest: str = ""
    find_places: Callable[[], Mapping[str, str]] = dict
    load_notes: tuple[str, ...] = ()
    home: Path | None = None
    generation: Path | None = None
    files: Path | None = None
    settled: Callable[[], OpenedWorkspace] | None = None

    @property
    def name(self) -> str:
        """The name that answers carry."""
        return self.config.name

    @cached_property
    def short(self) -> Mapping[str, str]:
        """The short id of every node that has one."""
        return self.store.identifiers()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out of the files, or could not be read of the nodes that were looked up so far, a line each."""
        return (*self.load_notes, *dict.fromkeys(self.store.faults))

    def add_notes(self, notes: Iterable[str]) -> None:
        """Add remarks for the reader."""
        self.load_notes = tuple(dict.fromkeys((*self.load_notes, *notes)))

    def name_of(self, node: str) -> str:
        """The short id of a node, or its IRI where it has none."""
        return short_name(self.short, node)

    def look_names_up(self, number: int) -> None:
        """Prepare to be asked for the names of so many nodes."""
        if number > _MANY and isinstance(self.short, ShortIds):
            self.short.look_all_up()

    def places(self) -> Mapping[str, str]:
        """File and line of every id that a record file defines."""
        return self.find_places()

    def examined(self) -> list[str]:
        """The documents under examination: those that the settings name, else those that the data say they are about."""
        named = sorted(node for identifier in set(self.config.examines) for node in self.store.named(identifier))
        return named or sorted(str(row[0]) for row in self.store.query(_EXAMINED).rows)

    def whole(self) -> Whole:
        """A copy of the graph, analysed; derived facts are not in it yet."""
        from kg.workspace.whole_graph import analyse_whole

        return analyse_whole(self.store, self.table)

    def analysis(self) -> Analysis:
        """The whole graph, analysed."""
        return self.whole().analysis

    def with_facts(self) -> LocalStore:
        """A copy of the data with the derived facts beside it, and the documents under examination, made once."""
        return self._augmented

    @cached_property
    def _augmented(self) -> LocalStore:
        from kg.workspace.whole_graph import load_facts

        augmented = load_facts(self.whole())
        augmented.add(examined_quads(self.config.base, self.examined()))
        return augmented

    def query(self, sparql: str, facts: bool = False) -> Answers:
        """The answer to a read-only SPARQL query; with `facts`, over the derived facts as well.

        The facts stand in a named graph of their own in a copy of the data: nothing is added to the store that was opened.
        """
        return (self.with_facts() if facts else self.store).query(Question(sparql).within(self.config.base))


def settle(graph: Opened) -> None:
    """Wait until the cache of a graph is written, and go on with what is in it."""
    if graph.settled is None:
        return
    found, graph.settled = graph.settled(), None
    if found.store is not graph.store:
        found.store.faults += graph.store.faults
    graph.store, graph.generation, graph.find_places = found.store, found.generation, found.places
    graph.add_notes(found.notes)
    graph.__dict__.pop("short", None)
