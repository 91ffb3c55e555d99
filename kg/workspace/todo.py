"""The open tasks of an opened graph, with the names of their nodes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from kg.lineage.names import cited
from kg.lineage.todo import agenda, around
from kg.workspace.check import document_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from kg.workspace.opened import Opened


class NamedTask(Struct, frozen=True):
    """One thing to do, under the short id of its node; `figures` says how many figures wait for it.

    `document` is outlet and date of the document that it is in, where they are recorded.
    """

    kind: str
    name: str
    what: str
    figures: int
    document: str | None = None

    @property
    def where(self) -> str:
        """Outlet and date, with the short id after them."""
        return f"{self.document} [{self.name}]" if self.document else self.name

    def to_dict(self) -> dict[str, object]:
        """The task as data."""
        return asdict(self)


class Agenda(Struct, frozen=True):
    """Tasks, the most valuable first."""

    tasks: tuple[NamedTask, ...]


def todo(graph: Opened, kinds: Collection[str] = (), document: str | None = None, today: date | None = None) -> Agenda:
    """What to read, find, ask and recheck next, of some kinds, or for one document and what it rests on.

    Raises UsageError if it is not a document with claims.
    """
    analysis = graph.analysis()
    within = None
    if document is not None:
        within = around(analysis, document_of(graph, analysis, document))
    found = agenda(analysis, today or datetime.now(UTC).date(), within)
    tasks = [
        NamedTask(task.kind, graph.name_of(task.node), task.what, task.figures, cited(analysis.graph, task.node))
        for task in found
        if not kinds or task.kind in kinds
    ]
    return Agenda(tuple(tasks))
