"""The walk over a graph: everything that can be reached from some starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

T = TypeVar("T", bound="Hashable")


def reached(starts: Iterable[T], follows: Callable[[T], Iterable[T]], most: int | None = None) -> set[T]:
    """The starts, and every node that can be reached from them; `follows` is called once for each.

    With `most` the walk stops at that many nodes.
    """
    found: set[T] = set()
    waiting = list(starts)
    while waiting and (most is None or len(found) < most):
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(follows(node))
    return found
