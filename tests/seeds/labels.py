"""The table of labels, and what the lineage computes for each of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from kg.compare.drift import hop

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.lineage.evidence import Evidence

TABLE: Final = Path(__file__).with_name("labels.yaml")
# Silence at one end is no change: where the table does not ask for it, it is neither right nor wrong.
SILENT: Final = (" dropped", " added")
# What a row says of two ends that no link joins, or of one end alone.
UNJOINED: Final = frozenset({"same variable", "different variables", "made here"})


@dataclass(frozen=True, slots=True)
class Label:
    """One row: two claims, how they are joined, and every change that a careful reader would name."""

    row: str
    start: str
    target: str | None
    relation: str
    drift: frozenset[str]
    figures: bool
    examples: tuple[str, ...]
    misses: frozenset[str]
    invents: frozenset[str]
    note: str

    def __str__(self) -> str:
        return f"{self.row} {self.start} → {self.target}"


def labels() -> tuple[Label, ...]:
    """Every row of the table."""
    rows: list[dict[str, Any]] = yaml.load(TABLE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return tuple(
        Label(
            row=row.pop("row"),
            start=row.pop("from"),
            target=row.pop("to", None),
            relation=row.pop("relation"),
            drift=frozenset(row.pop("drift", ())),
            figures=row.pop("figures"),
            examples=tuple(row.pop("example", ())),
            misses=frozenset((engine := row.pop("engine", {})).get("misses", ())),
            invents=frozenset(engine.get("invents", ())),
            note=row.pop("note", ""),
            **row,
        )
        for row in rows
    )


def computed(label: Label, graph: Evidence, ids: Mapping[str, str]) -> frozenset[str]:
    """The changes between the two ends of a row, as field and kind, without silence that the table does not ask for."""
    start, target = ids[label.start], ids.get(label.target or "", "")
    if label.relation == "same variable":
        changes = hop(graph.claims[start], graph.claims[target], graph.areas).changes
    else:
        changes = tuple(change for arc in graph.arcs(start) if arc.target == target for change in arc.hop.changes)
    found = {f"{change.field} {change.kind}" for change in changes}
    return frozenset(change for change in found if change in label.drift or not change.endswith(SILENT))


@dataclass(frozen=True, slots=True)
class Score:
    """How many changes the lineage sees, of those that readers name and of those that it reports."""

    right: int
    missed: int
    invented: int

    @property
    def precision(self) -> float:
        """The part of what is reported that a reader would name."""
        return self.right / (self.right + self.invented)

    @property
    def recall(self) -> float:
        """The part of what a reader would name that is reported."""
        return self.right / (self.right + self.missed)


def score(rows: Iterable[Label], graph: Evidence, ids: Mapping[str, str]) -> Score:
    """Precision and recall of the lineage over some rows."""
    pairs = [(label.drift, computed(label, graph, ids)) for label in rows]
    return Score(
        sum(len(wanted & found) for wanted, found in pairs),
        sum(len(wanted - found) for wanted, found in pairs),
        sum(len(found - wanted) for wanted, found in pairs),
    )
