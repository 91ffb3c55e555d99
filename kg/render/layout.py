"""Layered placement of a directed graph: what leans above, what is leaned on below, loops allowed.

The steps are those of Sugiyama, Tagawa and Toda (1981): reverse the edges that close a loop and give every node a layer
(`kg.render.layering`), order each layer so that few edges cross (`kg.render.ordering`), then move nodes over what they are
joined to without changing the order. Everything is deterministic: the same graph gives the same picture on every machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from kg.render.layering import acyclic, layers
from kg.render.ordering import crossings, order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.render.layering import Forward

Point = tuple[float, float]

GAP_ACROSS: Final = 26.0
GAP_DOWN: Final = 34.0
_GAP_BESIDE_BEND: Final = 12.0
_GAP_BETWEEN_PARTS: Final = 70.0
# Bends for all long edges would be most of the picture's work.
MOST_BENDS: Final = 12
# How much more a bend is drawn to the next one of its edge, and a label to what it stands above, than a node to its own.
_STRAIGHT: Final = 6.0
_ABOVE: Final = 3.0
_SHELF_ASPECT: Final = 1.6
_LARGE: Final = 4000


class Layout(Struct, frozen=True):
    """Centres of nodes, bends of edges (from source to target), the layer of each node, and the size of the whole.

    An edge passes a layer upright, so that it touches nothing there: it has two bends for each. `extent` is the top and
    the bottom of the layer of each node.
    """

    at: tuple[Point, ...]
    bends: tuple[tuple[Point, ...], ...]
    layer: tuple[int, ...]
    extent: tuple[Point, ...]
    width: float
    height: float
    crossings: int


class _Part(Struct):
    """One connected part: its vertices are nodes first, then bends; `down` and `up` are edges between adjacent layers."""

    nodes: list[int]
    layer: list[int] = field(default_factory=list)
    sizes: list[Point] = field(default_factory=list)
    down: list[list[int]] = field(default_factory=list)
    up: list[list[int]] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)
    chains: dict[int, tuple[list[int], bool]] = field(default_factory=dict)
    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    extent: list[Point] = field(default_factory=list)
    thin: list[bool] = field(default_factory=list)
    crossings: int = 0

    @property
    def width(self) -> float:
        return max((self.x[v] + self.sizes[v][0] / 2 for v in range(len(self.x))), default=0.0)

    @property
    def height(self) -> float:
        return max((self.y[v] + self.sizes[v][1] / 2 for v in range(len(self.y))), default=0.0)


def place(
    sizes: Sequence[Point],
    edges: Sequence[tuple[int, int]],
    roots: Sequence[int] = (),
    gap_down: float = GAP_DOWN,
    labels_from: int | None = None,
    most_bends: int = MOST_BENDS,
) -> Layout:
    """Centres for nodes of the given widths and heights, in units of these; edges are pairs of node numbers.

    `roots` stay in the first layer of their part, and their parts come first. Nodes from the number `labels_from` on are
    labels of edges, and stand above what the edge leads to. An edge over more layers than `most_bends` is drawn straight.
    """
    numbers = _parts(len(sizes), edges, roots)
    of_part: dict[int, list[int]] = {}
    where = [0] * len(sizes)
    for number, nodes in enumerate(numbers):
        for node in nodes:
            where[node] = number
    for index, (tail, _) in enumerate(edges):
        of_part.setdefault(where[tail], []).append(index)
    wanted = _Wanted(sizes, edges, roots, gap_down, len(sizes) if labels_from is None else labels_from, most_bends)
    parts = [_place_part(nodes, of_part.get(n, []), wanted) for n, nodes in enumerate(numbers)]
    return _joined(parts, len(sizes), edges)


def _parts(count: int, edges: Sequence[tuple[int, int]], roots: Sequence[int]) -> list[list[int]]:
    """The connected parts, those of the roots first, each in the order of a walk from its first node."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for tail, head in edges:
        beside[tail].append(head)
        beside[head].append(tail)
    seen = [False] * count
    parts = []
    for start in (*roots, *range(count)):
        if seen[start]:
            continue
        seen[start] = True
        found, waiting = [], [start]
        while waiting:
            node = waiting.pop()
            found.append(node)
            for other in beside[node]:
                if not seen[other]:
                    seen[other] = True
                    waiting.append(other)
        parts.append(sorted(found))
    return parts


class _Wanted(Struct, frozen=True):
    """What is to be placed, and how."""

    sizes: Sequence[Point]
    edges: Sequence[tuple[int, int]]
    roots: Sequence[int]
    gap_down: float
    first_label: int
    most_bends: int


def _place_part(nodes: list[int], indexes: list[int], wanted: _Wanted) -> _Part:
    part = _Part(nodes)
    local = {node: number for number, node in enumerate(nodes)}
    part.sizes = [wanted.sizes[node] for node in nodes]
    pairs = [(index, local[wanted.edges[index][0]], local[wanted.edges[index][1]]) for index in indexes]
    pinned = [local[root] for root in wanted.roots if root in local]
    forward = acyclic(len(nodes), pairs, pinned)
    part.layer = layers(len(nodes), forward, frozenset(pinned))
    _join(part, forward, wanted.most_bends)
    part.rows = order(part.layer, part.down, part.up, pinned or [0])
    part.crossings = crossings(part.rows, part.down)
    part.thin = [node >= wanted.first_label for node in nodes] + [True] * (len(part.layer) - len(nodes))
    _across(part)
    _downward(part, wanted.gap_down)
    return part


def _join(part: _Part, forward: list[Forward], most_bends: int) -> None:
    """Edges between adjacent layers: an edge over several layers becomes a chain of bends."""
    part.down = [[] for _ in part.nodes]
    part.up = [[] for _ in part.nodes]
    for index, upper, lower, turned in forward:
        span = part.layer[lower] - part.layer[upper]
        if span > most_bends:
            continue
        chain, last = [], upper
        for step in range(1, span):
            bend = len(part.layer)
            part.layer.append(part.layer[upper] + step)
            part.sizes.append((0.0, 0.0))
            part.down.append([])
            part.up.append([last])
            part.down[last].append(bend)
            chain.append(bend)
            last = bend
        part.down[last].append(lower)
        part.up[lower].append(last)
        if chain:
            part.chains[index] = (chain, turned)


def _across(part: _Part) -> None:
    """Move every vertex towards the mean of its neighbours; the order and the gaps of its layer stay."""
    count = len(part.layer)
    part.x = [0.0] * count
    for row in part.rows:
        at = 0.0
        for place, vertex in enumerate(row):
            at += _apart(part, row[place - 1], vertex) if place else 0.0
            part.x[vertex] = at
        for vertex in row:
            part.x[vertex] -= at / 2
    rounds = 3 if count > _LARGE else 8
    for turn in range(rounds):
        downward = turn % 2 == 0
        both = turn >= rounds - 3
        for row in part.rows if downward else reversed(part.rows):
            wanted, weights = [], []
            for vertex in row:
                total = moment = 0.0
                for near, below in ((part.up[vertex], False), (part.down[vertex], True)):
                    if near and (both or below is not downward):
                        for other in near:
                            pull = _pull(part, vertex, other, below)
                            total += pull
                            moment += part.x[other] * pull
                wanted.append(moment / total if total else part.x[vertex])
                weights.append(total or 0.2)
            _settle(part, row, wanted, weights)
    left = min((part.x[v] - part.sizes[v][0] / 2 for v in range(count)), default=0.0)
    part.x = [x - left for x in part.x]


def _pull(part: _Part, vertex: int, other: int, below: bool) -> float:
    if not part.thin[vertex]:
        return 1.0
    return _STRAIGHT if part.thin[other] else _ABOVE if below else 1.0


def _apart(part: _Part, one: int, other: int) -> float:
    """How far the centres of two neighbours in a layer must be apart."""
    thin = part.thin[one] or part.thin[other]
    return (part.sizes[one][0] + part.sizes[other][0]) / 2 + (_GAP_BESIDE_BEND if thin else GAP_ACROSS)


def _settle(part: _Part, row: list[int], wanted: list[float], weights: list[float]) -> None:
    """The places nearest to the wanted ones that keep order and gaps: least squares by pooling adjacent violators."""
    shift, shifts = 0.0, []
    for place, vertex in enumerate(row):
        shift += _apart(part, row[place - 1], vertex) if place else 0.0
        shifts.append(shift)
    blocks: list[tuple[float, float, int]] = []  # mean, weight, how many
    for want, weight, offset in zip(wanted, weights, shifts, strict=True):
        mean, total, many = want - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            other, its, number = blocks.pop()
            mean, total, many = (mean * total + other * its) / (total + its), total + its, many + number
        blocks.append((mean, total, many))
    place = 0
    for mean, _, many in blocks:
        for vertex in row[place : place + many]:
            part.x[vertex] = mean + shifts[place]
            place += 1


def _downward(part: _Part, gap_down: float) -> None:
    """Layer under layer; boxes hang from the top of theirs, labels stand in the middle."""
    part.y = [0.0] * len(part.layer)
    part.extent = [(0.0, 0.0)] * len(part.layer)
    top = 0.0
    for row in part.rows:
        tall = max(part.sizes[vertex][1] for vertex in row)
        for vertex in row:
            part.y[vertex] = top + (tall if part.thin[vertex] else part.sizes[vertex][1]) / 2
            part.extent[vertex] = (top, top + tall)
        top += tall + gap_down


def _joined(parts: list[_Part], count: int, edges: Sequence[tuple[int, int]]) -> Layout:
    """The parts side by side on shelves, so that the whole is about as wide as a screen."""
    area = sum((part.width + _GAP_BETWEEN_PARTS) * (part.height + _GAP_BETWEEN_PARTS) for part in parts)
    limit = max([(area * _SHELF_ASPECT) ** 0.5, *(part.width for part in parts)])
    at: list[Point] = [(0.0, 0.0)] * count
    layer = [0] * count
    extent: list[Point] = [(0.0, 0.0)] * count
    bends: list[tuple[Point, ...]] = [()] * len(edges)
    left = top = tall = wide = 0.0
    for part in parts:
        if left and left + part.width > limit:
            left, top, tall = 0.0, top + tall + _GAP_BETWEEN_PARTS, 0.0
        places = [(round(x + left, 1), round(y + top, 1)) for x, y in zip(part.x, part.y, strict=True)]
        for number, node in enumerate(part.nodes):
            at[node], layer[node] = places[number], part.layer[number]
            high, low = part.extent[number]
            extent[node] = (round(high + top, 1), round(low + top, 1))
        for index, (chain, turned) in part.chains.items():
            way = [(places[v][0], round(y + top, 1)) for v in chain for y in dict.fromkeys(part.extent[v])]
            bends[index] = tuple(reversed(way) if turned else way)
        left += part.width + _GAP_BETWEEN_PARTS
        wide, tall = max(wide, left - _GAP_BETWEEN_PARTS), max(tall, part.height)
    total = sum(part.crossings for part in parts)
    return Layout(tuple(at), tuple(bends), tuple(layer), tuple(extent), round(wide, 1), round(top + tall, 1), total)
