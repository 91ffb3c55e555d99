"""A layer for every node of a directed graph: edges lead downwards, those that close a loop are turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# Index of the edge, its upper and lower end, and whether it was turned round.
Forward = tuple[int, int, int, bool]

_LARGE: Final = 4000
_PASSES, _PASSES_LARGE = 4, 2
_TOGETHER, _TOGETHER_LARGE = 60, 20


def acyclic(count: int, edges: Sequence[tuple[int, int, int]], starts: Sequence[int]) -> list[Forward]:
    """The edges, given as (index, tail, head), without loops: what leads back to a node on the way there is turned round.

    The walk begins at the starts, then at what nothing leads to. An edge from a node to itself is left out.
    """
    out: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    entered = [False] * count
    for index, tail, head in edges:
        if tail != head:
            out[tail].append((index, head))
            entered[head] = True
    state = bytearray(count)  # 0 new, 1 on the way, 2 done
    turned: set[int] = set()
    for start in (*starts, *(n for n in range(count) if not entered[n]), *range(count)):
        if state[start]:
            continue
        state[start] = 1
        stack = [(start, iter(out[start]))]
        while stack:
            node, rest = stack[-1]
            for index, head in rest:
                if state[head] == 1:
                    turned.add(index)
                elif not state[head]:
                    state[head] = 1
                    stack.append((head, iter(out[head])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return [
        (index, head, tail, True) if index in turned else (index, tail, head, False)
        for index, tail, head in edges
        if tail != head
    ]


def layers(count: int, forward: Sequence[Forward], pinned: frozenset[int]) -> list[int]:
    """The layer of each node: the longest way from the top, then lower where that shortens edges. Pinned nodes stay."""
    below: list[list[int]] = [[] for _ in range(count)]
    above: list[list[int]] = [[] for _ in range(count)]
    for _, upper, lower, _ in forward:
        below[upper].append(lower)
        above[lower].append(upper)
    layer = _longest(count, below, above)
    for node in range(count):
        # What nothing leans on hangs just above what it leans on.
        if not above[node] and below[node] and node not in pinned:
            layer[node] = min(layer[lower] for lower in below[node]) - 1
    large = count > _LARGE
    for _ in range(_PASSES_LARGE if large else _PASSES):
        if not _lowered(layer, below, above, pinned, _TOGETHER_LARGE if large else _TOGETHER):
            break
    least = min(layer, default=0)
    return [number - least for number in layer]


def _longest(count: int, below: Sequence[Sequence[int]], above: Sequence[Sequence[int]]) -> list[int]:
    layer, waiting = [0] * count, [len(upper) for upper in above]
    ready = [node for node in range(count) if not waiting[node]]
    while ready:
        node = ready.pop()
        for lower in below[node]:
            layer[lower] = max(layer[lower], layer[node] + 1)
            waiting[lower] -= 1
            if not waiting[lower]:
                ready.append(lower)
    return layer


def _lowered(
    layer: list[int], below: Sequence[Sequence[int]], above: Sequence[Sequence[int]], pinned: frozenset[int], most: int
) -> bool:
    """Let nodes down, each with what it would push, wherever edges become shorter in all (Nikolov and Tarassov 2006)."""
    moved = False
    for node in sorted(range(len(layer)), key=lambda node: -layer[node]):
        if node in pinned or not below[node]:
            continue
        while group := _pushed(node, layer, below, most):
            inside = set(group)
            gain = sum(lower not in inside for one in group for lower in below[one])
            gain -= sum(upper not in inside for one in group for upper in above[one])
            if gain <= 0:
                break
            for one in group:
                layer[one] += 1
            moved = True
    return moved


def _pushed(node: int, layer: Sequence[int], below: Sequence[Sequence[int]], most: int) -> list[int]:
    """The node and all that has to go down with it; empty where that is more than `most` nodes."""
    group, inside = [node], {node}
    for one in group:
        for lower in below[one]:
            if layer[lower] == layer[one] + 1 and lower not in inside:
                inside.add(lower)
                group.append(lower)
        if len(group) > most:
            return []
    return group
