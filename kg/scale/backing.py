"""Both reckonings of backing over arrays: the same least fixed point as `backing.solve`, frontier by frontier.

Nodes are reached in the very order in which `backing.solve` reaches them one by one, so that the step each one got its value by
is the same as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from kg.lineage.backing import WELL
from kg.scale.csr import Rows, first_of_each, origins_of
from kg.scale.link_arrays import FALLEN, LACKS_VALUE, LISTED, MADE, OPEN, PASSES_LEVEL, PASSES_REACH

if TYPE_CHECKING:
    import numpy.typing as npt

    from kg.scale.link_arrays import Bytes, LinkArrays, Numbers

    Flags = npt.NDArray[np.bool_]
    Indices = npt.NDArray[np.int64]

# Instead of the number of the step that a value came by: the figure was made there or the node is an open end; no value.
ITSELF: Final = -1
NOTHING: Final = -2


class Reckoning(Struct, frozen=True):
    """The value of every node, 0 none to 3 well, and the alternative that it came by, else `ITSELF` or `NOTHING`."""

    values: Bytes
    by: Numbers


def reckon(arrays: LinkArrays, leaf: Bytes, open_circle: Flags, mode: str) -> Reckoning:
    """One reckoning, `level` or `reach`; `leaf` are the ends of nodes, and `open_circle` the circles nobody can tell about."""
    problem = _Problem(arrays, mode)
    seeds, steps = _given(arrays, problem, leaf, open_circle) if mode == "reach" else (_NONE, _NONE)
    for threshold in (WELL, 2, 1):
        made = np.flatnonzero(problem.alive & (problem.own >= threshold) & problem.ready & problem.made)
        if threshold == WELL:
            nodes, by = np.concatenate((made, seeds)), np.concatenate((np.full(len(made), ITSELF), steps))
        else:
            nodes, by = made, np.full(len(made), ITSELF)
        problem.spread(nodes, by, threshold)
    return Reckoning(problem.values, problem.by)


_NONE: Final = np.zeros(0, np.int64)


def _given(arrays: LinkArrays, problem: _Problem, leaf: Bytes, open_circle: Flags) -> tuple[Indices, Indices]:
    """The nodes at an end that is nobody's fault yet, each with the open alternative that makes it so, if it is one."""
    by = np.full(arrays.size, NOTHING, np.int64)
    is_open = (arrays.alt_ends == OPEN) & ~problem.fallen[arrays.alt_to]
    steps = np.flatnonzero(is_open & problem.alive[problem.alt_of])
    by[problem.alt_of[steps[::-1]]] = steps[::-1]
    by[problem.alive & ~problem.made & ((leaf == OPEN) | open_circle)] = ITSELF
    nodes = np.flatnonzero(by != NOTHING)
    return nodes, by[nodes]


class _Problem:
    """One reckoning of the and/or graph, ready to be asked for each threshold from the highest down."""

    def __init__(self, arrays: LinkArrays, mode: str) -> None:
        size = arrays.size
        self.own = arrays.level if mode == "level" else arrays.reach
        self.fallen = (arrays.flags & FALLEN) > 0
        self.made = (arrays.flags & MADE) > 0
        self.alive = ((arrays.flags & LISTED) > 0) & ~self.fallen
        self.values = np.zeros(size, np.uint8)
        self.by = np.full(size, NOTHING, np.int32)
        self.alt_of = origins_of(arrays.alt_from)
        passes = PASSES_LEVEL if mode == "level" else PASSES_REACH
        counts = self.alive[self.alt_of] & (arrays.alt_ends == 0) & ((arrays.alt_flags & passes) > 0)
        self.into = Rows.turned(arrays.alt_to, np.flatnonzero(counts), size)
        self._needs(arrays, mode)

    def _needs(self, arrays: LinkArrays, mode: str) -> None:
        """What workings wait for: a need for all its members, one too many where a part can never come."""
        self.maker = origins_of(arrays.need_from)
        self.need_of = origins_of(arrays.member_from)
        self.member_of = origins_of(arrays.step_from)
        self.waits = np.diff(arrays.member_from) + ((arrays.need_flags & LACKS_VALUE) > 0)
        self.met = np.zeros(len(self.need_of), bool)
        counts = self.alive[self.maker[self.need_of[self.member_of]]] & (arrays.step_ends == 0)
        if mode == "level":
            counts &= (arrays.step_flags & PASSES_LEVEL) > 0
        else:
            is_open = (arrays.step_ends == OPEN) & ~self.fallen[arrays.step_to]
            self.met[self.member_of[is_open]] = True
            self.waits = self.waits - np.bincount(self.need_of[self.met], minlength=len(self.waits))
            counts &= ~self.met[self.member_of]
        self.needed = Rows.turned(arrays.step_to, np.flatnonzero(counts), arrays.size)
        self.ready = np.diff(arrays.need_from) == 0
        self.ready[self.maker[self.waits == 0]] = True

    def spread(self, nodes: Indices, by: Indices, threshold: int) -> None:
        """Give the threshold to these nodes, as far as they have no value, and to whatever follows from that."""
        while len(nodes):
            new = np.flatnonzero(self.values[nodes] == 0)
            new = new[first_of_each(nodes[new])]
            nodes, by = nodes[new], by[new]
            self.values[nodes] = threshold
            self.by[nodes] = by
            place, steps = self.into.of(nodes)
            makers, at = self._supplied(nodes, threshold)
            nodes, by = self.alt_of[steps], steps
            if len(makers):
                order = np.argsort(np.concatenate((2 * place, 2 * at + 1)), kind="stable")
                nodes = np.concatenate((nodes, makers))[order]
                by = np.concatenate((steps, np.full(len(makers), ITSELF)))[order]

    def _supplied(self, nodes: Indices, threshold: int) -> tuple[Indices, Indices]:
        """The makers that have all the inputs of a working now, in order, each with the place of the node that was the last."""
        place, steps = self.needed.of(nodes)
        if not len(steps):
            return _NONE, _NONE
        members = self.member_of[steps]
        fresh = np.flatnonzero(~self.met[members])
        fresh = fresh[first_of_each(members[fresh])]
        self.met[members[fresh]] = True
        needs = self.need_of[members[fresh]]
        np.subtract.at(self.waits, needs, 1)
        last = len(needs) - 1 - first_of_each(needs[::-1])[::-1]
        last = last[self.waits[needs[last]] == 0]
        makers = self.maker[needs[last]]
        self.ready[makers] = True
        enough = self.own[makers] >= threshold
        return makers[enough], place[fresh[last[enough]]]
