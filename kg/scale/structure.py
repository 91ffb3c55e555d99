"""The structure of a whole graph from its link arrays: backing, ends, loops, and how far and how many the origins are.

The same as the code that judges claim by claim finds (`backing`, `ends`, `loops`), over all nodes at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.lineage.ends import ORDER
from kg.scale.backing import reckon
from kg.scale.csr import first_of_each, origins_of
from kg.scale.link_arrays import LISTED, MADE, MADE_HERE, OPEN, READ
from kg.scale.reachability import Edges, Upstream, origin_counts

if TYPE_CHECKING:
    import numpy.typing as npt

    from kg.scale.backing import Reckoning
    from kg.scale.csr import Indices
    from kg.scale.link_arrays import Bytes, LinkArrays, Numbers

    Flags = npt.NDArray[np.bool_]

GOES_ROUND: Final = ORDER.index("goes round") + 1


@dataclass(frozen=True, slots=True)
class Circle:
    """A loop over two works or more: its nodes in order, whether all were read, and whether a link leaves it."""

    members: Indices
    asserted: bool
    way_out: bool


@dataclass(frozen=True, slots=True)
class Places:
    """How paths end: at nodes with no step out (`leaf`), at those that only lead round (`circle`), and the loops.

    Both have 0 for no end, else one more than its place in `ORDER`.
    """

    leaf: Bytes
    circle: Bytes
    loops: tuple[Circle, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """What follows from the links, an entry a node.

    `kinds` has a bit for every kind of end in `ORDER` that some path reaches, the lowest for the first. `distance` is in steps
    to the nearest figure made here, -1 where none can be got to; `origins` is how many can be, `MORE` beyond `MOST`. Both go
    along alternatives only: a figure that was worked out is its own origin, whatever its inputs.
    """

    level: Reckoning
    reach: Reckoning
    ends: Places
    kinds: Bytes
    distance: Numbers
    origins: Bytes


def structure(arrays: LinkArrays) -> Structure:
    """Everything that follows from the links of a whole graph."""
    ends = ends_of(arrays)
    on = alternatives(arrays)
    component = on.components()
    upstream = Upstream(on)
    origins = np.flatnonzero(ends.leaf == MADE_HERE)
    return Structure(
        level=reckon(arrays, ends.leaf, ends.circle == OPEN, "level"),
        reach=reckon(arrays, ends.leaf, ends.circle == OPEN, "reach"),
        ends=ends,
        kinds=kinds(arrays, ends, on, component, upstream),
        distance=upstream.distance(origins),
        origins=origin_counts(on, component, origins),
    )


def alternatives(arrays: LinkArrays) -> Edges:
    """The alternatives that lead on."""
    on = arrays.alt_ends == 0
    return Edges(arrays.size, origins_of(arrays.alt_from)[on], arrays.alt_to[on])


class _Steps:
    """All steps, those of workings included: where from, where to, and whether each leads on."""

    def __init__(self, arrays: LinkArrays) -> None:
        maker = origins_of(arrays.need_from)[origins_of(arrays.member_from)[origins_of(arrays.step_from)]]
        self.source = np.concatenate((origins_of(arrays.alt_from), maker))
        self.target = np.concatenate((arrays.alt_to, arrays.step_to))
        self.on = np.concatenate((arrays.alt_ends, arrays.step_ends)) == 0


def ends_of(arrays: LinkArrays) -> Places:
    """How paths end at every node where they can stop: `ends.leaf_ends` over arrays."""
    steps = _Steps(arrays)
    found = loops_of(arrays, steps)
    leaf = arrays.leaf.copy()
    circle = np.zeros(arrays.size, np.uint8)
    for loop in found:
        if not loop.way_out:
            kind = GOES_ROUND if loop.asserted else OPEN
            stays = loop.members[leaf[loop.members] == 0]
            circle[stays] = kind
            untraced = loop.members[leaf[loop.members] == OPEN]
            leaf[untraced] = kind
    component = Edges(arrays.size, steps.source[steps.on], steps.target[steps.on]).components()
    within = component[steps.source] == component[steps.target]
    closed = np.zeros(int(component.max(initial=-1)) + 1, bool)
    closed[component[steps.source]] = True
    closed[component[steps.source[~within | ~steps.on]]] = False
    closed[component[(circle > 0) | (leaf > 0)]] = False
    circle[closed[component]] = OPEN
    return Places(leaf, circle, found)


def loops_of(arrays: LinkArrays, steps: _Steps | None = None) -> tuple[Circle, ...]:
    """Every loop over two works or more, where a work met again counts as the same place: `loops.loops` over arrays."""
    steps = steps or _Steps(arrays)
    source, target = arrays.place[steps.source], arrays.place[steps.target]
    on = steps.on & (source >= 0) & (target >= 0)
    size = int(arrays.place.max(initial=-1)) + 1
    by_place = Edges(size, source[on], target[on]).components()
    listed = (arrays.flags & LISTED) > 0
    component = np.where(listed, by_place[arrays.place] if size else -1, -1).astype(np.int32)
    wide = np.bincount(by_place, minlength=1) > 1
    member = np.flatnonzero(listed & wide[component])
    number = component[member]
    several = np.zeros(len(wide), bool)
    first = np.zeros(len(wide), np.int32)
    first[number] = arrays.work[member]
    several[number[arrays.work[member] != first[number]]] = True
    member, number = member[several[number]], number[several[number]]
    leaves = ~steps.on | (component[steps.source] != component[steps.target])
    way_out = _anywhere(component, steps.source[leaves], len(wide))
    way_out |= _anywhere(component, np.flatnonzero(arrays.flags & MADE), len(wide))
    unread = _anywhere(component, member[(arrays.flags[member] & READ) == 0], len(wide))
    order = np.argsort(number, kind="stable")
    cuts = np.flatnonzero(np.diff(number[order])) + 1
    groups = [group for group in np.split(member[order], cuts) if len(group)]
    found = [Circle(group, not unread[component[group[0]]], bool(way_out[component[group[0]]])) for group in groups]
    return tuple(sorted(found, key=lambda loop: int(loop.members[0])))


def _anywhere(component: Numbers, nodes: Numbers | Indices, size: int) -> Flags:
    """Which components some of the nodes belong to."""
    found = np.zeros(size, bool)
    where = component[nodes]
    found[where[where >= 0]] = True
    return found


def kinds(arrays: LinkArrays, ends: Places, on: Edges, component: Numbers, upstream: Upstream) -> Bytes:
    """For every node, a bit for each kind of end that some path from it reaches: `ends.kinds_reached` over arrays."""
    stops: list[Indices] = [np.flatnonzero(ends.leaf == kind) for kind in range(len(ORDER) + 1)]
    source = origins_of(arrays.alt_from)
    leads = np.zeros(int(component.max(initial=-1)) + 1, bool)
    leads[component[source[arrays.alt_ends > 0]]] = True
    leads[component[ends.leaf > 0]] = True
    leads[component[on.source[component[on.source] != component[on.target]]]] = True
    # Where nothing leads out of a circle, or nothing is known of a node, paths end there as the circle does.
    default = np.where(ends.circle > 0, ends.circle, OPEN)
    default[leads[component]] = 0
    found = np.zeros(arrays.size, np.uint8)
    for kind in range(1, len(ORDER) + 1):
        goals = np.concatenate((stops[kind], source[arrays.alt_ends == kind], np.flatnonzero(default == kind)))
        if len(goals):
            found[upstream.reaching(goals[first_of_each(goals)])] |= np.uint8(1 << kind - 1)
    return found
