"""The open tasks of an opened graph, with the names of their nodes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.lineage.todo import agenda, around
from kg.workspace.check import document_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from kg.workspace.opened import Opened


@dataclass(frozen=True, slots=True)
class NamedTask:
    """One thing to do, under the short id of its node; `figures` says how many figures wait for it."""

    kind: str
    name: str
    what: str
    figures: int

    def to_dict(self) -> dict[str, object]:
        """The task as data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Agenda:
    """Tasks, the most valuable first."""

    tasks: tuple[NamedTask, ...]


def todo(graph: Opened, kinds: Collection[str] = (), document: str | None = None, today: date | None = None) -> Agenda:
    """What to read, find, ask and recheck next, of some kinds, or for one document and what it rests on.

    Raises UsageError for what is no document with claims.
    """
    analysis = graph.analysis()
    within = None
    if document is not None:
        within = around(analysis, document_of(graph, analysis, document))
    found = agenda(analysis, today or datetime.now(UTC).date(), within)
    tasks = [NamedTask(task.kind, graph.name_of(task.node), task.what, task.figures) for task in found]
    return Agenda(tuple(task for task in tasks if not kinds or task.kind in kinds))
