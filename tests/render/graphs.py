"""Directed graphs made from a seed, as a citation network grows: mostly a tree, some extra links, a few loops."""

from __future__ import annotations

from random import Random


def grown(count: int, ratio: float = 1.2, seed: int = 7) -> list[tuple[int, int]]:
    """Edges between nodes 0 … count-1; `ratio` is how many edges there are for each node."""
    chance = Random(seed)  # noqa: S311 - a graph, not a secret
    edges = [(chance.randrange(node // 3, node), node) for node in range(1, count)]
    for _ in range(int(count * (ratio - 1))):
        tail = chance.randrange(count - 1)
        edges.append((tail, chance.randrange(tail + 1, min(count, tail + 1 + max(5, count // 20)))))
    edges.extend((chance.randrange(count // 2, count), chance.randrange(count // 2)) for _ in range(count // 200))
    return edges
