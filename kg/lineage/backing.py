"""How well a figure is documented: a max–min least fixed point on an and/or graph.

A claim has the best of its alternatives; where it made its figure itself, the weaker of its cell in the published
table and its best input; a needs-all group counts as its weakest member. It is solved by reachability, level by level, in time
linear in the links, twice: `level` counts every end that is not assessed or not traced as none, `reach` counts those
and every unread origin as well documented.
"""

from __future__ import annotations

import csv
from collections import defaultdict, deque
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kg.errors import BadDataError, Problem
from kg.model.words import Basis, Checking, Working
from kg.rdf.labels import label
from kg.text_files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.lineage.ends import Ends
    from kg.lineage.evidence import Arc, Evidence, Need

LEVELS = ("none", "thinly", "partly", "well")
WELL = 3
_A_THIRD = Decimal(100) / 3

_NO_ROW = f"not a row of a backing table: a checking, then one of {', '.join(LEVELS)} for each working"
Table = dict[tuple[Checking, Working], int]


class Cell(Struct, frozen=True):
    """What the table says of a figure where it is made; `known` is False when it is not assessed."""

    level: int
    reach: int
    known: bool
    why: str


class Backing(Struct):
    """The two reckonings of every node: 0 none to 3 well; and, for each, how its value came about."""

    level: dict[str, int]
    reach: dict[str, int]
    why: dict[tuple[str, str], Arc | None] = field(default_factory=dict)


def read_table(path: Path) -> Table:
    """The backing table from a CSV file: one row per checking, one column per working."""
    rows = list(csv.DictReader(read_text(path, "a backing table").splitlines()))
    table: Table = {}
    for number, row in enumerate(rows, 2):
        try:
            checking = Checking((row.pop("checked before publication", None) or "").strip())
            table.update({(checking, Working(w.strip())): LEVELS.index(level.strip()) for w, level in row.items()})
        except (ValueError, AttributeError) as error:
            raise BadDataError([Problem(str(path), number, 0, _NO_ROW)]) from error
    wanted = {(c, w) for c in Checking for w in Working if Checking.NOT_KNOWN is not c and Working.NOT_KNOWN is not w}
    if missing := wanted - set(table):
        checking, working = min(missing)
        raise BadDataError([Problem(str(path), 0, 0, f"no level for “{checking}” and “{working}”")])
    return table


def cell(graph: Evidence, node: str, table: Table) -> Cell:
    """The table's entry for a node that made its figure itself, with the caps that its basis sets."""
    making = graph.making(node)
    claim, source = graph.claims.get(node), graph.source_of(node)
    working = making.working if making else Working.NOT_KNOWN
    checking = (claim.checked_by if claim else None) or (source.checked_by if source else None) or Checking.NOT_KNOWN
    known = Working.NOT_KNOWN is not working and Checking.NOT_KNOWN is not checking
    level = reach = table[checking, working] if known else 0
    if not known:
        reach = WELL
    parts = [label("checking", checking)] if known or checking is Checking.NOT_KNOWN else []
    parts += [label("working", working)] if known or working is Working.NOT_KNOWN else []
    why = "; ".join(parts)
    if claim and claim.figure and (cap := _cap(claim.figure.basis, claim.figure.unknown_share)):
        level, reach, why = min(level, 1), min(reach, 1), cap
    if graph.unread(node):
        reach = WELL
    return Cell(level, reach, known, why)


def _cap(basis: Basis | None, unknown: Decimal | None) -> str | None:
    if basis is Basis.NAMES:
        return "attributes inferred from names"
    return "more than a third of the base is unknown" if unknown is not None and unknown > _A_THIRD else None


def solve(
    graph: Evidence,
    ends: Ends,
    table: Table,
    taken_back: frozenset[str] = frozenset(),
    alone: str | None = None,
) -> Backing:
    """Both reckonings of every node.

    `alone` names a claim whose own alternatives count only as far as its document shows them as a reference.
    """
    cells = {node: cell(graph, node, table) for node in graph.nodes if graph.making(node) is not None}
    backing = Backing({}, {})
    for mode in ("level", "reach"):
        problem = _Problem(graph, ends, cells, taken_back, alone, mode)
        values = getattr(backing, mode)
        values.update(dict.fromkeys(graph.nodes, 0))
        for threshold in (WELL, 2, 1):
            for node, arc in problem.reachable(threshold):
                values[node] = threshold
                backing.why[mode, node] = arc
    return backing


class _Problem:
    """One reckoning of the and/or graph, ready to be asked for each threshold."""

    def __init__(
        self,
        graph: Evidence,
        ends: Ends,
        cells: Mapping[str, Cell],
        taken_back: frozenset[str],
        alone: str | None,
        mode: str,
    ) -> None:
        self.mode, self.cells, self.taken_back = mode, cells, taken_back
        self.given: dict[str, Arc | None] = {}
        self.into: dict[str, list[Arc]] = defaultdict(list)
        self.needed: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self.waiting: dict[str, list[int]] = {}
        self.met: set[tuple[str, int, int]] = set()
        self.found: set[str] = set()
        for node in graph.nodes:
            if node in taken_back:
                continue
            self._leaf(graph, ends, node, alone)
            for arc in graph.alternatives.get(node, ()):
                if node != alone or arc.link.shown_as == "reference":
                    self._alternative(arc)
            if needs := graph.workings.get(node):
                self.waiting[node] = [
                    self._need(node, number, need, node != alone or need.shown) for number, need in enumerate(needs)
                ]

    def _leaf(self, graph: Evidence, ends: Ends, node: str, alone: str | None) -> None:
        """An end that is nobody's fault yet counts as well documented in `reach`."""
        if self.mode != "reach" or graph.making(node) is not None:
            return
        if node == alone:
            shown = any(arc.link.shown_as == "reference" for arc in graph.alternatives.get(node, ()))
            if not shown and graph.unread(node) and not graph.gone_from(node):
                self.given[node] = None
        elif ends.leaf.get(node) == "not traced further" or node in ends.open_loops:
            self.given[node] = None

    def _alternative(self, arc: Arc) -> None:
        passes = arc.hop.passes_level if self.mode == "level" else arc.hop.passes_reach
        if self.mode == "reach" and arc.is_open(self.taken_back):
            self.given.setdefault(arc.origin, arc)
        elif not arc.ends and passes:
            self.into[arc.target].append(arc)

    def _need(self, node: str, number: int, need: Need, counts: bool) -> int:
        """How many members a need waits for; one too many where a part can never come."""
        waits = len(need.members) + (need.lacks_value or not counts)
        for position, member in enumerate(need.members):
            if self.mode == "reach" and any(arc.is_open(self.taken_back) for arc in member):
                waits -= 1
                continue
            for arc in member:
                if not arc.ends and (arc.hop.passes_level or self.mode == "reach"):
                    self.needed[arc.target].append((node, number, position))
        return waits

    def reachable(self, threshold: int) -> list[tuple[str, Arc | None]]:
        """The nodes that reach the threshold and no higher one, each with the step that got it there.

        To be asked from the highest threshold down: what holds for one holds for those below. The step is None where
        the figure was made.
        """
        new: list[tuple[str, Arc | None]] = []
        queue: deque[str] = deque()

        def reach(node: str, arc: Arc | None) -> None:
            if node not in self.found and node not in self.taken_back:
                self.found.add(node)
                new.append((node, arc))
                queue.append(node)

        for node in sorted(node for node, own in self.cells.items() if getattr(own, self.mode) >= threshold):
            if node not in self.waiting or 0 in self.waiting[node]:
                reach(node, None)
        if threshold == WELL:
            for node in sorted(self.given):
                reach(node, self.given[node])
        while queue:
            node = queue.popleft()
            for arc in self.into.get(node, ()):
                reach(arc.origin, arc)
            for maker, number, position in self.needed.get(node, ()):
                if (maker, number, position) in self.met:
                    continue
                self.met.add((maker, number, position))
                self.waiting[maker][number] -= 1
                if self.waiting[maker][number] == 0 and getattr(self.cells[maker], self.mode) >= threshold:
                    reach(maker, None)
        return new
