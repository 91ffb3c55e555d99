"""The order of the vertices of each layer in which few edges cross.

Barycentre sweeps (Sugiyama, Tagawa and Toda 1981) with exchanges of neighbours; crossings are counted as inversions
(Barth, Jünger and Mutzel 2002). The best order met is kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

# By how many vertices there are: how many beginnings are tried, how many of the results are worked out, in how many sweeps.
_EFFORTS: Final = ((250, 4, 8, 40), (700, 4, 3, 24), (1600, 2, 1, 12), (3500, 1, 1, 4))
_TRIALS: Final = 6
_PATIENCE: Final = 10
_EXCHANGES: Final = 3
_LAST_EXCHANGES: Final = 12

Neighbours = Sequence[Sequence[int]]
Rows = list[list[int]]


def order(layer: Sequence[int], down: Neighbours, up: Neighbours, starts: Sequence[int]) -> Rows:
    """The vertices of each layer from left to right; `down` and `up` are the neighbours one layer below and above.

    Several beginnings and two means are tried, and the best of these are worked out. A very large graph is only swept.
    """
    beginnings, many, sweeps = next((effort for most, *effort in _EFFORTS if len(layer) <= most), (1, 0, 0))
    first = (_walked(layer, down, starts), _listed(layer), _walked(layer, up, starts), _scattered(layer))
    tries = [(rows, key) for rows in first[:beginnings] for key in (mean, median)]
    tried = [(*_swept(rows, down, up, key, _TRIALS), key) for rows, key in tries]
    tried.sort(key=lambda found: found[1])
    if many and tried[0][1]:
        tried = [(*_swept(rows, down, up, key, sweeps, _EXCHANGES), key) for rows, _, key in tried[:many]]
        tried.sort(key=lambda found: found[1])
    best, crossed, _ = tried[0]
    if crossed:
        exchange(best, down, up, _LAST_EXCHANGES if many else 2)
    return best


def _walked(layer: Sequence[int], down: Neighbours, starts: Sequence[int]) -> Rows:
    """Vertices in the order in which a depth-first walk meets them: a tree comes out without crossings."""
    rows: Rows = [[] for _ in range(max(layer, default=-1) + 1)]
    seen = [False] * len(layer)
    for start in (*starts, *range(len(layer))):
        waiting = [start]
        while waiting:
            vertex = waiting.pop()
            if not seen[vertex]:
                seen[vertex] = True
                rows[layer[vertex]].append(vertex)
                waiting.extend(reversed(down[vertex]))
    return rows


def _listed(layer: Sequence[int]) -> Rows:
    rows: Rows = [[] for _ in range(max(layer, default=-1) + 1)]
    for vertex, number in enumerate(layer):
        rows[number].append(vertex)
    return rows


def _scattered(layer: Sequence[int]) -> Rows:
    """Vertices in no meaningful order, the same every time: a way out of what the other beginnings have in common."""
    rows = _listed(layer)
    for row in rows:
        row.sort(key=lambda vertex: vertex * 2_654_435_761 % 2**32)
    return rows


def _swept(
    rows: Rows, down: Neighbours, up: Neighbours, key: Callable[[list[int]], float], sweeps: int, exchanges: int = 0
) -> tuple[Rows, int]:
    """The best order met in some sweeps, and how many edges cross in it."""
    best, fewest, stale = [list(row) for row in rows], crossings(rows, down), 0
    rows = [list(row) for row in rows]
    for sweep in range(sweeps):
        if not fewest or stale > _PATIENCE:
            break
        _sweep(rows, up if sweep % 2 == 0 else down, sweep, len(down), key)
        if exchanges:
            exchange(rows, down, up, exchanges, even=sweep % 4 > 1)
        crossed = crossings(rows, down)
        if crossed < fewest:
            best, fewest, stale = [list(row) for row in rows], crossed, 0
        else:
            stale += 1
    return best, fewest


def mean(places: list[int]) -> float:
    """The barycentre of some places."""
    return sum(places) / len(places)


def median(places: list[int]) -> float:
    """The median of some places, drawn to the denser side (Gansner, Koutsofios, North and Vo 1993, section 3)."""
    places.sort()
    middle = len(places) // 2
    if len(places) % 2:
        return float(places[middle])
    if len(places) == 2:
        return (places[0] + places[1]) / 2
    left, right = places[middle - 1] - places[0], places[-1] - places[middle]
    if not left + right:
        return (places[middle - 1] + places[middle]) / 2
    return (places[middle - 1] * right + places[middle] * left) / (left + right)


def _sweep(rows: Rows, near: Neighbours, sweep: int, count: int, key: Callable[[list[int]], float]) -> None:
    """Sort each layer by where the neighbours on one side are; ties are turned round in every other pair of sweeps.

    A vertex without a neighbour there keeps its place in proportion to the lengths of the two layers.
    """
    place = _places(rows, count)
    last: list[int] = []
    for row in rows if sweep % 2 == 0 else reversed(rows):
        share = len(last) / len(row) if last else 1.0
        last = row
        keys = {
            vertex: key([place[other] for other in near[vertex]]) if near[vertex] else number * share
            for number, vertex in enumerate(row)
        }
        if sweep % 4 > 1:
            row.reverse()
        row.sort(key=keys.__getitem__)
        for number, vertex in enumerate(row):
            place[vertex] = number


def _places(rows: Rows, count: int) -> list[int]:
    place = [0] * count
    for row in rows:
        for number, vertex in enumerate(row):
            place[vertex] = number
    return place


def exchange(rows: Rows, down: Neighbours, up: Neighbours, passes: int, even: bool = False) -> None:
    """Exchange neighbours in a layer wherever that takes crossings away, until it no longer does.

    With `even`, the first pass also exchanges where nothing is lost, which leads out of many a dead end.
    """
    place = _places(rows, len(down))
    dirty = set(range(len(rows)))
    for turn in range(passes):
        changed: set[int] = set()
        for number in sorted(dirty):
            if _exchange_row(rows[number], place, down, up, even and not turn):
                changed.update((number - 1, number, number + 1))
        dirty = {number for number in changed if 0 <= number < len(rows)}
        if not dirty:
            return


def _exchange_row(row: list[int], place: list[int], down: Neighbours, up: Neighbours, even: bool) -> bool:
    above = {vertex: sorted([place[other] for other in up[vertex]]) for vertex in row}
    below = {vertex: sorted([place[other] for other in down[vertex]]) for vertex in row}
    moved = False
    for number in range(len(row) - 1):
        one, other = row[number], row[number + 1]
        now = _crossed(above[one], above[other]) + _crossed(below[one], below[other])
        if not now:
            continue
        then = _crossed(above[other], above[one]) + _crossed(below[other], below[one])
        if then < now or (even and then == now):
            row[number], row[number + 1] = other, one
            place[one], place[other] = number + 1, number
            moved = True
    return moved


def _crossed(left: Sequence[int], right: Sequence[int]) -> int:
    """How many edges of the left vertex cross edges of the right one, given the places where they lead, sorted."""
    if not left or not right or left[-1] <= right[0]:
        return 0
    total = at = 0
    for place in left:
        while at < len(right) and right[at] < place:
            at += 1
        total += at
    return total


def crossings(rows: Rows, down: Neighbours) -> int:
    """How many pairs of edges between adjacent layers cross."""
    place = _places(rows, len(down))
    total = 0
    for row in rows:
        met: list[int] = []
        last = -1
        for vertex in row:
            targets = [place[other] for other in down[vertex]]
            if len(targets) > 1:
                targets.sort()
            for target in targets:
                if target >= last:
                    met.append(target)
                    last = target
                else:
                    at = bisect_right(met, target)
                    total += len(met) - at
                    met.insert(at, target)
    return total
