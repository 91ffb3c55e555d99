"""The structure of a whole graph from its link arrays: backing, ends, loops, and how far and how many the origins are.

The same as the code that judges claim by claim finds (`backing`, `ends`, `loops`), over all nodes at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

from kg.lineage.ends import ORDER
from kg.scale.backing import reckon
from kg.scale.csr import first_of_each, origins_of
from kg.scale.link_arrays import CLAIM, LISTED, MADE, MADE_HERE, OPEN, READ, UNNAMED
from kg.scale.reachability import Edges, Upstream, origin_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from kg.scale.backing import Reckoning
    from kg.scale.csr import Indices
    from kg.scale.link_arrays import Bytes, LinkArrays, Numbers

    Flags = npt.NDArray[np.bool_]

GOES_ROUND: Final = ORDER.index("goes round") + 1


class Circle(Struct, frozen=True):
    """A loop over two works or more: its nodes in order, whether all were read, and whether a link leaves it.

    Where it is `unnamed`, it depends on what its claims measure whether there is a loop at all.
    """

    members: Indices
    asserted: bool
    way_out: bool
    unnamed: bool = False


class Places(Struct, frozen=True):
    """How paths end: at nodes with no step out (`leaf`), at those that only lead round (`circle`), and the loops.

    Both have 0 for no end, else one more than its place in `ORDER`.
    """

    leaf: Bytes
    circle: Bytes
    loops: tuple[Circle, ...]


class Structure(Struct, frozen=True):
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
        ends = np.concatenate((arrays.alt_ends, arrays.step_ends))
        self.on, self.open = ends == 0, ends == OPEN


def ends_of(arrays: LinkArrays) -> Places:
    """How paths end at every node where they can stop: `ends.leaf_ends` over arrays."""
    steps = _Steps(arrays)
    found = loops_of(arrays, steps)
    leaf = arrays.leaf.copy()
    circle = np.zeros(arrays.size, np.uint8)
    for loop in found:
        if not loop.way_out and not loop.unnamed:
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
    found = list(_Ring(arrays, steps, arrays.place).circles())
    if not np.array_equal(arrays.alike, arrays.place):
        found = _with_alike(arrays, steps, found)
    if (arrays.flags & UNNAMED).any():
        decided = np.zeros(arrays.size, bool)
        for loop in found:
            decided[loop.members] = True
        found += _Ring(arrays, steps, arrays.possible, possible=True).undecided(decided)
    return tuple(sorted(found, key=lambda loop: tuple(loop.members.tolist())))


def _with_alike(arrays: LinkArrays, steps: _Steps, found: list[Circle]) -> list[Circle]:
    """The loops with those that only close where claims that are alike are one place, in place of what is a part of them."""
    known = {loop.members.tobytes() for loop in found}
    wider = [
        loop
        for loop in _Ring(arrays, steps, arrays.alike).circles()
        if loop.members.tobytes() not in known and _all_alike(arrays, loop.members)
    ]
    within = np.zeros(arrays.size, bool)
    for loop in wider:
        within[loop.members] = True
    return [*(loop for loop in found if not within[loop.members[0]]), *wider]


def _all_alike(arrays: LinkArrays, members: Indices) -> bool:
    """Whether all claims among some nodes state the same figure, or the same words."""
    claims = members[(arrays.flags[members] & CLAIM) > 0]
    columns = (arrays.figure[claims], arrays.words[claims])
    return any(len(claims) > 0 and column[0] >= 0 and bool((column == column[0]).all()) for column in columns)


class _Ring:
    """The nodes of every circle of two places or more; where it is only `possible`, steps to documents lead to a place too."""

    def __init__(self, arrays: LinkArrays, steps: _Steps, place: Numbers, possible: bool = False) -> None:
        self.arrays, self.steps, self.place = arrays, steps, place
        listed = (arrays.flags & LISTED) > 0
        self.on = steps.on & listed[steps.target]
        if possible:
            self.on |= steps.open & ~listed[steps.target]
        self.on &= listed[steps.source] & (place[steps.source] >= 0) & (place[steps.target] >= 0)
        source, target = place[steps.source], place[steps.target]
        size = int(place.max(initial=-1)) + 1
        by_place = Edges(size, source[self.on], target[self.on]).components()
        self.component = np.where(place >= 0, by_place[place] if size else -1, -1).astype(np.int32)
        self.listed = listed
        wide = np.bincount(by_place, minlength=1) > 1
        member = np.flatnonzero(listed & wide[self.component])
        order = np.argsort(self.component[member], kind="stable")
        cuts = np.flatnonzero(np.diff(self.component[member][order])) + 1
        self.groups = [group for group in np.split(member[order], cuts) if len(group)]
        inside = self.on & (self.component[steps.source] == self.component[steps.target])
        self.within = inside & (source != target)
        self.leaving = np.zeros(arrays.size, bool)
        self.leaving[steps.source[~inside]] = True
        self.leaving |= (arrays.flags & MADE) > 0

    def circles(self) -> Iterator[Circle]:
        """The circles over two works or more, as they are."""
        for group in self.groups:
            if self._several(group):
                read = bool(((self.arrays.flags[group] & READ) > 0).all())
                yield Circle(group, read, bool(self.leaving[group].any()))

    def undecided(self, decided: Flags) -> list[Circle]:
        """The circles that there would be if claims under no variable were about the same, without what is in one anyway."""
        touched = np.zeros(self.arrays.size, bool)
        touched[self.steps.source[self.within]] = True
        to = self.steps.target[self.within]
        touched[to] = True
        whole = np.zeros(int(self.place.max(initial=-1)) + 2, bool)
        whole[self.place[to[~self.listed[to]]]] = True
        claims = (self.arrays.flags & CLAIM) > 0
        found = []
        for group in self.groups:
            nodes = group[touched[group] | (claims[group] & whole[self.place[group]])]
            left = nodes[~decided[nodes]]
            if len(left) and (self.arrays.flags[nodes] & UNNAMED).any() and self._several(nodes):
                found.append(Circle(left, False, bool(self.leaving[nodes].any()), unnamed=True))
        return found

    def _several(self, group: Indices) -> bool:
        return bool((self.arrays.work[group] != self.arrays.work[group[0]]).any())


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
