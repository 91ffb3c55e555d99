"""What can be got to along the links of a whole graph: questions to compiled searches over compressed rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from kg.scale.csr import Rows, distinct, first_of_each

if TYPE_CHECKING:
    import numpy.typing as npt

    from kg.scale.csr import Indices
    from kg.scale.link_arrays import Bytes, Numbers

    Flags = npt.NDArray[np.bool_]

# Origins are counted up to here; one more stands for any number beyond.
MOST: Final = 8
MORE: Final = MOST + 1


class Edges(Struct, frozen=True):
    """Steps that lead on among `size` nodes."""

    size: int
    source: Numbers
    target: Numbers

    def components(self) -> Numbers:
        """The number of the strongly connected component of every node."""
        ones = np.ones(len(self.source))
        matrix = coo_array((ones, (self.source, self.target)), shape=(self.size, self.size)).tocsr()
        found: Numbers = connected_components(matrix, directed=True, connection="strong")[1]
        return found

    def between(self, number: Numbers, size: int) -> Edges:
        """The steps between nodes of a different number, once each, in terms of those numbers."""
        source, target = number[self.source], number[self.target]
        apart = source != target
        keys = distinct(source[apart].astype(np.int64) * size + target[apart])
        return Edges(size, (keys // size).astype(np.int32), (keys % size).astype(np.int32))


class Upstream:
    """The steps turned round: what leads to a node, directly or by others.

    A breadth-first search starts from one node, so one is added that leads to all the nodes to start from.
    """

    def __init__(self, edges: Edges) -> None:
        self.size = edges.size
        turned = Rows.turned(edges.target, np.arange(len(edges.target)), edges.size)
        self.starts = turned.starts.astype(np.int32)
        self.sources = edges.source[turned.entries]

    def _matrix(self, starts: Indices) -> csr_array:
        indices = np.concatenate((self.sources, starts.astype(np.int32)))
        pointers = np.append(self.starts, np.int32(len(indices)))
        return csr_array((np.ones(len(indices)), indices, pointers), shape=(self.size + 1, self.size + 1))

    def reaching(self, goals: Indices) -> Indices:
        """The nodes from which some goal can be got to, the goals included."""
        found: Indices = breadth_first_order(self._matrix(goals), self.size, return_predecessors=False)[1:]
        return found

    def distance(self, goals: Indices) -> Numbers:
        """In how many steps the nearest goal can be got to from every node; -1 where none can be."""
        order, came_from = breadth_first_order(self._matrix(goals), self.size)
        place = np.zeros(self.size + 1, np.int64)
        place[order] = np.arange(len(order))
        depth = np.minimum(np.arange(len(order)), 1)
        # Doubling how far back each place looks counts the steps of a chain of any length in few rounds.
        before = place[np.where(order == self.size, self.size, came_from[order])]
        while before.any():
            depth = depth + depth[before]
            before = before[before]
        found = np.full(self.size + 1, -1, np.int32)
        found[order] = depth - 1
        return found[:-1]


def origin_counts(edges: Edges, component: Numbers, origins: Indices) -> Bytes:
    """How many different origins can be got to from every node, itself included; `MORE` beyond `MOST`.

    The components are taken level by level, each after all that it leads to; nine origins at most are remembered of each,
    which is enough to tell whether there are more than eight.
    """
    size = int(component.max(initial=-1)) + 1
    links = edges.between(component, size)
    same = _passing_through(links, component[origins])
    links = links.between(same, size)
    leads_to = Rows.turned(links.source, np.arange(len(links.source)), size)
    led_from = Rows.turned(links.target, np.arange(len(links.target)), size)
    own = Rows.turned(component[origins], np.arange(len(origins)), size)
    sets = np.zeros((size, MORE), np.int32)
    counts = np.zeros(size, np.uint8)
    waiting = np.diff(leads_to.starts)
    level = np.flatnonzero(waiting == 0)
    while len(level):
        _fill(level, sets, counts, own, Rows(leads_to.starts, links.target[leads_to.entries]))
        _, entries = led_from.of(level)
        parents = links.source[entries]
        np.subtract.at(waiting, parents, 1)
        parents = parents[waiting[parents] == 0]
        level = parents[first_of_each(parents)].astype(np.int64)
    found: Bytes = counts[same[component]]
    return found


def _passing_through(links: Edges, own: Numbers) -> Numbers:
    """For every component that leads to one other only and has no origin itself, the one at the end of such a chain; else itself."""
    same = np.arange(links.size, dtype=np.int32)
    single = np.bincount(links.source, minlength=links.size) == 1
    single[own] = False
    passing = single[links.source]
    same[links.source[passing]] = links.target[passing]
    while not np.array_equal(further := same[same], same):
        same = further
    return same


def _fill(level: Indices, sets: Numbers, counts: Bytes, own: Rows, leads_to: Rows) -> None:
    """Join what the components of a level have themselves with what they lead to."""
    place, origins = own.of(level)
    at, targets = leads_to.of(level)
    full = np.zeros(len(level), bool)
    full[at[counts[targets] == MORE]] = True
    counts[level[full]] = MORE
    wanted = ~full[at]
    at, targets = at[wanted], targets[wanted]
    kept = np.arange(MORE) < counts[targets][:, None]
    rows = np.concatenate((place, np.repeat(at, counts[targets])))
    values = np.concatenate((origins, sets[targets][kept]))
    wanted = ~full[rows]
    span = np.int64(values.max(initial=0)) + 1
    keys = distinct(rows[wanted] * span + values[wanted])
    rows, values = keys // span, keys % span
    first = np.searchsorted(rows, np.arange(len(level)))
    rank = np.arange(len(rows)) - first[rows]
    room = rank < MORE
    sets[level[rows[room]], rank[room]] = values[room]
    counts[level[~full]] = np.minimum(np.bincount(rows, minlength=len(level)), MORE)[~full]
